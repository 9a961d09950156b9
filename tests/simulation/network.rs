//! The way of a request: it leaves with the cookies of that moment, the server acts or not, the
//! headers bring cookies, the body brings the answer, and each step may fail.

use hallpass::machine::{Answer, Code, Error, FetchId, Input, Intent, Name, RequestId, Verdict};

use crate::{
    clock::Millis,
    faults::Fault,
    jar::{Cookies, SetCookie},
    server::Token,
    transition::Transition,
    world::World,
};

/// The patience of the shell with a session endpoint.
const DEADLINE: Millis = 10_000;

/// What a request is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    Session(RequestId, Intent),
    Fetch(FetchId),
    /// The application's own sign-in form.
    Form(u64),
}

/// What the response says.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Outcome {
    Session(Result<Answer, Error>),
    Fetch(Verdict),
}

/// One request on its way, and back.
#[allow(clippy::struct_excessive_bools)] // each an event that happened or not
#[derive(Debug)]
pub(crate) struct Exchange {
    pub(crate) tab: usize,
    pub(crate) page: u32,
    pub(crate) purpose: Purpose,
    pub(crate) handle: Option<Name>,
    pub(crate) user: u64,
    pub(crate) cookies: Cookies,
    pub(crate) left_at: Option<Millis>,
    pub(crate) fault: Option<Fault>,
    pub(crate) set: Option<SetCookie>,
    pub(crate) rotated: Option<(usize, Token)>,
    pub(crate) outcome: Option<Outcome>,
    /// Nobody wants the answer any more.
    pub(crate) aborted: bool,
    /// The page knows the outcome, or knows that it does not.
    pub(crate) over: bool,
    /// When the page had the answer.
    pub(crate) came_at: Option<Millis>,
    /// The page went into the back/forward cache meanwhile.
    pub(crate) broken: bool,
    /// How many sessions its page had logged out of when it was sent.
    pub(crate) left_before: usize,
    /// Something asked for a renewal when it was sent.
    pub(crate) explicit: bool,
    /// A logout that was called for in the page that sends it, sent for the first time.
    pub(crate) own: bool,
    /// Its page had no patience left: the connection is closed.
    pub(crate) given_up: bool,
    /// Its page was disposed of, and keeps the lock until it is over.
    pub(crate) kept: bool,
    /// The server has executed it.
    pub(crate) executed: bool,
}

const ON_SESSION: [Fault; 15] = [
    Fault::DropRequest,
    Fault::DropResponse,
    Fault::Duplicate,
    Fault::ServerError,
    Fault::GatewayError,
    Fault::TooMany,
    Fault::Html,
    Fault::Redirect,
    Fault::CutAtHeaders,
    Fault::CutInBody,
    Fault::Silence,
    Fault::CsrfRejected,
    Fault::Delay,
    Fault::Reorder,
    Fault::Part,
];

const ON_FETCH: [Fault; 9] = [
    Fault::DropRequest,
    Fault::DropResponse,
    Fault::CutAtHeaders,
    Fault::CutInBody,
    Fault::CsrfRejected,
    Fault::StepUp,
    Fault::Inconsistent,
    Fault::Delay,
    Fault::Reorder,
];

impl World {
    /// Sends a request off.
    pub(crate) fn send(&mut self, tab: usize, purpose: Purpose, handle: Option<Name>, user: u64) {
        let handle = handle.filter(|_| self.plan.config.takes_handle);
        let is_fetch = matches!(purpose, Purpose::Fetch(_));
        let among: &[Fault] = if is_fetch { &ON_FETCH } else { &ON_SESSION };
        let fault = among.iter().copied().find(|fault| self.strikes(*fault));
        let id = self.exchanges.len();
        let leaves = matches!(purpose, Purpose::Session(_, intent) if intent.is_logout());
        let is_session = matches!(purpose, Purpose::Session(..));
        self.exchanges.push(Exchange {
            tab,
            page: self.tabs[tab].page,
            purpose,
            handle,
            user,
            cookies: Cookies::default(),
            left_at: None,
            fault,
            set: None,
            rotated: None,
            outcome: None,
            aborted: false,
            over: false,
            came_at: None,
            broken: false,
            explicit: self.is_renewal_called_for(tab),
            own: leaves && std::mem::take(&mut self.tabs[tab].shadow.leaves),
            given_up: false,
            left_before: self.tabs[tab].shadow.left.len(),
            kept: false,
            executed: false,
        });
        let refreshes = matches!(purpose, Purpose::Session(_, Intent::Refresh));
        self.tabs[tab].shadow.streamed &= !refreshes;
        let delay = self.chance.below(3);
        self.plan_in(delay, Transition::Leaves(id));
        if is_session {
            self.plan_in(DEADLINE, Transition::Deadline(id));
        }
    }

    fn leg(&mut self, id: usize) -> Millis {
        let slow = match self.exchanges[id].fault {
            Some(Fault::Delay) => self.chance.below(9_000),
            Some(Fault::Reorder) => self.chance.below(1_500),
            _ => 0,
        };
        slow + self.chance.between(1, self.plan.latency)
    }

