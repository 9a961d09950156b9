//! The session row: whose it is, and until when.

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::clock::Millis;
use crate::policy::Policy;
use crate::refusal::Refusal;
use crate::secret;
use crate::settings::Strategy;
use crate::store::accounts::Account;
use crate::store::provided::{self, Provided};

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
    /// The scope a refresh may give at most: what the sign-in granted and the account still has.
    pub(crate) grant: String,
    /// When the user last proved who they are.
    pub(crate) signed_in: Millis,
    /// When the access part lapses.
    pub(crate) access_until: Millis,
    /// When inactivity ends the session.
    pub(crate) idle_until: Option<Millis>,
    /// When the session ends in any case.
    pub(crate) absolute_until: Option<Millis>,
    /// Whether somebody ended it, or disabled its account.
    pub(crate) ended: bool,
    /// The user's name.
    pub(crate) name: String,
    /// The user's email address.
    pub(crate) email: String,
    /// The user's roles, separated by spaces.
    pub(crate) roles: String,
    /// The user's tenant.
    pub(crate) tenant: String,
    /// When the user was last asked who they are, as far as it is known.
    pub(crate) auth_time: Millis,
    /// What the provider granted, where one did.
    pub(crate) provided: Option<Provided>,
}

impl Session {
    /// Whether the session still exists for anybody: not ended, and within both of its limits.
    pub(crate) fn is_alive(&self, now: Millis) -> bool {
        let within = |limit: Option<Millis>| limit.is_none_or(|until| now < until);
        !self.ended && within(self.idle_until) && within(self.absolute_until)
    }

    /// Whether a lapsed access part can be revived.
    pub(crate) fn is_refreshable(&self, policy: &Policy) -> bool {
        policy.refresh && self.provided.as_ref().is_none_or(|own| own.refreshable)
    }

    /// Takes the user's names from what the provider told.
    pub(crate) fn named_as_told(mut self) -> Self {
        if let Some(provided) = &self.provided {
            self.name = provided.text("name");
            self.email = provided.text("email");
            self.tenant = provided.text("tenant");
            self.roles = provided.roles().join(" ");
        }
        self
    }

    /// Tells until when a new access part lives: as long as what a provider granted, at most.
    fn access_until(&self, policy: &Policy, now: Millis) -> Millis {
        let own = now + policy.access;
        let until = match (&self.provided, self.strategy) {
            (None, _) => own,
            (Some(provided), Strategy::Session) => provided.until,
            (Some(provided), Strategy::Jwt) => own.min(provided.until),
        };
        capped(until, self.absolute_until)
    }
}

/// The columns of a [`Session`] `s` and its account `a`.
macro_rules! columns {
    () => {
        "s.id, s.handle, s.subject, s.strategy, s.scope, s.granted,
         CASE WHEN a.issuer IS NULL THEN a.scope ELSE s.granted END, s.signed_in,
         s.access_until, s.idle_until, s.absolute_until,
         s.ended IS NOT NULL OR a.disabled IS NOT NULL, a.name, a.email, a.roles, a.tenant,
         coalesce(s.auth_time, s.signed_in), s.claims, g.until, g.refreshable, g.scope"
    };
}
pub(crate) use columns;

/// Where those columns come from; a session without its account is none.
macro_rules! tables {
    () => {
        "sessions s JOIN accounts a ON a.subject = s.subject LEFT JOIN grants g ON g.session = s.id"
    };
}
pub(crate) use tables;

/// Selects sessions, for a `WHERE` to follow.
macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT ", columns!(), " FROM ", tables!(), " ", $rest)
    };
}

/// Selects every session there is.
#[cfg(feature = "test-knobs")]
pub(crate) const ALL: &str = select!("ORDER BY s.id");

/// How many columns a [`Session`] takes.
pub(crate) const COLUMNS: usize = 21;

