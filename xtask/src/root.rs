//! Where things stand in the workspace.

use std::{
    env, fs,
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

/// Copies a folder with all that is in it.
pub(crate) fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// This program, read once: a later build of the workspace may replace the file.
pub(crate) fn program() -> &'static Path {
    static PROGRAM: LazyLock<PathBuf> =
        LazyLock::new(|| env::current_exe().expect("a running program has a path"));
    &PROGRAM
}
