//! A server in this process and a browser that keeps cookies.

use clap::Parser;
use hallpass_server::accounts::{Accounts, NewAccount};
use hallpass_server::{Server, Settings};
use reqwest::header::{HeaderMap, SET_COOKIE};
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode, redirect};
use serde_json::{Value, json};

use crate::scratch::Scratch;

pub(crate) const DEMO: (&str, &str) = ("demo@example.com", "correct horse");
pub(crate) const SECOND: (&str, &str) = ("second@example.com", "battery staple");

/// Runs each test once per strategy.
#[cfg(feature = "test-knobs")]
macro_rules! in_both_strategies {
    ($($test:ident),* $(,)?) => {
        mod session { $(#[tokio::test] async fn $test() { super::$test("session").await })* }
        mod jwt { $(#[tokio::test] async fn $test() { super::$test("jwt").await })* }
    };
}
#[cfg(feature = "test-knobs")]
pub(crate) use in_both_strategies;

/// Starts a server with the demo accounts, and with the knobs if they are compiled.
pub(crate) async fn demo(arguments: &[&str]) -> String {
    let knobs: &[&str] = if cfg!(feature = "test-knobs") {
        &["--demo", "--test-knobs"]
    } else {
        &["--demo"]
    };
    serve(&[knobs, arguments].concat()).await
}

/// Starts a server as it stands behind TLS at <https://app.example>, with one account: `DEMO`'s.
pub(crate) async fn over_https(arguments: &[&str]) -> String {
    let file = Scratch::new("https").file("db");
    let account = NewAccount {
        email: DEMO.0.to_owned(),
        name: "Demo User".to_owned(),
        ..NewAccount::default()
    };
    let mut accounts = Accounts::open(&file).expect("is made");
    accounts.add(&account, DEMO.1).expect("is added");
    let db = file.to_str().expect("is text");
    let https = ["--public-origin", "https://app.example", "--db", db];
    serve(&[&https, arguments].concat()).await
}

/// Starts a server with these arguments on a free port and gives its base address.
pub(crate) async fn serve(arguments: &[&str]) -> String {
    let all = ["hallpass-server", "--addr", "127.0.0.1:0"]
        .iter()
        .chain(arguments);
    let server = Server::bind(Settings::parse_from(all))
        .await
        .expect("starts");
    let base = format!("http://{}", server.local_addr().expect("is bound"));
    tokio::spawn(server.run());
    base
}

/// Starts a server in a strategy and opens a browser on it.
#[cfg(feature = "test-knobs")]
pub(crate) async fn browser(strategy: &str) -> Browser {
    Browser::new(&demo(&["--strategy", strategy]).await)
}

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
    pub(crate) json: Value,
}

impl Answer {
    pub(crate) async fn read(response: Response) -> Self {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await.expect("has a body");
        let json = serde_json::from_str(&text).unwrap_or_default();
        Self {
            status,
            headers,
            text,
            json,
        }
    }

    pub(crate) fn set_cookies(&self) -> Vec<String> {
        let all = self.headers.get_all(SET_COOKIE).iter();
        all.map(|line| line.to_str().expect("is text").to_owned())
            .collect()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().expect("is text"))
    }

    #[track_caller]
    pub(crate) fn is(&self, status: u16, error: &str) -> &Self {
        let found = (self.status, self.json["error"].as_str().unwrap_or_default());
        assert_eq!(found, (status, error), "{}", self.text);
        self
    }

    pub(crate) fn handle(&self) -> String {
        self.json["session"]
            .as_str()
            .expect("names a session")
            .to_owned()
    }

    /// The `name=value` pairs written, as a `Cookie` header would send them back.
    pub(crate) fn cookie_header(&self) -> String {
        let pairs = self.set_cookies();
        let pairs = pairs
            .iter()
            .map(|line| line.split(';').next().unwrap_or_default());
        pairs.collect::<Vec<_>>().join("; ")
    }
}

/// Keeps cookies, follows no redirect, and sends what a page of the origin would.
#[derive(Clone)]
pub(crate) struct Browser {
    pub(crate) base: String,
    client: Client,
}

impl Browser {
    pub(crate) fn new(base: &str) -> Self {
        // Nothing here is https, but a client wants to know. Another test may have said so already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .redirect(redirect::Policy::none())
            // Reading the system's certificates takes longer than a test.
            .tls_certs_only([])
            .cookie_store(true);
        Self {
            base: base.to_owned(),
            client: client.build().expect("builds"),
        }
    }

    /// The same browser, its cookies included, at another address.
    pub(crate) fn at(&self, base: &str) -> Self {
        Self {
            base: base.to_owned(),
            ..self.clone()
        }
    }

    /// A request with nothing but cookies.
    pub(crate) fn bare(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.base))
    }

    /// A request as the page sends it.
    pub(crate) fn ask(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.bare(method, path).header("x-csrf", "1");
        request
            .header("sec-fetch-site", "same-origin")
            .header("origin", &self.base)
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        send(self.ask(Method::GET, path)).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        send(self.ask(Method::POST, path).json(&body)).await
    }

    pub(crate) async fn sign_in(&self, (email, password): (&str, &str)) -> Answer {
        let body = json!({ "email": email, "password": password });
        let answer = self.post("/auth/login", body).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        answer
    }

    /// Turns a knob, or reads one.
    #[cfg(feature = "test-knobs")]
    pub(crate) async fn knob(&self, path: &str, body: Value) -> Value {
        let answer = self.post(&format!("/test/{path}"), body).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        answer.json
    }

    #[cfg(feature = "test-knobs")]
    pub(crate) async fn stats(&self) -> Value {
        self.get("/test/stats").await.json
    }

    /// Sends a request with exactly these cookies, from outside of the jar.
    #[cfg(feature = "test-knobs")]
    pub(crate) async fn replay(&self, method: Method, path: &str, cookies: &str) -> Answer {
        let stranger = Self::new(&self.base);
        send(stranger.ask(method, path).header("cookie", cookies)).await
    }
}

pub(crate) async fn send(request: RequestBuilder) -> Answer {
    Answer::read(request.send().await.expect("is answered")).await
}
