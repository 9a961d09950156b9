//! The adapters of `src/browser/page/`, each against the real Web API in a real browser, and the
//! Rust surface on top of them.
//!
//! What `navigation.ts` does ends the page, and the tests with it: `../e2e/` follows it.
//!
//! A test that needs the reference server is ignored unless `--include-ignored` asks for it: a browser cannot start a
//! program. `cargo xtask test --only wasm` starts the server and asks for all.

// Natively there is nothing to test: the shell exists in a browser alone.
#![cfg(target_family = "wasm")]
// A test looks at the browser's own clock.
#![allow(clippy::disallowed_methods)]

mod answers;
mod channel;
mod claims;
mod disposal;
mod endpoint;
mod json;
mod jwt;
mod lifecycle;
mod locks;
mod login;
mod page;
mod requests;
mod send;
mod server;
mod session;
mod signal;
mod stage;
mod tombstone;
mod trace;
mod world;

use wasm_bindgen::prelude::*;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = navigator, thread_local_v2, js_name = userAgent)]
    static USER_AGENT: String;
}

/// The driver that is on PATH is not always of the browser that was asked for.
#[wasm_bindgen_test]
fn this_is_the_engine_that_was_asked_for() {
    let agent = USER_AGENT.with(Clone::clone);
    let engine = match () {
        () if agent.contains("Chrome/") => "chromium",
        () if agent.contains("Firefox/") => "firefox",
        () if agent.contains("AppleWebKit/") => "webkit",
        () => "unknown",
    };
    // Without xtask nobody says what is wanted.
    assert_eq!(engine, world::engine().unwrap_or(engine), "{agent}");
}
