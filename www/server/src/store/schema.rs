//! The tables, and how a file of an earlier version gets them.

use rusqlite::{Connection, TransactionBehavior};

use crate::refusal::Refusal;

/// Each step leads from the version before it, which `SQLite` keeps in `user_version`, to the next.
///
/// A step that was released never changes; a new one is added at the end.
const STEPS: [&str; 3] = [FIRST, SECOND, THIRD];

/// Also for files older than the numbering, which have these tables already.
const FIRST: &str = "
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

/// Accounts can be disabled and are found by an index; a session keeps the scope it was granted.
const SECOND: &str = "
    ALTER TABLE accounts ADD COLUMN disabled INTEGER;
    CREATE INDEX accounts_email ON accounts (email COLLATE NOCASE);
    ALTER TABLE sessions ADD COLUMN granted TEXT NOT NULL DEFAULT '';
    UPDATE sessions SET granted =
        coalesce((SELECT scope FROM accounts a WHERE a.subject = sessions.subject), '');
    CREATE INDEX orders_subject ON orders (subject, placed);
";

/// A session may stand for one of a provider, whose tokens are kept behind it and revoked with it.
const THIRD: &str = "
    ALTER TABLE accounts ADD COLUMN issuer TEXT;
    ALTER TABLE sessions ADD COLUMN claims TEXT;
    ALTER TABLE sessions ADD COLUMN auth_time INTEGER;
    CREATE TABLE grants (
        session     INTEGER PRIMARY KEY REFERENCES sessions ON DELETE CASCADE,
        sid         BLOB,
        tokens      BLOB NOT NULL,
        refreshable INTEGER NOT NULL,
        scope       TEXT NOT NULL,
        until       INTEGER NOT NULL,
        asked       TEXT,
        renewed     INTEGER,
        generation  INTEGER NOT NULL DEFAULT 0,
        lease       INTEGER
    ) STRICT;
    CREATE INDEX grants_sid ON grants (sid) WHERE sid IS NOT NULL;
    CREATE TABLE revocations (
        id       INTEGER PRIMARY KEY,
        kind     TEXT NOT NULL,
        token    BLOB NOT NULL,
        queued   INTEGER NOT NULL,
        due      INTEGER NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE INDEX revocations_due ON revocations (due);
    CREATE TABLE logout_tokens (
        digest BLOB PRIMARY KEY,
        until  INTEGER NOT NULL
    ) STRICT;
";

/// Brings a database to the version of this program; all of it, or nothing.
pub(super) fn migrate(db: &mut Connection) -> Result<(), Refusal> {
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found: u32 = tx.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let Some(missing) = STEPS.get(found as usize..) else {
        let known = STEPS.len();
        return Err(Refusal::Internal(format!(
            "the database is of version {found}, written by a later program; this one knows up to \
             {known}"
        )));
    };
    for step in missing {
        tx.execute_batch(step)?;
    }
    tx.pragma_update(
        None,
        "user_version",
        i64::try_from(STEPS.len()).unwrap_or_default(),
    )?;
    Ok(tx.commit()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(db: &Connection) -> u32 {
        db.query_row("PRAGMA user_version", [], |row| row.get(0))
            .expect("has a version")
    }

    #[test]
    fn a_file_older_than_the_numbering_keeps_its_sessions_and_their_scope() {
        let mut db = Connection::open_in_memory().expect("opens");
        db.execute_batch(FIRST).expect("is made");
        db.execute_batch(
            "INSERT INTO accounts VALUES ('s', 'Ada@example.com', 'n', 'r', 'a b', 't', 'p');
             INSERT INTO sessions VALUES (1, 'h', 's', 'jwt', 'a', 0, 0, NULL, NULL, NULL);",
        )
        .expect("is written");
        migrate(&mut db).expect("migrates");
        assert_eq!(version(&db) as usize, STEPS.len());
        let granted: String = db
            .query_row("SELECT granted FROM sessions", [], |row| row.get(0))
            .expect("is there");
        assert_eq!(granted, "a b");
        migrate(&mut db).expect("again changes nothing");
    }

    #[test]
    fn a_file_of_a_later_program_is_left_alone() {
        let mut db = Connection::open_in_memory().expect("opens");
        db.pragma_update(None, "user_version", 99).expect("is set");
        let refused = migrate(&mut db).expect_err("is refused").to_string();
        assert!(refused.contains("of version 99"), "{refused}");
        assert_eq!(version(&db), 99);
    }
}
