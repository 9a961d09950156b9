//! The facade as the engine sees it.

use js_sys::Promise;
use wasm_bindgen::prelude::*;

use crate::{
    browser::{Observer, get},
    machine::{Error, Event, Snapshot, Status},
};

#[wasm_bindgen]
extern "C" {
    /// What the facade wants to be told.
    pub type Sink;
    #[wasm_bindgen(method)]
    #[allow(clippy::too_many_arguments)]
    // plain values cross the border at no cost, objects do not
    fn publish(
        this: &Sink,
        status: &str,
        activity: &str,
        reason: Option<&str>,
        claims: &JsValue,
        subject: Option<&str>,
        expires_at: Option<f64>,
        idle_expires_at: Option<f64>,
        absolute_expires_at: Option<f64>,
        error: &JsValue,
    );
    #[wasm_bindgen(method)]
    fn emit(this: &Sink, event: &str, a: &JsValue, b: &JsValue);
    #[wasm_bindgen(method, js_name = error)]
    fn make_error(
        this: &Sink,
        code: &str,
        detail: Option<&str>,
        status: Option<u16>,
        retry_after: Option<f64>,
    ) -> JsValue;
    #[wasm_bindgen(method, js_name = validate)]
    fn judge(this: &Sink, claims: &JsValue) -> Promise;
}

impl Observer for Sink {
    fn changed(&self, snapshot: &Snapshot, claims: &JsValue) {
        let reason = match snapshot.status {
            Status::Unauthenticated(reason) => Some(reason.as_str()),
            Status::Loading | Status::Authenticated => None,
        };
        let error = snapshot
            .error
            .as_ref()
            .map_or(JsValue::UNDEFINED, |error| self.error(error));
        self.publish(
            snapshot.status.as_str(),
            snapshot.activity.as_str(),
            reason,
            claims,
            snapshot.subject.as_deref(),
            snapshot.expires_at.map(epoch),
            snapshot.idle_expires_at.map(epoch),
            snapshot.absolute_expires_at.map(epoch),
            &error,
        );
    }

    fn happened(&self, event: &Event) {
        let none = JsValue::UNDEFINED;
        match event {
            Event::Authenticated => self.emit("authenticated", &none, &none),
            Event::Refreshed => self.emit("refreshed", &none, &none),
            Event::Expiring { limit, expires_at } => {
                self.emit(
                    "expiring",
                    &limit.as_str().into(),
                    &epoch(*expires_at).into(),
                );
            }
            Event::Ended(reason) => self.emit("ended", &reason.as_str().into(), &none),
            Event::IdentityChanged { from, to } => {
                self.emit(
                    "identity-changed",
                    &nullable(from.as_deref()),
                    &nullable(to.as_deref()),
                );
            }
            Event::StepUp(wanted) => self.emit(
                "step-up",
                &wanted.acr_values.as_deref().into(),
                &wanted.max_age.into(),
            ),
            Event::Fault(error) => self.emit("fault", &self.error(error), &none),
        }
    }

    fn error(&self, error: &Error) -> JsValue {
        #[allow(clippy::cast_precision_loss)] // at most an hour
        let retry_after = error.retry_after.map(|wait| wait as f64 / 1000.0);
        let status = Some(error.status).filter(|status| *status != 0);
        self.make_error(
            error.code.as_str(),
            error.detail.as_deref(),
            status,
            retry_after,
        )
    }

    fn validate(&self, claims: &JsValue) -> Option<Promise> {
        get(self, "validate")
            .is_truthy()
            .then(|| self.judge(claims))
    }
}

#[allow(clippy::cast_precision_loss)] // epoch milliseconds stay below 2^53 for long
fn epoch(at: i64) -> f64 {
    at as f64
}

fn nullable(text: Option<&str>) -> JsValue {
    text.map_or(JsValue::NULL, Into::into)
}
