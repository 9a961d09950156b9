//! The two strategies behind one surface: what a page sees is the same.

mod jwt;
mod session;

use rusqlite::Connection;

use crate::app::App;
use crate::audit::Event;
use crate::clock::Millis;
use crate::cookies::{Fresh, Jar};
use crate::refusal::Refusal;
use crate::settings::Strategy;
use crate::store::accounts::Account;
use crate::store::{secrets, sessions};

pub(crate) use crate::store::sessions::Session;

/// What the cookies of a request amount to.
#[derive(Debug)]
pub(crate) enum Presented {
    /// Nothing, or nothing that could be revived.
    Nothing,
    /// A session whose access part has lapsed: a refresh may revive it.
    Lapsed(Session),
    /// A session in order, with the claims and scope of its access part.
    Live(Session),
}

impl Presented {
    /// Gives the session, live or lapsed.
    pub(crate) fn session(&self) -> Option<&Session> {
        match self {
            Self::Nothing => None,
            Self::Lapsed(session) | Self::Live(session) => Some(session),
        }
    }

    /// Refuses when the page believes in another session than the cookie holds.
    pub(crate) fn expect(&self, app: &App, believed: Option<&str>) -> Result<(), Refusal> {
        match (self.session(), believed) {
            (Some(session), Some(handle)) if session.handle != handle => {
                app.note(&Event::Mismatched {
                    session: session.handle.clone(),
                });
                Err(Refusal::SessionMismatch)
            }
            _ => Ok(()),
        }
    }

    /// Gives the session if it is in order.
    pub(crate) fn live(self) -> Result<Session, Refusal> {
        match self {
            Self::Live(session) => Ok(session),
            Self::Lapsed(_) => Err(Refusal::SessionExpired),
            Self::Nothing => Err(Refusal::SessionEnded),
        }
    }
}

/// A session and the cookies that now open it.
#[derive(Debug)]
pub(crate) struct Issued {
    /// The session.
    pub(crate) session: Session,
    /// What to write; empty where nothing changed.
    pub(crate) cookies: Vec<Fresh>,
}

/// Reads what the cookies amount to; never changes anything.
pub(crate) fn present(
    app: &App,
    db: &Connection,
    jar: &Jar,
    now: Millis,
) -> Result<Presented, Refusal> {
    match session::present(app, db, jar, now)? {
        Presented::Nothing => jwt::present(app, db, jar, now),
        found => Ok(found),
    }
}

/// Starts a session for an account, in the strategy in force.
pub(crate) fn sign_in(
    app: &App,
    db: &Connection,
    account: &Account,
    now: Millis,
) -> Result<Issued, Refusal> {
    let policy = app.policy();
    let session = sessions::create(db, account, &policy, now)?;
    app.note(&Event::SignedIn {
        session: session.handle.clone(),
        subject: session.subject.clone(),
    });
    match session.strategy {
        Strategy::Session => session::issue(app, db, session, now),
        Strategy::Jwt => jwt::issue(app, db, session, now),
    }
}

/// Renews the access part of the session the cookies hold, with all or some of its scope.
pub(crate) fn refresh(
    app: &App,
    db: &Connection,
    jar: &Jar,
    believed: Option<&str>,
    scope: Option<&str>,
    now: Millis,
) -> Result<Issued, Refusal> {
    let presented = present(app, db, jar, now)?;
    presented.expect(app, believed)?;
    let opaque = presented
        .session()
        .is_some_and(|found| found.strategy == Strategy::Session);
    if opaque {
        return session::refresh(app, db, presented, scope, now);
    }
    jwt::refresh(app, db, jar, presented, believed, scope, now)
}

/// Finds every session the cookies ever belonged to, however old, so that logout ends them all.
pub(crate) fn holders(
    app: &App,
    db: &Connection,
    jar: &Jar,
    now: Millis,
) -> Result<Vec<Session>, Refusal> {
    let mut found: Vec<Session> = Vec::new();
    for token in [&jar.session, &jar.refresh].into_iter().flatten() {
        found.extend(secrets::find(db, token)?.map(|(session, _)| session));
    }
    if let Some((access, _)) = jar
        .access
        .as_deref()
        .and_then(|jwt| app.keys().verify(jwt, now))
    {
        found.extend(sessions::by_handle(db, &access.sid)?);
    }
    found.sort_by_key(|session| session.id);
    found.dedup_by_key(|session| session.id);
    Ok(found)
}

/// Narrows a grant to what was asked (RFC 6749 section 6): never beyond it, all of it by default.
fn narrowed(grant: &str, asked: Option<&str>) -> Result<String, Refusal> {
    let Some(asked) = asked else {
        return Ok(grant.to_owned());
    };
    let asked: Vec<&str> = asked.split_whitespace().collect();
    let granted = asked
        .iter()
        .all(|one| grant.split_whitespace().any(|have| have == *one));
    if asked.is_empty() || !granted {
        return Err(Refusal::InvalidScope);
    }
    Ok(asked.join(" "))
}
