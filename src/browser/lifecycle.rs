//! What happens to the page: shown, hidden, frozen, cached, cut off.

use wasm_bindgen::prelude::*;

use super::{driver::Inbox, js, listener::Listener};
use crate::machine::Input;

/// Activity is noticed at most this often, in milliseconds.
const THROTTLE: f64 = 1_000.0;

/// Whether the page can be seen.
pub(crate) fn visible() -> bool {
    js::DOCUMENT.with(js::Document::visibility_state) == "visible"
}

/// Whether the browser has any network; `true` proves nothing.
pub(crate) fn online() -> bool {
    js::NAVIGATOR.with(js::Navigator::on_line).unwrap_or(true)
}

/// Listens to the life of the page. Never `unload` nor `beforeunload`: they cost the page its place
/// in the back/forward cache (P16).
pub(crate) fn watch(inbox: &Inbox) -> Vec<Listener> {
    let tell = |inbox: &Inbox, input: fn(JsValue) -> Input| {
        let inbox = inbox.clone();
        move |event| inbox.push(input(event))
    };
    let shown = |_| {
        if visible() {
            Input::BecameVisible
        } else {
            Input::BecameHidden
        }
    };
    let suspend = inbox.clone();
    let resume = inbox.clone();
    js::DOCUMENT.with(|document| {
        js::WINDOW.with(|window| {
            vec![
                Listener::new(document, "visibilitychange", tell(inbox, shown)),
                Listener::new(document, "resume", tell(inbox, |_| Input::Resumed)),
                Listener::new(window, "online", tell(inbox, |_| Input::WentOnline)),
                Listener::new(window, "offline", tell(inbox, |_| Input::WentOffline)),
                Listener::new(window, "pagehide", move |_| suspend.suspend()),
                Listener::new(window, "pageshow", move |event| {
                    if js::get(&event, "persisted").is_truthy() {
                        resume.resume();
                        resume.push(Input::Restored);
                    }
                }),
            ]
        })
    })
}

/// Listens for signs of a person.
pub(crate) fn watch_activity(inbox: &Inbox) -> Vec<Listener> {
    let noticed = std::rc::Rc::new(std::cell::Cell::new(f64::MIN));
    [
        "pointerdown",
        "pointermove",
        "keydown",
        "wheel",
        "touchstart",
    ]
    .into_iter()
    .map(|event| {
        let (inbox, noticed) = (inbox.clone(), noticed.clone());
        js::DOCUMENT.with(|document| {
            Listener::new(document, event, move |_| {
                let now = js::performance_now();
                if now - noticed.get() >= THROTTLE {
                    noticed.set(now);
                    inbox.push(Input::Active);
                }
            })
        })
    })
    .collect()
}
