//! `locks.js`: the refresh lock, and generations in the names of shared locks (P4, P5, P7, P16).

use std::{cell::RefCell, rc::Rc};

use js_sys::{Array, Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{In, Shadow, Stage, function, get, global, settled};

#[wasm_bindgen(module = "/src/browser/page/locks.js")]
extern "C" {
    type Locks;
    fn locks(page: &JsValue, prefix: &str) -> Locks;
    #[wasm_bindgen(method, js_name = acquireLock)]
    fn acquire_lock(this: &Locks, id: u32, a: u32, steal: bool);
    #[wasm_bindgen(method, js_name = releaseLock)]
    fn release_lock(this: &Locks, id: u32);
    #[wasm_bindgen(method)]
    fn publish(this: &Locks, id: u32, generation: u32);
    #[wasm_bindgen(method)]
    fn suspend(this: &Locks);
    #[wasm_bindgen(method)]
    fn resume(this: &Locks);
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["navigator", "locks"])]
    fn query() -> Promise;
    #[wasm_bindgen(js_namespace = ["navigator", "locks"])]
    fn request(name: &str, run: &JsValue) -> Promise;
}

/// A lock held by somebody else until it is opened.
struct Gate(Function);

impl Gate {
    /// Returns once it is held, with what resolves once it is let go.
    async fn exclusive(name: &str) -> (Self, Promise) {
        let (held, opening) = (Rc::<RefCell<Option<Function>>>::default(), Rc::default());
        let let_go: Rc<RefCell<Option<Function>>> = Rc::clone(&opening);
        let tell = Rc::clone(&held);
        let granted = Promise::new(&mut |resolve, _| *tell.borrow_mut() = Some(resolve));
        let run = function(move |_, _, _| {
            if let Some(tell) = held.take() {
                let _ = tell.call0(&JsValue::UNDEFINED);
            }
            Promise::new(&mut |resolve, _| *let_go.borrow_mut() = Some(resolve)).into()
        });
        let over = request(name, &run);
        settled(granted).await.expect("a grant");
        (Self(opening.take().expect("it is held")), over)
    }

    fn open(self) {
        let _ = self.0.call0(&JsValue::UNDEFINED);
    }
}

/// A tab of a session.
fn tab(prefix: &str) -> (Stage, Locks) {
    let stage = Stage::new();
    let locks = locks(&stage.page, prefix);
    (stage, locks)
}

async fn granted(stage: &Stage, id: f64) -> f64 {
    let push = stage.next().await;
    assert_eq!((push.input, push.id), (In::LOCK_GRANTED, id));
    push.a
}

/// The names of what is held, without the prefix, or of what is waited for.
async fn names(which: &str, prefix: &str) -> Vec<String> {
    let snapshot = settled(query()).await.expect("a snapshot");
    let list = Array::from(&get(&snapshot, which)).to_vec();
    let names = list.iter().filter_map(|lock| get(lock, "name").as_string());
    let mut names: Vec<_> = names
        .filter_map(|name| name.strip_prefix(prefix).map(str::to_owned))
        .collect();
    names.sort();
    names
}

/// Waits until nobody holds a lock: one after the other, they are granted in order.
async fn free(name: &str) {
    let nothing = function(|_, _, _| JsValue::UNDEFINED);
    settled(request(name, &nothing)).await.expect("a grant");
}

#[wasm_bindgen_test]
async fn a_grant_tells_the_newest_generation_published() {
    let (stage, mine) = tab("wasm:newest:");
    mine.acquire_lock(1, 0, false);
    assert_eq!(
        granted(&stage, 1.0).await.to_bits(),
        (-1.0_f64).to_bits(),
        "none is published"
    );
    mine.release_lock(1);
    let (other, theirs) = tab("wasm:newest:");
    let (stranger, elsewhere) = tab("wasm:newest-but-another:");
    theirs.publish(2, 9);
    elsewhere.publish(2, 700);
    assert_eq!(other.next().await.input, In::GENERATION_PUBLISHED);
    assert_eq!(stranger.next().await.input, In::GENERATION_PUBLISHED);
    mine.publish(3, 10);
    assert_eq!(stage.next().await.id.to_bits(), 3.0_f64.to_bits());
    theirs.acquire_lock(4, 0, false);
    assert!(
        (granted(&other, 4.0).await - 10.0).abs() < 0.1,
        "compared as numbers, of this session alone"
    );
    for locks in [mine, theirs, elsewhere] {
        locks.suspend();
    }
}

