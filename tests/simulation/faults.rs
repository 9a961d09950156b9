//! What can go wrong, by name, and how often it did.

use crate::{chance::Chance, plan::Plan};

macro_rules! faults {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// One way in which a world is not perfect.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Fault { $($(#[$doc])* $name,)* }

        impl Fault {
            pub(crate) const ALL: [Self; [$($text),*].len()] = [$(Self::$name),*];

            /// Whether it draws from a stream of its own, so that a seed means the same world where it
            /// is unknown; and from which.
            pub(crate) fn stream(self) -> usize {
                match self {
                    Self::Stall | Self::Outage => 1,
                    Self::Eviction | Self::Prerender | Self::Part => 2,
                    _ => 0,
                }
            }

            pub(crate) fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

faults! {
    /// A leg over the network takes seconds.
    Delay = "delay",
    /// The request never reaches the server.
    DropRequest = "drop request",
    /// The server acts, its answer is lost.
    DropResponse = "drop response",
    /// The server gets the request twice.
    Duplicate = "duplicate",
    /// The answer overtakes nothing and is overtaken by all.
    Reorder = "reorder",
    /// 5xx in place of acting.
    ServerError = "5xx before acting",
    /// The server acts, a gateway answers 502.
    GatewayError = "5xx after acting",
    TooMany = "429",
    /// A captive portal answers 200 with a page of its own.
    Html = "HTML",
    Redirect = "redirect",
    CutAtHeaders = "cut at headers",
    /// The cookies are stored, the body is lost.
    CutInBody = "cut in the body",
    /// Nobody answers until the deadline.
    Silence = "silence",
    /// A request is aborted, its answer comes all the same.
    AnswerAfterAbort = "answer after abort",
    Freeze = "freeze",
    Crash = "crash",
    Discard = "discard",
    Reload = "reload",
    /// The application drops its session and makes another one, as a view that is mounted twice does.
    Dispose = "dispose",
    Bfcache = "bfcache",
    /// The device sleeps, its monotonic clock runs.
    Sleep = "sleep",
    /// The device sleeps, and its monotonic clock with it.
    DeepSleep = "sleep, clock stopped",
    ClockJump = "clock jump",
    Offline = "offline",
    /// A device, or a page, that comes back has no network yet.
    LateNetwork = "network back late",
    /// Timers of hidden tabs fire late.
    Throttle = "throttled timers",
    /// No Web Locks in this world.
    LockMissing = "lock missing",
    ChannelDrop = "channel drops",
    ChannelDuplicate = "channel duplicates",
    ChannelReorder = "channel reorders",
    ChannelForge = "channel forges",
    /// Another window sees a written cookie late.
    LateCookie = "cookie seen late",
    /// The session is killed behind the browser's back.
    BackChannel = "back-channel logout",
    /// Somebody else signs in by the application's own form.
    IdentitySwitch = "identity switch",
    /// A tab runs another version of the library.
    OldVersion = "old version in a tab",
    /// The claims change behind the browser's back.
    ClaimsChange = "claims change",
    CsrfRejected = "CSRF rejected",
    StepUp = "step-up",
    /// The API calls a fresh session expired.
    Inconsistent = "API inconsistent",
    /// A page stands still behind a dialog, a debugger or a busy machine, and nobody tells it.
    Stall = "stall",
    /// The server is down for everybody, and may have forgotten all sessions when it is back.
    Outage = "outage",
    /// The browser, or the user, removes some of the cookies.
    Eviction = "cookies evicted",
    /// A page is loaded ahead of being shown, and is shown later.
    Prerender = "prerendered",
    /// A part of the page that is loaded when it is needed does not come: no request leaves.
    Part = "part missing",
}

/// The faults of one world.
pub(crate) struct Faults {
    rates: [u64; Fault::ALL.len()],
    /// How often each struck.
    pub(crate) struck: [u64; Fault::ALL.len()],
    /// Nothing goes wrong any more.
    pub(crate) over: bool,
}

impl Faults {
    pub(crate) fn new(streams: &mut [&mut Chance; 3]) -> Self {
        Self {
            rates: Plan::rates(streams),
            struck: [0; Fault::ALL.len()],
            over: false,
        }
    }

    /// Lets these go wrong, each now and then, and nothing else.
    pub(crate) fn are_only(&mut self, these: &[Fault]) {
        self.rates = [0; Fault::ALL.len()];
        for fault in these {
            self.rates[*fault as usize] = 60;
        }
    }

    /// Whether this world knows of this fault at all.
    pub(crate) fn knows(&self, fault: Fault) -> bool {
        self.rates[fault as usize] > 0
    }

    /// Whether a lasting fault is part of this world; it strikes once, at the beginning.
    pub(crate) fn lasts(&mut self, fault: Fault) -> bool {
        self.struck[fault as usize] += u64::from(self.knows(fault));
        self.knows(fault)
    }

    /// Whether nothing else than this ever goes wrong in this world.
    pub(crate) fn only(&self, these: &[Fault]) -> bool {
        let known = |fault: &&Fault| self.knows(**fault) && !these.contains(fault);
        !Fault::ALL.iter().any(|fault| known(&fault))
    }

    /// Lets a fault strike, if it does.
    pub(crate) fn strike(&mut self, chance: &mut Chance, fault: Fault) -> bool {
        let strikes =
            self.knows(fault) && !self.over && chance.in_a_thousand(self.rates[fault as usize]);
        self.struck[fault as usize] += u64::from(strikes);
        strikes
    }

    /// Lets the first of these faults strike that does.
    pub(crate) fn strike_any(&mut self, chance: &mut Chance, among: &[Fault]) -> Option<Fault> {
        among
            .iter()
            .copied()
            .find(|fault| self.strike(chance, *fault))
    }
}
