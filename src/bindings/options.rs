//! The options as the facade hands them over: judged, so that here they are only read.

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;

use crate::{
    browser::{Options, get, own_origin, seed},
    dialect::Preset,
    machine::{Config, LONGEST, Millis, RefreshWhen},
};

/// Seconds to milliseconds; anything that is no span is none.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // `as` saturates
pub(super) fn span(value: &JsValue) -> Option<Millis> {
    value
        .as_f64()
        .filter(|seconds| *seconds >= 0.0)
        .map(|seconds| ((seconds * 1000.0) as Millis).min(LONGEST))
}

pub(super) fn read(options: &JsValue, early: Option<Promise>) -> Options {
    let preset = Preset::hallpass();
    let refresh = get(options, "refresh");
    let idle = get(options, "idle");
    let defaults = Config::default();
    let config = Config {
        seed: seed(),
        margin: span(&get(&refresh, "margin")),
        when: match get(&refresh, "when").as_string().as_deref() {
            Some("always") => RefreshWhen::Always,
            Some("on-demand") => RefreshWhen::OnDemand,
            _ => RefreshWhen::Visible,
        },
        refreshable: preset.refresh.is_some(),
        touchable: preset.touch.is_some(),
        idle: span(&get(&idle, "timeout")),
        idle_warning: span(&get(&idle, "warn")).unwrap_or(defaults.idle_warning),
        watch_idle: idle.as_bool() != Some(false),
    };
    let base = get(options, "baseUrl")
        .as_string()
        .unwrap_or_else(|| preset.base.clone().into());
    let mut origins: Vec<String> = get(options, "origins")
        .dyn_into::<Array>()
        .map(|origins| {
            origins
                .iter()
                .filter_map(|origin| origin.as_string())
                .collect()
        })
        .unwrap_or_default();
    origins.push(own_origin());
    Options {
        base: base.trim_end_matches('/').into(),
        origins,
        name: get(options, "name").as_string().unwrap_or_default(),
        preset,
        config,
        early,
    }
}
