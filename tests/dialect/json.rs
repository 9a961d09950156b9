//! JSON as `serde_json` parsed it, where the browser has its own.

use hallpass::{
    dialect::{self, Json, Kind, Preset},
    machine::{Answer, Facts, Failure, Intent, Millis, Name, Verdict},
};
use serde_json::Value;

/// What a session endpoint can be asked for.
pub(crate) const INTENTS: [Intent; 6] = [
    Intent::Check,
    Intent::Refresh,
    Intent::Touch,
    Intent::Login,
    Intent::Logout { everywhere: false },
    Intent::Logout { everywhere: true },
];

/// The intents that are answered with a session.
pub(crate) const GRANTING: [Intent; 4] =
    [Intent::Check, Intent::Refresh, Intent::Touch, Intent::Login];

#[derive(Clone, Debug)]
pub(crate) struct Body(pub(crate) Value);

impl Body {
    fn at(&self, pointer: &str) -> Option<&Value> {
        self.0.pointer(pointer)
    }
}

impl Json for Body {
    fn kind(&self, pointer: &str) -> Kind {
        match self.at(pointer) {
            Some(Value::Bool(false)) => Kind::False,
            Some(Value::Bool(true)) => Kind::True,
            Some(Value::String(_)) => Kind::Text,
            Some(Value::Object(_)) => Kind::Object,
            Some(Value::Null | Value::Number(_) | Value::Array(_)) | None => Kind::Other,
        }
    }

    fn says(&self, pointer: &str, text: &str) -> bool {
        self.at(pointer).and_then(Value::as_str) == Some(text)
    }

    fn number(&self, pointer: &str) -> f64 {
        self.at(pointer).and_then(Value::as_f64).unwrap_or(f64::NAN)
    }

    fn name(&self, pointer: &str) -> Name {
        match self.at(pointer) {
            Some(Value::String(text)) => text.as_str().into(),
            Some(value) => value.to_string().into(),
            None => Name::NONE,
        }
    }
}

/// Reads an answer with a JSON body.
pub(crate) fn read(intent: Intent, status: u16, body: Value) -> Result<Answer, Failure> {
    read_at(intent, status, None, Some(body))
}

/// Reads an answer that was no JSON, such as a page of HTML.
pub(crate) fn read_no_json(intent: Intent, status: u16) -> Result<Answer, Failure> {
    read_at(intent, status, None, None)
}

pub(crate) fn read_at(
    intent: Intent,
    status: u16,
    retry_after: Option<Millis>,
    body: Option<Value>,
) -> Result<Answer, Failure> {
    let body = body.map(Body);
    dialect::read(Preset::HALLPASS, intent, status, retry_after, body.as_ref())
}

pub(crate) fn judge(status: u16, body: Value) -> Verdict {
    dialect::judge(Preset::HALLPASS, status, &Body(body))
}

/// What a session says of itself, if it is one.
#[track_caller]
pub(crate) fn facts(answer: Result<Answer, Failure>) -> Facts {
    match answer {
        Ok(Answer::Session(facts)) => facts,
        other => panic!("no session: {other:?}"),
    }
}
