//! Web Locks: the refresh lock, and the generation in the name of a shared lock.
//!
//! A lock's name has the ordering of the lock itself and vanishes with a crashed tab, so it says
//! reliably, without storage, whether somebody was faster (P4). Where locks are missing or denied,
//! every lock is granted at once: they save requests, the server keeps sessions right (P5).

use std::{cell::RefCell, rc::Rc};

use js_sys::Array;
use wasm_bindgen::prelude::*;

use super::{
    driver::Inbox,
    js::{self, AbortController, LockManager},
    promise::{Deferred, once, then},
};
use crate::machine::{Generation, Input, RequestId};

/// A lock that is waited for or held.
struct Held {
    id: RequestId,
    /// Gives up waiting.
    waiting: AbortController,
    /// Lets go, once granted.
    granted: Option<Deferred>,
}

/// The locks of one session in one tab.
pub(crate) struct Locks {
    manager: Option<LockManager>,
    prefix: String,
    held: Rc<RefCell<Vec<Held>>>,
    /// The shared lock whose name carries the generation.
    name: Rc<RefCell<Option<Deferred>>>,
    generation: RefCell<Option<Generation>>,
}

impl Locks {
    pub(crate) fn new(name: &str) -> Self {
        Self {
            manager: js::NAVIGATOR.with(js::Navigator::locks),
            prefix: ["hallpass:", name, ":"].concat(),
            held: Rc::default(),
            name: Rc::default(),
            generation: RefCell::default(),
        }
    }

    /// Asks for the refresh lock.
    pub(crate) fn acquire(&self, id: RequestId, steal: bool, inbox: Inbox) {
        let Some(manager) = &self.manager else {
            return inbox.push(Input::LockGranted { id, newest: None });
        };
        let waiting = AbortController::new();
        // A lock that is stolen is granted at once: `steal` and `signal` exclude each other.
        let options = if steal {
            js::object(&[("steal", true.into())])
        } else {
            js::object(&[("signal", waiting.signal())])
        };
        self.held.borrow_mut().push(Held {
            id,
            waiting,
            granted: None,
        });
        let (held, inbox_granted) = (self.held.clone(), inbox.clone());
        let (querying, prefix) = (manager.clone(), self.prefix.clone());
        let granted = once(Box::new(move |_lock| {
            let deferred = Deferred::new();
            let mut locks = held.borrow_mut();
            let Some(lock) = locks.iter_mut().find(|lock| lock.id == id) else {
                return JsValue::UNDEFINED; // given up meanwhile: let go
            };
            lock.granted = Some(deferred.clone());
            then(&querying.query(), move |snapshot| {
                let newest = snapshot
                    .ok()
                    .and_then(|snapshot| newest(&snapshot, &prefix));
                inbox_granted.push(Input::LockGranted { id, newest });
            });
            deferred.promise.into()
        }));
        let name = [&self.prefix, "refresh"].concat();
        match manager.request(&name, &options, &granted) {
            Err(_) => inbox.push(Input::LockGranted { id, newest: None }),
            Ok(request) => {
                let held = self.held.clone();
                then(&request, move |result| {
                    let lock = take(&held, id);
                    match (result, lock) {
                        // Stolen while we held it.
                        (
                            Err(_),
                            Some(Held {
                                granted: Some(_), ..
                            }),
                        ) => {
                            inbox.push(Input::LockLost(id));
                        }
                        // Denied (an opaque origin, a page that is not active): do without.
                        (Err(_), Some(_)) => inbox.push(Input::LockGranted { id, newest: None }),
                        (Ok(_) | Err(_), _) => {}
                    }
                });
            }
        }
    }

    /// Lets the lock go, granted or not.
    pub(crate) fn release(&self, id: RequestId) {
        if let Some(lock) = take(&self.held, id) {
            match lock.granted {
                Some(granted) => granted.resolve(&JsValue::UNDEFINED),
                None => lock.waiting.abort(&JsValue::UNDEFINED),
            }
        }
    }

    /// Takes the name of a generation, then lets the former one go.
    pub(crate) fn publish(&self, id: RequestId, generation: Generation, inbox: Inbox) {
        *self.generation.borrow_mut() = Some(generation);
        let published = move || inbox.push(Input::GenerationPublished(id));
        let Some(manager) = &self.manager else {
            return published();
        };
        let slot = self.name.clone();
        let granted = once(Box::new(move |_lock| {
            let deferred = Deferred::new();
            let former = slot.borrow_mut().replace(deferred.clone());
            if let Some(former) = former {
                former.resolve(&JsValue::UNDEFINED);
            }
            published();
            deferred.promise.into()
        }));
        let name = [&self.prefix, "g", &number(generation.0)].concat();
        let options = js::object(&[("mode", "shared".into())]);
        if let Ok(request) = manager.request(&name, &options, &granted) {
            // Denied: nobody reads it then, and `Settle` ends the wait.
            then(&request, |_| {});
        }
    }

    /// Lets everything go: a page that holds a lock is not put into the back/forward cache.
    pub(crate) fn suspend(&self) {
        if let Some(name) = self.name.borrow_mut().take() {
            name.resolve(&JsValue::UNDEFINED);
        }
        let ids: Vec<_> = self.held.borrow().iter().map(|lock| lock.id).collect();
        for id in ids {
            self.release(id);
        }
    }

    /// Takes the name of the last generation again.
    pub(crate) fn resume(&self, inbox: Inbox) {
        let generation = *self.generation.borrow();
        if let Some(generation) = generation.filter(|_| self.name.borrow().is_none()) {
            self.publish(RequestId(0), generation, inbox);
        }
    }
}

fn take(held: &RefCell<Vec<Held>>, id: RequestId) -> Option<Held> {
    let mut held = held.borrow_mut();
    let index = held.iter().position(|lock| lock.id == id)?;
    Some(held.swap_remove(index))
}

/// Reads the highest generation out of the names that are held.
fn newest(snapshot: &JsValue, prefix: &str) -> Option<Generation> {
    let held = js::get(snapshot, "held").dyn_into::<Array>().ok()?;
    held.iter()
        .filter_map(|lock| {
            let name = js::get(&lock, "name").as_string()?;
            name.strip_prefix(prefix)?
                .strip_prefix('g')?
                .parse()
                .ok()
                .map(Generation)
        })
        .max()
}

/// Writes a number without the formatting machinery.
fn number(mut value: u32) -> String {
    let mut digits = Vec::new();
    loop {
        digits.insert(0, b'0' + u8::try_from(value % 10).unwrap_or(0));
        value /= 10;
        if value == 0 {
            return digits.into_iter().map(char::from).collect();
        }
    }
}
