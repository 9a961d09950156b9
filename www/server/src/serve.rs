//! Binding and serving.

use std::net::SocketAddr;

use axum::Router;
use axum::extract::Request;
use axum::extract::connect_info::{ConnectInfo, Connected};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::serve::IncomingStream;
use tokio::net::TcpListener;

use crate::app::App;
use crate::asking::PeerAddr;
use crate::routes;
use crate::settings::{Settings, SettingsError};

/// A server that has its address but does not answer yet.
pub struct Server {
    listener: TcpListener,
    router: Router,
}

/// Why the server does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The settings do not go together.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The address is taken, or not this machine's.
    #[error(
        "{addr}: cannot listen there: {source}\n  do: choose another --addr; port 0 is always free"
    )]
    Bind {
        /// The address tried.
        addr: SocketAddr,
        /// What the system said.
        source: std::io::Error,
    },
    /// The store cannot be opened.
    #[error("cannot open the store: {0}\n  do: check --db, or leave it out to keep all in memory")]
    Store(String),
}

impl Server {
    /// Checks the settings, opens the store, binds the address.
    pub async fn bind(settings: Settings) -> Result<Self, StartError> {
        let addr = settings.check()?;
        let app = App::new(settings).map_err(|refusal| StartError::Store(refusal.to_string()))?;
        let listener = TcpListener::bind(addr)
            .await
            .map_err(|source| StartError::Bind { addr, source })?;
        Ok(Self {
            listener,
            router: routes::router(&app),
        })
    }

    /// Tells where it listens, with the port the system chose.
    pub fn local_addr(&self) -> std::io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Answers until the process or the task ends.
    pub async fn run(self) -> std::io::Result<()> {
        let router = self.router.layer(middleware::from_fn(introduce));
        axum::serve(
            self.listener,
            router.into_make_service_with_connect_info::<Connection>(),
        )
        .await
    }
}

/// What is known of a connection when it is accepted.
#[derive(Clone)]
struct Connection {
    peer: SocketAddr,
    #[cfg(feature = "test-knobs")]
    cut: crate::knobs::cut::Cut,
}

impl Connected<IncomingStream<'_, TcpListener>> for Connection {
    fn connect_info(stream: IncomingStream<'_, TcpListener>) -> Self {
        Self {
            peer: *stream.remote_addr(),
            #[cfg(feature = "test-knobs")]
            cut: crate::knobs::cut::Cut::of(stream.io()),
        }
    }
}

async fn introduce(
    ConnectInfo(connection): ConnectInfo<Connection>,
    mut request: Request,
    next: Next,
) -> Response {
    request.extensions_mut().insert(PeerAddr(connection.peer));
    #[cfg(feature = "test-knobs")]
    request.extensions_mut().insert(connection.cut);
    next.run(request).await
}
