//! What the page says, as the machine understands it.

use super::{driver::Driver, seen::ABOUT};
use crate::{
    dialect::{Kind, Value},
    machine::{
        Body, Call, CallId, Code, Error, FetchId, Generation, Input, Message, RequestId, Span,
    },
};

impl Driver {
    /// Tells the machine what happened; the numbers are those of `page/inputs.js`.
    #[allow(clippy::many_single_char_names)] // two numbers, whatever they mean
    pub(super) fn tell(&mut self, kind: u32, id: u32, a: f64, b: f64) {
        let tombstone = || (ABOUT.kind() == Kind::Text).then(|| ABOUT.name());
        // Each where it is known what it is: see `Machine::happened`.
        macro_rules! happened {
            ($input:expr) => {
                self.machine.happened($input)
            };
        }
        match kind {
            1 | 2 => {
                let outcome = if kind == 1 {
                    self.read(a, b)
                } else {
                    Some(Err(failure(a)))
                };
                if let Some(outcome) = outcome {
                    happened!(Input::Answered(RequestId::of(id), outcome));
                }
            }
            3 => {
                let id = CallId(id);
                match short(a) {
                    0 => happened!(Input::Called(id, Call::Check)),
                    1 => happened!(Input::Called(id, Call::Refresh)),
                    2 => {
                        let validity = Span::read(b * 1000.0).map_or(0, Span::millis);
                        happened!(Input::Called(id, Call::EnsureFresh(validity)));
                    }
                    3 => happened!(Input::Called(id, Call::Extend)),
                    4 => happened!(Input::Called(id, Call::Login)),
                    5 => happened!(Input::Called(id, Call::LoginByNavigation)),
                    6 => happened!(Input::Called(id, Call::Logout { everywhere: false })),
                    _ => happened!(Input::Called(id, Call::Logout { everywhere: true })),
                }
            }
            4 => {
                let body = if a == 0.0 {
                    Body::Replayable
                } else {
                    Body::Stream
                };
                happened!(Input::Requested(FetchId(id), body));
            }
            5 => {
                let verdict = self.judge(a);
                happened!(Input::Responded(FetchId(id), verdict));
            }
            6 => happened!(Input::Abandoned(FetchId(id))),
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // `as` saturates
            7 => happened!(Input::LockGranted {
                id: RequestId::of(id),
                newest: (a >= 0.0).then_some(Generation(a as u32)),
            }),
            8 => happened!(Input::LockLost(RequestId::of(id))),
            9 => happened!(Input::GenerationPublished(RequestId::of(id))),
            10 => {
                if let Some(message) = message() {
                    happened!(Input::Heard(message));
                }
            }
            11 => happened!(Input::TombstoneRead(tombstone())),
            12 => happened!(Input::Active),
            13 => happened!(Input::BecameVisible),
            14 => happened!(Input::BecameHidden),
            15 => happened!(Input::WentOnline),
            16 => happened!(Input::WentOffline),
            17 => happened!(Input::Resumed),
            18 => happened!(Input::Restored),
            19 => happened!(Input::Started {
                visible: a != 0.0,
                online: b != 0.0,
                tombstone: tombstone(),
            }),
            _ => happened!(Input::Timeout),
        }
    }
}

fn failure(why: f64) -> Error {
    match short(why) {
        0 => Code::Network.into(),
        1 => Code::Timeout.into(),
        2 => Code::StaleResponse.into(),
        // The page has the words.
        _ => Error::unexpected(200),
    }
}

#[allow(clippy::cast_possible_truncation)] // below nine
fn message() -> Option<Message> {
    Message::read(|index| ABOUT.at(index as u32).number())
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // below a thousand
pub(super) fn short(value: f64) -> u16 {
    value as u32 as u16
}
