//! What a provider granted a session: its tokens, sealed, and how far each refresh has come.
//!
//! Two things make a refresh the only one of its kind over all instances. A *lease* says that one is
//! under way; it runs out, so that an instance that was killed holds up nothing for long. The
//! *generation* counts what was stored: a late answer finds it changed and is not stored.

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::clock::Millis;

/// A row, as it stands.
#[derive(Debug, Clone)]
pub(crate) struct Grant {
    /// The session's key in the store.
    pub(crate) session: i64,
    /// The session's public handle, for which the tokens are sealed.
    pub(crate) handle: String,
    /// The provider's tokens, sealed.
    pub(crate) tokens: Vec<u8>,
    /// How often tokens were stored.
    pub(crate) generation: i64,
    /// The scope the last refresh asked for; all of it, if none.
    pub(crate) asked: Option<String>,
    /// When a refresh brought the access token; none that came with the sign-in.
    pub(crate) renewed: Option<Millis>,
    /// When the access token lapses.
    pub(crate) until: Millis,
    /// Until when a refresh is under way.
    pub(crate) lease: Option<Millis>,
}

/// What a sign-in or a refresh brought.
#[derive(Debug)]
pub(crate) struct Brought<'a> {
    /// The tokens, sealed.
    pub(crate) tokens: &'a [u8],
    /// Whether a refresh token is among them.
    pub(crate) refreshable: bool,
    /// What the access token may be used for.
    pub(crate) scope: &'a str,
    /// When the access token lapses.
    pub(crate) until: Millis,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT g.session, s.handle, g.tokens, g.generation, g.asked, g.renewed, g.until, g.lease
             FROM grants g JOIN sessions s ON s.id = g.session
                           JOIN accounts a ON a.subject = s.subject ",
            $rest
        )
    };
}

fn read(row: &Row<'_>) -> rusqlite::Result<Grant> {
    Ok(Grant {
        session: row.get(0)?,
        handle: row.get(1)?,
        tokens: row.get(2)?,
        generation: row.get(3)?,
        asked: row.get(4)?,
        renewed: row.get(5)?,
        until: row.get(6)?,
        lease: row.get(7)?,
    })
}

/// Keeps the tokens that came with a sign-in; `sid` is the digest of the provider's session.
pub(crate) fn insert(
    db: &Connection,
    session: i64,
    sid: Option<&[u8; 32]>,
    brought: &Brought<'_>,
) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT INTO grants (session, sid, tokens, refreshable, scope, until)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        session,
        sid,
        brought.tokens,
        brought.refreshable,
        brought.scope,
        brought.until
    ])?;
    Ok(())
}

/// Finds the grant of a session.
pub(crate) fn find(db: &Connection, session: i64) -> rusqlite::Result<Option<Grant>> {
    db.prepare_cached(select!("WHERE g.session = ?1"))?
        .query_row([session], read)
        .optional()
}

/// Takes the lease of a refresh, unless it is taken or tokens were stored meanwhile.
pub(crate) fn lease(
    db: &Connection,
    grant: &Grant,
    now: Millis,
    until: Millis,
) -> rusqlite::Result<bool> {
    let taken = db
        .prepare_cached(
            "UPDATE grants SET lease = ?4 WHERE session = ?1 AND generation = ?2
             AND (lease IS NULL OR lease <= ?3)",
        )?
        .execute(params![grant.session, grant.generation, now, until])?;
    Ok(taken == 1)
}

/// Gives a lease back that came to nothing.
pub(crate) fn release(db: &Connection, grant: &Grant) -> rusqlite::Result<()> {
    db.prepare_cached("UPDATE grants SET lease = NULL WHERE session = ?1 AND generation = ?2")?
        .execute(params![grant.session, grant.generation])?;
    Ok(())
}

/// Stores what a refresh brought, unless the grant is gone or another refresh has stored since.
pub(crate) fn renew(
    db: &Connection,
    grant: &Grant,
    asked: Option<&str>,
    brought: &Brought<'_>,
    now: Millis,
) -> rusqlite::Result<bool> {
    let stored = db
        .prepare_cached(
            "UPDATE grants SET tokens = ?3, refreshable = ?4, scope = ?5, until = ?6, asked = ?7,
                               renewed = ?8, generation = generation + 1, lease = NULL
             WHERE session = ?1 AND generation = ?2",
        )?
        .execute(params![
            grant.session,
            grant.generation,
            brought.tokens,
            brought.refreshable,
            brought.scope,
            brought.until,
            asked,
            now
        ])?;
    Ok(stored == 1)
}

/// Finds the sessions that live on a session of the provider, by the digest of its `sid`.
pub(crate) fn of_sid(
    db: &Connection,
    sid: &[u8; 32],
    subject: Option<&str>,
) -> rusqlite::Result<Vec<i64>> {
    let mut all = db.prepare_cached(
        "SELECT g.session FROM grants g JOIN sessions s ON s.id = g.session
         WHERE g.sid = ?1 AND (?2 IS NULL OR s.subject = ?2)",
    )?;
    let rows = all.query_map(params![sid, subject], |row| row.get(0))?;
    rows.collect()
}

/// Finds grants whose session is over, for whatever reason: their tokens are to be revoked.
pub(crate) fn orphans(db: &Connection, now: Millis, most: u32) -> rusqlite::Result<Vec<Grant>> {
    let mut all = db.prepare_cached(select!(
        "WHERE s.ended IS NOT NULL OR a.disabled IS NOT NULL
            OR s.idle_until <= ?1 OR s.absolute_until <= ?1 LIMIT ?2"
    ))?;
    let rows = all.query_map(params![now, most], read)?;
    rows.collect()
}

/// Forgets the grant of a session.
pub(crate) fn remove(db: &Connection, session: i64) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM grants WHERE session = ?1")?
        .execute([session])?;
    Ok(())
}
