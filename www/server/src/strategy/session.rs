//! The `session` strategy: one opaque id in one cookie, everything else on the server.

use rusqlite::Connection;

use super::{Issued, Presented, renewed};
use crate::app::App;
use crate::audit::Event;
use crate::clock::Millis;
use crate::cookies::{Fresh, Jar, Kind};
use crate::refusal::Refusal;
use crate::secret;
use crate::settings::Strategy;
use crate::store::sessions::Session;
use crate::store::{secrets, sessions};

/// Reads what the opaque id amounts to.
pub(super) fn present(
    app: &App,
    db: &Connection,
    jar: &Jar,
    now: Millis,
) -> Result<Presented, Refusal> {
    let Some(id) = &jar.session else {
        return Ok(Presented::Nothing);
    };
    Ok(match secrets::find(db, id)? {
        Some((session, _)) if session.strategy != Strategy::Session || !session.is_alive(now) => {
            Presented::Nothing
        }
        Some((session, _)) if now < session.access_until => Presented::Live(session),
        Some((session, _)) if session.is_refreshable(&app.policy()) => Presented::Lapsed(session),
        Some(_) | None => Presented::Nothing,
    })
}

/// Gives a new session its id.
pub(super) fn issue(
    app: &App,
    db: &Connection,
    session: Session,
    now: Millis,
) -> Result<Issued, Refusal> {
    let value = secret::token()?;
    secrets::insert(db, session.id, &value, 0)?;
    app.issued(Kind::Session, &value, &session.handle);
    let keep = session.absolute_until.map(|until| until - now);
    Ok(Issued {
        session,
        cookies: vec![Fresh {
            kind: Kind::Session,
            value,
            keep,
        }],
    })
}

/// Opens another access window; the id stays, so there is no cookie to lose on the way.
pub(super) fn refresh(
    app: &App,
    db: &Connection,
    presented: Presented,
    scope: Option<&str>,
    now: Millis,
) -> Result<Issued, Refusal> {
    let policy = app.policy();
    let mut session = match presented {
        Presented::Nothing => return Err(Refusal::SessionEnded),
        // What cannot be extended but still lives is answered as it stands.
        Presented::Live(session) if !session.is_refreshable(&policy) => {
            return Ok(Issued {
                session,
                cookies: Vec::new(),
            });
        }
        Presented::Live(session) | Presented::Lapsed(session) => session,
    };
    let scope = renewed(&session, scope)?;
    sessions::renew(db, &mut session, scope, &policy, now)?;
    app.note(&Event::Refreshed {
        session: session.handle.clone(),
    });
    Ok(Issued {
        session,
        cookies: Vec::new(),
    })
}
