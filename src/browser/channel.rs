//! `BroadcastChannel`: hints between the tabs of one session name.

use js_sys::Float64Array;
use wasm_bindgen::prelude::*;

use super::{
    js::{self, BroadcastChannel},
    listener::Listener,
};
use crate::machine::Message;

/// An open channel; where there are none, nothing is sent and nothing is heard.
pub(crate) struct Channel {
    channel: BroadcastChannel,
    _listener: Listener,
}

impl Channel {
    pub(crate) fn open(name: &str, mut heard: impl FnMut(Message) + 'static) -> Option<Self> {
        let channel = BroadcastChannel::new(&["hallpass:", name].concat()).ok()?;
        let listener = Listener::new(&channel, "message", move |event| {
            let data = js::get(&event, "data").dyn_into::<Float64Array>();
            if let Some(message) = data
                .ok()
                .and_then(|wire| Message::from_wire(&wire.to_vec()))
            {
                heard(message);
            }
        });
        Some(Self {
            channel,
            _listener: listener,
        })
    }

    pub(crate) fn post(&self, message: &Message) {
        // Closed by the browser, at worst: the others ask when they wake.
        let _ = self
            .channel
            .post(&Float64Array::from(&message.to_wire()[..]).into());
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.channel.close();
    }
}
