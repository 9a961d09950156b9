//! A store that several instances have in common, in `PostgreSQL` or in Redis.
//!
//! Each instance has the whole database in memory, and all of them have a *journal*: committed
//! transactions in one order, each the list of its statements. An instance that is about to write waits
//! for its turn, repeats what others wrote meanwhile, does its work, and appends what it did; only then
//! are its clients answered. So writes run one after another over all instances, as they do over the
//! threads of one, and a refresh needs no other lock. A request that only reads asks first whether there
//! is anything new, one question for all that wait: a logout is known everywhere once it is answered.
//!
//! What that costs: the sessions of all users have to fit into the memory of each instance (some 2 KiB
//! a session), and a write takes two round trips, shared by those that wait with it. What it gives: one
//! set of queries for every store, and reads that are as quick as those of one instance.
//!
//! Now and then the journal's beginning is replaced by an image of the database.

mod commit;
mod fresh;
mod journal;
mod postgres;
mod recorder;
mod redis;
mod replica;

use std::sync::{Arc, Mutex};
use std::thread;

use rusqlite::Connection;

use super::url::StoreUrl;
use super::writer::Writer;
use crate::refusal::Refusal;
use commit::Committer;
pub(super) use fresh::Fresh;
use journal::Journal;
use replica::Replica;

/// The parts of a shared store.
pub(super) struct Shared {
    /// The connection of the replica, to read from.
    pub(super) db: Arc<Mutex<Connection>>,
    /// The thread that writes.
    pub(super) writer: Writer,
    /// The thread that asks what is new.
    pub(super) fresh: Fresh,
}

impl Shared {
    /// Opens it: two threads, with a connection each.
    ///
    /// The client of `PostgreSQL` waits, which a thread of a runtime must not: a thread of its own does.
    pub(super) fn open(url: &StoreUrl) -> Result<Self, Refusal> {
        let url = url.clone();
        let opening = thread::spawn(move || Self::connect(&url));
        let opened = opening.join();
        opened.map_err(|_| Refusal::Internal("opening the store panicked".to_owned()))?
    }

    fn connect(url: &StoreUrl) -> Result<Self, Refusal> {
        let replica = Replica::new()?;
        let mut committer = Committer::new(replica.clone(), journal(url)?);
        Ok(Self {
            db: Arc::clone(replica.db()),
            writer: Writer::start(move |batch| committer.commit(batch))?,
            fresh: Fresh::start(replica, journal(url)?)?,
        })
    }
}

fn journal(url: &StoreUrl) -> Result<Box<dyn Journal>, Refusal> {
    let opened: Result<Box<dyn Journal>, journal::Unavailable> = match url {
        StoreUrl::Postgres(url) => postgres::Postgres::new(url).map(|own| Box::new(own) as _),
        StoreUrl::Redis(url) => redis::Redis::new(url).map(|own| Box::new(own) as _),
        StoreUrl::Memory | StoreUrl::File(_) => Err(journal::Unavailable("not shared".to_owned())),
    };
    opened.map_err(|reason| Refusal::Internal(reason.to_string()))
}