#[wasm_bindgen_test]
async fn one_tab_at_a_time_has_the_lock() {
    let (first, mine) = tab("wasm:order:");
    let (second, theirs) = tab("wasm:order:");
    mine.acquire_lock(1, 0, false);
    granted(&first, 1.0).await;
    theirs.acquire_lock(1, 0, false);
    assert_eq!(names("pending", "wasm:order:").await, ["refresh"]);
    assert!(second.take().is_none());
    mine.release_lock(1);
    granted(&second, 1.0).await;
    theirs.release_lock(1);
    free("wasm:order:refresh").await;
}

#[wasm_bindgen_test]
async fn whoever_is_robbed_hears_of_it() {
    let (first, mine) = tab("wasm:steal:");
    let (second, theirs) = tab("wasm:steal:");
    mine.acquire_lock(1, 0, false);
    granted(&first, 1.0).await;
    theirs.acquire_lock(2, 0, true);
    granted(&second, 2.0).await;
    let lost = first.next().await;
    assert_eq!((lost.input, lost.id), (In::LOCK_LOST, 1.0));
    // Whoever has lost it lets nothing go.
    mine.release_lock(1);
    assert_eq!(names("held", "wasm:steal:").await, ["refresh"]);
    theirs.release_lock(2);
    free("wasm:steal:refresh").await;
    assert!(second.take().is_none());
}

#[wasm_bindgen_test]
async fn a_lock_given_up_while_waiting_is_never_granted() {
    let (first, mine) = tab("wasm:waiting:");
    let (second, theirs) = tab("wasm:waiting:");
    mine.acquire_lock(1, 0, false);
    granted(&first, 1.0).await;
    theirs.acquire_lock(2, 0, false);
    theirs.release_lock(2);
    mine.release_lock(1);
    free("wasm:waiting:refresh").await;
    assert!(second.take().is_none());
}

/// Whoever looks at any time must find one: the names are looked at just when the new one is held.
#[wasm_bindgen_test]
async fn the_former_name_is_kept_until_the_new_one_is_held() {
    let (stage, mine) = tab("wasm:name:");
    mine.publish(1, 1);
    stage.next().await;
    // In line before the new name: as long as this is held, the new one is not.
    let (gate, opened) = Gate::exclusive("wasm:name:g2").await;
    mine.publish(2, 2);
    assert_eq!(names("pending", "wasm:name:").await, ["g2"]);
    assert_eq!(
        names("held", "wasm:name:").await,
        ["g1", "g2"],
        "the gate's own, and the former"
    );
    assert!(stage.take().is_none(), "nothing is published yet");
    gate.open();
    settled(opened).await.expect("a lock let go");
    assert_eq!(stage.next().await.input, In::GENERATION_PUBLISHED);
    free("wasm:name:g1").await;
    assert_eq!(names("held", "wasm:name:").await, ["g2"]);
    mine.suspend();
    free("wasm:name:g2").await;
}

#[wasm_bindgen_test]
async fn a_suspended_tab_holds_nothing_and_takes_its_name_again() {
    let (stage, mine) = tab("wasm:suspend:");
    mine.publish(1, 5);
    stage.next().await;
    mine.acquire_lock(2, 0, false);
    granted(&stage, 2.0).await;
    mine.suspend();
    free("wasm:suspend:refresh").await;
    free("wasm:suspend:g5").await;
    assert!(names("held", "wasm:suspend:").await.is_empty());
    mine.resume();
    assert_eq!(stage.next().await.input, In::GENERATION_PUBLISHED);
    assert_eq!(names("held", "wasm:suspend:").await, ["g5"]);
    mine.suspend();
    free("wasm:suspend:g5").await;
}

#[wasm_bindgen_test]
fn without_web_locks_each_is_granted_at_once() {
    let absent = Shadow::new(&global("navigator"), "locks", JsValue::UNDEFINED);
    let (stage, mine) = tab("wasm:absent:");
    mine.acquire_lock(1, 0, false);
    mine.publish(2, 1);
    mine.release_lock(1);
    mine.suspend();
    drop(absent);
    let push = stage.take().expect("a grant");
    assert_eq!((push.input, push.id, push.a), (In::LOCK_GRANTED, 1.0, -1.0));
    assert_eq!(stage.inputs(), [In::GENERATION_PUBLISHED]);
}
