use hallpass::{Options, Preset, Session, Status};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn a_page_begins_by_loading() {
    let session = Session::start(Options::new(Preset::hallpass())).expect("a page");
    assert_eq!(session.snapshot().status, Status::Loading);
}
