//! `page.ts`, `border.ts` and `bound.ts`: one happening after the other into an engine, what it says out again.

use std::{
    cell::{OnceCell, RefCell},
    collections::VecDeque,
    rc::Rc,
};

use js_sys::{Array, Error, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{In, function, get, input_kind, parsed, set, settled, text};

#[wasm_bindgen(module = "/src/browser/generated/page.js")]
extern "C" {
    type Page;
    #[wasm_bindgen(js_name = createPage)]
    fn create_page(settings: &JsValue, sink: &JsValue) -> Page;
    #[wasm_bindgen(method)]
    fn start(this: &Page, exports: &JsValue);
    #[wasm_bindgen(method)]
    fn call(this: &Page, kind: u32) -> Promise;
    #[wasm_bindgen(method)]
    fn dispose(this: &Page);
}

#[wasm_bindgen(module = "/src/browser/generated/page.js")]
extern "C" {
    #[wasm_bindgen(js_name = bound)]
    fn tied(functions: &JsValue, border: &JsValue) -> JsValue;
    #[wasm_bindgen(js_name = effect)]
    fn say_effect(which: u32, id: u32, a: u32, b: bool);
    #[wasm_bindgen(js_name = event)]
    fn say_event(which: u32, word: u32, at: f64);
    #[wasm_bindgen(js_name = snapshot)]
    fn say_snapshot(status: u32, activity: u32, reason: u32, a: f64, b: f64, c: f64);
}

const RESOLVE: u32 = 9;
const REFRESHED: u32 = 1;

/// An engine that does as a test says, and writes down what it is told.
#[derive(Default)]
struct Engine {
    /// The status to show, and when to be called again.
    next: RefCell<VecDeque<(u32, f64)>>,
    told: RefCell<Vec<(In, f64)>>,
    at_work: RefCell<bool>,
}

impl Engine {
    fn push(&self, input: &JsValue, id: f64) -> f64 {
        assert!(!self.at_work.replace(true), "called from within");
        let input = input_kind(input);
        self.told.borrow_mut().push((input, id));
        let (status, due) = self
            .next
            .borrow_mut()
            .pop_front()
            .unwrap_or((2, f64::INFINITY));
        if input == In::Called {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // an id
            say_effect(RESOLVE, id as u32, 0, true);
            say_event(REFRESHED, 0, f64::NAN);
        }
        say_snapshot(status, 0, 0, f64::NAN, f64::NAN, f64::NAN);
        self.at_work.replace(false);
        due
    }
}

/// A page with such an engine, and what the session hears of it.
struct Played {
    page: Rc<Page>,
    engine: Rc<Engine>,
    heard: Rc<RefCell<Vec<String>>>,
    /// What a listener does when it hears of the next event.
    reaction: Rc<RefCell<Option<Reaction>>>,
}

type Reaction = Box<dyn FnOnce(&Page)>;

impl Played {
    fn new() -> Self {
        let (engine, heard) = (
            Rc::<Engine>::default(),
            Rc::<RefCell<Vec<String>>>::default(),
        );
        let (publishing, emitting, sink) = (Rc::clone(&heard), Rc::clone(&heard), parsed("{}"));
        let (reaction, made) = (
            Rc::<RefCell<Option<Reaction>>>::default(),
            Rc::<OnceCell<Rc<Page>>>::default(),
        );
        let (reacting, whose) = (Rc::clone(&reaction), Rc::clone(&made));
        let word = |value: JsValue| value.as_string().unwrap_or_default();
        let publish = function(move |snapshot, _, _| {
            let status = get(&snapshot, "status");
            publishing.borrow_mut().push(word(status));
            JsValue::UNDEFINED
        });
        let emit = function(move |event, _, _| {
            emitting.borrow_mut().push(word(get(&event, "type")));
            if let (Some(react), Some(page)) = (reacting.take(), whose.get()) {
                react(page);
            }
            JsValue::UNDEFINED
        });
        let error = function(|code, _, _| Error::new(&code.as_string().unwrap_or_default()).into());
        for (name, function) in [("publish", publish), ("emit", emit), ("error", error)] {
            set(&sink, name, &function);
        }
        let settings = parsed(
            r#"{"preset":{"session":{"path":"/session","method":"POST"}},"origins":[],"name":"wasm-page","idle":false}"#,
        );
        let page = Rc::new(create_page(&settings, &sink));
        let _ = made.set(Rc::clone(&page));
        Self {
            page,
            engine,
            heard,
            reaction,
        }
    }

    fn start(self) -> Self {
        let exports = parsed("{}");
        let create = function(|seed, _, _| {
            assert!(seed.as_f64().is_some_and(|seed| seed >= 0.0));
            JsValue::UNDEFINED
        });
        let pushed = Rc::clone(&self.engine);
        let push = function(move |input, id, _| {
            pushed.push(&input, id.as_f64().unwrap_or(f64::NAN)).into()
        });
        for (name, function) in [("create", create), ("push", push)] {
            set(&exports, name, &function);
        }
        let exports = tied(&exports, &get(&self.page, "imports"));
        self.page.start(&exports);
        self
    }

    fn told(&self) -> Vec<In> {
        self.engine
            .told
            .take()
            .into_iter()
            .map(|(input, _)| input)
            .collect()
    }
}

#[wasm_bindgen_test]
fn the_first_thing_is_that_it_starts() {
    let played = Played::new().start();
    assert_eq!(played.told(), [In::Started]);
    assert_eq!(*played.heard.borrow(), ["unauthenticated"]);
    played.page.dispose();
}

#[wasm_bindgen_test]
async fn a_call_settles_and_the_same_snapshot_is_told_once() {
    let played = Played::new().start();
    let settled = settled(played.page.call(0)).await.expect("a result");
    assert_eq!(text(&settled), r#"{"confirmed":true}"#);
    assert_eq!(played.told(), [In::Started, In::Called]);
    assert_eq!(*played.heard.borrow(), ["unauthenticated", "refreshed"]);
    played.page.dispose();
}

#[wasm_bindgen_test]
async fn what_a_listener_asks_waits_its_turn() {
    let played = Played::new().start();
    let within = Array::new();
    let kept = within.clone();
    *played.reaction.borrow_mut() = Some(Box::new(move |page| {
        kept.push(&page.call(0));
    }));
    settled(played.page.call(0)).await.expect("a result");
    settled(get(&within, "0")).await.expect("a result");
    assert_eq!(played.told(), [In::Started, In::Called, In::Called]);
    assert_eq!(
        *played.heard.borrow(),
        ["unauthenticated", "refreshed", "refreshed"]
    );
    played.page.dispose();
}

#[wasm_bindgen_test]
async fn the_engine_is_called_again_when_it_is_time() {
    let played = Played::new();
    let now = get(&js_sys::global(), "performance.timeOrigin")
        .as_f64()
        .map_or(0.0, |origin| js_sys::Date::now() - origin);
    played.engine.next.borrow_mut().push_back((0, now + 30.0));
    let played = played.start();
    // A timer armed later for later: by then the other has been served, whatever the load.
    let wait = Promise::new(&mut |resolve, _| {
        let set_timeout = get(&js_sys::global(), "setTimeout").unchecked_into::<js_sys::Function>();
        set_timeout
            .call2(&JsValue::UNDEFINED, &resolve, &120.into())
            .expect("a timer");
    });
    settled(wait).await.expect("time passes");
    assert_eq!(
        played.told(),
        [In::Started, In::Timeout],
        "once: then it wants nothing"
    );
    played.page.dispose();
}

#[wasm_bindgen_test]
async fn the_end_is_the_end() {
    let never = Played::new();
    let waiting = never.page.call(0);
    never.page.dispose();
    let played = Played::new().start();
    played.told();
    played.page.dispose();
    played.page.dispose();
    let failed = settled(waiting).await.expect_err("it never began");
    assert_eq!(get(&failed, "message"), "disposed");
    drop(played.page.call(0));
    assert!(played.told().is_empty());
}
