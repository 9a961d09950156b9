//! The session as a state machine: pure, deterministic, without a clock, randomness or I/O.
//!
//! Two inputs to know: [`Machine::handle`] takes what happened and returns what to do;
//! [`Machine::poll_timeout`] says when to call again. The law is *mutate, drain, mutate*: a
//! [`Drain`] borrows the machine, so breaking the law does not compile.

mod backoff;
mod calls;
mod check;
mod code;
mod config;
mod doubt;
mod drain;
mod due;
mod effect;
mod error;
mod event;
mod expiry;
mod flight;
mod id;
mod idle;
mod input;
mod known;
mod list;
mod lock;
mod login;
mod logout;
mod peers;
#[cfg(feature = "planted-bugs")]
mod planted;
mod refresh;
mod requests;
mod sink;
mod snapshot;
mod state;
mod tabs;
mod time;
mod timer;
mod tombstone;
mod wake;
mod words;

use alloc::vec::Vec;

use backoff::{Backoff, Breaker, Jitter};
use calls::Waiting;
use list::List;
use requests::Request;
use state::{Again, Due, Farewell, Flight, Known, Wants};
use timer::TimerTable;

pub use code::{Code, Detail};
pub use config::{Config, RefreshWhen};
pub use drain::Drain;
pub use effect::{Effect, EffectKind, Intent, Output};
pub use error::Error;
pub use event::{By, Event, EventKind, Limit};
pub use id::{CallId, FetchId, Generation, Name, RequestId};
pub use input::{Answer, Body, Call, CallKind, Facts, Input, InputKind, Verdict};
pub use peers::{Field, Message, News, digest};
#[cfg(feature = "planted-bugs")]
pub use planted::Bug;
pub use sink::Sink;
pub use snapshot::{Activity, Reason, Snapshot, Status, StatusKind};
pub use time::{LONGEST, Millis, Now, Span, Timestamp};
pub use timer::Timer;
pub(crate) use words::words;
pub use words::{Declared, Variant};

/// The most that a machine allocates at once, in bytes: it keeps what is open in lists.
#[doc(hidden)] // for the allocator of the npm package's module
pub const LARGEST_NODE: usize = {
    let (request, call) = (List::<Request>::NODE, List::<Waiting>::NODE);
    if request > call { request } else { call }
};

/// One session in one tab.
#[derive(Debug)]
#[allow(clippy::struct_excessive_bools)] // each is a fact of its own: none excludes another
pub struct Machine<S = Vec<Output>> {
    config: Config,
    /// Where the outputs go.
    sink: S,
    /// Both clocks, as they were told last.
    now: Now,
    /// Every deadline.
    timers: TimerTable,
    jitter: Jitter,

    // What is known.
    /// Whether a user is signed in.
    status: Status,
    /// The session as the server last described it, if one is known.
    known: Option<Known>,
    /// What went wrong last, until something works.
    error: Option<Error>,
    /// When the server last gave a verdict.
    heard: Timestamp,
    /// The server said, of a session that is not known here, that its access part has lapsed.
    lapsed: bool,
    /// A limit that has passed by our clock; the server is asked before it counts.
    due: Due,
    /// Raised by each end, and when a page comes back from the cache: an answer to a question of an earlier epoch
    /// changes nothing.
    epoch: u32,

    // What is asked of the server.
    /// The one operation in the air, if any.
    flight: Option<Flight>,
    /// What is to be asked when the air is free.
    wants: Wants,
    /// The number of the last request to a session endpoint, or for the lock.
    last_request: u32,
    /// A sign-in may have worked, and no answer has said since who is signed in.
    login_in_doubt: bool,

    // Refreshes, over all tabs.
    /// The latest refresh of this browser that this tab knows of.
    generation: Generation,
    /// The session that another tab told of last, by its identity.
    heard_of: u32,
    /// The generation found wanting: a newer one is a refresh already made.
    stale: Generation,
    /// The server changes the session id at a refresh: the id tells nothing.
    renames: bool,
    /// When the refresh was sent that may have rotated the credential, or not; never if there is none.
    doubt: Timestamp,

    // Failures, and when to try again.
    backoff: Backoff,
    /// Counts the refreshes that brought no success.
    breaker: Breaker,
    /// Counts what answers asked for that contradict what is known.
    disputes: Breaker,
    /// What to do when `Timer::Retry` fires and no logout is left to confirm.
    again: Again,
    /// Until when another tab heard the server ask to be left alone.
    quiet: Timestamp,

    // Logouts.
    /// The logout that the server has not confirmed yet, if any.
    farewell: Option<Farewell>,
    /// A peer spoke of a logout: should the session be found gone, this is why.
    farewell_heard: Option<Reason>,
    /// How often to look for a tombstone yet, after hearing of a logout.
    looks: u8,
    /// Whose tombstone was read that is not of the session known.
    stray: Name,

