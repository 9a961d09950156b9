//! Watches the wire, the jar and the lock.

use hallpass::machine::{Call, CallId, FetchId, Intent, Name, RequestId, Timestamp};

use crate::{
    clock::Millis,
    faults::Fault,
    invariants::{Asked, Invariant, Violation},
    jar::SetCookie,
    locks::Claim,
    network::Purpose,
    server::subject,
    tab::Life,
    world::World,
};

/// What an observer of the whole world remembers.
#[derive(Default)]
pub(crate) struct Oracle {
    pub(crate) violation: Option<Violation>,
    /// Sessions that any logout was called for; an unnamed one stands for all.
    pub(crate) departed: Vec<Option<Name>>,
    confirmed: Vec<Name>,
    /// Sessions that a bad server brought back in spite of all care.
    pub(crate) excused: Vec<Name>,
    /// Claims whose lock was stolen.
    robbed: Vec<Claim>,
    /// When anybody last gave up waiting for the lock: a logout goes on without it then.
    pub(crate) impatient_at: Option<Millis>,
    pub(crate) refreshes: u64,
    /// A slower answer put an older token back in place of a newer one: without locks, or one that was given up, or of a
    /// page that stood still when its lock was taken.
    pub(crate) put_back: bool,
    pub(crate) session_requests: u64,
    /// When a tombstone was removed, or gave way to another one.
    pub(crate) tombstones_gone: Vec<Millis>,
    /// How often somebody set out to change who is signed in.
    pub(crate) turns: u64,
}

/// How long the holder of the lock has to say that it lives, about.
const PING: Millis = 300;
/// How long a page goes by what it asked before its module was there.
const JUST_OPENED: Millis = 1_000;
/// What is left of an idle limit is told late, and rounded down.
const TOUCH_LEEWAY: Millis = 5_000;
/// How long a logout waits for a refresh at the most: for the lock, or for its own to settle.
pub(crate) const LOGOUT_WAITS: Millis = 2_900;
/// The most session requests of one page in ten seconds: in seven tabs whose users sign in and out several times a second.
const HOT: usize = 200;

impl World {
    pub(crate) fn violate(&mut self, invariant: Invariant, detail: String) {
        if self.oracle.violation.is_none() {
            self.note(|| format!("VIOLATION: {}: {detail}", invariant.name()));
            self.oracle.violation = Some(Violation {
                invariant,
                at: self.clock.now,
                detail,
            });
        }
    }

    /// Whether nobody can know how this refresh ends.
    fn is_unknown(&self, id: usize) -> bool {
        let exchange = &self.exchanges[id];
        let tab = &self.tabs[exchange.tab];
        let runs = tab.page == exchange.page && tab.life == Life::Awake;
        exchange.aborted
            || exchange.over
            || !(runs || exchange.kept)
            || self
                .oracle
                .robbed
                .iter()
                .any(|claim| claim.tab == exchange.tab && claim.page == exchange.page)
    }

    pub(crate) fn oracle_on_leaving(&mut self, id: usize) {
        let one = &self.exchanges[id];
        if !matches!(one.purpose, Purpose::Session(_, Intent::Refresh)) {
            return;
        }
        let Some(token) = one.cookies.refresh else {
            return;
        };
        let tab = one.tab;
        self.oracle.refreshes += 1;
        let open = (0..id).find(|&earlier| {
            let other = &self.exchanges[earlier];
            matches!(other.purpose, Purpose::Session(_, Intent::Refresh))
                && other.left_at.is_some()
                && other.cookies.refresh == Some(token)
                && !self.is_unknown(earlier)
        });
        if let Some(open) = open.filter(|_| !self.lockless) {
            self.violate(
                Invariant::TokenTwice,
                format!("by requests {open} and {id}"),
            );
        }
        let (now, cookies) = (self.clock.now, self.exchanges[id].cookies);
        let Some(family) = self.server.living(now, cookies) else {
            return;
        };
        let family = &self.server.families[family];
        if self.tabs[tab].shadow.session != Some(family.handle) {
            return; // somebody else signed in, and nobody has told this tab
        }
        let since = family.rotated_at.map_or(Millis::MAX, |at| now - at);
        let near = family
            .absolute_at
            .is_some_and(|at| at < now + self.plan.access);
        let granted = self.tabs[tab].shadow.granted;
        let opened = now < self.tabs[tab].started_at + JUST_OPENED;
        let informed = !opened && (granted == 0 || granted > self.plan.access * 9 / 10);
        let calm = !near
            && self.faults.only(&[Fault::Reload])
            && !self.lockless
            && informed
            && !self.is_any_refresh_lost()
            && self.jar.tombstone(now).is_none()
            && !self.exchanges[id].explicit;
        let (access, leg) = (self.plan.access, self.plan.latency);
        let soonest = (access * 2 / 5).saturating_sub(4 * leg + self.plan.labour);
        if calm && since < soonest {
            self.violate(
                Invariant::Wasted,
                format!("by tab {tab}, {since} ms after another"),
            );
        }
    }

