//! The identity provider of `cargo xtask demo --oidc`: the one that the tests run.

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
    /// Starts it for an app on a port of this machine; it writes the app's secret into a file.
    pub(super) fn start(app: u16) -> Result<Self> {
        let secret = root::path("target").join("demo-client-secret");
        let running = Job::new("identity provider", "node")
            .arg(root::path(PROGRAM))
            .arg(format!("http://127.0.0.1:{app}"))
            .arg(port(0)?.to_string())
            .arg(&secret)
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
