//! The journal in Redis: a stream, whose entries are numbered by us, and three keys beside it.
//!
//! The turn is a key that lapses, so that an instance that was killed holds up nobody for longer than
//! that. It is not what makes it right: the number of an entry is. A stream takes none twice and none
//! that is smaller than its last, so an instance that lost its turn without noticing cannot append.

use std::time::{Duration, Instant};

use redis::streams::StreamRangeReply;
use redis::{Client, Connection, RedisResult, cmd, pipe};

use super::journal::{At, Entry, Journal, News, Unavailable};
use crate::secret;

/// How long to wait for a connection, an answer, the turn.
const PATIENCE: Duration = Duration::from_secs(1);
/// After so many ms the turn of an instance that was killed goes on to another.
const TURN: u64 = 3000;
/// In one slot of a cluster, as transactions want it.
const EPOCH: &str = "{hallpass}:epoch";
const BASE: &str = "{hallpass}:base";
const IMAGE: &str = "{hallpass}:image";
const STREAM: &str = "{hallpass}:journal";
const WRITER: &str = "{hallpass}:writer";
const FREE: &str = "{hallpass}:free";

/// Whose journal it is, where it begins, and what it has.
type Found = (Option<String>, Option<u64>, StreamRangeReply);
/// The same, with the image.
type Whole = (
    Option<String>,
    Option<u64>,
    Option<Vec<u8>>,
    StreamRangeReply,
);

/// A connection, made when it is needed.
pub(super) struct Redis {
    client: Client,
    connection: Option<Connection>,
}

impl Redis {
    /// Reads the URL and connects.
    pub(super) fn new(url: &str) -> Result<Self, Unavailable> {
        let client = Client::open(url)?;
        let mut own = Self {
            client,
            connection: None,
        };
        own.call(|redis| cmd("PING").exec(redis))?;
        Ok(own)
    }

    /// Makes a call; after one that fails the connection is given up, and with it what it watches.
    fn call<T>(
        &mut self,
        work: impl FnOnce(&mut Connection) -> RedisResult<T>,
    ) -> Result<T, Unavailable> {
        let mut connection = if let Some(open) = self.connection.take() {
            open
        } else {
            let made = self.client.get_connection_with_timeout(PATIENCE)?;
            made.set_read_timeout(Some(PATIENCE))?;
            made.set_write_timeout(Some(PATIENCE))?;
            made
        };
        let done = work(&mut connection)?;
        self.connection = Some(connection);
        Ok(done)
    }

    fn take_turn(&mut self) -> Result<(), Unavailable> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let mut ask = cmd("SET");
            ask.arg(WRITER).arg(1).arg("NX").arg("PX").arg(TURN);
            let taken: Option<String> = self.call(|redis| ask.query(redis))?;
            if taken.is_some() {
                return Ok(());
            }
            if Instant::now() >= deadline {
                return Err(Unavailable(
                    "another instance has the turn to write for too long".to_owned(),
                ));
            }
            // Who gives the turn back says so here. A turn that lapsed is found by asking again.
            let mut wait = cmd("BLPOP");
            wait.arg(FREE).arg(0.1);
            self.call(|redis| wait.query::<Option<(String, String)>>(redis))?;
        }
    }

    fn try_since(&mut self, at: &At) -> Result<News, Unavailable> {
        let after = format!("({}-0", at.number);
        let mut ask = pipe();
        ask.atomic().get(EPOCH).get(BASE);
        ask.cmd("XRANGE").arg(STREAM).arg(&after).arg("+");
        let (epoch, base, found): Found = self.call(|redis| ask.query(redis))?;
        if epoch.unwrap_or_default() == at.epoch && base.unwrap_or_default() <= at.number {
            return Ok(News::Entries(entries(found)?));
        }
        let mut ask = pipe();
        ask.atomic().get(EPOCH).get(BASE).get(IMAGE);
        ask.cmd("XRANGE").arg(STREAM).arg("-").arg("+");
        let (epoch, base, image, found): Whole = self.call(|redis| ask.query(redis))?;
        let at = At {
            epoch: epoch.unwrap_or_default(),
            number: base.unwrap_or_default(),
        };
        let entries = entries(found)?;
        Ok(News::Whole { at, image, entries })
    }

    fn try_begin(&mut self, at: &At) -> Result<News, Unavailable> {
        self.take_turn()?;
        let name = secret::token().map_err(|error| Unavailable(error.to_string()))?;
        let mut found = cmd("SET");
        found.arg(EPOCH).arg(name).arg("NX");
        self.call(|redis| found.query::<Option<String>>(redis))?;
        let news = self.try_since(at)?;
        let expected = match &news {
            News::Entries(_) => &at.epoch,
            News::Whole { at, .. } => &at.epoch,
        };
        // A store that is emptied while this instance has the turn is not written to.
        self.call(|redis| cmd("WATCH").arg(EPOCH).exec(redis))?;
        let epoch: Option<String> = self.call(|redis| cmd("GET").arg(EPOCH).query(redis))?;
        if epoch.as_ref() != Some(expected) {
            return Err(emptied());
        }
        Ok(news)
    }
}

