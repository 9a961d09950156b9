//! What the page says, as the machine understands it.

use super::{border::refuse, driver::Driver, seen::ABOUT};
use crate::{
    border::Failure,
    dialect::{Kind, Value},
    machine::{
        Body, Call, CallId, CallKind, Code, Error, FetchId, Generation, Input, InputKind, Message,
        RequestId, Span,
    },
};

impl Driver {
    /// Tells the machine what happened: of which kind, to which call or request, and two numbers more.
    pub(super) fn tell(&mut self, kind: u32, id: u32, a: f64, b: f64) {
        if self.told(kind, id, a, b).is_none() {
            refuse();
        }
    }

    /// The same; nothing for a number that stands for nothing.
    #[allow(clippy::many_single_char_names)] // two numbers, whatever they mean
    fn told(&mut self, kind: u32, id: u32, a: f64, b: f64) -> Option<()> {
        let tombstone = || (ABOUT.kind() == Kind::Text).then(|| ABOUT.name());
        // Each where it is known what it is: see `Machine::happened`.
        match InputKind::from_number(kind)? {
            kind @ (InputKind::Answered | InputKind::Failed) => {
                let outcome = if kind == InputKind::Answered {
                    self.read(a, b)
                } else {
                    Some(Err(error(Failure::from_number(whole(a))?)))
                };
                if let Some(outcome) = outcome {
                    self.machine
                        .happened(Input::Answered(RequestId::new(id)?, outcome));
                }
            }
            InputKind::Called => {
                let id = CallId(id);
                match CallKind::from_number(whole(a))? {
                    CallKind::Check => self.machine.happened(Input::Called(id, Call::Check)),
                    CallKind::Refresh => self.machine.happened(Input::Called(id, Call::Refresh)),
                    CallKind::EnsureFresh => {
                        let validity = Span::read(b * 1000.0).map_or(0, Span::millis);
                        self.machine
                            .happened(Input::Called(id, Call::EnsureFresh(validity)));
                    }
                    CallKind::Extend => self.machine.happened(Input::Called(id, Call::Extend)),
                    CallKind::Login => self.machine.happened(Input::Called(id, Call::Login)),
                    CallKind::LoginByNavigation => {
                        self.machine
                            .happened(Input::Called(id, Call::LoginByNavigation));
                    }
                    CallKind::Logout => {
                        let everywhere = b != 0.0;
                        self.machine
                            .happened(Input::Called(id, Call::Logout { everywhere }));
                    }
                }
            }
            InputKind::Requested => {
                let body = if a == 0.0 {
                    Body::Replayable
                } else {
                    Body::Stream
                };
                self.machine.happened(Input::Requested(FetchId(id), body));
            }
            InputKind::Responded => {
                let verdict = self.judge(a);
                self.machine
                    .happened(Input::Responded(FetchId(id), verdict));
            }
            InputKind::GivenUp => self.machine.happened(Input::GivenUp(CallId(id))),
            InputKind::Abandoned => self.machine.happened(Input::Abandoned(FetchId(id))),
            InputKind::LockGranted => self.machine.happened(Input::LockGranted {
                id: RequestId::new(id)?,
                newest: (a >= 0.0).then(|| Generation(whole(a))),
            }),
            InputKind::LockLost => self.machine.happened(Input::LockLost(RequestId::new(id)?)),
            InputKind::GenerationPublished => {
                self.machine
                    .happened(Input::GenerationPublished(RequestId::new(id)?));
            }
            InputKind::Heard => {
                // Of another version, or forged: as good as never said.
                if let Some(message) = message() {
                    self.machine.happened(Input::Heard(message));
                }
            }
            InputKind::TombstoneRead => self.machine.happened(Input::TombstoneRead(tombstone())),
            InputKind::Active => self.machine.happened(Input::Active),
            InputKind::BecameVisible => self.machine.happened(Input::BecameVisible),
            InputKind::BecameHidden => self.machine.happened(Input::BecameHidden),
            InputKind::WentOnline => self.machine.happened(Input::WentOnline),
            InputKind::WentOffline => self.machine.happened(Input::WentOffline),
            InputKind::Resumed => self.machine.happened(Input::Resumed),
            InputKind::Restored => self.machine.happened(Input::Restored),
            InputKind::Started => self.machine.happened(Input::Started {
                visible: a != 0.0,
                online: b != 0.0,
                tombstone: tombstone(),
            }),
            InputKind::Timeout => self.machine.happened(Input::Timeout),
        }
        Some(())
    }
}

fn error(failure: Failure) -> Error {
    match failure {
        Failure::Network => Code::Network.into(),
        Failure::Timeout => Code::Timeout.into(),
        Failure::Stale => Code::StaleResponse.into(),
        // The page has the words.
        Failure::Rejected => Error::unexpected(200),
    }
}

/// Returns a number without sign and fraction; `as` saturates.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn whole(value: f64) -> u32 {
    value as u32
}

#[allow(clippy::cast_possible_truncation)] // below nine
fn message() -> Option<Message> {
    Message::read(|index| ABOUT.at(index as u32).number())
}

#[allow(clippy::cast_possible_truncation)] // below a thousand
pub(super) fn short(value: f64) -> u16 {
    whole(value) as u16
}
