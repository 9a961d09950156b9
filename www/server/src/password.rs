//! Hashing passwords by Argon2id, by one thread fewer than there are processors, eight at most.
//!
//! A hash takes 19 MiB and some 20 ms on purpose. Without a bound a thousand anonymous sign-ins at
//! once take 19 GiB. So a few threads of their own do it, below the priority of everything else, and
//! one processor is left to everything else: what wakes on a processor that hashes may wait for a tick
//! of the kernel, some milliseconds, whatever the priorities. A single processor is shared.
//!
//! Two lanes lead there. Browsers that signed in to the account before have one of their own, so that
//! a flood of strangers does not keep them out. In each lane sign-ins wait in the order in which they
//! came, and a flood waits too: it is slowed to the pace of the hashes, and everyone in it has the
//! same chance. What waited for too long, or finds the lane full, is told to come back.

use std::sync::Arc;
use std::time::Duration;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use rayon::{ThreadPool, ThreadPoolBuilder};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use crate::refusal::Refusal;

/// 8 × 19 MiB stay below 256 MiB, however many processors there are.
const MOST_THREADS: usize = 8;
/// What waits in a lane at most: a request and its body each, 16 MiB together.
const LONGEST_LANE: usize = 1024;
/// How long a sign-in waits for its turn; a request has fifteen seconds in all.
const PATIENCE: Duration = Duration::from_secs(5);

/// Who asks for a password to be checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum From {
    /// A browser that signed in to the account before.
    Known,
    /// Any other browser.
    Stranger,
}

/// The threads that check passwords, and the lanes that lead there.
pub(crate) struct Hasher {
    threads: ThreadPool,
    known: Lane,
    strangers: Lane,
}

/// Sign-ins that wait for a thread, first come, first served.
struct Lane {
    waiting: Semaphore,
    places: Arc<Semaphore>,
}

impl Lane {
    fn new(places: usize) -> Self {
        Self {
            waiting: Semaphore::new(LONGEST_LANE),
            places: Arc::new(Semaphore::new(places)),
        }
    }

    /// Waits for a place.
    async fn enter(&self) -> Result<OwnedSemaphorePermit, Refusal> {
        let _waiting = self.waiting.try_acquire().map_err(|_| Refusal::Busy)?;
        let place = Arc::clone(&self.places).acquire_owned();
        match tokio::time::timeout(PATIENCE, place).await {
            Ok(Ok(place)) => Ok(place),
            // Too long, or closed, which a lane never is.
            Err(_) | Ok(Err(_)) => Err(Refusal::Busy),
        }
    }
}

impl Hasher {
    /// Starts the threads.
    pub(crate) fn start() -> Result<Self, Refusal> {
        let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let count = threads(processors);
        let threads = ThreadPoolBuilder::new()
            .num_threads(count)
            .thread_name(|_| "password".to_owned())
            .start_handler(|_| step_back())
            // The caller learns of it; by default the process would abort.
            .panic_handler(|_| ())
            .build()
            .map_err(|error| Refusal::Internal(format!("password threads: {error}")))?;
        Ok(Self {
            threads,
            known: Lane::new(count),
            strangers: Lane::new(count),
        })
    }

    /// Checks a password against a hash. Without one it takes as long and says no, so that time does
    /// not tell which accounts exist.
    pub(crate) async fn verify(
        &self,
        from: From,
        hash: Option<String>,
        password: String,
    ) -> Result<bool, Refusal> {
        let lane = match from {
            From::Known => &self.known,
            From::Stranger => &self.strangers,
        };
        let place = lane.enter().await?;
        let (answer, answered) = oneshot::channel();
        self.threads.spawn(move || {
            let right = match hash {
                Some(hash) => verify(&hash, &password),
                None => self::hash(&password).map(|_| false),
            };
            drop(place);
            // A client that hung up wants no answer.
            let _ = answer.send(right);
        });
        answered
            .await
            .map_err(|_| Refusal::Internal("hashing a password panicked".to_owned()))?
    }
}

