//! The session machine, one life-cycle a file: what it does is spelled out in the names.

mod backoff;
mod calls;
mod errors;
mod expiry;
mod harness;
mod idle;
mod idle_activity;
mod idle_extend;
mod idle_own;
mod loaded;
mod login;
mod logout;
mod logout_confirmed;
mod logout_elsewhere;
mod peers;
mod refresh_ahead;
mod refresh_lock;
mod refresh_on_demand;
mod refresh_refused;
mod refresh_unknown;
mod requests;
mod requests_expired;
mod requests_identity;
mod requests_over;
mod restore;
mod wake;
