//! The journal in `PostgreSQL`: a table of transactions, and one row beside it.
//!
//! The turn to write is an advisory lock of a database transaction, so it ends with the connection of an
//! instance that was killed. The number of an entry is the table's key, and taken once.

use std::time::Duration;

use postgres::{Client, Config, NoTls, Row};

use super::journal::{At, Entry, Journal, News, Unavailable};
use crate::secret;

/// How long to wait for a connection.
const PATIENCE: Duration = Duration::from_secs(1);
/// Names the lock among all that the database has.
const LOCK: i64 = 0x6861_6c6c_7061_7373;

/// Waits a second for the turn; a statement that takes five is given up.
const BEGIN: &str = "BEGIN; SET LOCAL lock_timeout = '1s'; SET LOCAL statement_timeout = '5s'";
const TABLES: &str = "
    CREATE TABLE IF NOT EXISTS hallpass_journal (
        number     BIGINT PRIMARY KEY,
        statements TEXT NOT NULL
    );
    CREATE TABLE IF NOT EXISTS hallpass_state (
        one   BOOLEAN PRIMARY KEY DEFAULT TRUE CHECK (one),
        epoch TEXT NOT NULL,
        base  BIGINT NOT NULL,
        image BYTEA
    );
";
/// One row at least, which tells whose journal it is.
const SINCE: &str = "
    SELECT s.epoch, s.base, j.number, j.statements
    FROM hallpass_state s LEFT JOIN hallpass_journal j ON j.number > $1 ORDER BY j.number";
const IMAGE: &str = "SELECT epoch, base, image FROM hallpass_state";

/// A connection, made when it is needed.
pub(super) struct Postgres {
    config: Config,
    client: Option<Client>,
}

impl Postgres {
    /// Reads the URL, connects, and makes the tables where they are missing.
    pub(super) fn new(url: &str) -> Result<Self, Unavailable> {
        let mut config: Config = url.parse()?;
        config
            .connect_timeout(PATIENCE)
            .tcp_user_timeout(PATIENCE * 5)
            .application_name("hallpass-server");
        let mut own = Self {
            config,
            client: None,
        };
        let epoch = secret::token().map_err(|error| Unavailable(error.to_string()))?;
        own.call(|client| {
            client.batch_execute(BEGIN)?;
            client.execute("SELECT pg_advisory_xact_lock($1)", &[&LOCK])?;
            client.batch_execute(TABLES)?;
            let begin = "INSERT INTO hallpass_state (epoch, base) VALUES ($1, 0)
                         ON CONFLICT DO NOTHING";
            client.execute(begin, &[&epoch])?;
            client.batch_execute("COMMIT")
        })?;
        Ok(own)
    }

    /// Makes a call; after one that fails the connection is given up, and with it its transaction.
    fn call<T>(
        &mut self,
        work: impl FnOnce(&mut Client) -> Result<T, postgres::Error>,
    ) -> Result<T, Unavailable> {
        let mut client = match self.client.take() {
            Some(open) if !open.is_closed() => open,
            _ => self.config.connect(NoTls)?,
        };
        let done = work(&mut client)?;
        self.client = Some(client);
        Ok(done)
    }

    /// Tells what is new, in a transaction of the caller's.
    fn news(&mut self, at: &At) -> Result<News, Unavailable> {
        let number = signed(at.number)?;
        let rows = self.call(|client| client.query(SINCE, &[&number]))?;
        let first = rows.first().ok_or_else(odd)?;
        let (epoch, base): (String, i64) = (first.try_get(0)?, first.try_get(1)?);
        if epoch == at.epoch && base <= number {
            return Ok(News::Entries(entries(&rows)?));
        }
        let row = self.call(|client| client.query_one(IMAGE, &[]))?;
        let (epoch, base, image) = (row.try_get(0)?, row.try_get::<_, i64>(1)?, row.try_get(2)?);
        let rows = self.call(|client| client.query(SINCE, &[&base]))?;
        let at = At {
            epoch,
            number: unsigned(base)?,
        };
        let entries = entries(&rows)?;
        Ok(News::Whole { at, image, entries })
    }