/// How many hashes run at once, of so many processors.
fn threads(processors: usize) -> usize {
    processors.saturating_sub(1).clamp(1, MOST_THREADS)
}

/// Hashes a password for the store.
pub(crate) fn hash(password: &str) -> Result<String, Refusal> {
    argon2()?
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|error| Refusal::Internal(format!("password hash: {error}")))
}

fn verify(hash: &str, password: &str) -> Result<bool, Refusal> {
    let stored = PasswordHash::new(hash)
        .map_err(|error| Refusal::Internal(format!("password hash: {error}")))?;
    Ok(argon2()?
        .verify_password(password.as_bytes(), &stored)
        .is_ok())
}

/// Sets the cost OWASP asks for (19 MiB, 2 passes); a debug build would need a second for each.
fn argon2() -> Result<Argon2<'static>, Refusal> {
    let (memory, passes) = if cfg!(debug_assertions) {
        (64, 1)
    } else {
        (19 * 1024, 2)
    };
    let params = Params::new(memory, passes, 1, None)
        .map_err(|error| Refusal::Internal(format!("password cost: {error}")))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Gives a thread a third of the share of the others: a flood of sign-ins slows sign-ins alone, and a
/// flood of other requests does not stop them.
fn step_back() {
    // Linux has a priority per thread. Elsewhere, and where it is forbidden, the bound has to do.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::setpriority_process(None, 5);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fills a lane, and gives the places back at the end.
    fn fill(lane: &Lane) -> OwnedSemaphorePermit {
        let places = lane.places.available_permits();
        let places = u32::try_from(places).expect("is small");
        let all = Arc::clone(&lane.places).try_acquire_many_owned(places);
        all.expect("is empty")
    }

    #[test]
    fn one_processor_is_left_to_everything_else() {
        let counts = [1, 2, 3, 9, 64].map(threads);
        assert_eq!(counts, [1, 1, 2, 8, 8]);
    }

    #[tokio::test(start_paused = true)]
    async fn what_waits_for_too_long_or_finds_the_lane_full_is_told_to_come_back() {
        let hasher = Hasher::start().expect("starts");
        let occupied = fill(&hasher.strangers);
        let waits = hasher.verify(From::Stranger, None, "x".to_owned());
        assert!(matches!(waits.await, Err(Refusal::Busy)));
        let lane = &hasher.strangers;
        let full = lane
            .waiting
            .try_acquire_many(u32::try_from(LONGEST_LANE).expect("is small"));
        let at_once = lane.enter();
        assert!(matches!(at_once.await, Err(Refusal::Busy)));
        drop((full, occupied));
        let served = hasher.verify(From::Stranger, None, "x".to_owned()).await;
        assert!(!served.expect("is done"));
    }

    #[tokio::test]
    async fn in_a_lane_the_first_that_came_is_served_first_and_the_other_lane_goes_on() {
        let hasher = Hasher::start().expect("starts");
        let occupied = fill(&hasher.strangers);
        let served = hasher.verify(From::Known, None, "x".to_owned()).await;
        assert!(
            !served.expect("is done"),
            "a known browser passes the strangers"
        );
        drop(occupied);

        let lane = Lane::new(1);
        let occupied = fill(&lane);
        let order = std::sync::Mutex::new(Vec::new());
        let enter = async |name| {
            let place = lane.enter().await.expect("has its turn");
            order.lock().expect("is free").push(name);
            drop(place);
        };
        tokio::join!(enter(1), enter(2), enter(3), async { drop(occupied) });
        assert_eq!(*order.lock().expect("is free"), [1, 2, 3]);
    }

    #[tokio::test]
    async fn a_password_fits_its_own_hash_alone() {
        let hasher = Hasher::start().expect("starts");
        let hash = hash("correct horse").expect("is hashed");
        for (password, fits) in [("correct horse", true), ("battery staple", false)] {
            let right = hasher
                .verify(From::Known, Some(hash.clone()), password.to_owned())
                .await;
            assert_eq!(right.expect("is done"), fits);
        }
    }
}
