//! The embedded database: accounts, sessions, the secrets that open them, orders.

pub(crate) mod accounts;
pub(crate) mod orders;
pub(crate) mod secrets;
pub(crate) mod sessions;

use std::path::Path;

use rusqlite::Connection;

use crate::refusal::Refusal;

const SCHEMA: &str = "
    PRAGMA foreign_keys = ON;
    CREATE TABLE IF NOT EXISTS accounts (
        subject  TEXT PRIMARY KEY,
        email    TEXT NOT NULL UNIQUE,
        name     TEXT NOT NULL,
        roles    TEXT NOT NULL,
        scope    TEXT NOT NULL,
        tenant   TEXT NOT NULL,
        password TEXT NOT NULL
    ) STRICT;
    CREATE TABLE IF NOT EXISTS sessions (
        id             INTEGER PRIMARY KEY,
        handle         TEXT NOT NULL UNIQUE,
        subject        TEXT NOT NULL REFERENCES accounts,
        strategy       TEXT NOT NULL,
        scope          TEXT NOT NULL,
        signed_in      INTEGER NOT NULL,
        access_until   INTEGER NOT NULL,
        idle_until     INTEGER,
        absolute_until INTEGER,
        ended          TEXT
    ) STRICT;
    CREATE INDEX IF NOT EXISTS sessions_subject ON sessions (subject);
    CREATE TABLE IF NOT EXISTS secrets (
        digest     BLOB PRIMARY KEY,
        session    INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
        generation INTEGER NOT NULL,
        spent      INTEGER,
        salt       BLOB,
        seen       INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE INDEX IF NOT EXISTS secrets_session ON secrets (session, generation);
    CREATE TABLE IF NOT EXISTS orders (
        id       INTEGER PRIMARY KEY,
        subject  TEXT NOT NULL REFERENCES accounts,
        item     TEXT NOT NULL,
        quantity INTEGER NOT NULL,
        placed   INTEGER NOT NULL
    ) STRICT;
";

/// Opens the file, or a database in memory, with the demo accounts and their orders in it.
pub(crate) fn open(file: Option<&Path>) -> Result<Connection, Refusal> {
    let mut db = match file {
        Some(path) => Connection::open(path)?,
        None => Connection::open_in_memory()?,
    };
    let tx = db.transaction()?;
    tx.execute_batch(SCHEMA)?;
    accounts::seed(&tx)?;
    orders::seed(&tx)?;
    tx.commit()?;
    Ok(db)
}
