//! The database file: who may read it.

use std::fs::{self, OpenOptions};
use std::io;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

/// For the owner alone; `SQLite` gives the files beside it the same mode.
const PRIVATE: u32 = 0o600;

/// Makes the file if it is missing, readable by its owner alone, and closes one that others may read.
pub(super) fn keep_private(file: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.create(true).append(true).mode(PRIVATE).open(file)?;
    for suffix in ["", "-wal", "-shm"] {
        let mut beside = file.as_os_str().to_owned();
        beside.push(suffix);
        match fs::metadata(&beside) {
            Ok(found) if found.permissions().mode() & 0o077 != 0 => {
                fs::set_permissions(&beside, fs::Permissions::from_mode(PRIVATE))?;
            }
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
