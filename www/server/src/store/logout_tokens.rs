//! Logout tokens that were used, so that none works twice (Back-Channel Logout 1.0 section 2.6).

use rusqlite::{Connection, params};

use crate::clock::Millis;
use crate::secret;

/// Notes a token by its `jti`; false if it was there already.
pub(crate) fn note(db: &Connection, jti: &str, until: Millis) -> rusqlite::Result<bool> {
    let noted = db
        .prepare_cached("INSERT OR IGNORE INTO logout_tokens (digest, until) VALUES (?1, ?2)")?
        .execute(params![secret::digest(jti), until])?;
    Ok(noted == 1)
}

/// Forgets those that have lapsed by themselves.
pub(crate) fn purge(db: &Connection, now: Millis) -> rusqlite::Result<usize> {
    db.execute("DELETE FROM logout_tokens WHERE until < ?1", [now])
}
