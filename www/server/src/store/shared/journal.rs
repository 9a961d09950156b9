//! What instances have in common: committed transactions, in one order.

/// The last transaction that a replica has, and of which journal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct At {
    /// The journal's own name, drawn when it began; empty where there is none yet.
    pub(super) epoch: String,
    /// The number of the transaction.
    pub(super) number: u64,
}

/// A committed transaction.
#[derive(Debug)]
pub(super) struct Entry {
    /// One more than that of its predecessor.
    pub(super) number: u64,
    /// What it did: the list of its statements, as JSON.
    pub(super) statements: String,
}

/// What a replica lacks.
#[derive(Debug)]
pub(super) enum News {
    /// These transactions.
    Entries(Vec<Entry>),
    /// All of it: it follows another journal, or one whose beginning is an image by now.
    Whole {
        /// Where the image stands.
        at: At,
        /// The database as it was then; empty at the beginning.
        image: Option<Vec<u8>>,
        /// What came after it.
        entries: Vec<Entry>,
    },
}

/// Why the journal does not answer: unreachable, or another instance has the turn for too long.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Unavailable(pub(super) String);

/// Where the transactions are kept. One instance appends at a time.
///
/// A call that fails leaves the turn to others, and the next one connects anew. An append that fails
/// may have been kept all the same: its answer was lost. The caller then knows no better than any
/// other instance, and reads it.
pub(super) trait Journal: Send {
    /// Tells what came after a moment.
    fn since(&mut self, at: &At) -> Result<News, Unavailable>;

    /// Waits for the turn to append, a second at most, then tells what came after a moment.
    fn begin(&mut self, at: &At) -> Result<News, Unavailable>;

    /// Appends a transaction and gives the turn back. Nothing is appended if another instance took the
    /// turn over because this one was too slow.
    fn append(&mut self, entry: &Entry) -> Result<(), Unavailable>;

    /// Gives the turn back without appending.
    fn release(&mut self) -> Result<(), Unavailable>;

    /// Replaces the transactions up to a moment by the database as it was then.
    fn compact(&mut self, at: &At, image: &[u8]) -> Result<(), Unavailable>;
}
