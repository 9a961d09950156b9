//! The database as this instance has it: in memory, as far as the journal was read.

use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, MAIN_DB};

use super::journal::{At, Entry, News};
use super::recorder::Recorder;
use crate::refusal::Refusal;
use crate::store::{equip, failures, writer::lock};

/// All of the store.
#[derive(Clone)]
pub(super) struct Replica {
    db: Arc<Mutex<Connection>>,
    /// Changed only by those who hold the connection.
    at: Arc<Mutex<At>>,
    recorder: Recorder,
}

impl Replica {
    /// Begins with nothing.
    pub(super) fn new() -> Result<Self, Refusal> {
        let recorder = Recorder::default();
        Ok(Self {
            db: Arc::new(Mutex::new(database(None, &recorder)?)),
            at: Arc::default(),
            recorder,
        })
    }

    /// Gives the connection, for those who read.
    pub(super) fn db(&self) -> &Arc<Mutex<Connection>> {
        &self.db
    }

    /// Gives what notes the statements of the connection.
    pub(super) fn recorder(&self) -> &Recorder {
        &self.recorder
    }

    /// Tells how far it has come.
    pub(super) fn at(&self) -> At {
        self.at
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Notes that a transaction of this instance's own is in the journal and in the database.
    pub(super) fn advance(&self, number: u64) {
        self.at
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .number = number;
    }

    /// Repeats what other instances did.
    pub(super) fn learn(&self, news: News) -> Result<(), Refusal> {
        self.learn_into(&mut lock(&self.db), news)
    }

    /// Repeats what other instances did, in the connection that the caller holds.
    pub(super) fn learn_into(&self, db: &mut Connection, news: News) -> Result<(), Refusal> {
        let entries = match news {
            News::Entries(entries) => entries,
            News::Whole { at, image, entries } => {
                *db = database(image, &self.recorder)?;
                *self.at.lock().unwrap_or_else(PoisonError::into_inner) = at;
                entries
            }
        };
        for entry in entries {
            let number = self.at().number;
            // Another thread of this instance may have been faster.
            if entry.number <= number {
                continue;
            }
            if entry.number != number + 1 {
                let found = entry.number;
                return Err(Refusal::Internal(format!(
                    "the shared store lacks transactions between {number} and {found}"
                )));
            }
            repeat(db, &entry)?;
            self.advance(entry.number);
        }
        self.recorder.truncate(0);
        Ok(())
    }
}

fn database(image: Option<Vec<u8>>, recorder: &Recorder) -> Result<Connection, Refusal> {
    let mut db = Connection::open_in_memory()?;
    if let Some(image) = image {
        db.deserialize_read_exact(MAIN_DB, &*image, image.len(), false)?;
    }
    equip(&mut db)?;
    db.execute_batch(failures::TABLE)?;
    recorder.attach(&mut db)?;
    Ok(db)
}

fn repeat(db: &mut Connection, entry: &Entry) -> Result<(), Refusal> {
    let statements: Vec<String> = serde_json::from_str(&entry.statements)
        .map_err(|error| Refusal::Internal(format!("the shared store: {error}")))?;
    let tx = db.transaction()?;
    for statement in statements {
        tx.execute_batch(&statement)?;
    }
    Ok(tx.commit()?)
}
