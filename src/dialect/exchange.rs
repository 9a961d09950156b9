//! What came back, as far as a dialect looks at it.

use super::{Term, Value};
use crate::machine::Span;

/// One answer to one request.
#[derive(Clone, Copy, Debug)]
pub struct Exchange<V> {
    /// 0 for a redirect that was not followed, or that ended at something else than JSON.
    pub status: u16,
    pub retry_after: Option<Span>,
    /// An object: `status` once more, `body`, missing unless it was JSON, and `headers`.
    pub answer: V,
    /// Epoch milliseconds, by the clock of the server where its answer shows it.
    pub now: f64,
    /// When the session ends by what was said of it before, in epoch milliseconds; NaN for unknown,
    /// and whenever the request begins a new span: a login, a refresh, a touch.
    pub granted: f64,
    /// Whether a logout has just been asked for: then an answer that is as good as "nobody" is no
    /// reason to refresh.
    pub leaving: bool,
}

impl<V: Value> Exchange<V> {
    pub(super) fn succeeded(&self) -> bool {
        matches!(self.status, 200..=299)
    }

    /// Returns what the answer has at the place that `holder` names by `key`.
    pub(super) fn found(&self, holder: &V, term: Term) -> V {
        self.answer.find(&holder.get(term))
    }
}
