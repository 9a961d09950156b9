//! The contracts that break naive clients, one test each, from what real servers answered.
//!
//! What an answer means is decided here; how a token is kept, a form written or a cookie decoded is the
//! page's part, and tested with it (`tests/npm/servers.test.mjs`).

mod ends;
mod incomplete;
mod logouts;
mod nobody;
mod refusals;
mod success;

use hallpass::machine::{Answer, Error};
use serde_json::{Value, json};

const ANONYMOUS: Result<Answer, Error> = Ok(Answer::Anonymous);

fn allauth(is_authenticated: bool) -> Value {
    json!({
        "status": 401,
        "data": { "flows": [{ "id": "login" }] },
        "meta": { "is_authenticated": is_authenticated },
    })
}