    fn try_since(&mut self, at: &At) -> Result<News, Unavailable> {
        let number = signed(at.number)?;
        let rows = self.call(|client| client.query(SINCE, &[&number]))?;
        let first = rows.first().ok_or_else(odd)?;
        let (epoch, base): (String, i64) = (first.try_get(0)?, first.try_get(1)?);
        if epoch == at.epoch && base <= number {
            return Ok(News::Entries(entries(&rows)?));
        }
        let read = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
        self.call(|client| client.batch_execute(read))?;
        let news = self.news(at)?;
        self.call(|client| client.batch_execute("COMMIT"))?;
        Ok(news)
    }

    fn try_begin(&mut self, at: &At) -> Result<News, Unavailable> {
        self.call(|client| {
            client.batch_execute(BEGIN)?;
            client.execute("SELECT pg_advisory_xact_lock($1)", &[&LOCK])
        })?;
        self.news(at)
    }
}

impl Journal for Postgres {
    fn since(&mut self, at: &At) -> Result<News, Unavailable> {
        let was_open = self.client.is_some();
        let found = self.try_since(at);
        // The server may have been started anew since this connection was used.
        if found.is_err() && was_open {
            return self.try_since(at);
        }
        found
    }

    fn begin(&mut self, at: &At) -> Result<News, Unavailable> {
        let was_open = self.client.is_some();
        let found = self.try_begin(at);
        if found.is_err() && was_open && self.client.is_none() {
            return self.try_begin(at);
        }
        found
    }

    fn append(&mut self, entry: &Entry) -> Result<(), Unavailable> {
        let number = signed(entry.number)?;
        self.call(|client| {
            let insert = "INSERT INTO hallpass_journal (number, statements) VALUES ($1, $2)";
            client.execute(insert, &[&number, &entry.statements])?;
            client.batch_execute("COMMIT")
        })
    }

    fn release(&mut self) -> Result<(), Unavailable> {
        self.call(|client| client.batch_execute("ROLLBACK"))
    }

    fn compact(&mut self, at: &At, image: &[u8]) -> Result<(), Unavailable> {
        let number = signed(at.number)?;
        self.call(|client| {
            client.batch_execute(BEGIN)?;
            client.execute("SELECT pg_advisory_xact_lock($1)", &[&LOCK])?;
            let keep = "UPDATE hallpass_state SET base = $1, image = $2 WHERE base < $1";
            client.execute(keep, &[&number, &image])?;
            client.execute(
                "DELETE FROM hallpass_journal WHERE number <= $1",
                &[&number],
            )?;
            client.batch_execute("COMMIT")
        })
    }
}

/// Reads the rows of `SINCE`, the first of which may have no transaction.
fn entries(rows: &[Row]) -> Result<Vec<Entry>, Unavailable> {
    let mut found = Vec::new();
    for row in rows {
        if let Some(number) = row.try_get::<_, Option<i64>>(2)? {
            found.push(Entry {
                number: unsigned(number)?,
                statements: row.try_get(3)?,
            });
        }
    }
    Ok(found)
}

fn signed(number: u64) -> Result<i64, Unavailable> {
    i64::try_from(number).map_err(|_| odd())
}

fn unsigned(number: i64) -> Result<u64, Unavailable> {
    u64::try_from(number).map_err(|_| odd())
}

fn odd() -> Unavailable {
    Unavailable("the tables of the journal are none of ours".to_owned())
}

impl From<postgres::Error> for Unavailable {
    fn from(error: postgres::Error) -> Self {
        // Its own text is as short as "db error".
        let cause = std::error::Error::source(&error).map(ToString::to_string);
        Self(format!(
            "PostgreSQL: {}",
            cause.unwrap_or_else(|| error.to_string())
        ))
    }
}
