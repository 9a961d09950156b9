//! What every route shares: settings in force, the clock, the store, the keys.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::access::Keys;
use crate::audit::Event;
use crate::clock::{Clock, Millis};
#[cfg(feature = "test-knobs")]
use crate::knobs::Knobs;
use crate::limiter::Limiter;
use crate::policy::Policy;
use crate::refusal::Refusal;
use crate::settings::Settings;
use crate::{secret, store};

/// A handle on the shared state; cloning it is cheap.
#[derive(Clone)]
pub(crate) struct App(Arc<Inner>);

struct Inner {
    settings: Settings,
    policy: RwLock<Policy>,
    clock: Clock,
    store: Mutex<Connection>,
    keys: Keys,
    form_key: [u8; 32],
    limiter: Mutex<Limiter>,
    #[cfg(feature = "test-knobs")]
    knobs: Knobs,
}

impl App {
    /// Opens the store and draws the keys.
    pub(crate) fn new(settings: Settings) -> Result<Self, Refusal> {
        Ok(Self(Arc::new(Inner {
            policy: RwLock::new(Policy::new(&settings)),
            clock: Clock::default(),
            store: Mutex::new(store::open(settings.db.as_deref())?),
            keys: Keys::generate()?,
            form_key: secret::random()?,
            limiter: Mutex::default(),
            #[cfg(feature = "test-knobs")]
            knobs: Knobs::default(),
            settings,
        })))
    }

    /// Gives the operator's settings.
    pub(crate) fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// Gives the lifetimes in force.
    pub(crate) fn policy(&self) -> Policy {
        *self.0.policy.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells the server's time.
    pub(crate) fn now(&self) -> Millis {
        self.0.clock.now()
    }

    /// Gives the keys of the access tokens.
    pub(crate) fn keys(&self) -> &Keys {
        &self.0.keys
    }

    /// Gives the key that binds sign-in forms to browsers.
    pub(crate) fn form_key(&self) -> &[u8; 32] {
        &self.0.form_key
    }

    /// Locks the count of failed sign-ins.
    pub(crate) fn limiter(&self) -> MutexGuard<'_, Limiter> {
        self.0
            .limiter
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs work in one transaction, one at a time over the whole server.
    ///
    /// That is what serialises refreshes, so correctness needs no lock in any browser. The work
    /// runs to its end even when the client hangs up, so that no half of a rotation can remain. A
    /// refusal commits too: the revocation of a stolen family is both a refusal and a change. Only
    /// a failure of the store itself rolls back.
    pub(crate) async fn transact<T, F>(&self, work: F) -> Result<T, Refusal>
    where
        T: Send + 'static,
        F: FnOnce(&App, &Transaction<'_>) -> Result<T, Refusal> + Send + 'static,
    {
        let app = self.clone();
        let run = move || {
            let mut store = app.0.store.lock().unwrap_or_else(PoisonError::into_inner);
            let tx = store.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let outcome = work(&app, &tx);
            if !matches!(outcome, Err(Refusal::Internal(_))) {
                tx.commit()?;
            }
            outcome
        };
        tokio::task::spawn_blocking(run)
            .await
            .map_err(|error| Refusal::Internal(format!("store task: {error}")))?
    }

    /// Notes an event for the operator, and for the counters of a test build.
    pub(crate) fn note(&self, event: &Event) {
        #[cfg(feature = "test-knobs")]
        self.0.knobs.stats.note(event);
        if self.0.settings.log
            && let Ok(line) = serde_json::to_string(event)
        {
            eprintln!("{line}");
        }
    }
}

#[cfg(feature = "test-knobs")]
impl App {
    /// Gives what a test may turn.
    pub(crate) fn knobs(&self) -> &Knobs {
        &self.0.knobs
    }

    /// Gives the clock, to be moved.
    pub(crate) fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// Replaces the lifetimes in force.
    pub(crate) fn set_policy(&self, policy: Policy) {
        *self
            .0
            .policy
            .write()
            .unwrap_or_else(PoisonError::into_inner) = policy;
    }
}
