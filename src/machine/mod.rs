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
pub use effect::{Effect, Intent, Output};
pub use error::Error;
pub use event::{Event, Limit};
pub use id::{CallId, FetchId, Generation, Name, RequestId};
pub use input::{Answer, Body, Call, Facts, Input, Verdict};
pub use peers::{Message, News, digest};
#[cfg(feature = "planted-bugs")]
pub use planted::Bug;
pub use sink::Sink;
pub use snapshot::{Activity, Reason, Snapshot, Status};
pub use time::{LONGEST, Millis, Now, Span, Timestamp};
pub use timer::Timer;

/// One session in one tab.
#[derive(Debug)]
#[repr(C)] // what is looked at most comes first: a small offset is a byte less each time
pub struct Machine<S = Vec<Output>> {
    status: Status,
    wants: Wants,
    visible: bool,
    online: bool,
    /// How often to look for a tombstone yet, after hearing of a logout.
    looks: u8,
    /// A peer spoke of a logout: should the session be found gone, this is why.
    farewell_heard: Option<Reason>,
    /// A sign-in may have worked, and nobody has said since who is there.
    login_in_doubt: bool,
    again: Again,
    due: Due,
    generation: Generation,
    /// The generation found wanting: a newer one is a renewal already made.
    stale: Generation,
    epoch: u32,
    last_request: u32,
    jitter: Jitter,
    now: Now,
    farewell: Option<Farewell>,
    timers: TimerTable,
    sink: S,
    requests: List<Request>,
    calls: List<Waiting>,
    flight: Option<Flight>,
    known: Option<Known>,
    /// Whose tombstone was read that is not of the session known.
    stray: Name,
    config: Config,
    error: Option<Error>,
    last_active: Timestamp,
    /// Until when another tab heard the server ask to be left alone.
    quiet: Timestamp,
    /// When the server last gave a verdict.
    heard: Timestamp,
    backoff: Backoff,
    breaker: Breaker,
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
            stale: Generation(0),
            epoch: 0,
            timers: TimerTable::EMPTY,
            requests: List::new(),
            calls: List::new(),
            backoff: Backoff::NONE,
            breaker: Breaker::CLOSED,
            visible: true,
            online: true,
            quiet: Timestamp(0),
            heard: Timestamp::NEVER,
            last_active: Timestamp(0),
            looks: 0,
            stray: Name::NONE,
            farewell_heard: None,
            login_in_doubt: false,
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
    #[allow(clippy::inline_always)] // known where it is told, an input goes straight to what handles it
    #[inline(always)]
    pub fn happened(&mut self, input: Input) {
        let known = self.known.is_some();
        if !input.is_an_answer() {
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
            Input::Resumed => self.woke(),
            Input::Restored => self.restored(),
        }
        self.conclude();
    }

    #[inline(never)]
    fn conclude(&mut self) {
        self.serve_timers(&Timer::ALL);
        self.launch();
    }

    /// Returns where the outputs go.
    pub fn sink(&self) -> &S {
        &self.sink
    }

    #[allow(clippy::inline_always)] // known where it is said, an effect becomes one plain call
    #[inline(always)]
    fn effect(&mut self, effect: Effect) {
        self.sink.effect(effect);
    }

    /// Tells the other tabs no more than this.
    fn say(&mut self, news: News) {
        self.say_with(news, 0);
    }

    #[inline(never)] // a message is long
    fn say_with(&mut self, news: News, wait: Millis) {
        let message = Message {
            wait,
            ..Message::new(news, self.generation)
        };
        self.effect(Effect::Broadcast(message));
    }

    #[allow(clippy::inline_always)]
    #[inline(always)]
    fn event(&mut self, event: Event) {
        self.sink.event(event);
    }

    fn fault(&mut self, error: Error) {
        self.error = Some(error);
        self.event(Event::Fault(error));
    }

    fn authenticated(&self) -> bool {
        matches!(self.status, Status::Authenticated)
    }
}
