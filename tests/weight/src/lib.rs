//! The least that an application in Rust can be, the same for another server, and for several: what they weigh is
//! compared.

use hallpass::{Options, Preset, Session};
use wasm_bindgen::prelude::*;

/// Starts a session, of one server or of another.
#[wasm_bindgen]
pub fn start(which: u32) -> Result<(), JsError> {
    let preset = match which {
        1 if cfg!(feature = "several") => Preset::better_auth(),
        2 if cfg!(feature = "several") => Preset::auth_js(),
        3 if cfg!(feature = "several") => Preset::django_allauth(),
        4 if cfg!(feature = "several") => Preset::supertokens(),
        _ if cfg!(feature = "instead") => Preset::better_auth(),
        _ => Preset::hallpass(),
    };
    let session = Session::start(Options::new(preset))?;
    session.subscribe(|_| ()).forget();
    Ok(())
}
