//! The least that an application in Rust can be, and the same with one more server: what they weigh is compared.

use hallpass::{Options, Preset, Session};
use wasm_bindgen::prelude::*;

/// Starts a session, of one server or of another.
#[wasm_bindgen]
pub fn start(another: bool) -> Result<(), JsError> {
    let preset = if another && cfg!(feature = "another") {
        Preset::better_auth()
    } else {
        Preset::hallpass()
    };
    let session = Session::start(Options::new(preset))?;
    session.subscribe(|_| ()).forget();
    Ok(())
}
