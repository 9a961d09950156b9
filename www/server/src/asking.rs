//! What a request brings with it: cookies, belief, peer; and what its answer takes along.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};

use crate::app::App;
use crate::audit::Event;
use crate::clock::Millis;
use crate::cookies::{self, Fresh, Jar, Kind};
use crate::refusal::Refusal;
use crate::strategy::{self, Presented, Session};

/// Who asks, as far as the request says.
#[derive(Debug, Clone)]
pub(crate) struct Asking {
    /// The cookies it presented.
    pub(crate) jar: Jar,
    /// The handle of the session the page believes in, from `Hallpass-Session`.
    pub(crate) believed: Option<String>,
    /// The address it came from.
    pub(crate) ip: IpAddr,
}

/// The address a connection came from, set where connections are accepted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PeerAddr(pub(crate) SocketAddr);

impl FromRequestParts<App> for Asking {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let believed = parts.headers.get("hallpass-session").map(|value| {
            // An unreadable belief is a wrong one: it must not pass for none.
            value.to_str().unwrap_or("unreadable").to_owned()
        });
        let peer = parts.extensions.get::<PeerAddr>();
        Ok(Self {
            jar: Jar::read(&parts.headers, app.settings().is_secure()),
            believed,
            ip: peer.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |PeerAddr(addr)| addr.ip()),
        })
    }
}

impl Asking {
    /// Reads what the cookies amount to and checks the page's belief, before anything runs.
    pub(crate) async fn expected(self, app: &App) -> Result<Presented, Refusal> {
        app.transact(move |app, db| {
            let presented = strategy::present(app, db, &self.jar, app.now())?;
            presented.expect(app, self.believed.as_deref())?;
            Ok(presented)
        })
        .await
    }
}

/// A session in order, whose identity the page agrees with: what a protected call runs under.
#[derive(Debug)]
pub(crate) struct Caller {
    /// The session.
    pub(crate) session: Session,
    route: String,
}

impl FromRequestParts<App> for Caller {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        let Ok(asking) = Asking::from_request_parts(parts, app).await;
        let session = asking.expected(app).await?.live()?;
        Ok(Self {
            session,
            route: route(&parts.method, parts.uri.path()),
        })
    }
}

impl Caller {
    /// Notes that the call is about to run under this identity, if its scope allows.
    pub(crate) fn executes(&self, app: &App, scope: &'static str) -> Result<(), Refusal> {
        if !self
            .session
            .scope
            .split_whitespace()
            .any(|one| one == scope)
        {
            return Err(Refusal::InsufficientScope(scope));
        }
        app.note(&Event::Executed {
            session: self.session.handle.clone(),
            subject: self.session.subject.clone(),
            route: self.route.clone(),
        });
        Ok(())
    }

    /// Refuses when the sign-in is older than allowed (RFC 9470): refreshing cannot help.
    pub(crate) fn recently_signed_in(&self, max_age: Millis, now: Millis) -> Result<(), Refusal> {
        if now - self.session.signed_in <= max_age {
            return Ok(());
        }
        Err(Refusal::StepUp(
            u64::try_from(max_age / 1000).unwrap_or_default(),
        ))
    }
}

fn route(method: &Method, path: &str) -> String {
    format!("{method} {path}")
}

/// Writes new cookies into an answer.
pub(crate) fn set_cookies(app: &App, headers: &mut HeaderMap, cookies: &[Fresh]) {
    for fresh in cookies {
        if let Some(value) = cookies::set(fresh, app.settings().is_secure()) {
            headers.append(header::SET_COOKIE, value);
        }
    }
}

/// Deletes cookies in an answer.
pub(crate) fn delete_cookies(app: &App, headers: &mut HeaderMap, kinds: &[Kind]) {
    for kind in kinds {
        if let Some(value) = cookies::delete(*kind, app.settings().is_secure()) {
            headers.append(header::SET_COOKIE, value);
        }
    }
}
