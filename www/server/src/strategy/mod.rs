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

/// Keeps that the refresh token of a jar has arrived: its predecessor is then no duplicate any more.
pub(crate) fn arrived(db: &Connection, jar: &Jar) -> Result<(), Refusal> {
    if let Some(token) = &jar.refresh {
        secrets::note_seen(db, token)?;
    }
    Ok(())
}

/// Whether a jar brings a successor for the first time.
pub(crate) fn is_news(db: &Connection, jar: &Jar) -> Result<bool, Refusal> {
    match &jar.refresh {
        Some(token) => Ok(secrets::is_unseen(db, token)?),
        None => Ok(false),
    }
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

impl Issued {
    /// Refuses cookies that no browser would keep; what was written for them is undone.
    fn fits(self, app: &App) -> Result<Self, Refusal> {
        let secure = app.settings().is_secure();
        self.cookies
            .iter()
            .try_for_each(|fresh| fresh.fits(secure))?;
        Ok(self)
    }
}

/// Finds the sessions that a sign-in replaces: those of the cookies, and the one that is named.
pub(crate) fn replaced(
    app: &App,
    db: &Connection,
    jar: &Jar,
    named: Option<&str>,
    now: Millis,
) -> Result<Vec<i64>, Refusal> {
    let mut found = holders(app, db, jar)?;
    if let Some(handle) = named {
        found.extend(sessions::by_handle(db, handle)?);
    }
    for old in found.iter().filter(|old| old.is_alive(now)) {
        app.note(&Event::Ended {
            session: old.handle.clone(),
            why: "replaced",
        });
    }
    Ok(found.into_iter().map(|old| old.id).collect())
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
    begin(app, db, session, now)
}

/// Gives a session that was just made the cookies that open it.
pub(crate) fn begin(
    app: &App,
    db: &Connection,
    session: Session,
    now: Millis,
) -> Result<Issued, Refusal> {
    app.note(&Event::SignedIn {
        session: session.handle.clone(),
        subject: session.subject.clone(),
    });
    let issued = match session.strategy {
        Strategy::Session => session::issue(app, db, session, now),
        Strategy::Jwt => jwt::issue(app, db, session, now),
    };
    issued?.fits(app)
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
    arrived(db, jar)?;
    let presented = session::present(app, db, jar, now)?;
    if matches!(presented, Presented::Nothing) {
        return jwt::refresh(app, db, jar, believed, scope, now)?.fits(app);
    }
    presented.expect(app, believed)?;
    session::refresh(app, db, presented, scope, now)
}

/// Finds every session the cookies ever belonged to, however old, so that logout ends them all.
pub(crate) fn holders(app: &App, db: &Connection, jar: &Jar) -> Result<Vec<Session>, Refusal> {
    let mut found: Vec<Session> = Vec::new();
    for token in [&jar.session, &jar.refresh].into_iter().flatten() {
        found.extend(secrets::find(db, token)?.map(|(session, _)| session));
    }
    let access = jar.access.as_deref();
    if let Some(access) = access.and_then(|jwt| app.signing().verify(jwt)) {
        found.extend(sessions::by_handle(db, &access.claims.sid)?);
    }
    found.sort_by_key(|session| session.id);
    found.dedup_by_key(|session| session.id);
    Ok(found)
}

/// Gives the scope of a new access part: a provider has said what it is, else it is what was asked.
fn renewed(session: &Session, asked: Option<&str>) -> Result<String, Refusal> {
    match &session.provided {
        Some(provided) => Ok(provided.scope.clone()),
        None => narrowed(&session.grant, asked),
    }
}

/// Narrows a grant to what was asked (RFC 6749 section 6): never beyond it, all of it by default.
pub(crate) fn narrowed(grant: &str, asked: Option<&str>) -> Result<String, Refusal> {
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
