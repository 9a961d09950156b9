//! The least that an application in Rust can be, the same for another server, and for both: what they weigh is compared.

use hallpass::{Options, Preset, Session};
use wasm_bindgen::prelude::*;

/// Starts a session, of one server or of another.
#[wasm_bindgen]
pub fn start(another: bool) -> Result<(), JsError> {
    let other = cfg!(feature = "instead") || another && cfg!(feature = "another");
    let preset = if other {
        Preset::better_auth()
    } else {
        Preset::hallpass()
    };
    let session = Session::start(Options::new(preset))?;
    session.subscribe(|_| ()).forget();
    Ok(())
}
