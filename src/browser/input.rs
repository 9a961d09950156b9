//! What the page says, as the machine understands it.

use wasm_bindgen::prelude::*;

use super::driver::Driver;
use crate::{
    dialect::{self, Json, at},
    machine::{
        Answer, Body, Call, CallId, Failure, FetchId, Generation, Input, LONGEST, Message, Millis,
        RequestId, Verdict,
    },
};

/// A span in milliseconds; NaN and negative numbers are none.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // `as` saturates
pub(crate) fn span(milliseconds: f64) -> Option<Millis> {
    (milliseconds >= 0.0).then(|| (milliseconds as Millis).min(LONGEST))
}

impl Driver {
    /// Reads an input; the numbers are those of `page/inputs.js`.
    pub(super) fn input(
        &self,
        kind: u32,
        id: u32,
        a: f64,
        b: f64,
        value: JsValue,
    ) -> Option<Input> {
        Some(match kind {
            1 => return self.answered(id, a, b, value),
            2 => self.failed(id, a, value),
            3 => {
                self.claims_pending.replace(value);
                Input::Answered(RequestId(id), Ok(self.answer_held.take()?))
            }
            4 => Input::Called(CallId(id), call(a, b)),
            5 => Input::Requested(
                FetchId(id),
                if a == 0.0 {
                    Body::Replayable
                } else {
                    Body::Stream
                },
            ),
            6 => Input::Responded(FetchId(id), self.judge(a, &value)),
            7 => Input::Abandoned(FetchId(id)),
            #[allow(clippy::cast_possible_truncation)] // checked: a span
            8 => Input::LockGranted {
                id: RequestId(id),
                newest: span(a).map(|generation| Generation(generation as u32)),
            },
            9 => Input::LockLost(RequestId(id)),
            10 => Input::GenerationPublished(RequestId(id)),
            11 => Input::Heard(message(&value)?),
            12 => Input::TombstoneRead(self.tombstone(value)),
            13 => Input::Active,
            14 => Input::BecameVisible,
            15 => Input::BecameHidden,
            16 => Input::WentOnline,
            17 => Input::WentOffline,
            18 => Input::Resumed,
            19 => Input::Restored,
            20 => Input::Started {
                visible: a != 0.0,
                online: b != 0.0,
                tombstone: self.tombstone(value),
            },
            _ => Input::Timeout,
        })
    }

    fn answered(&self, id: u32, status: f64, retry_after: f64, body: JsValue) -> Option<Input> {
        let intent = self.intent.get();
        let preset = self.preset;
        let json = Some(&body).filter(|body| !body.is_undefined());
        let answer = dialect::read(preset, intent, short(status), span(retry_after), json);
        self.words
            .replace(at(&body, &preset.words).unwrap_or_default());
        let claims = at(&body, &preset.facts.claims).unwrap_or_default();
        self.body_pending.replace(body);
        if let Ok(session @ Answer::Session(_)) = answer
            && self.sink.validate().is_truthy()
        {
            self.answer_held.set(Some(session));
            self.page.perform("validate", id, 0, false, &claims, "", "");
            return None;
        }
        self.claims_pending.replace(claims);
        Some(Input::Answered(RequestId(id), answer))
    }

    fn failed(&self, id: u32, why: f64, words: JsValue) -> Input {
        self.words.replace(words);
        let failure = match short(why) {
            0 => Failure::Network,
            1 => Failure::Timeout,
            2 => Failure::Stale,
            _ => Failure::Unexpected {
                status: 200,
                what: "",
            },
        };
        Input::Answered(RequestId(id), Err(failure))
    }

    fn judge(&self, status: f64, body: &JsValue) -> Verdict {
        match short(status) {
            0 => Verdict::Failed,
            status => dialect::judge(self.preset, status, body),
        }
    }

    fn tombstone(&self, handle: JsValue) -> Option<crate::machine::Name> {
        if !handle.is_string() {
            return None;
        }
        let name = handle.name();
        self.handle_leaving.replace(handle);
        Some(name)
    }
}

fn call(kind: f64, argument: f64) -> Call {
    match short(kind) {
        0 => Call::Check,
        1 => Call::Refresh,
        2 => Call::EnsureFresh(span(argument * 1000.0).unwrap_or(0)),
        3 => Call::Extend,
        4 => Call::Login,
        5 => Call::LoginByNavigation,
        6 => Call::Logout { everywhere: false },
        _ => Call::Logout { everywhere: true },
    }
}

fn message(value: &JsValue) -> Option<Message> {
    const PLACES: [&str; Message::FIELDS] = ["0", "1", "2", "3", "4", "5", "6", "7", "8"];
    Message::from_wire(PLACES.map(|place| {
        value
            .member(place)
            .and_then(|field| field.number())
            .unwrap_or(f64::NAN)
    }))
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // `as` saturates
fn short(value: f64) -> u16 {
    value as u16
}
