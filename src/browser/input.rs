//! What the page says, as the machine understands it.

use super::{driver::Driver, seen::ABOUT};
use crate::{
    dialect::{Kind, Value},
    machine::{
        Body, Call, CallId, Code, Error, FetchId, Generation, Input, Message, RequestId, Span,
    },
};

impl Driver {
    /// Reads an input; the numbers are those of `page/inputs.js`.
    #[allow(clippy::many_single_char_names)] // two numbers, whatever they mean
    pub(super) fn input(&mut self, kind: u32, id: u32, a: f64, b: f64) -> Option<Input> {
        let tombstone = || (ABOUT.kind() == Kind::Text).then(|| ABOUT.name());
        Some(match kind {
            1 => Input::Answered(RequestId(id), self.read(a, b)?),
            2 => Input::Answered(RequestId(id), Err(failure(a))),
            3 => Input::Called(CallId(id), call(a, b)),
            4 => Input::Requested(
                FetchId(id),
                if a == 0.0 {
                    Body::Replayable
                } else {
                    Body::Stream
                },
            ),
            5 => Input::Responded(FetchId(id), self.judge(a)),
            6 => Input::Abandoned(FetchId(id)),
            #[allow(clippy::cast_possible_truncation)] // checked: a span
            7 => Input::LockGranted {
                id: RequestId(id),
                newest: (a >= 0.0).then_some(Generation(a as u32)),
            },
            8 => Input::LockLost(RequestId(id)),
            9 => Input::GenerationPublished(RequestId(id)),
            10 => Input::Heard(message()?),
            11 => Input::TombstoneRead(tombstone()),
            12 => Input::Active,
            13 => Input::BecameVisible,
            14 => Input::BecameHidden,
            15 => Input::WentOnline,
            16 => Input::WentOffline,
            17 => Input::Resumed,
            18 => Input::Restored,
            19 => Input::Started {
                visible: a != 0.0,
                online: b != 0.0,
                tombstone: tombstone(),
            },
            _ => Input::Timeout,
        })
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

fn call(kind: f64, argument: f64) -> Call {
    match short(kind) {
        0 => Call::Check,
        1 => Call::Refresh,
        2 => Call::EnsureFresh(Span::read(argument * 1000.0).map_or(0, Span::millis)),
        3 => Call::Extend,
        4 => Call::Login,
        5 => Call::LoginByNavigation,
        6 => Call::Logout { everywhere: false },
        _ => Call::Logout { everywhere: true },
    }
}

fn message() -> Option<Message> {
    let mut wire = [0.0; Message::FIELDS];
    for (index, number) in (0..).zip(&mut wire) {
        *number = ABOUT.at(index).number();
    }
    Message::from_wire(wire)
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // `as` saturates
pub(super) fn short(value: f64) -> u16 {
    value as u16
}
