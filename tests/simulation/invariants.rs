//! What must be true of every world, each with its precise condition.

use std::collections::VecDeque;

use hallpass::machine::{Body, Call, Name, RequestId, Timestamp};

use crate::clock::Millis;

macro_rules! invariants {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// One thing that must be true.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Invariant { $($(#[$doc])* $name,)* }

        impl Invariant {
            pub(crate) fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

invariants! {
    /// A refresh never leaves with a token that an earlier refresh left with, while that one's
    /// outcome is open: its page runs, nobody stole its lock, it was neither aborted nor given up,
    /// and nothing broke it. (In a world without locks the server alone prevents it.)
    /// (P4, P5)
    TokenTwice = "a refresh token is presented twice",
    /// After a refresh of unknown outcome, a page asks the session endpoint before it refreshes
    /// again.
    /// (P6)
    Blind = "a refresh is repeated blindly",
    /// Where a server takes the refresh token before the last one for half a minute or more, it never ends a session
    /// because a token comes later; unless the page that sent the refresh was gone, stood still, was hidden with late
    /// timers or had no network, or had tried three times within a minute; unless two more questions were lost meanwhile;
    /// and unless a request was overtaken on its way, or by an answer one that was given up or sent without a lock.
    /// (P5)
    Lost = "a session is lost by reuse",
    /// No page takes the lock by force that has not asked, a while before, whether its holder lives.
    /// (P7)
    Robbery = "the lock is taken by force at once",
    /// No page refreshes that has heard of another one that the server wants to be left alone, until
    /// that is over, for a minute at the most, or the server has spoken since.
    /// (P9)
    Impolite = "a refresh while the server wants to be left alone",
    /// No page sends more than four refreshes in ten seconds that bring no success: none that is answered with a session,
    /// and no answer that a session is as fresh as one that was renewed just now. (Three a minute is the rule; a page knows
    /// less of what is a success.)
    /// (P9)
    Insistent = "refreshes without a success",
    /// What was asked for while a subject was shown as signed in is never sent while another one is,
    /// and never executes as another one. (A server without handles executes it as whoever is in the
    /// cookie: nothing in the request says for whom it was meant.)
    /// (P12)
    OtherIdentity = "a request executes under another identity",
    /// A response is never handed to a page that shows another subject than it was asked under.
    /// (P12, P17)
    OtherDelivery = "a response reaches another identity",
    /// A tab that called logout never shows that session as signed in again, and nothing it sends
    /// executes in it; nor does it show what a sign-in brought that was under way then, and came
    /// back in time. Nor does a page show a session whose tombstone stands since before it loaded. (A
    /// late cookie of a bad server excuses what it brought back, and so does a server that answered the
    /// logout with "another session": the old one lives on there.) (P13, P14, P17)
    AfterLogout = "authenticated after logout",
    /// While a logout that was called for on a visible page is open and its session, which has a name,
    /// lives, there is a tombstone, but for the moment in which windows see cookies late.
    /// (P14)
    Unmarked = "a logout leaves no mark",
    /// Once a logout was confirmed, the cookies of the jar never speak of that session again,
    /// except by a refresh that took longer than any logout waits, at a bad server.
    /// (P13)
    Resurrected = "a confirmed logout is undone",
    /// A server is told to end no session that no logout was meant for. (A page that shows another one than the cookie
    /// holds ends that, where requests cannot say which they mean, by the logout that it is called to make; later ones ask
    /// first.)
    /// (P13, P14)
    Wronged = "a logout ends another session",
    /// A logout in a page that has not shown a session yet ends the one that is in the cookie then.
    /// (P13)
    LeftBehind = "a logout leaves the session that was there",
    /// A logout everywhere is confirmed only if it was sent as one.
    Everywhere = "a logout everywhere that never was",
    /// Where cookies are blocked, no sign-in succeeds.
    Blocked = "signed in without cookies",
    /// A page tells the server of activity at most once per quarter of the idle limit, as far as it
    /// knows that, unless it is called upon to. (A page that shows nobody knows no more than one that
    /// is loaded anew: what is left of a limit is then all it is told of it.)
    /// (P19)
    Touchy = "a touch too many",
    /// After the quiet phase the cookies speak of no session that was logged out, whatever became
    /// of the page that did. (Excused is a session that a bad server brought back or that lives on
    /// after "another session".)
    /// (P14)
    Undone = "a logout is never carried out",
    /// A session ends in a tab only after: a verdict of the server in this very input; a logout
    /// somewhere in this browser; a limit that the server told this tab of; or its own idle limit.
    /// (P6, P18)
    NoVerdict = "ended without a verdict",
    /// A request of the application is sent at most twice.
    /// (P4)
    SecondReplay = "a second replay",
    /// The end that is shown for the absolute limit never lies more than a second behind the
    /// server's, while the clocks just run.
    /// (P20)
    AbsoluteExtended = "the absolute limit is extended",
    /// No tab shows a session whose absolute limit, as told, has passed on its clock.
    /// (P20)
    Outlived = "signed in beyond the absolute limit",
    /// The claims kept are those of the subject shown.
    /// (P12)
    OtherClaims = "claims of another subject",
    /// Where pages are reloaded at the most, a refresh that nobody called for comes no sooner than two
    /// fifths of a lifetime after the last one, from a tab that knows how long a lifetime is,
    /// while the absolute limit is far. (A page that just opened goes by an answer that came before
    /// its module, and may be as old as the module was slow.)
    /// (P8, P24)
    Wasted = "a refresh too many",
    /// No page sends more than so many session requests in ten seconds.
    /// (P9)
    HotLoop = "a hot loop",
    /// A fetch or a call is settled once, and only delivered when there is a response.
    SettledWrongly = "settled twice or without cause",
    /// Events tell the story of the status: no end without a beginning.
    EventOrder = "events out of order",
    /// After the quiet phase every tab shows what the server would say.
    /// (P15, P16)
    Diverged = "a tab never learns the truth",
    /// After the quiet phase the claims kept are the server's.
    /// (P15)
    StaleClaims = "claims stay stale",
    /// After the quiet phase every fetch and call is settled.
    Unsettled = "a promise is never settled",
    /// After the quiet phase no tombstone is left, no lock held for long, nobody paused or leaving.
    /// (P14)
    Litter = "something is left behind",
    /// In the quiet phase requests and timers are few.
    /// (P24)
    Restless = "no rest",
    /// Where nothing keeps a tab from hearing, it shows a sign-in as soon as it can ask, also one that
    /// loads meanwhile; and a logout from a visible tab within 100 ms, whatever the network does, if
    /// its tombstone is there when it looks. (A logout that is confirmed faster than a message comes,
    /// or whose tombstone gave way to that of another session, is asked about: at once and as soon as
    /// it can where the network works, and when it works again where it fails.)
    /// (P15)
    Deaf = "a tab does not hear",
    /// No page ends a session by an idle limit of its own while the user is active: here, or in a tab that runs and
    /// could be heard. (To open a page or to come back to it is activity; what follows the limit comes too late.)
    /// (P19)
    Absent = "signed out by the page's own idle limit, though the user is there",
    /// Shortly before an idle limit, as far as a page knows it, the page has warned of it.
    /// (P19)
    Unwarned = "no warning of the idle limit",
    /// The machine never panics.
    Panic = "a panic",
}

/// A broken invariant.
#[derive(Clone, Debug)]
pub(crate) struct Violation {
    pub(crate) invariant: Invariant,
    pub(crate) at: Millis,
    pub(crate) detail: String,
}

/// One request of the application, as the page sees it.
pub(crate) struct Fetch {
    /// Who was shown as signed in when it was asked for.
    pub(crate) bound: Option<Name>,
    pub(crate) body: Body,
    pub(crate) dispatched: u32,
}

impl Fetch {
    pub(crate) fn new(bound: Option<Name>, body: Body) -> Self {
        Self {
            bound,
            body,
            dispatched: 0,
        }
    }
}

/// One call of the application.
pub(crate) struct Asked {
    pub(crate) call: Call,
    /// The session that was shown then.
    pub(crate) handle: Option<Name>,
    /// The session that was in the cookie then, if the page had shown none so far.
    pub(crate) there: Option<Name>,
}

/// What an observer of one page remembers of it.
#[allow(clippy::struct_excessive_bools)] // each a fact of its own
#[derive(Default)]
pub(crate) struct Shadow {
    pub(crate) authenticated: bool,
    pub(crate) session: Option<Name>,
    pub(crate) claims: Option<(Name, u32)>,
    pub(crate) asked_at: Timestamp,
    pub(crate) idle_at: Option<Timestamp>,
    pub(crate) absolute_at: Option<Timestamp>,
    /// When a page must have noticed that.
    pub(crate) outlived_at: Option<Timestamp>,
    /// Sessions that this page logged out of.
    pub(crate) left: Vec<Name>,
    /// The longest validity that this page was told of.
    pub(crate) granted: Millis,
    /// The longest idle span that this page was told of.
    pub(crate) idled: Millis,
    /// The refresh that nothing was asked after.
    pub(crate) last_refresh: Option<RequestId>,
    /// A refresh failed, and nothing was asked since.
    pub(crate) in_doubt: bool,
    /// When it sent refreshes that brought no success yet.
    pub(crate) tries: VecDeque<Millis>,
    /// Until when the server wants to be left alone, as another page said.
    pub(crate) quiet: Option<Millis>,
    /// A request that cannot be sent twice was made since it last refreshed, and may be given up by now.
    pub(crate) streamed: bool,
    /// When it asked whether the holder of the lock lives.
    pub(crate) pinged: Option<Millis>,
    /// When it last told the server of activity, in which session, and a quarter of the limit then.
    pub(crate) touched: Option<(Timestamp, Option<Name>, Millis)>,
    /// The sign-in that is under way.
    pub(crate) signing: Option<usize>,
    /// A sign-in may have worked, and nobody has said since who is there.
    pub(crate) unsure: bool,
    /// Sign-ins that were under way when this page was told to log out, and when that was.
    pub(crate) doomed: Vec<(usize, Millis)>,
    /// The sessions whose tombstones stand since before this page began.
    pub(crate) marked: Vec<Name>,
    pub(crate) sent: VecDeque<Millis>,
    /// It was called to log out, and has not told the server yet.
    pub(crate) leaves: bool,
    /// When the page last stood still.
    pub(crate) stood_until: Millis,
    /// When the user was last active in this page.
    pub(crate) active_at: Option<Millis>,
    /// It warned of the idle limit, and that has not been moved since.
    pub(crate) warned: bool,
    /// The event that said `Authenticated` last was not followed by one that says the end.
    pub(crate) begun: bool,
}

impl Shadow {
    pub(crate) fn handle(&self) -> Option<Name> {
        self.session.filter(|_| self.authenticated)
    }

    pub(crate) fn has_claims(&self, claims: u32) -> bool {
        self.claims.as_ref().is_some_and(|kept| kept.1 == claims)
    }
}
