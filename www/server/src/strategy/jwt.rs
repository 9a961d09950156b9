//! The `jwt` strategy: a short access token, and a refresh token that rotates with every use.

use rusqlite::Connection;

use super::{Issued, Presented, renewed};
use crate::app::App;
use crate::audit::Event;
use crate::clock::Millis;
use crate::cookies::{Fresh, Jar, Kind};
use crate::refusal::Refusal;
use crate::secret;
use crate::settings::Strategy;
use crate::store::provided::Provided;
use crate::store::secrets::Secret;
use crate::store::sessions::Session;
use crate::store::{secrets, sessions};

/// Reads what the two tokens amount to.
///
/// The access token is good only as long as the session's row says so, which is what lets a logout
/// kill it at once (ASVS 7.4.1). Tokens of two different sessions do not add up: the refresh token
/// decides, because it is the one that lives on.
pub(super) fn present(
    app: &App,
    db: &Connection,
    jar: &Jar,
    now: Millis,
) -> Result<Presented, Refusal> {
    let policy = app.policy();
    let stored = jar
        .refresh
        .as_ref()
        .map(|token| secrets::find(db, token))
        .transpose()?
        .flatten();
    let live = live(
        app,
        db,
        jar,
        stored.as_ref().map(|(session, _)| session),
        now,
    )?;
    let revivable = stored
        .filter(|(session, secret)| {
            session.strategy == Strategy::Jwt
                && session.is_alive(now)
                && session.is_refreshable(&policy)
                && secret.is_recent(now, &policy)
        })
        .map(|(session, _)| session);
    Ok(match (live, revivable) {
        (Some(live), Some(other)) if live.id != other.id => Presented::Lapsed(other),
        (Some(live), _) => Presented::Live(live),
        (None, Some(session)) => Presented::Lapsed(session),
        (None, None) => Presented::Nothing,
    })
}

/// Reads the session that an access token opens; it is mostly the one of the refresh token beside it,
/// whose row is read already.
fn live(
    app: &App,
    db: &Connection,
    jar: &Jar,
    beside: Option<&Session>,
    now: Millis,
) -> Result<Option<Session>, Refusal> {
    let Some(jwt) = jar.access.as_deref() else {
        return Ok(None);
    };
    let in_time = app.signing().verify(jwt).filter(|it| now < it.until);
    let Some(access) = in_time.filter(|_| !app.is_lapsed(jwt)) else {
        return Ok(None);
    };
    let access = &access.claims;
    let session = match beside {
        Some(session) if session.handle == access.sid => Some(session.clone()),
        Some(_) | None => sessions::by_handle(db, &access.sid)?,
    };
    let session = session.filter(|session| {
        session.strategy == Strategy::Jwt && session.is_alive(now) && now < session.access_until
    });
    // What the token was issued with is what it grants, whatever was issued since.
    Ok(session.map(|session| Session {
        scope: access.scope.clone(),
        name: access.name.clone(),
        email: access.email.clone(),
        roles: access.roles.join(" "),
        tenant: access.tenant.clone(),
        provided: session.provided.map(|own| Provided {
            claims: access.claims(),
            ..own
        }),
        ..session
    }))
}

/// Gives a new session its first pair; without refresh, only the access token.
pub(super) fn issue(
    app: &App,
    db: &Connection,
    session: Session,
    now: Millis,
) -> Result<Issued, Refusal> {
    let token = secret::token()?;
    secrets::insert(db, session.id, &token, 0)?;
    let refresh = session.is_refreshable(&app.policy()).then_some(token);
    pair(app, session, refresh, now)
}

/// Rotates the refresh token (RFC 9700 section 4.14.2).
///
/// The transaction serialises it: of many callers with one token the first rotates, the others
/// present the immediate predecessor and get the very same successor while the grace lasts, or
/// until that successor has been seen.
/// Anything older is a stolen copy, or a copy of a stolen one, and revokes the family.
pub(super) fn refresh(
    app: &App,
    db: &Connection,
    jar: &Jar,
    believed: Option<&str>,
    scope: Option<&str>,
    now: Millis,
) -> Result<Issued, Refusal> {
    let policy = app.policy();
    let stored = jar
        .refresh
        .as_ref()
        .map(|token| secrets::find(db, token))
        .transpose()?
        .flatten();
    let stored = stored.filter(|(session, _)| session.is_refreshable(&policy));
    let (Some(token), Some((session, secret))) = (&jar.refresh, stored) else {
        // What cannot be extended but still lives is answered as it stands.
        let presented = present(app, db, jar, now)?;
        presented.expect(app, believed)?;
        return match presented {
            Presented::Live(session) => Ok(Issued {
                session,
                cookies: Vec::new(),
            }),
            Presented::Lapsed(_) | Presented::Nothing => Err(Refusal::SessionEnded),
        };
    };
    if session.strategy != Strategy::Jwt || !session.is_alive(now) {
        return Err(Refusal::SessionEnded);
    }
    Presented::Lapsed(session.clone()).expect(app, believed)?;
    match secret.spent {
        None => rotate(app, db, session, token, &secret, scope, now),
        Some((_, salt)) if secret.is_duplicate(now, &policy) => {
            let scope = renewed(&session, scope)?;
            app.note(&Event::Coalesced {
                session: session.handle.clone(),
            });
            let mut session = Session {
                scope: scope.clone(),
                ..session
            };
            if session.access_until <= now {
                // The first answer was lost for longer than it was good for.
                sessions::renew(db, &mut session, scope, &policy, now)?;
            }
            pair(app, session, Some(secret::successor(&salt, token)), now)
        }
        Some(_) => {
            sessions::end(db, session.id, "reused")?;
            app.note(&Event::Reused {
                session: session.handle.clone(),
            });
            app.note(&Event::Ended {
                session: session.handle,
                why: "reused",
            });
            Err(Refusal::SessionEnded)
        }
    }
}

fn rotate(
    app: &App,
    db: &Connection,
    mut session: Session,
    token: &str,
    secret: &Secret,
    scope: Option<&str>,
    now: Millis,
) -> Result<Issued, Refusal> {
    let scope = renewed(&session, scope)?;
    let salt = secret::random()?;
    let successor = secret::successor(&salt, token);
    secrets::spend(db, token, now, &salt)?;
    secrets::insert(db, session.id, &successor, secret.generation + 1)?;
    sessions::renew(db, &mut session, scope, &app.policy(), now)?;
    app.note(&Event::Refreshed {
        session: session.handle.clone(),
    });
    app.note(&Event::Rotated {
        session: session.handle.clone(),
    });
    pair(app, session, Some(successor), now)
}

fn pair(
    app: &App,
    session: Session,
    refresh: Option<String>,
    now: Millis,
) -> Result<Issued, Refusal> {
    let access = app.signing().sign(&session, &session.scope, now)?;
    let keep = Some((session.access_until - now).max(0));
    let mut cookies = vec![Fresh {
        kind: Kind::Access,
        value: access,
        keep,
    }];
    if let Some(value) = refresh {
        let keep = session.absolute_until.map(|until| until - now);
        cookies.push(Fresh {
            kind: Kind::Refresh,
            value,
            keep,
        });
    }
    for fresh in &cookies {
        app.issued(fresh.kind, &fresh.value, &session.handle);
    }
    Ok(Issued { session, cookies })
}
