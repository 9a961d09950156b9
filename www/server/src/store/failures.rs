//! Failed sign-ins that instances count together.

use rusqlite::{Connection, OptionalExtension, params};

use crate::clock::Millis;
use crate::limiter::Buckets;
use crate::refusal::Refusal;

/// Only a store that instances share has this table.
pub(super) const TABLE: &str = "
    CREATE TABLE IF NOT EXISTS failures (
        bucket   TEXT PRIMARY KEY,
        empty_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS failures_empty_at ON failures (empty_at);
";

/// The buckets of all instances.
pub(crate) struct Shared<'a>(pub(crate) &'a Connection);

impl Buckets for Shared<'_> {
    fn empty_at(&self, key: &str) -> Result<Option<Millis>, Refusal> {
        let mut one = self
            .0
            .prepare_cached("SELECT empty_at FROM failures WHERE bucket = ?1")?;
        Ok(one.query_row([key], |row| row.get(0)).optional()?)
    }

    fn set(&mut self, key: &str, empty_at: Option<Millis>) -> Result<(), Refusal> {
        if let Some(moment) = empty_at {
            let keep = "INSERT INTO failures (bucket, empty_at) VALUES (?1, ?2)
                        ON CONFLICT (bucket) DO UPDATE SET empty_at = ?2";
            self.0.prepare_cached(keep)?.execute(params![key, moment])?;
        } else {
            let mut one = self
                .0
                .prepare_cached("DELETE FROM failures WHERE bucket = ?1")?;
            one.execute([key])?;
        }
        Ok(())
    }

    fn forget(&mut self, now: Millis) -> Result<usize, Refusal> {
        let empty = "SELECT EXISTS (SELECT 1 FROM failures WHERE empty_at <= ?1)";
        if self
            .0
            .prepare_cached(empty)?
            .query_row([now], |row| row.get(0))?
        {
            let mut all = self
                .0
                .prepare_cached("DELETE FROM failures WHERE empty_at <= ?1")?;
            all.execute([now])?;
        }
        let mut all = self.0.prepare_cached("SELECT count(*) FROM failures")?;
        let count: i64 = all.query_row([], |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or(usize::MAX))
    }
}
