//! Really cutting a connection.

use std::net::{Shutdown, TcpStream};
use std::os::fd::AsFd;
use std::sync::Arc;

/// A second grip on a connection's socket, to pull the plug from inside a handler.
#[derive(Clone)]
pub(crate) struct Cut(Option<Arc<TcpStream>>);

impl Cut {
    /// Takes the grip.
    pub(crate) fn of(stream: &tokio::net::TcpStream) -> Self {
        let socket = stream.as_fd().try_clone_to_owned().ok();
        Self(socket.map(|socket| Arc::new(TcpStream::from(socket))))
    }

    /// Ends the connection in both directions, at once.
    pub(crate) fn now(&self) {
        if let Some(socket) = &self.0 {
            // Already closed by the peer is as good.
            let _ = socket.shutdown(Shutdown::Both);
        }
    }
}
