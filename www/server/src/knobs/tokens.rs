//! `/test/tokens` and `/test/alive`: raw secrets, so that a test can prove them dead.

use axum::Json;
use axum::extract::{Query, State};
use rusqlite::Connection;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Knobs, lock};
use crate::app::App;
use crate::clock::Millis;
use crate::cookies::{Jar, Kind};
use crate::refusal::Refusal;
use crate::settings::Strategy;
use crate::store::secrets;
use crate::strategy::{self, Presented};

/// A secret as it was issued.
#[derive(Clone)]
pub(super) struct Token {
    kind: Kind,
    value: String,
    session: String,
}

impl Knobs {
    /// Keeps a secret in the clear.
    pub(crate) fn remember(&self, kind: Kind, value: &str, session: &str) {
        let (value, session) = (value.to_owned(), session.to_owned());
        lock(&self.issued).push(Token {
            kind,
            value,
            session,
        });
    }

    /// Whether a test declared this access token lapsed ahead of its time.
    pub(crate) fn is_lapsed(&self, access: &str) -> bool {
        lock(&self.lapsed).contains(access)
    }

    /// Declares the access tokens of one session, or of all, lapsed.
    pub(crate) fn lapse(&self, session: Option<&str>) {
        let issued = lock(&self.issued);
        let access = issued.iter().filter(|token| {
            token.kind == Kind::Access && session.is_none_or(|session| session == token.session)
        });
        lock(&self.lapsed).extend(access.map(|token| token.value.clone()));
    }

    /// Forgets every secret.
    pub(crate) fn forget(&self) {
        lock(&self.issued).clear();
        lock(&self.lapsed).clear();
    }
}

/// Lists the secrets that still open something.
pub(super) async fn show(State(app): State<App>) -> Result<Json<Value>, Refusal> {
    let tokens = app
        .transact(|app, db| {
            let issued = lock(&app.knobs().issued).clone();
            let now = app.now();
            let mut alive: Vec<Value> = Vec::new();
            for token in issued {
                if opens(app, db, &token.value, now)? {
                    let secure = app.settings().is_secure();
                    alive.push(json!({
                        "name": token.kind.name(secure),
                        "value": token.value,
                        "session": token.session,
                    }));
                }
            }
            alive.dedup();
            Ok(alive)
        })
        .await?;
    Ok(Json(json!({ "tokens": tokens })))
}

#[derive(Deserialize)]
pub(super) struct Asked {
    token: String,
}

/// Tells whether a secret still opens anything.
pub(super) async fn alive(
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<Json<Value>, Refusal> {
    let alive = app
        .transact(move |app, db| opens(app, db, &asked.token, app.now()))
        .await?;
    Ok(Json(json!({ "alive": alive })))
}

fn opens(app: &App, db: &Connection, token: &str, now: Millis) -> Result<bool, Refusal> {
    let access = Jar {
        access: Some(token.to_owned()),
        ..Jar::default()
    };
    if matches!(
        strategy::present(app, db, &access, now)?,
        Presented::Live(_)
    ) {
        return Ok(true);
    }
    Ok(secrets::find(db, token)?.is_some_and(|(session, secret)| {
        let usable = secret.spent.is_none()
            || (session.strategy == Strategy::Jwt && secret.is_duplicate(now, &app.policy()));
        session.is_alive(now) && usable
    }))
}
