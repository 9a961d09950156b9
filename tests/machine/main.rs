//! The session machine, one life-cycle a file: what it does is spelled out in the names.

// `wasm-pack` builds every test for its target.
#![cfg(not(target_family = "wasm"))]

mod backoff;
mod boundaries;
mod bounds;
mod calls;
mod cookies_off;
mod ended_by;
mod errors;
mod expiry;
mod handles;
mod harness;
mod idle;
mod idle_activity;
mod idle_elsewhere;
mod idle_extend;
mod idle_own;
mod loaded;
mod lock_late;
mod login;
mod login_after_logout;
mod login_amid;
mod login_away;
mod login_given_up;
mod login_odd;
mod login_unsure;
mod logout;
mod logout_away;
mod logout_confirmed;
mod logout_elsewhere;
mod logout_stray;
mod logout_unnamed;
mod month;
mod peers;
mod peers_claims;
mod peers_ended;
mod peers_generation;
mod peers_overtaken;
mod peers_unheard;
mod refresh_ahead;
mod refresh_doubted;
mod refresh_held;
mod refresh_lock;
mod refresh_on_demand;
mod refresh_refused;
mod refresh_unknown;
mod requests;
mod requests_expired;
mod requests_identity;
mod requests_open;
mod requests_over;
mod restore;
mod unknown;
mod wake;
