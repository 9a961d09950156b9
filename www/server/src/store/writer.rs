//! One thread that writes, and commits many writes at once.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use rusqlite::{Connection, TransactionBehavior};
use tokio::sync::{mpsc, oneshot};

use crate::refusal::Refusal;

/// What waits at most; beyond that a request is told to come back.
const LONGEST_QUEUE: usize = 1024;
/// What one commit carries at most, so that the first of them does not wait for long.
const LARGEST_BATCH: usize = 128;

/// The way to the writing thread, which ends with it.
pub(super) struct Writer(mpsc::Sender<Box<dyn Job>>);

/// What is committed together.
pub(super) type Batch = Vec<Box<dyn Job>>;

/// Why nothing of a batch is kept.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failed {
    /// The database refused.
    #[error(transparent)]
    Database(#[from] rusqlite::Error),
    /// The store that instances share does not answer, or cannot be read.
    #[error("{0}")]
    Unavailable(String),
}

impl Failed {
    fn refusal(&self) -> Refusal {
        match self {
            Self::Database(error) => Refusal::from_store(error),
            Self::Unavailable(_) => Refusal::Busy,
        }
    }
}

impl Writer {
    /// Starts the thread over a connection.
    pub(super) fn over(db: Arc<Mutex<Connection>>) -> Result<Self, Refusal> {
        Self::start(move |batch| commit(&mut lock(&db), batch))
    }

    /// Starts the thread, which does all that waits and answers it.
    pub(super) fn start(mut commit: impl FnMut(Batch) + Send + 'static) -> Result<Self, Refusal> {
        let (jobs, mut queue) = mpsc::channel(LONGEST_QUEUE);
        let run = move || {
            while let Some(first) = queue.blocking_recv() {
                let mut batch = vec![first];
                while batch.len() < LARGEST_BATCH
                    && let Ok(job) = queue.try_recv()
                {
                    batch.push(job);
                }
                commit(batch);
            }
        };
        thread::Builder::new()
            .name("store".to_owned())
            .spawn(run)
            .map_err(|error| Refusal::Internal(format!("store thread: {error}")))?;
        Ok(Self(jobs))
    }

    /// Runs work in a transaction and answers once it is on disk.
    pub(super) async fn write<T, F>(&self, work: F) -> Result<T, Refusal>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T, Refusal> + Send + 'static,
    {
        let answered = self.submit(work)?.await;
        answered.map_err(|_| panicked())?
    }

    /// Does the same for those who cannot wait otherwise: at the start, and for an operator.
    pub(super) fn write_now<T, F>(&self, work: F) -> Result<T, Refusal>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T, Refusal> + Send + 'static,
    {
        let answered = self.submit(work)?;
        // A thread of a runtime must not wait, and may be the caller's.
        let waiting = thread::spawn(move || answered.blocking_recv());
        let answered = waiting.join().map_err(|_| panicked())?;
        answered.map_err(|_| panicked())?
    }

    fn submit<T, F>(&self, work: F) -> Result<oneshot::Receiver<Result<T, Refusal>>, Refusal>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T, Refusal> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let work = Work {
            to_do: Some(work),
            outcome: None,
            answer,
        };
        self.0.try_send(Box::new(work)).map_err(|_| Refusal::Busy)?;
        Ok(answered)
    }
}

fn panicked() -> Refusal {
    Refusal::Internal("the store's work panicked".to_owned())
}

/// Locks a connection; a panic while it was held left no transaction open.
pub(super) fn lock(db: &Mutex<Connection>) -> MutexGuard<'_, Connection> {
    db.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Work that waits for its turn.
pub(super) trait Job: Send {
    /// Does it, and tells whether what it wrote is kept.
    fn run(&mut self, db: &Connection) -> bool;
    /// Answers whoever waits, now that it is known whether the commit held.
    fn finish(self: Box<Self>, committed: Result<(), &Failed>);
}

struct Work<T, F> {
    to_do: Option<F>,
    outcome: Option<Result<T, Refusal>>,
    answer: oneshot::Sender<Result<T, Refusal>>,
}

impl<T, F> Job for Work<T, F>
where
    T: Send,
    F: FnOnce(&Connection) -> Result<T, Refusal> + Send,
{
    fn run(&mut self, db: &Connection) -> bool {
        self.outcome = self.to_do.take().map(|work| work(db));
        // A refusal is kept too: the revocation of a stolen family is both a refusal and a change.
        match &self.outcome {
            Some(Err(refusal)) => !refusal.is_failure(),
            Some(Ok(_)) => true,
            None => false,
        }
    }

    fn finish(self: Box<Self>, committed: Result<(), &Failed>) {
        let answer = match committed {
            Ok(()) => self.outcome,
            Err(failed) => Some(Err(failed.refusal())),
        };
        if let Some(answer) = answer {
            // A client that hung up wants no answer; its work is done all the same.
            let _ = self.answer.send(answer);
        }
    }
}

