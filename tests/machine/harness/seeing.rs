//! What can be seen of a tab.

use hallpass::machine::{
    Activity, By, CallId, Code, Effect, Error, Event, FetchId, Intent, Message, Millis, Name, News,
    Reason, Snapshot, Status, Timer,
};

use super::{Asked, Settled, Tab};

impl Tab {
    /// The question in the air.
    #[track_caller]
    pub(crate) fn question(&self) -> Asked {
        self.air.first().expect("nothing is asked").clone()
    }

    /// What is being asked, if anything.
    pub(crate) fn asks(&self) -> Option<Intent> {
        self.air.first().map(|asked| asked.intent)
    }

    /// How often this was asked since the last `forget`.
    pub(crate) fn times(&self, intent: Intent) -> usize {
        let same = |asked: &&Asked| asked.intent == intent;
        self.asked.iter().filter(same).count()
    }

    /// What was asked since the last `forget`, in order.
    pub(crate) fn history(&self) -> Vec<Intent> {
        self.asked.iter().map(|asked| asked.intent).collect()
    }

    pub(crate) fn sent(&self, id: FetchId) -> usize {
        self.dispatched.get(&id).map_or(0, Vec::len)
    }

    /// Under which handle a request was sent last.
    pub(crate) fn sent_under(&self, id: FetchId) -> Option<Name> {
        *self.dispatched.get(&id)?.last()?
    }

    pub(crate) fn delivered(&self, id: FetchId) -> bool {
        self.finished.get(&id) == Some(&Ok(()))
    }

    pub(crate) fn rejection(&self, id: FetchId) -> Option<&Error> {
        self.finished.get(&id)?.as_ref().err()
    }

    pub(crate) fn rejected(&self, id: FetchId) -> Option<Code> {
        self.rejection(id).map(|error| error.code())
    }

    pub(crate) fn outcome(&self, id: CallId) -> Option<Settled> {
        let settled = self.settled.get(&id)?.as_ref();
        Some(settled.copied().map_err(|error| error.code()))
    }

    pub(crate) fn failure(&self, id: CallId) -> Option<&Error> {
        self.settled.get(&id)?.as_ref().err()
    }

    pub(crate) fn snapshot(&self) -> Snapshot {
        self.machine.snapshot()
    }

    pub(crate) fn status(&self) -> Status {
        self.snapshot().status
    }

    pub(crate) fn is_signed_in(&self) -> bool {
        self.status() == Status::Authenticated
    }

    pub(crate) fn reason(&self) -> Option<Reason> {
        match self.status() {
            Status::Unauthenticated(reason) => Some(reason),
            Status::Loading | Status::Authenticated => None,
        }
    }

    pub(crate) fn activity(&self) -> Activity {
        self.snapshot().activity
    }

    pub(crate) fn error(&self) -> Option<Code> {
        self.snapshot().error.map(Error::code)
    }

    pub(crate) fn news(&self) -> Vec<News> {
        self.broadcast.iter().map(|message| message.news).collect()
    }

    pub(crate) fn told(&self, news: News) -> usize {
        let same = |message: &&Message| message.news == news;
        self.broadcast.iter().filter(same).count()
    }

    pub(crate) fn saw(&self, event: &Event) -> usize {
        self.events.iter().filter(|seen| *seen == event).count()
    }

    /// Each end of a session that was told, and whose doing it was.
    pub(crate) fn ends(&self) -> Vec<(Reason, By)> {
        let ends = self.events.iter().filter_map(|event| match event {
            Event::Ended { reason, by } => Some((*reason, *by)),
            _ => None,
        });
        ends.collect()
    }

    pub(crate) fn did(&self, effect: &Effect) -> usize {
        self.effects.iter().filter(|done| *done == effect).count()
    }

    /// How long until the next deadline, and which.
    pub(crate) fn next(&self) -> Option<(Millis, Timer)> {
        let (at, timer) = self.machine.poll_timeout()?;
        Some((at.since(self.now.monotonic), timer))
    }
}