    /// Whether a call, or a request that cannot be sent twice, may want a renewal ahead of time.
    pub(crate) fn is_renewal_called_for(&self, tab: usize) -> bool {
        let tab = &self.tabs[tab];
        let renews = |call: &Call| matches!(call, Call::Refresh | Call::EnsureFresh(_));
        tab.shadow.streamed || tab.calls.values().any(|asked| renews(&asked.call))
    }

    pub(crate) fn oracle_on_execution(&mut self, id: usize, fetch: FetchId, family: usize) {
        let exchange = &self.exchanges[id];
        let (tab, same_page) = (exchange.tab, self.tabs[exchange.tab].page == exchange.page);
        let family = &self.server.families[family];
        let (handle, executed) = (family.handle, subject(family.user));
        if !same_page {
            return;
        }
        let bound = self.tabs[tab]
            .fetches
            .get(&fetch)
            .and_then(|fetch| fetch.bound);
        let refusable = self.plan.tells_handle && self.plan.config.takes_handle;
        if let Some(bound) = bound.filter(|bound| refusable && *bound != executed) {
            let detail = format!("{fetch:?} of tab {tab} for {bound:?} as {executed:?}");
            self.violate(Invariant::OtherIdentity, detail);
        }
        let left = &self.tabs[tab].shadow.left[..self.exchanges[id].left_before];
        if left.contains(&handle) && !self.oracle.excused.contains(&handle) {
            let detail = format!("{fetch:?} of tab {tab} executes in {handle:?}");
            self.violate(Invariant::AfterLogout, detail);
        }
    }

    pub(crate) fn oracle_on_cookies(&mut self, id: usize, set: SetCookie) {
        let SetCookie::Tokens(cookies) = set else {
            return;
        };
        let back = cookies.refresh < self.jar.cookies.refresh;
        self.oracle.put_back |= back && (self.lockless || self.is_unknown(id));
        let Some(family) = self.server.living(self.clock.now, cookies) else {
            return;
        };
        let handle = self.server.families[family].handle;
        let departed = |left: &Option<Name>| left.is_none_or(|left| left == handle);
        if !self.oracle.departed.iter().any(departed) {
            return;
        }
        let exchange = &self.exchanges[id];
        let left_at = exchange.left_at.unwrap_or(0);
        let took = self.clock.now - left_at;
        let outwaited = self.oracle.impatient_at.is_some_and(|at| left_at <= at);
        let fair = self.lockless || self.is_unknown(id) || took >= LOGOUT_WAITS || outwaited;
        if fair {
            self.oracle.excused.push(handle);
        } else if self.oracle.confirmed.contains(&handle) && !self.oracle.excused.contains(&handle)
        {
            let detail = format!("{handle:?} comes back {took} ms after request {id} left");
            self.violate(Invariant::Resurrected, detail);
        }
    }

    pub(crate) fn oracle_on_stealing(&mut self, by: usize, robbed: Claim) {
        let pinged = self.tabs[by].shadow.pinged;
        if pinged.is_none_or(|at| self.clock.now - at < PING) {
            let detail = format!("by tab {by} from {robbed:?}");
            self.violate(Invariant::Robbery, detail);
        }
        self.oracle.robbed.push(robbed);
    }

