//! What opens a session: digests of opaque secrets, in generations.

use rusqlite::{Connection, OptionalExtension, params};

use crate::clock::Millis;
use crate::secret;
use crate::store::sessions::{self, Session};

/// A stored secret as presented by somebody.
#[derive(Debug, Clone)]
pub(crate) struct Secret {
    /// Its place in the line of rotations.
    pub(crate) generation: i64,
    /// When it was replaced, and the salt of its successor.
    pub(crate) spent: Option<(Millis, [u8; 32])>,
    /// The generation that is current.
    pub(crate) current: i64,
    /// Whether anybody ever presented its successor.
    pub(crate) successor_seen: bool,
}

impl Secret {
    /// Whether it is the *immediate* predecessor, replaced less than the grace ago, or by a
    /// successor that never arrived.
    ///
    /// Any older generation, or a later moment, means that two parties hold tokens of one family
    /// (RFC 9700 section 4.14.2). A successor that nobody ever presented was lost with its answer:
    /// whoever sleeps on that for an hour gets the same one again, not the end of the session.
    pub(crate) fn is_duplicate(&self, now: Millis, grace: Millis) -> bool {
        self.generation + 1 == self.current && self.is_recent(now, grace)
    }

    /// Whether it is current, or was replaced less than the grace ago, or in vain.
    ///
    /// A request that was sent before the rotations of other tabs may arrive after them: it is told
    /// that its access part has lapsed, not that the session is over.
    pub(crate) fn is_recent(&self, now: Millis, grace: Millis) -> bool {
        self.spent
            .is_none_or(|(at, _)| !self.successor_seen || now.saturating_sub(at) < grace)
    }
}

/// Keeps a new secret of a session.
pub(crate) fn insert(
    db: &Connection,
    session: i64,
    token: &str,
    generation: i64,
) -> rusqlite::Result<()> {
    db.execute(
        "INSERT INTO secrets (digest, session, generation) VALUES (?1, ?2, ?3)",
        params![secret::digest(token), session, generation],
    )?;
    Ok(())
}

/// Marks a secret as replaced, remembering what derives its successor.
pub(crate) fn spend(
    db: &Connection,
    token: &str,
    now: Millis,
    salt: &[u8; 32],
) -> rusqlite::Result<()> {
    db.execute(
        "UPDATE secrets SET spent = ?2, salt = ?3 WHERE digest = ?1 AND spent IS NULL",
        params![secret::digest(token), now, salt],
    )?;
    Ok(())
}

/// Notes that somebody holds a secret.
pub(crate) fn note_seen(db: &Connection, token: &str) -> rusqlite::Result<()> {
    db.execute(
        "UPDATE secrets SET seen = 1 WHERE digest = ?1 AND seen = 0",
        [secret::digest(token)],
    )?;
    Ok(())
}

/// Finds the session a secret opens; the digest is looked up, so timing reveals no secret.
pub(crate) fn find(db: &Connection, token: &str) -> rusqlite::Result<Option<(Session, Secret)>> {
    let found = db
        .query_row(
            "SELECT session, generation, spent, salt,
                    (SELECT max(generation) FROM secrets o WHERE o.session = secrets.session),
                    EXISTS (SELECT 1 FROM secrets o WHERE o.session = secrets.session
                            AND o.generation = secrets.generation + 1 AND o.seen = 1)
             FROM secrets WHERE digest = ?1",
            [secret::digest(token)],
            |row| {
                let spent = row.get::<_, Option<Millis>>(2)?.zip(row.get(3)?);
                let session: i64 = row.get(0)?;
                Ok((
                    session,
                    Secret {
                        generation: row.get(1)?,
                        spent,
                        current: row.get(4)?,
                        successor_seen: row.get(5)?,
                    },
                ))
            },
        )
        .optional()?;
    let Some((id, secret)) = found else {
        return Ok(None);
    };
    let session = db.query_row(
        &format!("{} WHERE s.id = ?1", sessions::SELECT),
        [id],
        sessions::read,
    )?;
    Ok(Some((session, secret)))
}
