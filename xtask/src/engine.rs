//! The browser engines, and the driver each is spoken to through.

use crate::{
    root,
    run::{Finished, Job},
};
use clap::ValueEnum;
use std::{env, path::PathBuf};

/// With two of them set the runner takes its own pick, and the wrong browser passes.
const DRIVERS: [&str; 8] = [
    "CHROMEDRIVER",
    "GECKODRIVER",
    "SAFARIDRIVER",
    "MSEDGEDRIVER",
    "CHROMEDRIVER_REMOTE",
    "GECKODRIVER_REMOTE",
    "SAFARIDRIVER_REMOTE",
    "MSEDGEDRIVER_REMOTE",
];

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Engine {
    Chromium,
    Firefox,
    Webkit,
}

impl Engine {
    pub(crate) const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::Webkit];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::Webkit => "webkit",
        }
    }

    /// How many browsers its driver serves at once, as far as the tests ask for that.
    pub(crate) fn sessions(self) -> usize {
        match self {
            Self::Chromium => 3,
            Self::Firefox | Self::Webkit => 1,
        }
    }

    /// The variable by which the test runner is told of the driver.
    pub(crate) fn driver_variable(self) -> &'static str {
        match self {
            Self::Chromium => "CHROMEDRIVER",
            Self::Firefox => "GECKODRIVER",
            Self::Webkit => "SAFARIDRIVER",
        }
    }

    /// Takes every driver that is set out of a command's environment.
    pub(crate) fn without_drivers(job: Job) -> Job {
        DRIVERS.into_iter().fold(job, Job::without_env)
    }

    /// Fails a run of the runner that never said that it ran this engine.
    pub(crate) fn announced(self, mut finished: Finished) -> Finished {
        if finished.success && !finished.output.contains(self.announcement()) {
            eprintln!("  ✗ the runner never said \"{}\"", self.announcement());
            finished.success = false;
        }
        finished
    }

    /// The line the runner prints, which proves that it ran the engine that was wanted.
    fn announcement(self) -> &'static str {
        match self {
            Self::Chromium => "Running headless tests in Chrome",
            Self::Firefox => "Running headless tests in Firefox",
            Self::Webkit => "Running headless tests in Safari",
        }
    }

    /// `WebKitGTK` has no headless mode.
    pub(crate) fn needs_display(self) -> bool {
        self == Self::Webkit
    }

    fn driver_program(self) -> &'static str {
        match self {
            Self::Chromium => "chromedriver",
            Self::Firefox => "geckodriver",
            Self::Webkit => "WebKitWebDriver",
        }
    }

    /// Programs that must be on PATH, each with the Debian package that brings it.
    pub(crate) fn programs(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Chromium => &[
                ("chromium", "chromium"),
                ("chromedriver", "chromium-driver"),
            ],
            Self::Firefox => &[("firefox-esr", "firefox-esr")],
            Self::Webkit => &[
                ("WebKitWebDriver", "webkit2gtk-driver"),
                ("Xvfb", "xvfb"),
                ("xauth", "xauth"),
            ],
        }
    }

    /// The driver: from its variable, from PATH, or from what `setup` has built.
    pub(crate) fn driver(self) -> Option<PathBuf> {
        env::var_os(self.driver_variable())
            .map(PathBuf::from)
            .or_else(|| which::which(self.driver_program()).ok())
            .or_else(|| {
                Some(tools().join("bin").join(self.driver_program())).filter(|p| p.exists())
            })
    }
}

/// Where `setup` puts the programs it builds.
pub(crate) fn tools() -> PathBuf {
    root::path("target/tools")
}
