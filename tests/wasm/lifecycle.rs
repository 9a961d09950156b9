//! `lifecycle.ts`: what happens to the page (P16, P18, P19).

use std::{cell::Cell, rc::Rc};

use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{In, Shadow, Stage, function, global, parsed};

#[wasm_bindgen(module = "/tests/wasm/generated/adapters.js")]
extern "C" {
    fn listening(signal: &JsValue) -> JsValue;
    fn watch(page: &JsValue, activity: bool, on: &JsValue);
}

#[wasm_bindgen]
extern "C" {
    type EventTarget;
    #[wasm_bindgen(method, js_name = dispatchEvent)]
    fn dispatch_event(this: &EventTarget, event: &Event) -> bool;

    type Event;
    #[wasm_bindgen(constructor)]
    fn new(name: &str) -> Event;

    #[wasm_bindgen(extends = Event)]
    type PageTransitionEvent;
    #[wasm_bindgen(constructor)]
    fn new(name: &str, init: &JsValue) -> PageTransitionEvent;

    type AbortController;
    #[wasm_bindgen(constructor)]
    fn new() -> AbortController;
    #[wasm_bindgen(method, getter)]
    fn signal(this: &AbortController) -> JsValue;
    #[wasm_bindgen(method)]
    fn abort(this: &AbortController);
}

/// A page that is watched until this is dropped.
struct Watched {
    stage: Stage,
    /// What was let go of, and taken up again.
    slept: Rc<Cell<(u32, u32)>>,
    stop: AbortController,
}

impl Watched {
    fn new(activity: bool) -> Self {
        let slept = Rc::<Cell<(u32, u32)>>::default();
        let counted = |ended, begun| {
            let slept = Rc::clone(&slept);
            function(move |_, _, _| {
                let (endings, beginnings) = slept.get();
                slept.set((endings + ended, beginnings + begun));
                JsValue::UNDEFINED
            })
        };
        let stage = Stage::new()
            .with("_letGo", counted(1, 0))
            .with("_mute", counted(1, 0))
            .with("_listen", counted(0, 1))
            .with("_freeze", function(|_, _, _| JsValue::UNDEFINED));
        let stop = AbortController::new();
        watch(&stage.page, activity, &listening(&stop.signal()));
        Self { stage, slept, stop }
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.stop.abort();
    }
}

fn happens(target: &str, event: &str) {
    let target: EventTarget = global(target).unchecked_into();
    target.dispatch_event(&Event::new(event));
}

fn pageshow(init: &str) {
    let event = PageTransitionEvent::new("pageshow", &parsed(init));
    global("window")
        .unchecked_into::<EventTarget>()
        .dispatch_event(&event);
}

#[wasm_bindgen_test]
fn showing_hiding_and_connectivity_are_told() {
    let watched = Watched::new(false);
    for (state, input) in [("hidden", In::BecameHidden), ("visible", In::BecameVisible)] {
        let _state = Shadow::new(&global("document"), "visibilityState", state);
        happens("document", "visibilitychange");
        assert_eq!(watched.stage.inputs(), [input]);
    }
    happens("window", "offline");
    happens("window", "online");
    happens("document", "resume");
    assert_eq!(
        watched.stage.inputs(),
        [In::WentOffline, In::WentOnline, In::Resumed]
    );
    assert_eq!(watched.slept.get(), (0, 0));
}

#[wasm_bindgen_test]
fn only_a_page_out_of_the_cache_is_restored() {
    let watched = Watched::new(false);
    happens("window", "pagehide");
    assert_eq!(watched.slept.get(), (2, 0));
    pageshow(r#"{"persisted":false}"#);
    assert_eq!(
        (watched.stage.inputs().len(), watched.slept.get()),
        (0, (2, 0))
    );
    pageshow(r#"{"persisted":true}"#);
    assert_eq!(
        (watched.stage.inputs(), watched.slept.get()),
        (vec![In::Restored], (2, 1))
    );
}

#[wasm_bindgen_test]
fn activity_is_told_once_a_second() {
    let now = Rc::new(Cell::new(50.0));
    let clock = Rc::clone(&now);
    let _clock = Shadow::new(
        &global("performance"),
        "now",
        function(move |_, _, _| clock.get().into()),
    );
    let watched = Watched::new(true);
    for event in ["pointerdown", "pointermove", "keydown", "wheel"] {
        happens("document", event);
        happens("document", event);
        assert_eq!(watched.stage.inputs(), [In::Active], "{event}");
        now.set(now.get() + 999.0);
        happens("document", "keydown");
        assert!(watched.stage.take().is_none(), "{event}: too early");
        now.set(now.get() + 1.0);
    }
}

#[wasm_bindgen_test]
fn activity_is_not_watched_unasked() {
    let watched = Watched::new(false);
    happens("document", "pointerdown");
    assert!(watched.stage.take().is_none());
}

#[wasm_bindgen_test]
fn the_signal_stops_all_listening() {
    let watched = Watched::new(true);
    watched.stop.abort();
    for event in ["visibilitychange", "resume", "keydown"] {
        happens("document", event);
    }
    for event in ["online", "offline", "pagehide"] {
        happens("window", event);
    }
    pageshow(r#"{"persisted":true}"#);
    assert!(watched.stage.take().is_none());
    assert_eq!(watched.slept.get(), (0, 0));
}
