//! The one body that `session`, `refresh`, `touch` and `login` share.

use serde_json::{Number, Value, json};

use crate::clock::Millis;
use crate::strategy::Session;

/// Describes a session to its page: who, under which public handle, and for how long.
pub(crate) fn session(session: &Session, now: Millis) -> Value {
    let left = |until: Millis| seconds((until - now).max(0));
    json!({
        "authenticated": true,
        "claims": claims(session),
        "subject": session.subject,
        "session": session.handle,
        "expires_in": left(session.access_until),
        "idle_expires_in": session.idle_until.map(left),
        "absolute_expires_in": session.absolute_until.map(left),
    })
}

/// Gives the claims, equal in both strategies.
pub(crate) fn claims(session: &Session) -> Value {
    if let Some(provided) = &session.provided {
        let mut claims = provided.claims.clone();
        claims.insert("scope".to_owned(), Value::from(session.scope.as_str()));
        return Value::Object(claims);
    }
    json!({
        "name": session.name,
        "email": session.email,
        "roles": session.roles.split_whitespace().collect::<Vec<_>>(),
        "scope": session.scope,
        "tenant": session.tenant,
    })
}

/// Writes milliseconds as seconds: whole where they are, else with their fraction.
fn seconds(millis: Millis) -> Value {
    if millis % 1000 == 0 {
        return Value::from(millis / 1000);
    }
    // Below 2^53 milliseconds (285,000 years) the conversion is exact.
    #[allow(clippy::cast_precision_loss)]
    Number::from_f64(millis as f64 / 1000.0).map_or(Value::Null, Value::Number)
}
