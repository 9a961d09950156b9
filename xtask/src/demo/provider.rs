//! The identity provider of `cargo xtask demo --oidc`: the one that the tests run.

use super::folder;
use crate::{
    root,
    run::{Background, Job, Ready, port},
};
use anyhow::Result;
use std::path::PathBuf;

const PROGRAM: &str = "tests/interop/provider/serve.mjs";
/// Ended when dropped.
pub(super) struct Provider {
    _running: Background,
    issuer: String,
    scope: String,
    secret: PathBuf,
}

impl Provider {
    /// Starts it for a server at an address, and for its page elsewhere if it is; it writes the server's secret into a file.
    pub(super) fn start(server: &str, page: Option<&str>) -> Result<Self> {
        let secret = folder()?.join("client-secret");
        let running = Job::new("identity provider", "node")
            .arg(root::path(PROGRAM))
            .arg(server)
            .arg(port(0)?.to_string())
            .arg(&secret)
            .args(page)
            .background(&Ready::Says(r"listening on (http://\S+ for .+)"), |_| {})?;
        let (issuer, scope) = running.said.split_once(" for ").unwrap_or_default();
        Ok(Self {
            issuer: issuer.to_owned(),
            scope: scope.to_owned(),
            _running: running,
            secret,
        })
    }

    /// The arguments of a server that signs in by it.
    pub(super) fn args(&self) -> Vec<String> {
        let secret = self.secret.display().to_string();
        ["--issuer", &self.issuer, "--client-id", "app"]
            .into_iter()
            .chain(["--client-secret-file", &secret, "--scope", &self.scope])
            .chain(["--claim", "vip"])
            .map(str::to_owned)
            .collect()
    }

    pub(super) fn announce(&self) {
        println!("  the identity provider is {}", self.issuer);
        println!(
            "  sign in as `ada` (a VIP) or `grace`, password `correct horse`, code `123456`\n"
        );
    }
}
