//! The brake on guessing, applied: in this instance, or over all that share a store.

use crate::app::App;
use crate::limiter::{Attempt, Braked, Buckets, Sizes, Who};
use crate::refusal::Refusal;
use crate::store::failures;

/// Counts an attempt before anything is hashed for it.
pub(crate) async fn take(app: &App, who: Who) -> Result<Result<Attempt, Braked>, Refusal> {
    let now = app.now();
    work(app, move |sizes, buckets| sizes.take(buckets, &who, now)).await
}

/// Takes an attempt back that was not hashed.
pub(crate) async fn undo(app: &App, attempt: Attempt) -> Result<(), Refusal> {
    work(app, move |sizes, buckets| sizes.undo(buckets, attempt)).await
}

/// Takes an attempt back that signed in.
pub(crate) async fn succeed(app: &App, attempt: Attempt) -> Result<(), Refusal> {
    work(app, move |sizes, buckets| sizes.succeed(buckets, attempt)).await
}

async fn work<T: Send + 'static>(
    app: &App,
    work: impl FnOnce(Sizes, &mut dyn Buckets) -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Refusal> {
    if !app.settings().store().is_shared() {
        return app.limiter().alone(work);
    }
    let sizes = app.limiter().sizes();
    app.transact(move |_, db| work(sizes, &mut failures::Shared(db)))
        .await
}
