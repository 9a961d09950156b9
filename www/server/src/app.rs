//! What every route shares: settings in force, the clock, the store, the keys.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use rusqlite::Connection;

use crate::access;
use crate::audit::Event;
use crate::clock::{Clock, Millis};
use crate::cookies::Kind;
#[cfg(feature = "test-knobs")]
use crate::knobs::Knobs;
use crate::limiter::Limiter;
use crate::metrics::Metrics;
use crate::password::Hasher;
use crate::policy::Policy;
use crate::provider::Provider;
use crate::refusal::Refusal;
use crate::seal::Seal;
use crate::secret;
use crate::settings::{Relying, Settings};
use crate::store::{Store, sessions};

/// A handle on the shared state; cloning it is cheap.
#[derive(Clone)]
pub(crate) struct App(Arc<Inner>);

struct Inner {
    settings: Settings,
    policy: RwLock<Policy>,
    clock: Clock,
    store: Store,
    hasher: Hasher,
    signing: access::Keys,
    keys: secret::Keys,
    seal: Seal,
    provider: Option<Provider>,
    limiter: Limiter,
    metrics: Metrics,
    stopping: AtomicBool,
    #[cfg(feature = "test-knobs")]
    knobs: Knobs,
}

impl App {
    /// Opens the store and derives the keys from the server's secrets, the one in use first.
    pub(crate) fn new(
        settings: Settings,
        relying: Option<Relying>,
        secrets: &[[u8; 32]],
    ) -> Result<Self, Refusal> {
        let provider = relying.map(Provider::new).transpose();
        let provider =
            provider.map_err(|error| Refusal::Internal(format!("HTTP client: {error}")))?;
        let store = Store::open(&settings.store(), settings.demo)?;
        let last = store.read(|db| Ok(sessions::last_moment(db)?))?;
        Ok(Self(Arc::new(Inner {
            policy: RwLock::new(Policy::new(&settings)),
            clock: Clock::not_before(last),
            store,
            hasher: Hasher::start()?,
            signing: access::Keys::derive(secrets)?,
            keys: secret::Keys::derive(secrets),
            seal: Seal::derive(secrets),
            provider,
            limiter: Limiter::new(&settings),
            metrics: Metrics::default(),
            stopping: AtomicBool::new(false),
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
    pub(crate) fn signing(&self) -> &access::Keys {
        &self.0.signing
    }

    /// Gives the keys that prove a cookie or a form to be this server's own.
    pub(crate) fn keys(&self) -> &secret::Keys {
        &self.0.keys
    }

    /// Gives what keeps texts that only this server reads again.
    pub(crate) fn seal(&self) -> &Seal {
        &self.0.seal
    }

    /// Gives the provider that signs users in, if one does.
    pub(crate) fn provider(&self) -> Option<&Provider> {
        self.0.provider.as_ref()
    }

    /// Says that sessions have ended, so that their tokens are revoked now.
    pub(crate) fn sessions_ended(&self) {
        if let Some(provider) = self.provider() {
            provider.sessions_ended();
        }
    }

    /// Gives the threads that check passwords.
    pub(crate) fn hasher(&self) -> &Hasher {
        &self.0.hasher
    }

    /// Gives the count of failed sign-ins.
    pub(crate) fn limiter(&self) -> &Limiter {
        &self.0.limiter
    }

    /// Gives the counters for the operator.
    pub(crate) fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    /// Says that no more requests are to be sent here.
    pub(crate) fn stop(&self) {
        self.0.stopping.store(true, Ordering::Relaxed);
    }

    /// Whether the server was told to stop.
    pub(crate) fn is_stopping(&self) -> bool {
        self.0.stopping.load(Ordering::Relaxed)
    }

    /// Runs work in one transaction, one after another over the whole server.
    ///
    /// That is what serialises refreshes, so correctness needs no lock in any browser. The work
    /// runs to its end even when the client hangs up, so that no half of a rotation can remain. A
    /// refusal commits too: the revocation of a stolen family is both a refusal and a change. Only
    /// a failure of the server itself rolls back.
    pub(crate) async fn transact<T, F>(&self, work: F) -> Result<T, Refusal>
    where
        T: Send + 'static,
        F: FnOnce(&App, &Connection) -> Result<T, Refusal> + Send + 'static,
    {
        let (app, span) = (self.clone(), tracing::Span::current());
        let work = move |db: &Connection| span.in_scope(|| work(&app, db));
        self.0.store.write(work).await
    }

    /// Reads what was committed last, beside whatever is being written.
    pub(crate) fn read<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        self.0.store.read(work)
    }

    /// Waits until all that any instance wrote before this call can be read.
    pub(crate) async fn fresh(&self) -> Result<(), Refusal> {
        self.0.store.fresh().await
    }

    /// Notes an event for the operator, and for the counters of a test build.
    pub(crate) fn note(&self, event: &Event) {
        #[cfg(feature = "test-knobs")]
        if self.0.settings.has_knobs() {
            self.0.knobs.stats.note(event);
        }
        self.0.metrics.note(event);
        event.log();
    }

    /// Lets a test build prove what becomes of a secret.
    pub(crate) fn issued(&self, kind: Kind, value: &str, session: &str) {
        #[cfg(feature = "test-knobs")]
        if self.0.settings.has_knobs() {
            self.0.knobs.remember(kind, value, session);
        }
        #[cfg(not(feature = "test-knobs"))]
        let _ = (self, kind, value, session);
    }

    /// Whether a test declared an access token lapsed ahead of its time.
    pub(crate) fn is_lapsed(&self, access: &str) -> bool {
        #[cfg(feature = "test-knobs")]
        return self.0.knobs.is_lapsed(access);
        #[cfg(not(feature = "test-knobs"))]
        return {
            let _ = (self, access);
            false
        };
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