    pub(crate) fn leaves(&mut self, id: usize) {
        let exchange = &mut self.exchanges[id];
        if exchange.aborted {
            exchange.over = true;
            return;
        }
        if self.offline || self.clock.now < self.network_at && !self.faults.over {
            let delay = self.chance.below(30);
            return self.loses(id, delay);
        }
        if self.exchanges[id].fault == Some(Fault::Part) {
            return self.loses(id, 1);
        }
        self.exchanges[id].cookies = self.jar.cookies;
        self.exchanges[id].left_at = Some(self.clock.now);
        self.oracle_on_leaving(id);
        let leg = self.leg(id);
        match self.exchanges[id].fault {
            Some(Fault::DropRequest) => self.loses(id, leg),
            Some(Fault::Silence) if self.chance.half() => {}
            Some(Fault::Html) => self.fails(id, leg, 200),
            Some(Fault::Redirect) => self.fails(id, leg, 0),
            _ => {
                self.plan_in(leg, Transition::Arrives(id));
                if self.exchanges[id].fault == Some(Fault::Duplicate) {
                    let after = leg + self.chance.below(200);
                    self.plan_in(after, Transition::Arrives(id));
                }
            }
        }
    }

    /// The connection breaks: no response.
    fn loses(&mut self, id: usize, delay: Millis) {
        self.exchanges[id].outcome = Some(match self.exchanges[id].purpose {
            Purpose::Fetch(_) => Outcome::Fetch(Verdict::Failed),
            _ => Outcome::Session(Err(Code::Network.into())),
        });
        self.plan_in(delay, Transition::Completes(id));
    }

    /// Somebody else than the server answers.
    fn fails(&mut self, id: usize, delay: Millis, status: u16) {
        self.exchanges[id].outcome = Some(Outcome::Session(Err(Error::unexpected(status))));
        self.plan_in(delay, Transition::Completes(id));
    }

    /// The server sends its response.
    pub(crate) fn replies(&mut self, id: usize, outcome: Outcome, set: Option<SetCookie>) {
        let leg = self.leg(id);
        match self.exchanges[id].fault {
            Some(Fault::DropResponse | Fault::CutAtHeaders) => return self.loses(id, leg),
            Some(Fault::Silence) => return,
            Some(Fault::GatewayError) => {
                let failure = Error::refused(502, None);
                self.exchanges[id].outcome = Some(Outcome::Session(Err(failure)));
            }
            fault => {
                self.exchanges[id].outcome = Some(outcome);
                self.exchanges[id].set = set;
                if fault == Some(Fault::CutInBody) {
                    self.plan_in(leg, Transition::Headers(id));
                    let delay = leg + self.chance.below(400);
                    return self.loses(id, delay);
                }
            }
        }
        self.plan_in(leg, Transition::Headers(id));
        let delay = leg + self.chance.below(10);
        self.plan_in(delay, Transition::Completes(id));
    }

    /// The cookies of a response are stored as soon as its headers are there.
    pub(crate) fn headers_arrive(&mut self, id: usize) {
        let exchange = &mut self.exchanges[id];
        // Who aborts closes the connection, if it is not too late for that.
        if exchange.aborted && (self.chance.half() || exchange.given_up) {
            return;
        }
        // A request that was sent twice is answered once.
        if exchange.over && !exchange.aborted {
            return;
        }
        if let Some(set) = exchange.set {
            self.oracle_on_cookies(id, set);
            self.jar.store(set);
            self.note(|| format!("     cookies of request {id}: {set:?}"));
        }
    }

    pub(crate) fn completes(&mut self, id: usize) {
        let exchange = &mut self.exchanges[id];
        let was_over = std::mem::replace(&mut exchange.over, true);
        if std::mem::take(&mut exchange.kept) {
            return self.lets_go(id);
        }
        let exchange = &self.exchanges[id];
        let (aborted, broken) = (exchange.aborted, exchange.broken);
        let session = matches!(exchange.purpose, Purpose::Session(..));
        let comes = session && !broken && aborted && self.strikes(Fault::AnswerAfterAbort);
        if was_over || aborted && !comes {
            return;
        }
        let exchange = &mut self.exchanges[id];
        exchange.came_at = Some(self.clock.now);
        let (tab, page) = (exchange.tab, exchange.page);
        let Some(outcome) = exchange.outcome else {
            return;
        };
        let input = match (&exchange.purpose, outcome) {
            (Purpose::Session(request, _), Outcome::Session(result)) => {
                Input::Answered(*request, result)
            }
            (Purpose::Fetch(fetch), Outcome::Fetch(verdict)) => Input::Responded(*fetch, verdict),
            (Purpose::Form(_), Outcome::Session(_)) => return self.form_answered(tab, page),
            _ => return,
        };
        self.tell(tab, page, input);
    }

    /// The shell gives a session request up.
    pub(crate) fn deadline(&mut self, id: usize) {
        let exchange = &mut self.exchanges[id];
        if exchange.over || exchange.aborted {
            return;
        }
        exchange.aborted = true;
        exchange.given_up = true;
        exchange.over = true;
        let (tab, page) = (exchange.tab, exchange.page);
        if std::mem::take(&mut exchange.kept) {
            self.lets_go(id);
        } else if let Purpose::Session(request, _) = exchange.purpose {
            self.tell(
                tab,
                page,
                Input::Answered(request, Err(Code::Timeout.into())),
            );
        }
    }
}
