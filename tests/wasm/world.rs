//! Which engine xtask wants this page to be in, and which server is this engine's own. A page has no environment, so that
//! stands in the compiled tests for all engines, each by the port of its page.

use js_sys::{Reflect, global};
use wasm_bindgen::JsValue;

/// `port engine server`, of each engine that xtask runs.
const WORLDS: Option<&str> = option_env!("HALLPASS_TEST_WORLDS");

/// What stands there of this page; nothing without xtask.
fn own() -> Option<(&'static str, &'static str)> {
    let location = Reflect::get(&global(), &JsValue::from("location")).expect("a page");
    let port = Reflect::get(&location, &JsValue::from("port")).expect("an address");
    let port = port.as_string()?;
    let mut words = WORLDS?
        .lines()
        .map(str::split_whitespace)
        .find_map(|mut words| (words.next()? == port).then_some(words))?;
    Some((words.next()?, words.next()?))
}

/// The engine that was asked for.
pub(crate) fn engine() -> Option<&'static str> {
    own().map(|(engine, _)| engine)
}

/// The reference server.
pub(crate) fn server() -> Option<&'static str> {
    own().map(|(_, server)| server)
}