/// Runs a batch in one transaction, each job in a savepoint of its own.
fn commit(db: &mut Connection, mut batch: Batch) {
    let outcome = run(db, &mut batch).map_err(Failed::from);
    for job in batch {
        job.finish(outcome.as_ref().copied());
    }
}

fn run(db: &mut Connection, batch: &mut [Box<dyn Job>]) -> rusqlite::Result<()> {
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for job in batch {
        tell(&tx, "SAVEPOINT job")?;
        // What panics answers nothing, which its caller reads as a failure, and the rest goes on.
        if !catch_unwind(AssertUnwindSafe(|| job.run(&tx))).unwrap_or(false) {
            tell(&tx, "ROLLBACK TO job")?;
        }
        tell(&tx, "RELEASE job")?;
    }
    tx.commit()
}

/// Runs a statement without values, which stays compiled: there are two of them around each job.
fn tell(db: &Connection, statement: &str) -> rusqlite::Result<()> {
    db.prepare_cached(statement)?.execute([]).map(drop)
}

#[cfg(test)]
mod tests {
    use std::task::{Context, Poll, Waker};

    use super::*;

    fn writer() -> (Writer, Arc<Mutex<Connection>>) {
        let db = Connection::open_in_memory().expect("opens");
        db.execute_batch("CREATE TABLE t (n INTEGER)")
            .expect("is made");
        let db = Arc::new(Mutex::new(db));
        (Writer::over(Arc::clone(&db)).expect("starts"), db)
    }

    fn insert(n: i64) -> impl FnOnce(&Connection) -> Result<i64, Refusal> + Send + 'static {
        move |db| {
            db.execute("INSERT INTO t VALUES (?1)", [n])?;
            Ok(n)
        }
    }

    fn kept(db: &Mutex<Connection>) -> Vec<i64> {
        let db = lock(db);
        let mut all = db.prepare("SELECT n FROM t ORDER BY n").expect("is read");
        let rows = all.query_map([], |row| row.get(0)).expect("are read");
        rows.collect::<Result<_, _>>().expect("are numbers")
    }

    #[tokio::test]
    async fn in_one_commit_a_failure_and_a_panic_undo_their_own_work_alone() {
        let (writer, db) = writer();
        let held = lock(&db);
        let failing = |db: &Connection| -> Result<(), Refusal> {
            db.execute("INSERT INTO t VALUES (2)", [])?;
            Err(Refusal::Internal("on purpose".to_owned()))
        };
        let panicking = |db: &Connection| -> Result<(), Refusal> {
            db.execute("INSERT INTO t VALUES (3)", [])?;
            panic!("on purpose")
        };
        let refusing = |db: &Connection| -> Result<(), Refusal> {
            db.execute("INSERT INTO t VALUES (4)", [])?;
            Err(Refusal::SessionEnded)
        };
        // The first may be a batch of its own; the thread then waits for the lock held here.
        let first = writer.write(insert(0));
        let rest = async {
            drop(held);
            tokio::join!(
                writer.write(insert(1)),
                writer.write(failing),
                writer.write(panicking),
                writer.write(refusing),
                writer.write(insert(5)),
            )
        };
        let (first, (one, failed, panicked, refused, five)) = tokio::join!(first, rest);
        assert!(first.is_ok() && one.is_ok() && five.is_ok());
        assert!(matches!(failed, Err(Refusal::Internal(_))));
        assert!(matches!(panicked, Err(Refusal::Internal(_))));
        assert!(matches!(refused, Err(Refusal::SessionEnded)));
        assert_eq!(kept(&db), [0, 1, 4, 5]);
    }

    #[tokio::test]
    async fn what_finds_the_queue_full_is_told_to_come_back() {
        let (writer, db) = writer();
        let held = lock(&db);
        let waiting = (0..).map(|n| writer.write(insert(n)));
        let mut accepted = Vec::new();
        for mut write in waiting.map(Box::pin).take(3 * LONGEST_QUEUE) {
            match write.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
                Poll::Ready(refused) => {
                    assert!(matches!(refused, Err(Refusal::Busy)));
                    break;
                }
                Poll::Pending => accepted.push(write),
            }
        }
        assert!(accepted.len() < 3 * LONGEST_QUEUE, "the queue has an end");
        drop(held);
        for write in accepted {
            assert!(write.await.is_ok());
        }
    }
}
