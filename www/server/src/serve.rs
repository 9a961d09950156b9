//! Binding, serving, and ending in good order.

use std::net::SocketAddr;
use std::path::Path;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tower::ServiceExt;

use crate::admin;
use crate::app::App;
use crate::asking::PeerAddr;
use crate::keyfile;
use crate::provider;
use crate::routes;
use crate::secret;
use crate::settings::Settings;
pub use crate::start_error::StartError;
use crate::store::accounts;
use crate::store::purge::purge;

/// A server that has its address but does not answer yet.
pub struct Server {
    listener: TcpListener,
    admin: Option<TcpListener>,
    app: App,
    router: Router,
}

/// Reads the server's secrets, or draws one that ends with the process.
fn secrets(file: Option<&Path>) -> Result<Vec<[u8; 32]>, StartError> {
    let Some(path) = file else {
        let drawn = secret::random().map_err(StartError::Random)?;
        return Ok(vec![drawn]);
    };
    keyfile::read(path).map_err(|source| StartError::Keys {
        path: path.to_owned(),
        source,
    })
}

/// How long requests that are under way have at the end.
const FAREWELL: Duration = Duration::from_secs(10);
/// How often the store forgets what is over.
const PURGE: Duration = Duration::from_mins(10);
/// Connections at a time, where the system allows as many files.
const MOST_CONNECTIONS: u64 = 16_384;
/// Files that are no connections: the store's, the log's, the app's.
const OTHER_FILES: u64 = 64;

impl Server {
    /// Checks the settings, opens the store, binds the address.
    pub async fn bind(settings: Settings) -> Result<Self, StartError> {
        let addr = settings.check()?;
        let app = app(settings)?;
        if let Some(provider) = app.provider() {
            let discovered = provider.discover().await;
            discovered.map_err(|why| StartError::Provider {
                issuer: provider.issuer().to_owned(),
                why: why.to_string(),
            })?;
        }
        let listener = listen("--addr", addr).await?;
        let admin = match app.settings().admin_addr()? {
            Some(addr) => Some(listen("--admin", addr).await?),
            None => None,
        };
        Ok(Self {
            listener,
            admin,
            router: routes::router(&app).map_err(StartError::Client)?,
            app,
        })
    }

    /// Tells where `--admin` listens, with the port the system chose.
    pub fn admin_addr(&self) -> Option<std::io::Result<SocketAddr>> {
        self.admin.as_ref().map(TcpListener::local_addr)
    }

    /// Tells where it listens, with the port the system chose.
    pub fn local_addr(&self) -> std::io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Tells the email address and the password of each account that `--demo` brings.
    pub fn demo_accounts(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let local = self.app.settings().demo && self.app.provider().is_none();
        accounts::demo().filter(move |_| local)
    }

    /// Answers until the process or the task ends.
    pub async fn run(self) {
        self.run_until(std::future::pending()).await;
    }

    /// Answers until it is told to stop; requests under way are answered first, within ten seconds.
    pub async fn run_until(self, stop: impl Future<Output = ()>) {
        let Self {
            listener,
            admin,
            app,
            router,
        } = self;
        let mut beside = JoinSet::new();
        beside.spawn(self::beside(app.clone()));
        if let Some(admin) = admin {
            beside.spawn(axum::serve(admin, admin::router(&app)).into_future());
        }
        let (told, listening) = watch::channel(());
        let places = Arc::new(Semaphore::new(places()));
        let mut stop = pin!(stop);
        loop {
            let accepting = accept(&listener, &places);
            let (stream, peer, place) = tokio::select! {
                accepted = accepting => accepted,
                () = &mut stop => break,
            };
            let answering = answer(&app, router.clone(), stream, peer, listening.clone());
            tokio::spawn(async move {
                if let Err(error) = answering.await {
                    tracing::debug!(%error, %peer, "connection ended");
                }
                drop(place);
            });
        }
        app.stop();
        drop((listener, listening));
        told.send_replace(());
        // Each connection listens as long as it lives.
        if tokio::time::timeout(FAREWELL, told.closed()).await.is_err() {
            tracing::warn!("requests under way were cut");
        }
    }
}

