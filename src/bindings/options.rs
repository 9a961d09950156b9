//! The options as the facade hands them over: judged, so that here they are only read.

use crate::{
    browser::{ABOUT, PRESET, span},
    dialect::{Kind, Value},
    machine::{Config, RefreshWhen},
};

/// Reads the options of the session that is to be made.
pub(super) fn read(seed: u32) -> Config {
    let (refresh, idle) = (ABOUT.get("refresh"), ABOUT.get("idle"));
    let seconds = |value: f64| span(value * 1000.0);
    let when = refresh.get("when");
    let defaults = Config::default();
    let has = |endpoint| PRESET.get(endpoint).kind() == Kind::Object;
    Config {
        seed,
        margin: seconds(refresh.get("margin").number()),
        when: if when.says("always") {
            RefreshWhen::Always
        } else if when.says("on-demand") {
            RefreshWhen::OnDemand
        } else {
            RefreshWhen::Visible
        },
        refreshable: has("refresh"),
        touchable: has("touch"),
        idle: seconds(idle.get("timeout").number()),
        idle_warning: seconds(idle.get("warn").number()).unwrap_or(defaults.idle_warning),
        watch_idle: idle.kind() != Kind::False,
    }
}
