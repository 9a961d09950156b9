//! One browser on one connection.

use anyhow::{Context, Result, ensure};
use http_body_util::{BodyExt, Full};
use hyper::{
    HeaderMap, Method, Request, StatusCode,
    body::Bytes,
    client::conn::http1::{SendRequest, handshake},
    header::{CONTENT_TYPE, COOKIE, HOST, HeaderName, HeaderValue, SET_COOKIE},
};
use hyper_util::rt::TokioIo;
use serde::Deserialize;
use std::collections::BTreeMap;
use tokio::net::TcpStream;

/// What a browser holds after a sign-in: its headers and its cookies.
#[derive(Deserialize)]
pub struct SignedIn {
    /// What it sends with each request.
    headers: BTreeMap<String, String>,
    cookies: BTreeMap<String, String>,
}

/// One kind of request.
#[derive(Deserialize)]
pub struct Phase {
    method: String,
    path: String,
    /// Sent in turn, as JSON; none for a request without a body.
    bodies: Vec<String>,
}

pub struct Browser {
    connection: SendRequest<Full<Bytes>>,
    headers: HeaderMap,
    cookies: BTreeMap<String, String>,
    turn: usize,
}

impl Browser {
    /// Connects to an address.
    pub async fn open(host: &str, SignedIn { headers, cookies }: SignedIn) -> Result<Self> {
        let stream = TcpStream::connect(host).await?;
        stream.set_nodelay(true)?;
        let (connection, running) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(running);
        let mut all = HeaderMap::new();
        all.insert(HOST, host.parse()?);
        for (name, value) in headers {
            all.insert(name.parse::<HeaderName>()?, value.parse()?);
        }
        let mut browser = Self {
            connection,
            headers: all,
            cookies,
            turn: 0,
        };
        browser.write()?;
        Ok(browser)
    }

    /// Sends a request, whose answer has to be 200, and keeps the cookies that it sets.
    pub async fn ask(&mut self, phase: &Phase) -> Result<()> {
        let mut request = Request::new(Full::default());
        *request.method_mut() = Method::from_bytes(phase.method.as_bytes())?;
        *request.uri_mut() = phase.path.parse()?;
        request.headers_mut().clone_from(&self.headers);
        if !phase.bodies.is_empty() {
            let body = &phase.bodies[self.turn % phase.bodies.len()];
            self.turn += 1;
            *request.body_mut() = Full::from(body.clone());
            let json = HeaderValue::from_static("application/json");
            request.headers_mut().insert(CONTENT_TYPE, json);
        }
        self.connection.ready().await?;
        let answer = self.connection.send_request(request).await?;
        let status = answer.status();
        self.keep(answer.headers())?;
        let body = answer.into_body().collect().await?.to_bytes();
        let said = || String::from_utf8_lossy(&body).into_owned();
        ensure!(
            status == StatusCode::OK,
            "{} {}: {status} {}",
            phase.method,
            phase.path,
            said()
        );
        Ok(())
    }

    fn keep(&mut self, headers: &HeaderMap) -> Result<()> {
        let mut set = headers.get_all(SET_COOKIE).iter().peekable();
        if set.peek().is_none() {
            return Ok(());
        }
        for cookie in set {
            let pair = cookie.to_str()?.split(';').next().unwrap_or_default();
            let (name, value) = pair.split_once('=').context("a cookie without a value")?;
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        self.write()
    }

    /// Writes the header of the cookies, which each request has.
    fn write(&mut self) -> Result<()> {
        let pairs = self.cookies.iter();
        let all: Vec<String> = pairs
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        self.headers.insert(COOKIE, all.join("; ").parse()?);
        Ok(())
    }
}
