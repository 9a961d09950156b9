//! What a session has of the provider that signed its user in.

use rusqlite::{Connection, Row, params};
use serde_json::{Map, Value};

use crate::clock::Millis;
use crate::policy::Policy;
use crate::refusal::Refusal;
use crate::store::sessions::{self, Session};

/// The provider's part of a session.
#[derive(Debug, Clone)]
pub(crate) struct Provided {
    /// The claims that reach the page.
    pub(crate) claims: Map<String, Value>,
    /// When the provider's access token lapses.
    pub(crate) until: Millis,
    /// Whether there is a refresh token.
    pub(crate) refreshable: bool,
    /// What the provider's access token may be used for.
    pub(crate) scope: String,
}

impl Provided {
    /// Gives a claim that is a text, or an empty one.
    pub(super) fn text(&self, name: &str) -> String {
        let text = self.claims.get(name).and_then(Value::as_str);
        text.unwrap_or_default().to_owned()
    }

    /// Gives the roles that are texts.
    pub(super) fn roles(&self) -> Vec<&str> {
        let all = self.claims.get("roles").and_then(Value::as_array);
        all.into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect()
    }
}

/// Reads the columns that follow those of the account.
pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Option<Provided>> {
    let Some(claims) = row.get::<_, Option<String>>(17)? else {
        return Ok(None);
    };
    Ok(Some(Provided {
        claims: serde_json::from_str(&claims).unwrap_or_default(),
        // Without a grant it is over, and its tokens are being revoked.
        until: row.get::<_, Option<Millis>>(18)?.unwrap_or_default(),
        refreshable: row.get::<_, Option<bool>>(19)?.unwrap_or_default(),
        scope: row.get::<_, Option<String>>(20)?.unwrap_or_default(),
    }))
}

/// Gives a session the claims of a provider, and the access part of what it granted.
pub(crate) fn provide(
    db: &Connection,
    id: i64,
    claims: &Map<String, Value>,
    auth_time: Millis,
    policy: &Policy,
    now: Millis,
) -> Result<Session, Refusal> {
    set_claims(db, id, claims)?;
    db.prepare_cached("UPDATE sessions SET auth_time = ?2 WHERE id = ?1")?
        .execute([id, auth_time])?;
    let mut session = sessions::by_id(db, id)?;
    let scope = session.scope.clone();
    sessions::renew(db, &mut session, scope, policy, now)?;
    Ok(session)
}

/// Replaces the claims that a provider told.
pub(crate) fn set_claims(
    db: &Connection,
    id: i64,
    claims: &Map<String, Value>,
) -> Result<(), Refusal> {
    let claims = serde_json::to_string(claims)
        .map_err(|error| Refusal::Internal(format!("claims: {error}")))?;
    db.prepare_cached("UPDATE sessions SET claims = ?2 WHERE id = ?1")?
        .execute(params![id, claims])?;
    Ok(())
}
