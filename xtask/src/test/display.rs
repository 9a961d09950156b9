//! A display without a screen, for the engine that cannot do without one.

use crate::run::{Background, Job, Ready};
use anyhow::Result;

pub(crate) struct Display(Background);

impl Display {
    /// Xvfb picks a free number and says it once the display accepts clients.
    pub(crate) fn start() -> Result<Self> {
        let server = Job::new("Xvfb", "Xvfb")
            .args([
                "-displayfd",
                "1",
                "-screen",
                "0",
                "1280x1024x24",
                "-nolisten",
                "tcp",
            ])
            .background(&Ready::Says(r"^(\d+)$"), |_| {})?;
        Ok(Self(server))
    }

    /// The value of `DISPLAY`.
    pub(crate) fn name(&self) -> String {
        format!(":{}", self.0.said)
    }
}
