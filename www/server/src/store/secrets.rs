//! What opens a session: digests of opaque secrets, in generations.

use rusqlite::{Connection, OptionalExtension, params};

use crate::clock::Millis;
use crate::policy::Policy;
use crate::secret;
use crate::store::sessions::{self, Session, columns, tables};

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
    /// a machine that slept on it gets the same one again while the longer grace for that lasts.
    pub(crate) fn is_duplicate(&self, now: Millis, policy: &Policy) -> bool {
        self.generation + 1 == self.current && self.is_recent(now, policy)
    }

    /// Whether it is current, or was replaced less than the grace ago, or in vain.
    ///
    /// A request that was sent before the rotations of other tabs may arrive after them: it is told
    /// that its access part has lapsed, not that the session is over.
    pub(crate) fn is_recent(&self, now: Millis, policy: &Policy) -> bool {
        let lost = policy.lost_answer_grace.max(policy.reuse_grace);
        let grace = if self.successor_seen {
            policy.reuse_grace
        } else {
            lost
        };
        self.spent
            .is_none_or(|(at, _)| now.saturating_sub(at) < grace)
    }
}

/// Keeps a new secret of a session.
pub(crate) fn insert(
    db: &Connection,
    session: i64,
    token: &str,
    generation: i64,
) -> rusqlite::Result<()> {
    db.prepare_cached("INSERT INTO secrets (digest, session, generation) VALUES (?1, ?2, ?3)")?
        .execute(params![secret::digest(token), session, generation])?;
    Ok(())
}

/// Marks a secret as replaced, remembering what derives its successor.
pub(crate) fn spend(
    db: &Connection,
    token: &str,
    now: Millis,
    salt: &[u8; 32],
) -> rusqlite::Result<()> {
    db.prepare_cached(
        "UPDATE secrets SET spent = ?2, salt = ?3 WHERE digest = ?1 AND spent IS NULL",
    )?
    .execute(params![secret::digest(token), now, salt])?;
    Ok(())
}

/// Notes that somebody holds a secret.
pub(crate) fn note_seen(db: &Connection, token: &str) -> rusqlite::Result<()> {
    db.prepare_cached("UPDATE secrets SET seen = 1 WHERE digest = ?1 AND seen = 0")?
        .execute([secret::digest(token)])?;
    Ok(())
}

/// Whether a secret is a successor that comes for the first time.
pub(crate) fn is_unseen(db: &Connection, token: &str) -> rusqlite::Result<bool> {
    db.prepare_cached("SELECT 1 FROM secrets WHERE digest = ?1 AND seen = 0 AND generation > 0")?
        .exists([secret::digest(token)])
}

/// A secret with its session; two subqueries tell what became of its successors.
const FIND: &str = concat!(
    "SELECT ",
    columns!(),
    ", x.generation, x.spent, x.salt,
       (SELECT max(generation) FROM secrets o WHERE o.session = x.session),
       EXISTS (SELECT 1 FROM secrets o WHERE o.session = x.session
               AND o.generation = x.generation + 1 AND o.seen = 1)
     FROM secrets x JOIN ",
    tables!(),
    " WHERE x.digest = ?1 AND s.id = x.session"
);

/// Finds the session a secret opens; the digest is looked up, so timing reveals no secret.
pub(crate) fn find(db: &Connection, token: &str) -> rusqlite::Result<Option<(Session, Secret)>> {
    db.prepare_cached(FIND)?
        .query_row([secret::digest(token)], |row| {
            let at = |column: usize| sessions::COLUMNS + column;
            let secret = Secret {
                generation: row.get(at(0))?,
                spent: row.get::<_, Option<Millis>>(at(1))?.zip(row.get(at(2))?),
                current: row.get(at(3))?,
                successor_seen: row.get(at(4))?,
            };
            Ok((sessions::read(row)?, secret))
        })
        .optional()
}