    /// A tombstone that names no session stands for any: who removes it, takes it from all.
    pub(crate) fn oracle_on_clearing(&mut self, by: usize) {
        for (tab, other) in self.tabs.iter_mut().enumerate() {
            if tab != by {
                other.shadow.doomed.clear();
            }
        }
    }

    pub(crate) fn oracle_on_sending(&mut self, tab: usize, id: RequestId, intent: Intent) {
        if intent == Intent::Touch {
            self.oracle_on_touch(tab);
        }
        let refresh = intent == Intent::Refresh;
        self.tabs[tab].shadow.last_refresh = refresh.then_some(id);
        let doubt = std::mem::take(&mut self.tabs[tab].shadow.in_doubt);
        if doubt && refresh {
            self.violate(Invariant::Blind, format!("in tab {tab}"));
        }
        let now = self.clock.now;
        let quiet = self.tabs[tab].shadow.quiet;
        if refresh {
            self.oracle_on_try(tab);
        }
        if refresh && quiet.is_some_and(|until| now < until) {
            self.violate(Invariant::Impolite, format!("by tab {tab}"));
        }
        self.oracle.session_requests += 1;
        let asked_at = self.monotonic(tab);
        let shadow = &mut self.tabs[tab].shadow;
        shadow.asked_at = asked_at;
        shadow.sent.push_back(now);
        while shadow.sent.front().is_some_and(|at| now - at > 10_000) {
            shadow.sent.pop_front();
        }
        if shadow.sent.len() > HOT {
            self.violate(Invariant::HotLoop, format!("in tab {tab}"));
        }
    }

    fn oracle_on_touch(&mut self, tab: usize) {
        let called = |asked: &Asked| asked.call == Call::Extend;
        let extends = self.tabs[tab].calls.values().any(called);
        let now = self.monotonic(tab);
        let shadow = &mut self.tabs[tab].shadow;
        let touch = (now, shadow.session, shadow.idled / 4);
        let before = shadow.touched.replace(touch);
        let soon = |(at, session, quarter): (Timestamp, _, _)| {
            session == shadow.session && now.since(at) + TOUCH_LEEWAY < quarter
        };
        if before.is_some_and(soon) && !extends {
            self.violate(Invariant::Touchy, format!("by tab {tab}"));
        }
    }

    pub(crate) fn oracle_on_resolve(&mut self, tab: usize, id: CallId, confirmed: bool) {
        let Some(asked) = self.tabs[tab].calls.remove(&id) else {
            let detail = format!("{id:?} of tab {tab} is settled twice");
            return self.violate(Invariant::SettledWrongly, detail);
        };
        if asked.call == Call::Login {
            self.tabs[tab].shadow.signing = None;
            self.is_heard_entering(self.tabs[tab].shadow.session, 0);
        }
        let logout = matches!(asked.call, Call::Logout { .. });
        let everywhere = Call::Logout { everywhere: true };
        let page = self.tabs[tab].page;
        let sent = self.exchanges.iter().any(|exchange| {
            let same = exchange.tab == tab && exchange.page == page;
            let intent = Intent::LogoutEverywhere;
            same && matches!(exchange.purpose, Purpose::Session(_, one) if one == intent)
        });
        if asked.call == everywhere && confirmed && !sent {
            self.violate(Invariant::Everywhere, format!("in tab {tab}"));
        }
        if asked.call == Call::Login && self.jar.blocked {
            self.violate(Invariant::Blocked, format!("in tab {tab}"));
        }
        if !(confirmed && logout) {
            return;
        }
        let living = self
            .server
            .living(self.clock.now, self.jar.cookies)
            .map(|family| self.server.families[family].handle)
            .filter(|handle| !self.oracle.excused.contains(handle));
        if living.is_some() && living == asked.there {
            self.violate(Invariant::LeftBehind, format!("{living:?}, by tab {tab}"));
        }
        if let Some(handle) = asked.handle {
            if living == Some(handle) {
                let detail = format!("tab {tab}: {handle:?} lives when its logout is confirmed");
                self.violate(Invariant::Resurrected, detail);
            }
            self.oracle.confirmed.push(handle);
        }
    }
}
