//! The session row: whose it is, and until when.

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::clock::Millis;
use crate::policy::Policy;
use crate::refusal::Refusal;
use crate::secret;
use crate::settings::Strategy;
use crate::store::accounts::Account;

/// One session with the account it belongs to, as the store knows it.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    /// The store's own key.
    pub(crate) id: i64,
    /// The public, opaque name a page may know the session by.
    pub(crate) handle: String,
    /// Whose session it is.
    pub(crate) subject: String,
    /// What its cookies hold.
    pub(crate) strategy: Strategy,
    /// The scope of the access part: the grant, or less after a narrower refresh.
    pub(crate) scope: String,
    /// The scope granted at sign-in, never exceeded.
    pub(crate) grant: String,
    /// When the user last proved who they are.
    pub(crate) signed_in: Millis,
    /// When the access part lapses.
    pub(crate) access_until: Millis,
    /// When inactivity ends the session.
    pub(crate) idle_until: Option<Millis>,
    /// When the session ends in any case.
    pub(crate) absolute_until: Option<Millis>,
    /// Whether somebody ended it.
    pub(crate) ended: bool,
    /// The user's name.
    pub(crate) name: String,
    /// The user's email address.
    pub(crate) email: String,
    /// The user's roles, separated by spaces.
    pub(crate) roles: String,
    /// The user's tenant.
    pub(crate) tenant: String,
}

impl Session {
    /// Whether the session still exists for anybody: not ended, and within both of its limits.
    pub(crate) fn is_alive(&self, now: Millis) -> bool {
        let within = |limit: Option<Millis>| limit.is_none_or(|until| now < until);
        !self.ended && within(self.idle_until) && within(self.absolute_until)
    }
}

/// The columns of a [`Session`], for a `WHERE` to follow.
pub(crate) const SELECT: &str = "
    SELECT s.id, s.handle, s.subject, s.strategy, s.scope, a.scope, s.signed_in, s.access_until,
           s.idle_until, s.absolute_until, s.ended IS NOT NULL, a.name, a.email, a.roles, a.tenant
    FROM sessions s JOIN accounts a ON a.subject = s.subject ";

/// Reads a row of [`SELECT`].
pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<Session> {
    let strategy: String = row.get(3)?;
    Ok(Session {
        id: row.get(0)?,
        handle: row.get(1)?,
        subject: row.get(2)?,
        strategy: if strategy == "jwt" {
            Strategy::Jwt
        } else {
            Strategy::Session
        },
        scope: row.get(4)?,
        grant: row.get(5)?,
        signed_in: row.get(6)?,
        access_until: row.get(7)?,
        idle_until: row.get(8)?,
        absolute_until: row.get(9)?,
        ended: row.get(10)?,
        name: row.get(11)?,
        email: row.get(12)?,
        roles: row.get(13)?,
        tenant: row.get(14)?,
    })
}

/// Starts a session under a new handle (OWASP: renew the session id at every sign-in).
pub(crate) fn create(
    db: &Connection,
    account: &Account,
    policy: &Policy,
    now: Millis,
) -> Result<Session, Refusal> {
    let strategy = match policy.strategy {
        Strategy::Session => "session",
        Strategy::Jwt => "jwt",
    };
    let absolute = policy.absolute.map(|span| now + span);
    db.execute(
        "INSERT INTO sessions (handle, subject, strategy, scope, signed_in, access_until,
                               idle_until, absolute_until)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            secret::token()?,
            account.subject,
            strategy,
            account.scope,
            now,
            capped(now + policy.access, absolute),
            policy.idle.map(|span| now + span),
            absolute,
        ],
    )?;
    let id = db.last_insert_rowid();
    Ok(db.query_row(&format!("{SELECT} WHERE s.id = ?1"), [id], read)?)
}

/// Finds a session by its public handle.
pub(crate) fn by_handle(db: &Connection, handle: &str) -> rusqlite::Result<Option<Session>> {
    db.query_row(&format!("{SELECT} WHERE s.handle = ?1"), [handle], read)
        .optional()
}

/// Gives a session a new access part, never beyond its absolute limit.
pub(crate) fn renew(
    db: &Connection,
    session: &mut Session,
    scope: String,
    policy: &Policy,
    now: Millis,
) -> rusqlite::Result<()> {
    session.scope = scope;
    session.access_until = capped(now + policy.access, session.absolute_until);
    db.execute(
        "UPDATE sessions SET scope = ?2, access_until = ?3 WHERE id = ?1",
        params![session.id, session.scope, session.access_until],
    )?;
    Ok(())
}

/// Moves the idle limit: the user did something.
pub(crate) fn touch(
    db: &Connection,
    session: &mut Session,
    policy: &Policy,
    now: Millis,
) -> rusqlite::Result<()> {
    session.idle_until = policy.idle.map(|span| now + span);
    db.execute(
        "UPDATE sessions SET idle_until = ?2 WHERE id = ?1",
        params![session.id, session.idle_until],
    )?;
    Ok(())
}

/// Ends one session at once; ending it again changes nothing.
pub(crate) fn end(db: &Connection, id: i64, why: &str) -> rusqlite::Result<()> {
    db.execute(
        "UPDATE sessions SET ended = ?2 WHERE id = ?1 AND ended IS NULL",
        params![id, why],
    )?;
    Ok(())
}

/// Ends every session of an account.
pub(crate) fn end_all(db: &Connection, subject: &str, why: &str) -> rusqlite::Result<()> {
    db.execute(
        "UPDATE sessions SET ended = ?2 WHERE subject = ?1 AND ended IS NULL",
        params![subject, why],
    )?;
    Ok(())
}

/// Forgets sessions that ended or ran out more than a day ago.
pub(crate) fn sweep(db: &Connection, now: Millis) -> rusqlite::Result<()> {
    let day_ago = now - 86_400_000;
    db.execute(
        "DELETE FROM sessions WHERE max(signed_in, access_until) < ?1
         AND (ended IS NOT NULL OR idle_until < ?1 OR absolute_until < ?1)",
        [day_ago],
    )?;
    Ok(())
}

fn capped(until: Millis, limit: Option<Millis>) -> Millis {
    limit.map_or(until, |limit| until.min(limit))
}
