//! Mistakes on purpose: each is a protocol bug that a session library may have, and that the
//! simulation has to find. Compiled with the feature `planted-bugs` alone, which only tests turn on.
//!
//! The machine itself knows nothing of them: a bug tampers with what goes in (`misread`) and with
//! what has come of it (`misdo`).

mod misdo;
mod misread;

use super::{Farewell, Flight, List, Request};

macro_rules! bugs {
    ($($(#[doc = $doc:literal])* $name:ident,)*) => {
        /// One planted mistake.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Bug { $($(#[doc = $doc])* $name,)* }

        impl Bug {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Returns what is wrong, in a sentence.
            #[must_use]
            pub fn sentence(self) -> &'static str {
                match self { $(Self::$name => concat!($($doc),*).trim_ascii(),)* }
            }
        }
    };
}

bugs! {
    /// Refreshes without waiting for the lock.
    NoLock,
    /// Takes the lock by force at once.
    StealAtOnce,
    /// Steals the lock back from the tab that stole it.
    StealBack,
    /// Never lets the lock go.
    KeepLock,
    /// Does not look whether another tab was faster.
    NoRecheck,
    /// Publishes the new generation after the lock was let go.
    PublishTooLate,
    /// Never publishes a generation.
    NeverPublish,
    /// Refreshes once for every request that was answered "expired".
    NoSingleFlight,
    /// Believes answers of an earlier epoch: no fence.
    NoFence,
    /// Takes any answer for the one it waits for.
    AnyAnswer,
    /// Repeats a refresh of unknown outcome without asking.
    BlindRefresh,
    /// Repeats a refresh without asking when its lock was taken from it.
    BlindWhenRobbed,
    /// Refreshes once it has the lock, though the server asked another tab for time.
    Impolite,
    /// Takes what the session endpoint says after a lost refresh for what that brought.
    BelievesProbes,
    /// Forgets that the outcome of a refresh is unknown.
    ForgetsDoubt,
    /// Refreshes again and again, though none works.
    Insists,
    /// Ends the session when a refresh fails.
    FailureEnds,
    /// Ends the session when a check fails.
    DoubtEnds,
    /// Takes a page of HTML for "no user is signed in".
    HtmlEnds,
    /// Takes "another session" for the end of all sessions.
    MismatchEnds,
    /// Insists on the old session when the cookie holds a lapsed other one.
    StrangerForever,
    /// Replays again and again.
    EndlessReplay,
    /// Replays a stream.
    ReplayStream,
    /// Forgets a request that was answered "expired".
    LoseRequest,
    /// Delivers a response twice.
    DeliverTwice,
    /// Keeps the requests of the one who was replaced.
    KeepRequests,
    /// Sends requests without the session they are meant for.
    NoHandle,
    /// Sends requests while a logout is not confirmed.
    SendWhileLeaving,
    /// Goes on with a refresh after logout.
    RefreshAfterLogout,
    /// Logs out without waiting for a refresh in flight.
    LogoutAtOnce,
    /// Does not look whether a logout worked.
    NoVerify,
    /// Forgets a logout that failed.
    ForgetLogout,
    /// Calls a logout confirmed that is not.
    LogoutLies,
    /// Calls a logout everywhere confirmed that came too late to be sent as one.
    EverywhereLies,
    /// Believes a sign-in without looking whether its cookie came back.
    LoginTrusted,
    /// Tells the server of activity whenever there is some.
    TouchEach,
    /// Takes what is left of a refresh by another tab for all that a refresh grants.
    TrustsRemainder,
    /// Believes in a session that has lapsed and that nothing renews.
    ExpiryForgotten,
    /// Logs out the session from before the login that is under way.
    LogoutOfTheOld,
    /// Logs out late without asking whose session it would end.
    EndsAnyone,
    /// Leaves no tombstone.
    NoTombstone,
    /// Removes the tombstone before the logout is confirmed.
    TombstoneTooShort,
    /// Does not look for a tombstone on load.
    TombstoneUnseen,
    /// Clears the tombstone of another session while that may still come back.
    StrayAtOnce,
    /// Never clears the tombstone of another session that no tab remembers.
    StrayForEver,
    /// Leaves for the server's sign-in and forgets a logout that is not confirmed.
    LeavesAnyway,
    /// Goes on with a sign-in when another tab logs out.
    LoginOutlivesLogout,
    /// Forgets in whose name a request was made.
    Unbound,
    /// Ends the session because a message says so.
    PeerEnds,
    /// Believes a message about a logout without looking for the tombstone.
    PeerLogsOut,
    /// Hears nothing before its first answer.
    DeafAtFirst,
    /// Asks about an end elsewhere although it has learned of it meanwhile.
    EndIsNews,
    /// Asks about the end by a limit that it is about to reach itself.
    LimitIsNews,
    /// Hears of no sign-in while a logout is not known to be confirmed.
    DeafWhenGone,
    /// Tells the others of a logout but once.
    SaysOnce,
    /// Does not tell the other tabs of a refresh in vain, or of an end.
    EndsInSilence,
    /// Does not tell the other tabs who signed in by a form of the application's own.
    SaysNothing,
    /// Takes news of a session without a name for news of its own, also while it asks.
    Namesakes,
    /// Ends the session by its own idle limit and asks no other tab.
    IdleUnasked,
    /// Forgets activity that came after the idle limit, as far as the page knew it then.
    LateIsLost,
    /// Takes the time in the back/forward cache for idleness.
    IdleWhileCached,
    /// Warns of a limit only if it comes near while the page looks on.
    WarnsAhead,
    /// Takes a later absolute limit for its own.
    LaterAbsolute,
    /// Lets a message bring limits nearer.
    PeerLimits,
    /// Ends the session by the wall clock.
    WallClock,
    /// Reckons limits from the answer, not from the asking, with some to spare.
    AbsolutePostponed,
    /// Forgets the absolute limit.
    AbsoluteForgotten,
    /// Forgets the idle limit.
    IdleForgotten,
    /// Plans on nothing for the last second of a limit.
    LastSecond,
    /// Keeps the claims it saw first.
    FrozenClaims,
    /// Shows the claims of the one before.
    OtherClaims,
    /// Does not ask when the page becomes visible.
    BlindOnLook,
    /// Waits for an answer that died in the back/forward cache.
    CachedFlight,
    /// Forgets what it heard during a refresh.
    LoseHint,
    /// Leaves callers waiting when there is an error.
    LoseCall,
    /// Resolves a call twice.
    ResolveTwice,
    /// Says twice that the session ended.
    EndTwice,
    /// Tries again at once.
    NoBackoff,
    /// Refreshes again a second after a refresh.
    ShortMargin,
    /// Polls when no user is signed in.
    Polls,
}

/// What a bug hides from the machine while it handles one input.
#[derive(Debug)]
pub(super) struct Hidden {
    flight: Option<Flight>,
    farewell: Option<Farewell>,
    requests: List<Request>,
    epoch: Option<u32>,
}

impl Hidden {
    pub(super) const NOTHING: Self = Self {
        flight: None,
        farewell: None,
        requests: List::new(),
        epoch: None,
    };
}
