//! What is going to happen, and when.

use std::cmp::Ordering;

use hallpass::machine::{Generation, Input, Name, RequestId};

use crate::{clock::Millis, hearing::Leaving, jar::Marked};

/// One thing that is going to happen in a world.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Transition {
    /// A page is told something.
    Input {
        tab: usize,
        page: u32,
        input: Input,
    },
    /// The timeout of a page fires, unless it was set anew.
    Timer {
        tab: usize,
        token: u64,
    },
    /// The callback of a granted lock runs.
    Granted {
        tab: usize,
        page: u32,
        id: RequestId,
    },
    /// The shared name of a generation is held.
    Named {
        tab: usize,
        page: u32,
        id: RequestId,
        generation: Generation,
    },
    /// A message arrives on the channel.
    Hears {
        tab: usize,
        wire: [f64; 9],
    },
    /// A request leaves with the cookies of that moment.
    Leaves(usize),
    Arrives(usize),
    /// The server is done with a refresh.
    Finishes(usize),
    /// The headers of the response arrive, and with them the cookies.
    Headers(usize),
    /// The response is complete, or lost.
    Completes(usize),
    /// The page's patience with a request is over.
    Deadline(usize),
    /// Somebody does something.
    Acts,
    /// Somebody signs in by the form of a page.
    SignsIn {
        tab: usize,
        user: u64,
    },
    /// A page is loaded into a tab.
    Loads(usize),
    /// The module is there.
    Starts {
        tab: usize,
        page: u32,
    },
    /// Who left is to be out in this tab too.
    HasLeft(Leaving),
    /// Who left is to be marked, as long as the server knows nothing of it.
    IsMarked(Marked),
    /// Who signed in is to be in everywhere, unless somebody had another turn.
    HasEntered {
        handle: Option<Name>,
        turn: u64,
    },
    /// A page that was loaded ahead is shown.
    IsShown {
        tab: usize,
        page: u32,
    },
    /// A frozen page goes on.
    Thaws(usize),
    /// A page comes back out of the back/forward cache.
    Returns(usize),
    /// The server's own sign-in is through: back to the application.
    SignedIn {
        tab: usize,
        user: u64,
    },
    NetworkReturns,
    /// The device wakes up; whether its monotonic clock missed the sleep.
    Wakes {
        slept: Millis,
        missed: bool,
    },
    /// Faults are over; everybody looks away.
    Calms,
    /// Somebody looks at this tab.
    LooksAt(usize),
    /// The quiet phase has settled down: requests are counted from here.
    Counts,
    /// Everything must have converged.
    Ends {
        tries: u32,
    },
}

impl Transition {
    /// Whether it happens on the device, which may be asleep.
    pub(crate) fn is_on_device(&self) -> bool {
        !matches!(
            self,
            Self::Arrives(_) | Self::Finishes(_) | Self::Wakes { .. }
        )
    }
}

/// A transition with its time; those of one time happen in the order they were planned in.
#[derive(Debug)]
pub(crate) struct Planned {
    pub(crate) at: Millis,
    pub(crate) order: u64,
    pub(crate) what: Transition,
}

impl PartialEq for Planned {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Planned {}

impl PartialOrd for Planned {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Planned {
    /// The earliest is the greatest, as a binary heap wants it.
    fn cmp(&self, other: &Self) -> Ordering {
        (other.at, other.order).cmp(&(self.at, self.order))
    }
}