type Place = tokio::sync::OwnedSemaphorePermit;

/// Waits for a free place, then for a client.
async fn accept(listener: &TcpListener, places: &Arc<Semaphore>) -> (TcpStream, SocketAddr, Place) {
    loop {
        let place = Arc::clone(places).acquire_owned().await;
        match (listener.accept().await, place) {
            (Ok((stream, peer)), Ok(place)) => return (stream, peer, place),
            // The client is gone again, or the system has no file left; neither ends the server.
            (Err(error), _) => {
                tracing::warn!(%error, "not accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            // The places are never closed.
            (Ok(_), Err(_)) => std::future::pending().await,
        }
    }
}

/// Answers a connection until it ends, or until the server is told to; one on which no request arrives
/// whole in time is given up.
fn answer(
    app: &App,
    router: Router,
    stream: TcpStream,
    peer: SocketAddr,
    mut told: watch::Receiver<()>,
) -> impl Future<Output = hyper::Result<()>> + Send + 'static {
    // Answers are small: none waits for another to fill a packet. An old socket refuses, and is slow.
    let _ = stream.set_nodelay(true);
    #[cfg(feature = "test-knobs")]
    let cut = crate::knobs::cut::Cut::of(&stream);
    let answer = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(PeerAddr(peer));
        #[cfg(feature = "test-knobs")]
        request.extensions_mut().insert(cut.clone());
        router.clone().oneshot(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(app.settings().patience())
        .serve_connection(TokioIo::new(stream), answer)
        .with_upgrades();
    async move {
        let mut connection = pin!(connection);
        tokio::select! {
            ended = connection.as_mut() => return ended,
            _ = told.changed() => connection.as_mut().graceful_shutdown(),
        }
        connection.await
    }
}

/// The connections that the system's files allow.
fn places() -> usize {
    let files = rlimit::Resource::NOFILE.get_soft().unwrap_or(1024);
    let places = files
        .saturating_sub(OTHER_FILES)
        .clamp(16, MOST_CONNECTIONS);
    usize::try_from(places).unwrap_or(16)
}

/// Opens the store and reads the keys.
pub(crate) fn app(settings: Settings) -> Result<App, StartError> {
    let secrets = secrets(settings.key_file.as_deref())?;
    let relying = settings.provider.check()?;
    let store = settings.store();
    App::new(settings, relying, &secrets).map_err(|refusal| StartError::Store {
        store,
        reason: refusal.to_string(),
    })
}

/// What goes on beside requests, as long as the process does.
pub(crate) async fn beside(app: App) -> std::io::Result<()> {
    if app.settings().store().is_shared() && app.settings().key_file.is_none() {
        tracing::warn!(
            "this instance has keys of its own: give all instances one --key-file, or each takes the \
             tokens of the others for lapsed"
        );
    }
    if app.settings().hides_clients() {
        tracing::warn!(
            "sign-ins are not counted per address: name the proxy in front by --trusted-proxy"
        );
    }
    tokio::select! {
        purged = purge_regularly(app.clone()) => purged,
        never = provider::work(app) => match never {},
    }
}

async fn listen(setting: &'static str, addr: SocketAddr) -> Result<TcpListener, StartError> {
    let listener = TcpListener::bind(addr).await;
    listener.map_err(|source| StartError::Bind {
        setting,
        addr,
        source,
    })
}

async fn purge_regularly(app: App) -> std::io::Result<()> {
    let mut ticks = tokio::time::interval(PURGE);
    loop {
        ticks.tick().await;
        let purged = app.transact(|app, db| Ok(purge(db, app.now())?)).await;
        match purged {
            Ok(rows) => tracing::info!(rows, "purged"),
            Err(reason) => tracing::error!(%reason, "not purged"),
        }
    }
}
