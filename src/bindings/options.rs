//! The options as the facade hands them over: judged, so that here they are only read.

use crate::{
    browser::{Looked, span},
    dialect::{Json, Kind, Preset},
    machine::{Config, RefreshWhen},
};

/// Reads the options of the session that is to be made.
pub(super) fn read(seed: u32, preset: &Preset) -> Config {
    let seconds = |pointer| span(Looked.number(pointer) * 1000.0);
    let when = |text| Looked.says("/refresh/when", text);
    let defaults = Config::default();
    Config {
        seed,
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
        watch_idle: Looked.kind("/idle") != Kind::False,
    }
}
