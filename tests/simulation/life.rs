//! How pages come and go: loading, freezing, the back/forward cache, the end.

use hallpass::machine::{
    Code, Config, FetchId, Input, Intent, Machine, Name, RequestId, Timestamp, Verdict,
};

use crate::{
    clock::Millis,
    faults::Fault,
    invariants::Shadow,
    locks::Claim,
    network::{Exchange, Outcome, Purpose},
    tab::{Life, Waiting},
    transition::Transition,
    world::World,
};

/// The question that is asked before there is a machine to number it.
const EARLY: RequestId = RequestId::of(u32::MAX);
/// The longest that a page waits for its module.
const SLOWEST: Millis = 3_000;

impl World {
    /// Loads the page into a tab: most ask who is signed in before the module is there.
    pub(crate) fn loads(&mut self, tab: usize) {
        if self.tabs[tab].life != Life::Gone {
            return;
        }
        let origin = self.clock.monotonic();
        let one = &mut self.tabs[tab];
        one.life = Life::Loading;
        one.origin = origin;
        one.answers = None;
        one.shadow = Shadow::default();
        let page = one.page;
        if self.strikes(Fault::Prerender) {
            self.tabs[tab].visible = false;
            let span = self.later.between(1, 30_000);
            self.plan_in(span, Transition::IsShown { tab, page });
        }
        let slow = self.chance.pick(&[0, 0, 30, 300, SLOWEST]);
        if slow > 0 {
            self.tabs[tab].early = Some(self.exchanges.len());
            self.oracle_on_sending(tab, EARLY, Intent::Check);
            self.send(tab, Purpose::Session(EARLY, Intent::Check), None, 0);
        }
        let delay = self.chance.below(slow);
        self.plan_in(delay, Transition::Starts { tab, page });
    }

    /// Back from the server's own sign-in, unless somebody gave that up.
    pub(crate) fn signed_in_at_the_server(&mut self, tab: usize, user: u64) {
        if self.tabs[tab].life != Life::Gone {
            return;
        }
        let (now, old) = (self.clock.now, self.jar.cookies);
        let reply = self.server.sign_in(&self.plan, now, old, user);
        self.jar.store(reply.set.expect("a session has cookies"));
        self.loads(tab);
        let handle = self.server.families.last().map(|family| family.handle);
        self.is_heard_entering(handle, SLOWEST);
    }

    /// The module is there. It starts at the time of the first question, and hears what was said since.
    pub(crate) fn starts(&mut self, tab: usize, page: u32) {
        if self.tabs[tab].page != page {
            return;
        }
        let config = Config {
            seed: self.chance.next() as u32,
            ..self.tabs[tab].config.clone()
        };
        let tombstone = self.jar.read(tab, self.clock.now, Name::NONE);
        self.tabs[tab].shadow.marked = self.jar.seen(tab, self.clock.now).to_vec();
        let online = !self.offline;
        let mut asked = self.read_clock(tab);
        if self.tabs[tab].early.is_some() {
            asked.wall -= asked.monotonic.0.cast_signed();
            asked.monotonic = Timestamp(0);
        }
        let one = &mut self.tabs[tab];
        one.machine = Some(Machine::new(config));
        one.life = Life::Awake;
        one.started_at = self.clock.now;
        let visible = one.visible;
        let started = Input::Started {
            visible,
            online,
            tombstone,
        };
        self.feed_at(tab, asked, started);
        // Not what is wanted first: its answer would be an old one later.
        if let Some(early) = self.tabs[tab].early.take() {
            self.exchanges[early].aborted = true;
        }
        self.hears_what_waited(tab);
    }

    /// A page that was loaded ahead is shown.
    pub(crate) fn is_shown(&mut self, tab: usize, page: u32) {
        if self.tabs[tab].page == page && !std::mem::replace(&mut self.tabs[tab].visible, true) {
            self.feed(tab, Input::BecameVisible);
        }
    }

    /// What the machine asks first has been asked already.
    pub(crate) fn take_early(&mut self, tab: usize, early: usize, id: RequestId) {
        let page = self.tabs[tab].page;
        let exchange = &mut self.exchanges[early];
        exchange.purpose = Purpose::Session(id, Intent::Check);
        if exchange.over {
            let result = match exchange.outcome {
                Some(Outcome::Session(result)) => result,
                _ => Err(Code::Timeout.into()),
            };
            self.tell(tab, page, Input::Answered(id, result));
        }
    }

    /// The page is gone: crashed, discarded, or left.
    pub(crate) fn unloads(&mut self, tab: usize) {
        self.forget_page(tab);
        self.locks.forget(tab);
        self.is_over_in(tab);
    }

