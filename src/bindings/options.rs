//! The options as the facade hands them over: judged, so that here they are only read.

use crate::{
    browser::{ABOUT, PRESET},
    dialect::{Kind, Term, Value},
    machine::{Config, RefreshWhen, Span},
};

const ALWAYS: i32 = Term::Always as i32;
const ON_DEMAND: i32 = Term::OnDemand as i32;

/// Reads the options of the session that is to be made.
pub(super) fn read(seed: u32) -> Config {
    let (refresh, idle) = (ABOUT.get(Term::Refresh), ABOUT.get(Term::Idle));
    let seconds = |value: f64| Span::read(value * 1000.0);
    let when = refresh.get(Term::When);
    let defaults = Config::default();
    let has = |endpoint| PRESET.kind_of(endpoint) == Kind::Object;
    Config {
        seed,
        margin: seconds(refresh.get(Term::Margin).number()),
        when: match when.word() {
            ALWAYS => RefreshWhen::Always,
            ON_DEMAND => RefreshWhen::OnDemand,
            _ => RefreshWhen::Visible,
        },
        refreshable: has(Term::Refresh),
        touchable: has(Term::Touch),
        takes_handle: PRESET.get(Term::Handle).has(Term::Header),
        idle: seconds(idle.get(Term::Timeout).number()),
        idle_warning: seconds(idle.get(Term::Warn).number())
            .map_or(defaults.idle_warning, Span::millis),
        watch_idle: idle.kind() != Kind::False,
    }
}
