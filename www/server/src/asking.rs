//! What a request brings with it: cookies, belief, peer; and what its answer takes along.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::body::Bytes;
use axum::extract::{ConnectInfo, FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, Method, StatusCode, header};
use serde_json::Value;

use crate::app::App;
use crate::audit::Event;
use crate::body;
use crate::client;
use crate::clock::Millis;
use crate::cookies::{self, Fresh, Jar, Kind};
use crate::refusal::{ACR, Refusal};
use crate::strategy::{self, Presented, Session};

/// Who asks, as far as the request says.
#[derive(Debug, Clone)]
pub(crate) struct Asking {
    /// The cookies it presented.
    pub(crate) jar: Jar,
    /// The handle of the session the page believes in, from `Hallpass-Session`.
    pub(crate) believed: Option<String>,
    /// The address it came from.
    pub(crate) address: IpAddr,
}

/// The address a connection came from, set where connections are accepted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PeerAddr(pub(crate) SocketAddr);

/// Tells the address a request came from, as the connection or a trusted proxy has it.
pub(crate) fn client(app: &App, headers: &HeaderMap, extensions: &Extensions) -> IpAddr {
    let own = extensions.get::<PeerAddr>().map(|PeerAddr(addr)| addr);
    // Within another application, that listens by itself.
    let others = extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map(|ConnectInfo(addr)| addr);
    let peer = own.or(others);
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), SocketAddr::ip);
    client::client(peer.to_canonical(), headers, &app.settings().trusted_proxy)
}

/// The octets of a body, as many as the contract needs.
pub(crate) struct Octets(pub(crate) Bytes);

impl FromRequest<App> for Octets {
    type Rejection = Refusal;

    async fn from_request(request: Request, app: &App) -> Result<Self, Refusal> {
        match Bytes::from_request(request, app).await {
            Ok(bytes) => Ok(Self(bytes)),
            Err(refused) if refused.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                Err(Refusal::TooLarge)
            }
            Err(_) => Err(Refusal::InvalidRequest("The body did not come whole.")),
        }
    }
}

impl FromRequestParts<App> for Asking {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let believed = parts.headers.get("hallpass-session").map(|value| {
            // An unreadable belief is a wrong one: it must not pass for none.
            value.to_str().unwrap_or("unreadable").to_owned()
        });
        Ok(Self {
            jar: Jar::read(&parts.headers, app.settings().is_secure()),
            believed,
            address: client(app, &parts.headers, &parts.extensions),
        })
    }
}

impl Asking {
    /// Reads what the cookies amount to, beside whatever is being written.
    ///
    /// That a successor has arrived is kept, once; a store that is busy loses no more than that.
    pub(crate) async fn presented(&self, app: &App, now: Millis) -> Result<Presented, Refusal> {
        let (presented, is_news) = app.read(|db| {
            let presented = strategy::present(app, db, &self.jar, now)?;
            Ok((presented, strategy::is_news(db, &self.jar)?))
        })?;
        if is_news {
            let jar = self.jar.clone();
            let kept = app.transact(move |_, db| strategy::arrived(db, &jar)).await;
            kept.or_else(|refusal| match refusal {
                Refusal::Busy => Ok(()),
                failure => Err(failure),
            })?;
        }
        Ok(presented)
    }

    /// Reads what the cookies amount to and checks the page's belief, before anything runs.
    pub(crate) async fn expected(self, app: &App) -> Result<Presented, Refusal> {
        let presented = self.presented(app, app.now()).await?;
        presented.expect(app, self.believed.as_deref())?;
        Ok(presented)
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
    /// Reads who calls, out of the head of a request.
    pub(crate) async fn of(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        Self::from_request_parts(parts, app).await
    }

    /// Notes that the call is about to be passed to an API under this identity.
    pub(crate) fn passes(&self, app: &App) {
        app.note(&Event::Executed {
            session: self.session.handle.clone(),
            subject: self.session.subject.clone(),
            route: self.route.clone(),
        });
    }

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
        self.passes(app);
        Ok(())
    }

    /// Refuses when the sign-in is older than allowed (RFC 9470): refreshing cannot help.
    pub(crate) fn recently_signed_in(&self, max_age: Millis, now: Millis) -> Result<(), Refusal> {
        if now - self.session.auth_time <= max_age {
            return Ok(());
        }
        Err(Refusal::StepUp {
            max_age: u64::try_from(max_age / 1000).unwrap_or_default(),
            // A provider has contexts of its own; a recent sign-in there is asked for by age alone.
            acr: self.session.provided.is_none().then_some(ACR),
        })
    }

    /// Protects a route by a claim of the user, as the page reads it: a role, a subscription.
    pub(crate) fn may(
        &self,
        claim: &'static str,
        allows: impl FnOnce(&Value) -> bool,
    ) -> Result<(), Refusal> {
        if allows(&body::claims(&self.session)[claim]) {
            return Ok(());
        }
        Err(Refusal::InsufficientClaims(claim))
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
