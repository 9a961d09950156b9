//! What the server counts, for Prometheus: events of sessions, requests, time. Never whose.

use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use crate::app::App;
use crate::audit::Event;

type Labels = Vec<(&'static str, String)>;

/// In seconds: from what a read takes to what a client waits for at most.
const BUCKETS: [f64; 9] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5, 10.0];

/// The counters.
pub(crate) struct Metrics {
    registry: Registry,
    events: Family<Labels, Counter>,
    requests: Family<Labels, Counter>,
    seconds: Family<Labels, Histogram>,
    living: Gauge,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut own = Self {
            registry: Registry::with_prefix("hallpass"),
            events: Family::default(),
            requests: Family::default(),
            seconds: Family::new_with_constructor(|| Histogram::new(BUCKETS)),
            living: Gauge::default(),
        };
        let registry = &mut own.registry;
        let help = "What happened to sessions, by kind";
        registry.register("events", help, own.events.clone());
        let help = "Requests that were answered, by route and status";
        registry.register("requests", help, own.requests.clone());
        let help = "Time until the head of an answer, by route";
        registry.register_with_unit("request", help, Unit::Seconds, own.seconds.clone());
        let help = "Sessions that live";
        registry.register("sessions", help, own.living.clone());
        own
    }
}

impl Metrics {
    /// Counts an event.
    pub(crate) fn note(&self, event: &Event) {
        let labels = vec![("event", event.name().to_owned())];
        self.events.get_or_create(&labels).inc();
    }

    /// Writes all of it, in the text format of `OpenMetrics`.
    pub(crate) fn text(&self, living: i64) -> String {
        self.living.set(living);
        let mut text = String::new();
        // Writing into a text does not fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}

/// Counts a request and the time it took. What has no route of its own is `other`: a path is the
/// client's to choose, and each would be a series of its own.
pub(crate) async fn measure(State(app): State<App>, request: Request, next: Next) -> Response {
    let matched = request.extensions().get::<MatchedPath>();
    let route = matched.map_or("other", MatchedPath::as_str).to_owned();
    let began = Instant::now();
    let response = next.run(request).await;
    let metrics = app.metrics();
    let status = response.status().as_u16().to_string();
    let labels = vec![("route", route.clone()), ("status", status)];
    metrics.requests.get_or_create(&labels).inc();
    let seconds = metrics
        .seconds
        .get_or_create(&vec![("route", route)])
        .clone();
    seconds.observe(began.elapsed().as_secs_f64());
    response
}
