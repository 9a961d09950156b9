//! The contracts that break naive clients, one test each, from what real servers answered.
//!
//! What an answer means is decided here; how a token is kept, a form written or a cookie decoded is the
//! page's part, and tested with it (`tests/npm/servers.test.mjs`).

mod answers;
mod ends;
mod steps;
mod tokens;

use hallpass::machine::{Answer, Failure};

const ANONYMOUS: Result<Answer, Failure> = Ok(Answer::Anonymous);
