//! The `hallpass` contract, asked in few words.

use hallpass::machine::{Answer, Error, Intent, Millis, Verdict};
use serde_json::Value;

pub(crate) use crate::server::{GRANTING, INTENTS, facts};
use crate::server::{Reply, Server};

/// Reads an answer with a JSON body.
pub(crate) fn read(intent: Intent, status: u16, body: Value) -> Result<Answer, Error> {
    read_at(intent, status, None, Some(body))
}

/// Reads an answer that was no JSON, such as a page of HTML.
pub(crate) fn read_no_json(intent: Intent, status: u16) -> Result<Answer, Error> {
    read_at(intent, status, None, None)
}

pub(crate) fn read_at(
    intent: Intent,
    status: u16,
    retry_after: Option<Millis>,
    body: Option<Value>,
) -> Result<Answer, Error> {
    let reply = Reply {
        retry_after,
        body,
        ..Reply::empty(status)
    };
    Server::named("hallpass").read(intent, 0, &reply)
}

pub(crate) fn judge(status: u16, body: Value) -> Verdict {
    Server::named("hallpass").api(status, body)
}
