//! A panic of the application says where it was.

use std::{panic, sync::Once};

/// Writes each panic to the console, and calls the hook that was there before: the application's own, if it has one.
pub(super) fn install() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            console_error_panic_hook::hook(panic);
            before(panic);
        }));
    });
}
