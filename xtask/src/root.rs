//! Where things stand in the workspace.

use std::{
    env,
    path::{Path, PathBuf},
    sync::LazyLock,
};

/// The root of the workspace.
pub(crate) fn dir() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("xtask stands in the workspace")
}

pub(crate) fn path(relative: impl AsRef<Path>) -> PathBuf {
    dir().join(relative)
}

/// This program, read once: a later build of the workspace may replace the file.
pub(crate) fn program() -> &'static Path {
    static PROGRAM: LazyLock<PathBuf> =
        LazyLock::new(|| env::current_exe().expect("a running program has a path"));
    &PROGRAM
}
