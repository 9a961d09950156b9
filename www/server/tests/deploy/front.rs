//! A program in front of the server, and what has to hold through it.

use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use reqwest::{Certificate, Client, Method, RequestBuilder, StatusCode, redirect};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::apis::{api, socket_api};
use crate::harness::{Answer, DEMO, over_https, send};

/// Where the client is, in the eyes of the front.
const CLIENT: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 2);
/// Where the client says it is.
const ELSEWHERE: &str = "198.51.100.9";
/// How long it may be silent before it is ready.
const PATIENCE: Duration = Duration::from_secs(20);
const ORIGIN: &str = "https://app.example";

/// Two that are free.
#[derive(Clone, Copy)]
pub(super) struct Ports {
    pub(super) https: u16,
    pub(super) http: u16,
}

/// Killed when the test is through with it.
pub(super) struct Front {
    child: Child,
    ports: Ports,
    root: PathBuf,
}

impl Front {
    /// Starts the server, and in front of it what is made for its address and these ports: a command,
    /// and where the certificate of its authority will be.
    pub(super) async fn start(make: impl FnOnce(&str, Ports) -> (Command, PathBuf)) -> Self {
        let rules = [
            format!("/api={}", api().await),
            format!("/live={}", socket_api().await),
        ];
        let own = ["--trusted-proxy", "127.0.0.1", "--proxy", &rules[0]];
        let server = over_https(&[&own[..], &["--proxy", &rules[1]]].concat()).await;
        let free = [0; 2].map(|_| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("is free"));
        let [https, http] = free.map(|free| free.local_addr().expect("is bound").port());
        let ports = Ports { https, http };
        let (mut command, root) = make(&server, ports);
        command.stdin(Stdio::null()).stdout(Stdio::null());
        let child = command.stderr(Stdio::piped()).spawn();
        let child = child.expect("the front is installed: `cargo xtask test --only native --full`");
        Self { child, ports, root }
    }

    /// Waits until it has said all of this.
    pub(super) fn once(mut self, ready: &[&str]) -> Self {
        let output = self.child.stderr.take().expect("is piped");
        let (tell, heard) = mpsc::channel();
        // What it says later is read too, so that no pipe fills up.
        thread::spawn(move || {
            let lines = BufReader::new(output).lines().map_while(Result::ok);
            lines.for_each(|line| drop(tell.send(line)));
        });
        let mut said = String::new();
        while !ready.iter().all(|part| said.contains(part)) {
            let line = heard.recv_timeout(PATIENCE);
            said += &line.unwrap_or_else(|_| panic!("no {ready:?}:\n{said}"));
            said.push('\n');
        }
        self
    }

    /// A browser that keeps cookies and trusts the front's certificate alone.
    fn client(&self) -> Client {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let root = std::fs::read(&self.root).expect("is there");
        Client::builder()
            .redirect(redirect::Policy::none())
            .tls_certs_only([Certificate::from_pem(&root).expect("is one")])
            .resolve("app.example", SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))
            .local_address(Some(CLIENT.into()))
            .no_proxy()
            .http1_only()
            .cookie_store(true)
            .build()
            .expect("builds")
    }

    /// A request as the page sends it, by a client that lies about where it comes from.
    fn ask(&self, client: &Client, method: Method, path: &str) -> RequestBuilder {
        let url = format!("{ORIGIN}:{}{path}", self.ports.https);
        client
            .request(method, url)
            .header("x-csrf", "1")
            .header("origin", ORIGIN)
            .header("sec-fetch-site", "same-origin")
            .header("x-forwarded-for", ELSEWHERE)
            .header(
                "forwarded",
                format!("for={ELSEWHERE};proto=http;host=evil.example"),
            )
            .header("x-forwarded-host", "evil.example")
            .header("x-forwarded-proto", "http")
    }
}

impl Drop for Front {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// All that the comments of the files claim.
pub(super) async fn serves(front: Front) {
    let client = front.client();
    let ask = |method, path| front.ask(&client, method, path);
    let credentials = json!({ "email": DEMO.0, "password": DEMO.1 });
    let signed_in = send(ask(Method::POST, "/auth/login").json(&credentials)).await;
    assert_eq!(signed_in.status, 200, "{}", signed_in.text);
    let cookies = signed_in.set_cookies().join("\n");
    assert!(
        cookies.contains("__Host-") && cookies.contains("Secure"),
        "{cookies}"
    );
    let seen = send(ask(Method::GET, "/auth/session")).await;
    assert_eq!(seen.json["authenticated"], true, "{}", seen.text);
    assert!(!seen.header("strict-transport-security").is_empty());
    addresses(&send(ask(Method::GET, "/api/x")).await);
    streams(ask(Method::GET, "/api/stream")).await;
    sockets(ask(Method::GET, "/live/x")).await;
    let large = vec![b'x'; 3 << 20];
    let counted = send(ask(Method::POST, "/api/upload").body(large)).await;
    assert_eq!(counted.json["count"], 3 << 20, "{}", counted.text);
    let plain = format!("http://app.example:{}/orders?page=2", front.ports.http);
    let led = send(client.get(plain)).await;
    assert_eq!(led.status, 308);
    let to = led.header("location");
    assert!(
        to.starts_with(ORIGIN) && to.ends_with("/orders?page=2"),
        "{to}"
    );
    let out = send(ask(Method::POST, "/auth/logout").json(&json!({}))).await;
    assert_eq!(out.status, 200, "{}", out.text);
    let seen = send(ask(Method::GET, "/auth/session")).await;
    assert_eq!(seen.json, json!({ "authenticated": false }));
}

/// The server tells the API who asked: that is whom it believes to have asked.
fn addresses(answer: &Answer) {
    let headers = &answer.json["headers"];
    assert_eq!(
        headers["x-forwarded-for"],
        CLIENT.to_string(),
        "{}",
        answer.text
    );
    assert_eq!(headers["x-forwarded-proto"], "https");
    let host = headers["x-forwarded-host"].as_str().expect("is said");
    assert_eq!(host.split(':').next(), Some("app.example"));
}

async fn streams(request: RequestBuilder) {
    let mut answer = request.send().await.expect("has a head");
    let first = tokio::time::timeout(Duration::from_secs(10), answer.chunk()).await;
    let first = first.expect("comes before the end, which never comes");
    assert_eq!(first.expect("is read").as_deref(), Some(&b"first\n"[..]));
}

async fn sockets(request: RequestBuilder) {
    let request = request
        .header("connection", "Upgrade")
        .header("upgrade", "websocket")
        .header("sec-websocket-version", "13")
        .header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==");
    let answer = request.send().await.expect("is answered");
    assert_eq!(answer.status(), StatusCode::SWITCHING_PROTOCOLS);
    let mut stream = answer.upgrade().await.expect("is a stream");
    stream.write_all(b"both ways").await.expect("is sent");
    let mut back = [0; 9];
    stream.read_exact(&mut back).await.expect("comes back");
    assert_eq!(&back, b"both ways");
}
