//! The file that holds the server's keys, so that they outlive it and instances share them.
//!
//! A line a key: 32 octets in base64url. Everything else is derived from them. The first is used, the
//! others still verify, which is how a key is replaced without signing anybody out.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::secret;

/// Why the keys cannot be had; no message has anything of a key.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// It cannot be read or made.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// Who can read it can sign in as anybody.
    #[error("others may read it (mode {0:o})")]
    Open(u32),
    /// A line that is none.
    #[error("line {0} is no key")]
    Line(usize),
    /// Nothing but comments.
    #[error("there is no key in it")]
    Empty,
    /// The system has no randomness.
    #[error("no key can be drawn: {0}")]
    Random(getrandom::Error),
}

/// Reads the keys, the one in use first. A file that is missing is made, with one key in it.
pub(crate) fn read(path: &Path) -> Result<Vec<[u8; 32]>, KeyFileError> {
    make(path)?;
    let mode = fs::metadata(path)?.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(KeyFileError::Open(mode));
    }
    let text = fs::read_to_string(path)?;
    let lines = text.lines().map(str::trim).enumerate();
    let keys = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    let keys = keys.map(|(at, line)| {
        let octets = URL_SAFE_NO_PAD.decode(line).ok();
        let key = octets.and_then(|octets| octets.try_into().ok());
        key.ok_or(KeyFileError::Line(at + 1))
    });
    let keys: Vec<[u8; 32]> = keys.collect::<Result<_, _>>()?;
    if keys.is_empty() {
        return Err(KeyFileError::Empty);
    }
    Ok(keys)
}

/// Draws a key, as a line of the file.
pub fn line() -> Result<String, KeyFileError> {
    secret::token().map_err(KeyFileError::Random)
}

fn make(path: &Path) -> Result<(), KeyFileError> {
    let mut options = OpenOptions::new();
    match options.write(true).create_new(true).mode(0o600).open(path) {
        Ok(mut file) => Ok(writeln!(file, "{}", line()?)?),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error.into()),
    }
}
