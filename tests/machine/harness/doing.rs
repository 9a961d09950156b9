//! What a page, a server and another tab do.

use hallpass::machine::{
    Answer, Body, Call, CallId, Error, FetchId, Generation, Input, Intent, Message, Name, News,
    Verdict,
};

use super::Tab;

impl Tab {
    pub(crate) fn start(&mut self) {
        let tombstone = self.tombstone();
        self.push(Input::Started {
            visible: true,
            online: true,
            tombstone,
        });
    }

    /// Returns the oldest tombstone.
    pub(crate) fn tombstone(&self) -> Option<Name> {
        self.tombstones.first().copied()
    }

    /// Another tab writes this tombstone, and there is no other; or removes all.
    pub(crate) fn set_tombstone(&mut self, tombstone: Option<Name>) {
        self.tombstones = tombstone.into_iter().collect();
    }

    pub(crate) fn call(&mut self, call: Call) -> CallId {
        self.last += 1;
        let id = CallId(self.last);
        self.push(Input::Called(id, call));
        id
    }

    pub(crate) fn check(&mut self) -> CallId {
        self.call(Call::Check)
    }

    pub(crate) fn refresh(&mut self) -> CallId {
        self.call(Call::Refresh)
    }

    pub(crate) fn login(&mut self) -> CallId {
        self.call(Call::Login)
    }

    pub(crate) fn logout(&mut self) -> CallId {
        self.call(Call::Logout { everywhere: false })
    }

    pub(crate) fn request(&mut self) -> FetchId {
        self.request_with(Body::Replayable)
    }

    pub(crate) fn stream(&mut self) -> FetchId {
        self.request_with(Body::Stream)
    }

    fn request_with(&mut self, body: Body) -> FetchId {
        self.last += 1;
        let id = FetchId(self.last);
        self.push(Input::Requested(id, body));
        id
    }

    pub(crate) fn respond(&mut self, id: FetchId, verdict: Verdict) {
        self.push(Input::Responded(id, verdict));
    }

    pub(crate) fn hear(&mut self, message: Message) {
        self.push(Input::Heard(message));
    }

    /// Hears news and nothing more.
    pub(crate) fn hear_of(&mut self, news: News) {
        self.hear(Message::new(news, Generation::default()));
    }

    #[track_caller]
    pub(crate) fn answer(&mut self, answer: Answer) {
        let asked = self.question();
        self.air.clear();
        self.push(Input::Answered(asked.id, Ok(answer)));
    }

    /// Answers the question in the air, which has to be this one.
    #[track_caller]
    pub(crate) fn answers(&mut self, intent: Intent, answer: Answer) {
        assert_eq!(self.asks(), Some(intent));
        self.answer(answer);
    }

    #[track_caller]
    pub(crate) fn fail(&mut self, failure: impl Into<Error>) {
        let asked = self.question();
        self.air.clear();
        self.push(Input::Answered(asked.id, Err(failure.into())));
    }

    /// Forgets what was recorded, not what is in the air.
    pub(crate) fn forget(&mut self) {
        self.asked.clear();
        self.events.clear();
        self.broadcast.clear();
        self.effects.clear();
        self.timers.clear();
        self.locks.clear();
        self.released.clear();
        self.published.clear();
        self.aborted.clear();
    }

    pub(crate) fn active(&mut self) {
        self.push(Input::Active);
    }
}
