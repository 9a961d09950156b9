//! `locks.ts`: the refresh lock, and generations in the names of shared locks (P4, P5, P7, P16).

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{In, Shadow, Stage, function, get, global, settled};

#[wasm_bindgen(module = "/tests/wasm/generated/adapters.js")]
extern "C" {
    type Locks;
    fn locks(page: &JsValue, prefix: &str) -> Locks;
    #[wasm_bindgen(method, js_name = _acquireLock)]
    fn acquire_lock(this: &Locks, id: u32, a: u32, steal: bool);
    #[wasm_bindgen(method, js_name = _releaseLock)]
    fn release_lock(this: &Locks, id: u32);
    #[wasm_bindgen(method, js_name = _publish)]
    fn publish(this: &Locks, id: u32, generation: f64);
    #[wasm_bindgen(method, js_name = _letGo)]
    fn let_go(this: &Locks);
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["navigator", "locks"])]
    fn query() -> Promise;
    #[wasm_bindgen(js_namespace = ["navigator", "locks"])]
    fn request(name: &str, run: &JsValue) -> Promise;
}

/// A tab of a session.
fn tab(prefix: &str) -> (Stage, Locks) {
    let stage = Stage::new();
    let locks = locks(&stage.page, prefix);
    (stage, locks)
}

async fn granted(stage: &Stage, id: f64) -> f64 {
    let push = stage.next().await;
    assert_eq!((push.input, push.id), (In::LockGranted, id));
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
    theirs.publish(2, 9.0);
    elsewhere.publish(2, 700.0);
    assert_eq!(other.next().await.input, In::GenerationPublished);
    assert_eq!(stranger.next().await.input, In::GenerationPublished);
    mine.publish(3, 10.0);
    assert_eq!(stage.next().await.id.to_bits(), 3.0_f64.to_bits());
    theirs.acquire_lock(4, 0, false);
    assert!(
        (granted(&other, 4.0).await - 10.0).abs() < 0.1,
        "compared as numbers, of this session alone"
    );
    for locks in [mine, theirs, elsewhere] {
        locks.let_go();
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
    assert_eq!((lost.input, lost.id), (In::LockLost, 1.0));
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

/// A name is there for who is on the way to the lock; held for ever, it would bar the page from the cache of Firefox.
#[wasm_bindgen_test]
async fn a_name_is_held_for_five_seconds() {
    let (stage, mine) = tab("wasm:name:");
    let begun = js_sys::Date::now();
    mine.publish(1, 1.0);
    assert_eq!(stage.next().await.input, In::GenerationPublished);
    mine.publish(2, 2.0);
    assert_eq!(stage.next().await.input, In::GenerationPublished);
    assert_eq!(
        names("held", "wasm:name:").await,
        ["g1", "g2"],
        "each for itself"
    );
    free("wasm:name:g1").await;
    free("wasm:name:g2").await;
    let held = js_sys::Date::now() - begun;
    assert!((4_900.0..15_000.0).contains(&held), "{held} ms");
    assert!(stage.take().is_none());
}

/// As the module says it, without glue between: a number above 2^31 arrives as a negative one.
#[wasm_bindgen_test]
async fn a_generation_that_arrives_negative_is_a_large_one() {
    let (stage, mine) = tab("wasm:large:");
    mine.publish(1, -1.0);
    stage.next().await;
    assert_eq!(names("held", "wasm:large:").await, ["g4294967295"]);
    mine.acquire_lock(2, 0, false);
    assert_eq!(
        granted(&stage, 2.0).await.to_bits(),
        f64::from(u32::MAX).to_bits()
    );
    mine.let_go();
    free("wasm:large:g4294967295").await;
}

#[wasm_bindgen_test]
async fn a_tab_that_lets_go_holds_nothing() {
    let (stage, mine) = tab("wasm:let-go:");
    mine.publish(1, 5.0);
    stage.next().await;
    mine.acquire_lock(2, 0, false);
    granted(&stage, 2.0).await;
    mine.let_go();
    free("wasm:let-go:refresh").await;
    free("wasm:let-go:g5").await;
    assert!(names("held", "wasm:let-go:").await.is_empty());
}

#[wasm_bindgen_test]
fn without_web_locks_each_is_granted_at_once() {
    let absent = Shadow::new(&global("navigator"), "locks", JsValue::UNDEFINED);
    let (stage, mine) = tab("wasm:absent:");
    mine.acquire_lock(1, 0, false);
    mine.publish(2, 1.0);
    mine.release_lock(1);
    mine.let_go();
    drop(absent);
    let push = stage.take().expect("a grant");
    assert_eq!((push.input, push.id, push.a), (In::LockGranted, 1.0, -1.0));
    assert_eq!(stage.inputs(), [In::GenerationPublished]);
}