/// Reads the columns of a [`Session`].
pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<Session> {
    let strategy: String = row.get(3)?;
    let session = Session {
        id: row.get(0)?,
        handle: row.get(1)?,
        subject: row.get(2)?,
        strategy: if strategy == "jwt" {
            Strategy::Jwt
        } else {
            Strategy::Session
        },
        scope: row.get(4)?,
        grant: both(&row.get::<_, String>(5)?, &row.get::<_, String>(6)?),
        signed_in: row.get(7)?,
        access_until: row.get(8)?,
        idle_until: row.get(9)?,
        absolute_until: row.get(10)?,
        ended: row.get(11)?,
        name: row.get(12)?,
        email: row.get(13)?,
        roles: row.get(14)?,
        tenant: row.get(15)?,
        auth_time: row.get(16)?,
        provided: provided::read(row)?,
    };
    Ok(session.named_as_told())
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
    db.prepare_cached(
        "INSERT INTO sessions (handle, subject, strategy, scope, granted, signed_in, access_until,
                               idle_until, absolute_until)
         VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        secret::token()?,
        account.subject,
        strategy,
        account.scope,
        now,
        capped(now + policy.access, absolute),
        policy.idle.map(|span| now + span),
        absolute,
    ])?;
    Ok(by_id(db, db.last_insert_rowid())?)
}

/// Reads a session that is there.
pub(super) fn by_id(db: &Connection, id: i64) -> rusqlite::Result<Session> {
    db.prepare_cached(select!("WHERE s.id = ?1"))?
        .query_row([id], read)
}

/// Finds a session by its public handle.
pub(crate) fn by_handle(db: &Connection, handle: &str) -> rusqlite::Result<Option<Session>> {
    db.prepare_cached(select!("WHERE s.handle = ?1"))?
        .query_row([handle], read)
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
    session.access_until = session.access_until(policy, now);
    db.prepare_cached("UPDATE sessions SET scope = ?2, access_until = ?3 WHERE id = ?1")?
        .execute(params![session.id, session.scope, session.access_until])?;
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
    db.prepare_cached("UPDATE sessions SET idle_until = ?2 WHERE id = ?1")?
        .execute(params![session.id, session.idle_until])?;
    Ok(())
}

/// Ends one session at once; ending it again changes nothing.
pub(crate) fn end(db: &Connection, id: i64, why: &str) -> rusqlite::Result<()> {
    db.prepare_cached("UPDATE sessions SET ended = ?2 WHERE id = ?1 AND ended IS NULL")?
        .execute(params![id, why])?;
    Ok(())
}

/// Ends every session of an account and tells how many lived.
pub(crate) fn end_all(db: &Connection, subject: &str, why: &str) -> rusqlite::Result<usize> {
    db.execute(
        "UPDATE sessions SET ended = ?2 WHERE subject = ?1 AND ended IS NULL",
        params![subject, why],
    )
}

/// Lists the sessions of an account that still live, the latest first.
pub(crate) fn of(db: &Connection, subject: &str, now: Millis) -> rusqlite::Result<Vec<Session>> {
    let mut all = db.prepare_cached(select!("WHERE s.subject = ?1 ORDER BY s.id DESC"))?;
    let rows = all.query_map([subject], read)?;
    let alive = rows.filter(|row| row.as_ref().is_ok_and(|session| session.is_alive(now)));
    alive.collect()
}

/// Tells the last moment that the store knows of: of a sign-in, or of a refresh token replaced.
pub(crate) fn last_moment(db: &Connection) -> rusqlite::Result<Millis> {
    let last = "SELECT max(coalesce((SELECT max(signed_in) FROM sessions), 0),
                           coalesce((SELECT max(spent) FROM secrets), 0))";
    db.query_row(last, [], |row| row.get(0))
}

/// Counts the sessions that live.
pub(crate) fn count(db: &Connection, now: Millis) -> rusqlite::Result<i64> {
    let living = "SELECT count(*) FROM sessions WHERE ended IS NULL
                  AND (idle_until IS NULL OR idle_until > ?1)
                  AND (absolute_until IS NULL OR absolute_until > ?1)";
    db.prepare_cached(living)?
        .query_row([now], |row| row.get(0))
}

/// Gives the scopes of one list that the other has too.
fn both(granted: &str, account: &str) -> String {
    let kept = granted
        .split_whitespace()
        .filter(|one| account.split_whitespace().any(|have| have == *one));
    kept.collect::<Vec<_>>().join(" ")
}

fn capped(until: Millis, limit: Option<Millis>) -> Millis {
    limit.map_or(until, |limit| until.min(limit))
}