    /// The application disposes of its session, and goes on without it: what was asked is answered to
    /// nobody, and until then the lock is kept.
    pub(crate) fn disposes(&mut self, tab: usize) {
        let page = self.tabs[tab].page;
        let holder = self.locks.holder.filter(|holder| holder.tab == tab);
        let holds = holder.is_some_and(|holder| holder.page == page);
        let mut keeps = holder.is_some() && !holds; // by the one before, in this document
        for exchange in &mut self.exchanges {
            if exchange.tab != tab || exchange.page != page || exchange.over {
                continue;
            }
            if let Purpose::Session(..) = exchange.purpose {
                exchange.kept = holds && !exchange.aborted;
                keeps |= exchange.kept;
            } else {
                exchange.aborted = true;
            }
        }
        if keeps {
            self.locks.keep(tab);
        } else {
            self.locks.forget(tab);
        }
        self.is_over_in(tab);
    }

    /// Nothing of the session is left in this tab.
    fn is_over_in(&mut self, tab: usize) {
        let one = &mut self.tabs[tab];
        one.machine = None;
        one.life = Life::Gone;
        one.stalls = false;
        one.page += 1;
        one.early = None;
        one.waiting.clear();
        one.fetches.clear();
        one.calls.clear();
        self.grant();
    }

    /// The last answer to a session that was disposed of is there.
    pub(crate) fn lets_go(&mut self, id: usize) {
        let Exchange { tab, page, .. } = self.exchanges[id];
        let of_that = |holder: &Claim| holder.tab == tab && holder.page == page;
        if let Some(claim) = self.locks.holder.filter(of_that) {
            self.locks.release(claim);
            self.grant();
        }
    }

    /// The page goes into the back/forward cache: its requests end, its locks are let go.
    pub(crate) fn caches(&mut self, tab: usize) {
        for exchange in &mut self.exchanges {
            exchange.broken |= exchange.tab == tab && !exchange.over;
        }
        self.forget_page(tab);
        self.tabs[tab].life = Life::Cached;
        self.locks.forget(tab);
        self.grant();
    }

    /// Nobody waits for the requests of this page any more; what keeps alive goes on.
    fn forget_page(&mut self, tab: usize) {
        let page = self.tabs[tab].page;
        for exchange in &mut self.exchanges {
            exchange.kept &= exchange.tab != tab;
            if exchange.tab == tab && exchange.page == page && !exchange.over {
                exchange.aborted = true;
            }
        }
    }

    pub(crate) fn thaws(&mut self, tab: usize) {
        if self.tabs[tab].life != Life::Frozen {
            return;
        }
        self.tabs[tab].life = Life::Awake;
        self.tabs[tab].shadow.stood_until = self.clock.now;
        if !std::mem::take(&mut self.tabs[tab].stalls) {
            self.feed(tab, Input::Resumed);
        }
        self.hears_what_waited(tab);
        if self.tabs[tab].machine.is_some() {
            self.feed(tab, Input::Timeout);
        }
    }

    /// Hands a page what arrived while it did not run.
    pub(crate) fn hears_what_waited(&mut self, tab: usize) {
        while let Some(waiting) = self.tabs[tab].waiting.pop_front() {
            let page = self.tabs[tab].page;
            match waiting {
                Waiting::Input(input) => self.feed(tab, input),
                Waiting::Granted(id) => self.granted(tab, page, id),
            }
        }
    }

    /// A page comes back out of the back/forward cache; what it had in flight has failed.
    pub(crate) fn returns(&mut self, tab: usize) {
        if self.tabs[tab].life != Life::Cached {
            return;
        }
        self.network_is_late();
        self.tabs[tab].life = Life::Awake;
        self.tabs[tab].shadow.stood_until = self.clock.now;
        self.tabs[tab].visible = true;
        self.feed(tab, Input::Restored);
        self.tells_the_network(tab);
        self.hears_what_waited(tab);
        let page = self.tabs[tab].page;
        let failed: Vec<FetchId> = self
            .exchanges
            .iter_mut()
            .filter(|exchange| exchange.tab == tab && exchange.page == page)
            .filter_map(|exchange| match exchange.purpose {
                Purpose::Fetch(id) if std::mem::take(&mut exchange.broken) => Some(id),
                Purpose::Fetch(_) | Purpose::Session(..) | Purpose::Form(_) => None,
            })
            .collect();
        for id in failed {
            self.feed(tab, Input::Responded(id, Verdict::Failed));
        }
    }

    /// The network may take its time to come back.
    pub(crate) fn network_is_late(&mut self) {
        if self.strikes(Fault::LateNetwork) {
            self.network_at = self.clock.now + self.chance.below(2_000);
            self.disturbed_until = self.network_at;
        }
    }

    /// What happened to the network meanwhile was told to nobody: the shell looks.
    fn tells_the_network(&mut self, tab: usize) {
        let input = if self.offline {
            Input::WentOffline
        } else {
            Input::WentOnline
        };
        self.feed(tab, input);
    }
}
