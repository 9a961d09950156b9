//! A server by its preset, and what it answers.

use hallpass::{
    dialect::{self, Exchange, presets},
    machine::{Answer, Error, Facts, Intent, Millis, Span, Verdict},
};
use serde_json::{Map, Value, json};

use crate::value::Seen;

/// Half past eight on a Monday, in epoch milliseconds: the present of every test.
pub(crate) const NOW: f64 = 1_795_422_600_000.0;

/// What a session endpoint can be asked for.
pub(crate) const INTENTS: [Intent; 6] = [
    Intent::Check,
    Intent::Refresh,
    Intent::Touch,
    Intent::Login,
    Intent::Logout,
    Intent::LogoutEverywhere,
];

/// The intents that the `hallpass` contract answers with a session.
pub(crate) const GRANTING: [Intent; 4] =
    [Intent::Check, Intent::Refresh, Intent::Touch, Intent::Login];

pub(crate) const LOGOUT: Intent = Intent::Logout;

/// A preset, as the interpreter sees it.
#[derive(Clone, Debug)]
pub(crate) struct Server(pub(crate) Value);

/// One answer, in full.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) retry_after: Option<Millis>,
    pub(crate) body: Option<Value>,
    pub(crate) headers: Map<String, Value>,
    pub(crate) granted: f64,
    pub(crate) leaving: bool,
}

impl Reply {
    /// An answer that was no JSON.
    pub(crate) fn empty(status: u16) -> Self {
        Self {
            status,
            retry_after: None,
            body: None,
            headers: Map::new(),
            granted: f64::NAN,
            leaving: false,
        }
    }

    pub(crate) fn json(status: u16, body: Value) -> Self {
        Self {
            body: Some(body),
            ..Self::empty(status)
        }
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.insert(name.to_owned(), value.into());
        self
    }

    /// After a login or a refresh that said when the session ends.
    pub(crate) fn granted_for(mut self, seconds: f64) -> Self {
        self.granted = NOW + seconds * 1000.0;
        self
    }

    /// After a logout.
    pub(crate) fn leaving(mut self) -> Self {
        self.leaving = true;
        self
    }

    fn answer(&self) -> Seen {
        let mut answer = json!({ "status": self.status, "headers": self.headers });
        if let Some(body) = &self.body {
            answer["body"] = body.clone();
        }
        answer.into()
    }
}

impl Server {
    pub(crate) fn named(name: &str) -> Self {
        Self(presets::named(name).expect("a server we know").to_json())
    }

    /// With other members, as `overrides` of the npm package put them.
    pub(crate) fn with(mut self, members: &Value) -> Self {
        for (name, value) in members.as_object().expect("members") {
            self.0[name] = value.clone();
        }
        self
    }

    pub(crate) fn read(&self, intent: Intent, step: u32, reply: &Reply) -> Result<Answer, Error> {
        self.exchange(reply, |preset, exchange| {
            dialect::read(preset, intent, step, exchange)
        })
    }

    pub(crate) fn check(&self, status: u16, body: Value) -> Result<Answer, Error> {
        self.read(Intent::Check, 0, &Reply::json(status, body))
    }

    /// Whether cookies of an earlier session are what it says no to.
    pub(crate) fn is_stale(&self, reply: &Reply) -> bool {
        self.exchange(reply, dialect::is_stale)
    }

    /// What the session endpoint says of somebody.
    #[track_caller]
    pub(crate) fn facts(&self, body: Value) -> Facts {
        facts(self.check(200, body))
    }

    pub(crate) fn judge(&self, reply: &Reply) -> Verdict {
        self.exchange(reply, dialect::judge)
    }

    pub(crate) fn api(&self, status: u16, body: Value) -> Verdict {
        self.judge(&Reply::json(status, body))
    }

    /// An answer without a body that could be read.
    pub(crate) fn mute(&self, status: u16) -> Verdict {
        self.judge(&Reply::empty(status))
    }

    /// Returns the request that an intent takes, if there is one.
    pub(crate) fn ask(&self, intent: Intent, step: u32) -> Option<Value> {
        dialect::ask(&Seen(Some(self.0.clone())), intent, step).0
    }

    pub(crate) fn goes_on(&self, intent: Intent, step: u32) -> bool {
        dialect::goes_on(&Seen(Some(self.0.clone())), intent, step)
    }

    fn exchange<T>(&self, reply: &Reply, ask: impl Fn(&Seen, &Exchange<Seen>) -> T) -> T {
        let exchange = Exchange {
            status: reply.status,
            retry_after: reply.retry_after.map(Span::from),
            answer: reply.answer(),
            now: NOW,
            granted: reply.granted,
            leaving: reply.leaving,
        };
        ask(&Seen(Some(self.0.clone())), &exchange)
    }
}

/// What a session says of itself, if it is one.
#[track_caller]
pub(crate) fn facts(answer: Result<Answer, Error>) -> Facts {
    match answer {
        Ok(Answer::Session(facts)) => facts,
        other => panic!("no session: {other:?}"),
    }
}
