//! Writing to a shared store: many jobs in one transaction, which is appended to the journal.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rusqlite::{Connection, MAIN_DB};

use super::journal::{Entry, Journal, Unavailable};
use super::replica::Replica;
use crate::refusal::Refusal;
use crate::store::writer::{Batch, Failed, lock};

/// After so many transactions the beginning of the journal is replaced by an image; in a debug build
/// sooner, so that tests come there.
const COMPACT_EVERY: u64 = if cfg!(debug_assertions) { 128 } else { 2048 };

/// What the writing thread works with.
pub(super) struct Committer {
    replica: Replica,
    journal: Box<dyn Journal>,
    /// Where the last image was made, or this instance began.
    compacted: u64,
}

impl Committer {
    pub(super) fn new(replica: Replica, journal: Box<dyn Journal>) -> Self {
        Self {
            replica,
            journal,
            compacted: 0,
        }
    }

    /// Does a batch of jobs, and answers them.
    pub(super) fn commit(&mut self, mut batch: Batch) {
        let outcome = self.run(&mut batch);
        if let Err(failed) = &outcome {
            tracing::error!(reason = %failed, "not written to the shared store");
        }
        for job in batch {
            job.finish(outcome.as_ref().copied());
        }
    }

    fn run(&mut self, batch: &mut Batch) -> Result<(), Failed> {
        // Waited for without the connection: those who read go on.
        let news = self.journal.begin(&self.replica.at())?;
        let db = std::sync::Arc::clone(self.replica.db());
        let mut db = lock(&db);
        let done = self
            .replica
            .learn_into(&mut db, news)
            .map_err(|refusal| Failed::Unavailable(refusal.to_string()))
            .and_then(|()| self.work(&mut db, batch));
        if done.is_err() {
            // The turn runs out by itself where it cannot be given back.
            let _ = self.journal.release();
        }
        done
    }

    /// Runs the jobs, each in a savepoint of its own, and keeps what they did.
    fn work(&mut self, db: &mut Connection, batch: &mut Batch) -> Result<(), Failed> {
        let recorder = self.replica.recorder();
        let mut tx = db.transaction()?;
        for job in batch {
            let before = recorder.count();
            let savepoint = tx.savepoint()?;
            if catch_unwind(AssertUnwindSafe(|| job.run(&savepoint))).unwrap_or(false) {
                savepoint.commit()?;
            } else {
                savepoint.finish()?;
                recorder.truncate(before);
            }
        }
        let statements = recorder.take();
        if statements.is_empty() {
            self.journal.release()?;
            return Ok(tx.commit()?);
        }
        let statements = serde_json::to_string(&statements)
            .map_err(|error| Failed::Unavailable(error.to_string()))?;
        let number = self.replica.at().number + 1;
        let entry = Entry { number, statements };
        // An append that fails leaves the transaction, which rolls back: the journal tells the truth.
        self.journal.append(&entry)?;
        tx.commit()?;
        self.replica.advance(number);
        self.compact(db, number);
        Ok(())
    }

    /// Makes an image where it is time. What fails here is tried again by a later write.
    fn compact(&mut self, db: &mut Connection, number: u64) {
        if self.compacted == 0 {
            self.compacted = number;
        }
        if number - self.compacted < COMPACT_EVERY {
            return;
        }
        let made = match db.serialize(MAIN_DB) {
            Ok(image) => self.journal.compact(&self.replica.at(), &image),
            Err(error) => Err(Unavailable(error.to_string())),
        };
        match made {
            Ok(()) => self.compacted = number,
            Err(reason) => tracing::warn!(%reason, "no image of the shared store was made"),
        }
    }
}

impl From<Unavailable> for Failed {
    fn from(reason: Unavailable) -> Self {
        Self::Unavailable(reason.to_string())
    }
}

impl From<Unavailable> for Refusal {
    fn from(reason: Unavailable) -> Self {
        tracing::error!(%reason, "the shared store does not answer");
        Self::Busy
    }
}
