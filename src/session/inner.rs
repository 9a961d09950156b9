//! What all clones of a session share.

use core::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsValue;

use super::{error::Error, page::Page, running::Running, state::State};

pub(super) struct Inner {
    pub(super) state: Rc<State>,
    /// None once it is disposed of, and where there is no page.
    running: RefCell<Option<Running>>,
}

impl Inner {
    pub(super) fn new(state: Rc<State>, running: Option<Running>) -> Self {
        Self {
            state,
            running: RefCell::new(running),
        }
    }

    /// Asks the page for something. Nothing is borrowed meanwhile: it may tell listeners.
    pub(super) fn with_page<T>(
        &self,
        ask: impl FnOnce(&Page) -> Result<T, JsValue>,
    ) -> Result<T, Error> {
        let page = self.running.borrow().as_ref().map(|it| it.page.clone());
        let page = page.ok_or_else(|| self.state.without())?;
        ask(&page).map_err(|thrown| Error::read(&thrown))
    }

    pub(super) fn dispose(&self) {
        let running = self.running.take();
        if let Some(Running { sink, .. }) = &running {
            sink.forget();
        }
        self.state.dispose();
        if let Some(Running { page, .. }) = &running {
            // A page that cannot be told to stop hears nothing any more either.
            let _ = page.dispose();
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.dispose();
    }
}
