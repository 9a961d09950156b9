//! The demo's page: built as a user's app would be, and served from an origin of its own if asked to.

use crate::{
    build,
    progress::heading,
    root,
    run::{Background, Job, Ready},
};
use anyhow::Result;
use std::path::PathBuf;

const APP: &str = "www/app";

/// What the page is told when it is built.
pub(super) struct Told {
    pub(super) by_provider: bool,
    /// The server's origin, where that is not the page's.
    pub(super) server: Option<String>,
}

/// Builds it into a folder. The app installs the package as npm packs it, so the demo runs what a user would get.
pub(super) fn build(told: &Told) -> Result<PathBuf> {
    heading("demo page");
    let archive = build::pack()?;
    Job::new("npm install hallpass", "npm")
        .args([
            "install",
            "--no-save",
            "--no-package-lock",
            "--no-audit",
            "--no-fund",
        ])
        .arg("--ignore-scripts")
        .arg(archive)
        .dir(root::path(APP))
        .quiet()?;
    Job::new("vite build", build::node_program(APP, "vite")?)
        .arg("build")
        .env("VITE_PROVIDER", if told.by_provider { "1" } else { "" })
        .env("VITE_SERVER", told.server.as_deref().unwrap_or_default())
        .dir(root::path(APP))
        .quiet()?;
    Ok(root::path(APP).join("dist"))
}

/// The server of the page alone: ended when dropped.
pub(super) struct Page {
    _running: Background,
}

impl Page {
    /// Serves what was built, and forwards nothing.
    pub(super) fn start(port: u16) -> Result<Self> {
        let running = Job::new("page", build::node_program(APP, "vite")?)
            .args(["preview", "--host", "127.0.0.1", "--strictPort", "--port"])
            .arg(port.to_string())
            .dir(root::path(APP))
            .background(&Ready::Listens(port), |_| {})?;
        Ok(Self { _running: running })
    }
}
