//! The options as the facade hands them over: judged, so that here they are only read.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Math)]
    fn random() -> f64;
}

use crate::{
    browser::span,
    dialect::{Json, Kind, Preset},
    machine::{Config, RefreshWhen},
};

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // below 2^32
fn random_seed() -> u32 {
    (random() * 4_294_967_296.0) as u32
}

pub(super) fn read(options: &JsValue, preset: &Preset) -> Config {
    let seconds = |pointer| span(options.number(pointer) * 1000.0);
    let when = |text| options.says("/refresh/when", text);
    let defaults = Config::default();
    Config {
        seed: random_seed(),
        margin: seconds("/refresh/margin"),
        when: if when("always") {
            RefreshWhen::Always
        } else if when("on-demand") {
            RefreshWhen::OnDemand
        } else {
            RefreshWhen::Visible
        },
        refreshable: preset.refresh.is_some(),
        touchable: preset.touch.is_some(),
        idle: seconds("/idle/timeout"),
        idle_warning: seconds("/idle/warn").unwrap_or(defaults.idle_warning),
        watch_idle: options.kind("/idle") != Kind::False,
    }
}
