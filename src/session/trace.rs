//! What happened and what was decided, step by step, for a person who debugs.

use core::fmt;
use std::rc::Rc;

use js_sys::{Array, Object};
use wasm_bindgen::prelude::*;

use super::{
    page::{Page, Sink, get},
    snapshot::epoch,
};

// Of its own: an application that never asks for a trace brings none along.
#[wasm_bindgen(module = "/src/browser/generated/trace.js")]
extern "C" {
    fn trace(page: &Page, sink: &Sink, listen: &JsValue);
}

/// One step of the engine. Never a credential, a claim or a handle.
///
/// "Why was I logged out?" is answered by the last ten of them, written out one a line.
///
/// ```
/// use hallpass::{Options, Preset, TraceEntry, TraceValue};
///
/// let options = Options::new(Preset::hallpass()).debug(|entry: &TraceEntry| {
///     for (name, value) in &entry.detail {
///         if let TraceValue::Word(word) = value {
///             println!("{} {}: {name} is {word}", entry.at, entry.event);
///         }
///     }
/// });
/// # let _ = options;
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TraceEntry {
    /// Epoch milliseconds, this machine's clock.
    pub at: i64,
    /// What happened (`input …`), what was decided (`effect …`), how the session stands (`snapshot`)
    /// or what listeners hear (`event …`).
    pub event: String,
    /// What belongs to it, by name: the status of an answer, the path of a request.
    pub detail: Vec<(String, TraceValue)>,
}

/// What a [`TraceEntry`] says of one thing.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum TraceValue {
    Flag(bool),
    Number(f64),
    Word(String),
}

impl TraceEntry {
    fn read(said: &JsValue) -> Self {
        let detail = Object::try_from(&get(said, "detail")).map(Object::entries);
        let pairs = detail.iter().flat_map(Array::iter);
        Self {
            at: epoch(&get(said, "at")).unwrap_or_default(),
            event: get(said, "event").as_string().unwrap_or_default(),
            detail: pairs.filter_map(|pair| named(&pair.into())).collect(),
        }
    }
}

/// Reads a name and its value; of what is not known there is nothing to tell.
fn named(pair: &Array) -> Option<(String, TraceValue)> {
    let (name, value) = (pair.get(0).as_string()?, pair.get(1));
    let value = match (value.as_bool(), value.as_f64()) {
        (Some(flag), _) => TraceValue::Flag(flag),
        (_, Some(number)) => TraceValue::Number(number),
        _ => TraceValue::Word(value.as_string()?),
    };
    Some((name, value))
}

impl fmt::Display for TraceEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.event)?;
        for (name, value) in &self.detail {
            write!(f, " {name}={value}")?;
        }
        Ok(())
    }
}

impl fmt::Display for TraceValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(flag) => flag.fmt(f),
            Self::Number(number) => number.fmt(f),
            Self::Word(word) => word.fmt(f),
        }
    }
}

/// Who wants to be told, and how a page is made to tell.
#[derive(Clone)]
pub(super) struct Tracer {
    listen: Rc<dyn Fn(&TraceEntry)>,
    watch: fn(&Page, &Sink),
}

impl Tracer {
    pub(super) fn new(listen: impl Fn(&TraceEntry) + 'static) -> Self {
        Self {
            listen: Rc::new(listen),
            watch: |page, sink| trace(page, sink, &get(sink, "tell")),
        }
    }

    /// Returns what the sink tells.
    pub(super) fn told(&self) -> Closure<dyn Fn(JsValue)> {
        let listen = Rc::clone(&self.listen);
        Closure::new(move |said| listen(&TraceEntry::read(&said)))
    }

    pub(super) fn watch(&self, page: &Page, sink: &Sink) {
        (self.watch)(page, sink);
    }
}

impl fmt::Debug for Tracer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tracer")
    }
}
