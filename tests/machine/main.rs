//! The session machine, one life-cycle a file: what it does is spelled out in the names.

mod calls;
mod errors;
mod expiry;
mod harness;
mod idle;
mod login;
mod logout;
mod peers;
mod refresh;
mod requests;
mod restore;
mod wake;