impl Journal for Redis {
    fn since(&mut self, at: &At) -> Result<News, Unavailable> {
        let was_open = self.connection.is_some();
        let found = self.try_since(at);
        // The server may have been started anew since this connection was used.
        if found.is_err() && was_open {
            return self.try_since(at);
        }
        found
    }

    fn begin(&mut self, at: &At) -> Result<News, Unavailable> {
        let was_open = self.connection.is_some();
        let found = self.try_begin(at);
        if found.is_err() && was_open && self.connection.is_none() {
            return self.try_begin(at);
        }
        found
    }

    fn append(&mut self, entry: &Entry) -> Result<(), Unavailable> {
        let mut append = pipe();
        append.atomic();
        append
            .cmd("XADD")
            .arg(STREAM)
            .arg(format!("{}-0", entry.number));
        append.arg("did").arg(&entry.statements).ignore();
        free(&mut append);
        let kept: Option<()> = self.call(|redis| append.query(redis))?;
        kept.ok_or_else(emptied)
    }

    fn release(&mut self) -> Result<(), Unavailable> {
        let mut release = pipe();
        release.cmd("UNWATCH").ignore();
        free(&mut release);
        self.call(|redis| release.exec(redis))
    }

    fn compact(&mut self, at: &At, image: &[u8]) -> Result<(), Unavailable> {
        let mut compact = pipe();
        compact
            .atomic()
            .set(IMAGE, image)
            .ignore()
            .set(BASE, at.number)
            .ignore();
        let next = format!("{}-0", at.number + 1);
        compact
            .cmd("XTRIM")
            .arg(STREAM)
            .arg("MINID")
            .arg(next)
            .ignore();
        self.call(|redis| compact.exec(redis))
    }
}

/// Gives the turn back, and says so to one that waits.
fn free(pipe: &mut redis::Pipeline) {
    pipe.del(WRITER)
        .ignore()
        .lpush(FREE, 1)
        .ignore()
        .ltrim(FREE, 0, 0)
        .ignore();
}

fn emptied() -> Unavailable {
    Unavailable("Redis was emptied meanwhile".to_owned())
}

fn entries(found: StreamRangeReply) -> Result<Vec<Entry>, Unavailable> {
    let odd = || Unavailable("an entry of the journal is none of ours".to_owned());
    let read = |entry: redis::streams::StreamId| {
        let number = entry.id.strip_suffix("-0").and_then(|id| id.parse().ok());
        Ok(Entry {
            number: number.ok_or_else(odd)?,
            statements: entry.get("did").ok_or_else(odd)?,
        })
    };
    found.ids.into_iter().map(read).collect()
}

impl From<redis::RedisError> for Unavailable {
    fn from(error: redis::RedisError) -> Self {
        Self(format!("Redis: {error}"))
    }
}
