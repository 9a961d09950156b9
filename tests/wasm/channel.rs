//! `channel.ts`: what one tab says, another hears (P15).

use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{In, Shadow, Stage, global, parsed, text};

#[wasm_bindgen(module = "/tests/wasm/generated/adapters.js")]
extern "C" {
    type Channel;
    fn channel(page: &JsValue, name: &str) -> Channel;
    #[wasm_bindgen(method, js_name = _broadcast)]
    fn broadcast(this: &Channel, first: f64, second: f64, third: f64);
    #[wasm_bindgen(method, js_name = _mute)]
    fn mute(this: &Channel);
    #[wasm_bindgen(method, js_name = _listen)]
    fn listen(this: &Channel);
}

#[wasm_bindgen]
extern "C" {
    type BroadcastChannel;
    #[wasm_bindgen(constructor)]
    fn new(name: &str) -> BroadcastChannel;
    #[wasm_bindgen(method, js_name = postMessage)]
    fn post_message(this: &BroadcastChannel, message: &JsValue);
    #[wasm_bindgen(method)]
    fn close(this: &BroadcastChannel);
}

fn tab(name: &str) -> (Stage, Channel) {
    let stage = Stage::new();
    let channel = channel(&stage.page, name);
    (stage, channel)
}

async fn heard(stage: &Stage) -> String {
    let push = stage.next().await;
    assert_eq!(push.input, In::Heard);
    text(&push.value)
}

#[wasm_bindgen_test]
async fn a_message_arrives_in_the_other_tabs_alone() {
    let (speaker, mine) = tab("wasm:arrives");
    let (other, theirs) = tab("wasm:arrives");
    let (stranger, elsewhere) = tab("wasm:arrives:not");
    mine.broadcast(1.0, 2.5, -3.0);
    assert_eq!(heard(&other).await, "[1,2.5,-3]");
    elsewhere.broadcast(0.0, 0.0, 0.0);
    theirs.broadcast(4.0, 5.0, 6.0);
    assert_eq!(heard(&speaker).await, "[4,5,6]", "not its own words");
    assert!(stranger.take().is_none());
    for channel in [mine, theirs, elsewhere] {
        channel.mute();
    }
}

#[wasm_bindgen_test]
async fn garbage_is_passed_on_as_it_is() {
    let (stage, mine) = tab("wasm:garbage");
    let forger = BroadcastChannel::new("wasm:garbage");
    for garbage in ["null", "\"shout\"", "{\"v\":1}", "[1,[2],\"3\"]", "7"] {
        forger.post_message(&parsed(garbage));
        assert_eq!(heard(&stage).await, garbage);
    }
    forger.close();
    mine.mute();
}

#[wasm_bindgen_test]
async fn a_muted_tab_neither_hears_nor_speaks() {
    let (sleeper, mine) = tab("wasm:muted");
    let (speaker, theirs) = tab("wasm:muted");
    let (witness, third) = tab("wasm:muted");
    mine.mute();
    mine.broadcast(1.0, 1.0, 1.0);
    theirs.broadcast(2.0, 2.0, 2.0);
    assert_eq!(heard(&witness).await, "[2,2,2]");
    mine.listen();
    theirs.broadcast(3.0, 3.0, 3.0);
    assert_eq!(heard(&sleeper).await, "[3,3,3]");
    mine.broadcast(4.0, 4.0, 4.0);
    assert_eq!(heard(&speaker).await, "[4,4,4]");
    for channel in [mine, theirs, third] {
        channel.mute();
    }
}

#[wasm_bindgen_test]
fn without_broadcast_channel_nobody_hears() {
    let absent = Shadow::new(&js_sys::global(), "BroadcastChannel", JsValue::UNDEFINED);
    let (stage, mine) = tab("wasm:absent");
    mine.broadcast(1.0, 2.0, 3.0);
    mine.mute();
    mine.listen();
    drop(absent);
    assert!(stage.take().is_none());
    assert!(!global("BroadcastChannel").is_undefined());
}
