//! The database: accounts, sessions, the secrets that open them, orders.
//!
//! It is always `SQLite`: in memory, in a file, or (see [`shared`]) a replica of what instances have in
//! common. So every query is written once.
//!
//! One thread writes; see [`writer`] for how. Reads have connections of their own where the database
//! is a file, so that none waits for a commit: in WAL mode a reader sees what was committed last.

pub(crate) mod accounts;
pub(crate) mod failures;
mod file;
pub(crate) mod grants;
pub(crate) mod logout_tokens;
pub(crate) mod orders;
pub(crate) mod provided;
pub(crate) mod purge;
pub(crate) mod revocations;
mod schema;
pub(crate) mod secrets;
pub(crate) mod sessions;
mod shared;
pub(crate) mod url;
mod writer;

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::refusal::Refusal;
use shared::{Fresh, Shared};
use url::StoreUrl;
use writer::{Writer, lock};

/// How long a write waits for another program that holds the file; then the answer is 503.
const PATIENCE: Duration = Duration::from_secs(1);
/// Statements that a connection keeps compiled: more than this program has.
const STATEMENTS: usize = 64;

/// An open database.
pub(crate) struct Store {
    writer: Writer,
    readers: Vec<Arc<Mutex<Connection>>>,
    next: AtomicUsize,
    /// What knows whether other instances have written, where there can be any.
    fresh: Option<Fresh>,
}

impl Store {
    /// Opens it, with the demo accounts or without.
    pub(crate) fn open(url: &StoreUrl, demo: bool) -> Result<Self, Refusal> {
        let store = Self::join(url)?;
        store.writer.write_now(move |db| demonstrate(db, demo))?;
        Ok(store)
    }

    /// Opens it as it is.
    pub(crate) fn join(url: &StoreUrl) -> Result<Self, Refusal> {
        Ok(match url {
            StoreUrl::Memory => {
                // It is seen by its one connection alone.
                let db = Arc::new(Mutex::new(open(None)?));
                Self::new(Writer::over(Arc::clone(&db))?, vec![db], None)
            }
            StoreUrl::File(path) => {
                let db = Arc::new(Mutex::new(open(Some(path))?));
                let readers = (0..parallelism()).map(|_| reader(path));
                Self::new(Writer::over(db)?, readers.collect::<Result<_, _>>()?, None)
            }
            StoreUrl::Postgres(_) | StoreUrl::Redis(_) => {
                let shared = Shared::open(url)?;
                Self::new(shared.writer, vec![shared.db], Some(shared.fresh))
            }
        })
    }

    fn new(writer: Writer, readers: Vec<Arc<Mutex<Connection>>>, fresh: Option<Fresh>) -> Self {
        Self {
            writer,
            readers,
            next: AtomicUsize::new(0),
            fresh,
        }
    }

    /// Waits until all that any instance wrote before this call can be read.
    pub(crate) async fn fresh(&self) -> Result<(), Refusal> {
        match &self.fresh {
            Some(fresh) => fresh.wait().await,
            None => Ok(()),
        }
    }

    /// Runs work in a transaction, and waits for it where nothing else can be done meanwhile.
    pub(crate) fn write_now<T, F>(&self, work: F) -> Result<T, Refusal>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T, Refusal> + Send + 'static,
    {
        self.writer.write_now(work)
    }

    /// Runs work in a transaction, and answers once it is on disk.
    pub(crate) async fn write<T, F>(&self, work: F) -> Result<T, Refusal>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T, Refusal> + Send + 'static,
    {
        self.writer.write(work).await
    }

    /// Reads what was committed last. It takes microseconds, so it runs where it is called.
    pub(crate) fn read<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let turn = self.next.fetch_add(1, Ordering::Relaxed);
        work(&lock(&self.readers[turn % self.readers.len()]))
    }
}

/// Opens a database for an operator or for the writing thread, and brings it up to date.
pub(crate) fn open(file: Option<&Path>) -> Result<Connection, Refusal> {
    let mut db = match file {
        Some(path) => {
            file::keep_private(path)
                .map_err(|error| Refusal::Internal(format!("{}: {error}", path.display())))?;
            Connection::open(path)?
        }
        None => Connection::open_in_memory()?,
    };
    equip(&mut db)?;
    Ok(db)
}

/// Sets a connection up, and brings its database up to date.
fn equip(db: &mut Connection) -> Result<(), Refusal> {
    keep_statements(db)?;
    // A commit that was answered survives a power cut: a logout must not be undone by one.
    db.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;",
    )?;
    schema::migrate(db)
}

fn reader(path: &Path) -> Result<Arc<Mutex<Connection>>, Refusal> {
    // A lock of this program is around each connection; another of `SQLite` within costs and adds nothing.
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags)?;
    keep_statements(&db)?;
    Ok(Arc::new(Mutex::new(db)))
}

/// Sets up how long a connection waits, and that a statement is compiled once.
fn keep_statements(db: &Connection) -> Result<(), Refusal> {
    db.busy_timeout(PATIENCE)?;
    db.set_prepared_statement_cache_capacity(STATEMENTS);
    // Else `SQLite` compiles a statement anew for each value, in case that another plan suits it better.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

fn parallelism() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// Writes the demo accounts and their orders where they are missing, or removes them.
///
/// A file that once served as a demo keeps nothing of it: the passwords are published.
fn demonstrate(db: &Connection, demo: bool) -> Result<(), Refusal> {
    if demo {
        accounts::seed(db)?;
        orders::seed(db)?;
    } else {
        accounts::remove_demo(db)?;
    }
    Ok(())
}