    // The page and its user.
    visible: bool,
    online: bool,
    /// When the user was last active, as far as this tab knows.
    last_active: Timestamp,
    /// When the user was active here after the page's own idle limit, as far as this tab knew it; never if not.
    late_activity: Timestamp,
    /// Until when the other tabs may say that the user is active there.
    hearing: Timestamp,
    /// They were asked once more, after this tab stood still.
    asked_again: bool,

    // What the application waits for.
    /// Its requests that are not answered yet.
    requests: List<Request>,
    /// Its calls that are not settled yet.
    calls: List<Waiting>,

    #[cfg(feature = "planted-bugs")]
    hidden: planted::Hidden,
}

impl Machine {
    /// Makes a machine that knows nothing yet; `Input::Started` sets it going.
    #[must_use]
    pub fn new(config: Config) -> Self {
        Self::with(config, Vec::new())
    }

    /// Takes what happened and returns what to do about it.
    pub fn handle(&mut self, now: Now, input: Input) -> Drain<'_> {
        #[cfg(feature = "planted-bugs")]
        let input = {
            self.look_at_clock(now);
            self.misread(input)
        };
        self.take(now, input);
        #[cfg(feature = "planted-bugs")]
        self.misdo(&input);
        Drain::new(&mut self.sink)
    }
}

impl<S: Sink> Machine<S> {
    /// Makes a machine that tells a sink of its own.
    #[must_use]
    pub const fn with(config: Config, sink: S) -> Self {
        Self {
            jitter: Jitter::new(config.seed),
            config,
            now: Now::START,
            status: Status::Loading,
            known: None,
            flight: None,
            farewell: None,
            wants: Wants::NOTHING,
            again: Again::Check,
            due: None,
            generation: Generation(0),
            heard_of: 0,
            stale: Generation(0),
            epoch: 0,
            timers: TimerTable::EMPTY,
            requests: List::new(),
            calls: List::new(),
            backoff: Backoff::NONE,
            breaker: Breaker::CLOSED,
            disputes: Breaker::CLOSED,
            doubt: Timestamp::NEVER,
            visible: true,
            online: true,
            quiet: Timestamp(0),
            heard: Timestamp::NEVER,
            last_active: Timestamp(0),
            late_activity: Timestamp::NEVER,
            hearing: Timestamp::NEVER,
            asked_again: false,
            looks: 0,
            stray: Name::NONE,
            farewell_heard: None,
            login_in_doubt: false,
            lapsed: false,
            renames: false,
            error: None,
            last_request: 0,
            sink,
            #[cfg(feature = "planted-bugs")]
            hidden: planted::Hidden::NOTHING,
        }
    }

    /// Sets a machine up that has not started.
    pub fn configure(&mut self, config: Config) {
        self.jitter = Jitter::new(config.seed);
        self.config = config;
    }

    /// Takes what happened and tells the sink what to do about it.
    pub fn take(&mut self, now: Now, input: Input) {
        self.look_at_clock(now);
        self.happened(input);
    }

    /// Takes what happened just now, after a look at the clock.
    // Known where it is told, an input goes straight to what handles it, and an effect becomes one
    // plain call: without the five marks like this one the module is 720 bytes larger (brotli).
    #[allow(clippy::inline_always)]
    #[inline(always)]
    pub fn happened(&mut self, input: Input) {
        let known = self.known.is_some();
        let first = input.comes_before_limits();
        if !first {
            self.serve_limits();
        }
        match input {
            Input::Started {
                visible,
                online,
                tombstone,
            } => self.started(visible, online, tombstone),
            Input::Timeout => {}
            Input::Called(id, call) => self.called(id, call),
            Input::GivenUp(id) => self.login_given_up(id),
            // Asked for in the name of whose session has just been found over (P12).
            Input::Requested(id, _) if known && self.known.is_none() => {
                self.effect(Effect::Reject(id, Code::SessionEnded.into()));
            }
            Input::Requested(id, body) => self.requested(id, body),
            Input::Responded(id, verdict) => self.responded(id, verdict),
            Input::Abandoned(id) => self.abandoned(id),
            Input::Answered(id, outcome) => self.answered(id, outcome),
            Input::LockGranted { id, newest } => self.lock_granted(id, newest),
            Input::LockLost(id) => self.lock_lost(id),
            Input::GenerationPublished(id) => self.published(id),
            Input::Heard(message) => self.heard_from_peer(&message),
            Input::TombstoneRead(tombstone) => self.tombstone_read(tombstone),
            Input::Active => self.active(),
            Input::BecameVisible => self.became_visible(),
            Input::BecameHidden => self.became_hidden(),
            Input::WentOnline => self.went_online(),
            Input::WentOffline => self.online = false,
            Input::Resumed => self.thawed(),
            Input::Restored => self.restored(),
        }
        self.conclude(first);
    }

    fn authenticated(&self) -> bool {
        matches!(self.status, Status::Authenticated)
    }
}
