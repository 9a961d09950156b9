//! The store that several instances of the demo's server have in common.

use super::folder;
use crate::run::{Background, Job, Ready, port};
use anyhow::Result;

/// Ended when dropped, and with it all sessions.
pub(super) struct Redis {
    _running: Background,
    url: String,
    keys: String,
}

impl Redis {
    /// Starts one that keeps everything in memory, on the loopback.
    pub(super) fn start() -> Result<Self> {
        let port = port(0)?;
        let running = Job::new("redis-server", "redis-server")
            .args(["--bind", "127.0.0.1", "--save", "", "--appendonly", "no"])
            .arg("--port")
            .arg(port.to_string())
            .dir(folder()?)
            .background(&Ready::Listens(port), |_| {})?;
        Ok(Self {
            _running: running,
            url: format!("redis://127.0.0.1:{port}"),
            keys: folder()?.join("keys").display().to_string(),
        })
    }

    /// What each instance is told: the store, and the keys they share.
    pub(super) fn args(&self) -> Vec<String> {
        ["--store", &self.url, "--key-file", &self.keys]
            .map(str::to_owned)
            .to_vec()
    }
}
