//! Reading what is new in a shared store before a request reads.

use std::thread;

use tokio::sync::{mpsc, oneshot};

use super::journal::Journal;
use super::replica::Replica;
use crate::refusal::Refusal;

/// What waits at most; beyond that a request is told to come back.
const LONGEST_QUEUE: usize = 4096;

/// The way to the thread that asks, which ends with it.
pub(in crate::store) struct Fresh(mpsc::Sender<Waiting>);

/// A request that waits.
type Waiting = oneshot::Sender<Result<(), Refusal>>;

impl Fresh {
    pub(super) fn start(replica: Replica, mut journal: Box<dyn Journal>) -> Result<Self, Refusal> {
        let (requests, mut queue) = mpsc::channel::<Waiting>(LONGEST_QUEUE);
        let run = move || {
            while let Some(first) = queue.blocking_recv() {
                let mut waiting = vec![first];
                while let Ok(next) = queue.try_recv() {
                    waiting.push(next);
                }
                // Asked after all of these came: what any of them has to see is in the answer.
                let asked = match journal.since(&replica.at()) {
                    Ok(news) => replica.learn(news),
                    Err(reason) => Err(reason.into()),
                };
                for answer in waiting {
                    let same = asked
                        .as_ref()
                        .map(|&()| ())
                        .map_err(|refusal| match refusal {
                            Refusal::Busy => Refusal::Busy,
                            other => Refusal::Internal(other.to_string()),
                        });
                    // A client that hung up wants no answer.
                    let _ = answer.send(same);
                }
            }
        };
        thread::Builder::new()
            .name("fresh".to_owned())
            .spawn(run)
            .map_err(|error| Refusal::Internal(format!("store thread: {error}")))?;
        Ok(Self(requests))
    }

    /// Waits until all that was written before this call can be read.
    pub(in crate::store) async fn wait(&self) -> Result<(), Refusal> {
        let (answer, answered) = oneshot::channel();
        self.0.try_send(answer).map_err(|_| Refusal::Busy)?;
        answered
            .await
            .map_err(|_| Refusal::Internal("the store's reading thread panicked".to_owned()))?
    }
}
