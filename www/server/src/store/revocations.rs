//! Tokens that the provider has yet to revoke: a queue that outlives the process.

use rusqlite::{Connection, OptionalExtension, params};

use crate::clock::Millis;

/// Which of the two a token is, as RFC 7009 section 2.1 names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// A refresh token.
    Refresh,
    /// An access token.
    Access,
}

impl TokenKind {
    /// The hint that goes along with a token.
    pub(crate) fn hint(self) -> &'static str {
        match self {
            Self::Refresh => "refresh_token",
            Self::Access => "access_token",
        }
    }
}

/// One token that waits.
#[derive(Debug)]
pub(crate) struct Revocation {
    /// The store's own key.
    pub(crate) id: i64,
    /// Which token it is.
    pub(crate) kind: TokenKind,
    /// The token, sealed.
    pub(crate) token: Vec<u8>,
    /// How often it was tried in vain.
    pub(crate) attempts: u32,
    /// Since when it waits.
    pub(crate) queued: Millis,
}

/// Puts a sealed token into the queue.
pub(crate) fn push(
    db: &Connection,
    kind: TokenKind,
    token: &[u8],
    now: Millis,
) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT INTO revocations (kind, token, queued, due) VALUES (?1, ?2, ?3, ?3)",
    )?
    .execute(params![kind.hint(), token, now])?;
    Ok(())
}

/// Takes the one that is due first, and keeps it from others until a moment.
pub(crate) fn take(
    db: &Connection,
    now: Millis,
    until: Millis,
) -> rusqlite::Result<Option<Revocation>> {
    db.prepare_cached(
        "UPDATE revocations SET due = ?2, attempts = attempts + 1
         WHERE id = (SELECT id FROM revocations WHERE due <= ?1 ORDER BY due, id LIMIT 1)
         RETURNING id, kind, token, attempts, queued",
    )?
    .query_row(params![now, until], |row| {
        let kind: String = row.get(1)?;
        Ok(Revocation {
            id: row.get(0)?,
            kind: if kind == TokenKind::Refresh.hint() {
                TokenKind::Refresh
            } else {
                TokenKind::Access
            },
            token: row.get(2)?,
            attempts: row.get(3)?,
            queued: row.get(4)?,
        })
    })
    .optional()
}

/// Tells when the next is due.
pub(crate) fn next(db: &Connection) -> rusqlite::Result<Option<Millis>> {
    db.query_row("SELECT min(due) FROM revocations", [], |row| row.get(0))
}

/// Leaves one for a later moment.
pub(crate) fn postpone(db: &Connection, id: i64, until: Millis) -> rusqlite::Result<()> {
    db.prepare_cached("UPDATE revocations SET due = ?2 WHERE id = ?1")?
        .execute([id, until])?;
    Ok(())
}

/// Forgets one: it is revoked, or cannot be.
pub(crate) fn remove(db: &Connection, id: i64) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM revocations WHERE id = ?1")?
        .execute([id])?;
    Ok(())
}
