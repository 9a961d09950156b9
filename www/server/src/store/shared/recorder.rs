//! What a transaction does, as statements that another replica can repeat.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;
use rusqlite::trace::{TraceEvent, TraceEventCodes};

/// The statements that change something. Each has to begin with one of these words.
const CHANGES: [&str; 3] = ["INSERT", "UPDATE", "DELETE"];

/// Notes each statement of a connection that changes something, with its parameters filled in.
#[derive(Debug, Clone, Default)]
pub(super) struct Recorder(Arc<Mutex<Vec<String>>>);

impl Recorder {
    /// Begins to note what a connection does.
    pub(super) fn attach(&self, db: &mut Connection) -> rusqlite::Result<()> {
        let noted = self.clone();
        let note = move |event: TraceEvent<'_>| {
            if let TraceEvent::Stmt(statement, text) = event
                && CHANGES.iter().any(|word| begins_with(text, word))
                && let Some(expanded) = statement.expanded_sql()
            {
                noted.lock().push(expanded);
            }
        };
        db.trace_v2(TraceEventCodes::SQLITE_TRACE_STMT, Some(note))
    }

    /// Tells how many statements were noted.
    pub(super) fn count(&self) -> usize {
        self.lock().len()
    }

    /// Forgets the statements after the first few, which were undone.
    pub(super) fn truncate(&self, count: usize) {
        self.lock().truncate(count);
    }

    /// Gives the statements, and begins anew.
    pub(super) fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.lock())
    }

    fn lock(&self) -> MutexGuard<'_, Vec<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn begins_with(text: &str, word: &str) -> bool {
    let first = text.trim_start().get(..word.len());
    first.is_some_and(|first| first.eq_ignore_ascii_case(word))
}
