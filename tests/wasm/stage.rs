//! What an adapter sees of the page: an object that writes down what is pushed into it.

use std::{
    cell::RefCell,
    collections::VecDeque,
    future::poll_fn,
    rc::Rc,
    task::{Poll, Waker},
};

pub(crate) use hallpass::machine::InputKind as In;
use js_sys::{Function, JSON, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// What an adapter said happened. Numbers it left out are NaN.
#[derive(Debug)]
pub(crate) struct Push {
    pub(crate) input: In,
    pub(crate) id: f64,
    pub(crate) a: f64,
    pub(crate) b: f64,
    pub(crate) value: JsValue,
}

#[derive(Default)]
struct Said {
    pushes: RefCell<VecDeque<Push>>,
    waiting: RefCell<Option<Waker>>,
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a handful
pub(crate) fn input_kind(number: &JsValue) -> In {
    let known = number
        .as_f64()
        .and_then(|number| In::from_number(number as u32));
    known.unwrap_or_else(|| panic!("no input has the number {number:?}"))
}

/// A page with nothing but what a test gives it.
pub(crate) struct Stage {
    pub(crate) page: JsValue,
    said: Rc<Said>,
}

impl Stage {
    pub(crate) fn new() -> Self {
        let said = Rc::<Said>::default();
        let page: JsValue = Object::new().into();
        let heard = Rc::clone(&said);
        let push = Closure::<dyn FnMut(JsValue, JsValue, JsValue, JsValue, JsValue)>::new(
            move |input: JsValue, id: JsValue, a: JsValue, b: JsValue, value| {
                let number = |value: JsValue| value.as_f64().unwrap_or(f64::NAN);
                let input = input_kind(&input);
                let (id, a, b) = (number(id), number(a), number(b));
                heard.pushes.borrow_mut().push_back(Push {
                    input,
                    id,
                    a,
                    b,
                    value,
                });
                if let Some(waiting) = heard.waiting.take() {
                    waiting.wake();
                }
            },
        );
        set(&page, "_push", &push.into_js_value());
        Self { page, said }
    }

    pub(crate) fn with(self, name: &str, value: impl Into<JsValue>) -> Self {
        set(&self.page, name, &value.into());
        self
    }

    pub(crate) fn get(&self, name: &str) -> JsValue {
        get(&self.page, name)
    }

    /// Waits for what is pushed next.
    pub(crate) async fn next(&self) -> Push {
        poll_fn(|context| {
            if let Some(push) = self.take() {
                return Poll::Ready(push);
            }
            *self.said.waiting.borrow_mut() = Some(context.waker().clone());
            Poll::Pending
        })
        .await
    }

    /// What has been pushed already, if anything.
    pub(crate) fn take(&self) -> Option<Push> {
        self.said.pushes.borrow_mut().pop_front()
    }

    /// The inputs that have been pushed already.
    pub(crate) fn inputs(&self) -> Vec<In> {
        self.said
            .pushes
            .take()
            .iter()
            .map(|push| push.input)
            .collect()
    }
}

/// A property of the browser replaced, until this is dropped.
pub(crate) struct Shadow {
    target: Object,
    name: JsValue,
    own: JsValue,
}

impl Shadow {
    pub(crate) fn new(target: &JsValue, name: &str, value: impl Into<JsValue>) -> Self {
        let (target, name) = (Object::from(target.clone()), JsValue::from(name));
        let own = Reflect::get_own_property_descriptor(&target, &name).expect("an object");
        let property: JsValue = Object::new().into();
        set(&property, "value", &value.into());
        set(&property, "configurable", &JsValue::TRUE);
        set(&property, "writable", &JsValue::TRUE);
        assert!(Reflect::define_property(&target, &name, &property.into()).expect("an object"));
        Self { target, name, own }
    }
}

impl Drop for Shadow {
    fn drop(&mut self) {
        let _ = Reflect::delete_property(&self.target, &self.name);
        if !self.own.is_undefined() {
            let _ = Reflect::define_property(&self.target, &self.name, self.own.unchecked_ref());
        }
    }
}

/// A JavaScript function of up to three arguments; those left out are undefined.
pub(crate) fn function(
    run: impl FnMut(JsValue, JsValue, JsValue) -> JsValue + 'static,
) -> Function {
    let run = Closure::<dyn FnMut(JsValue, JsValue, JsValue) -> JsValue>::new(run);
    run.into_js_value().unchecked_into()
}

pub(crate) fn get(target: &JsValue, path: &str) -> JsValue {
    path.split('.').fold(target.clone(), |target, name| {
        Reflect::get(&target, &name.into()).expect("an object")
    })
}

pub(crate) fn set(target: &JsValue, name: &str, value: &JsValue) {
    Reflect::set(target, &name.into(), value).expect("an object");
}

/// The `window`, or something of it.
pub(crate) fn global(path: &str) -> JsValue {
    get(&js_sys::global(), path)
}

#[wasm_bindgen]
extern "C" {
    type Headers;
    #[wasm_bindgen(constructor)]
    fn new(init: &JsValue) -> Headers;
    #[wasm_bindgen(method)]
    fn set(this: &Headers, name: &str, value: &str);
}

/// What puts the header that every request bears to those given.
pub(crate) fn headers() -> Function {
    function(|_handle, given, _| {
        let headers = Headers::new(&given);
        headers.set("X-CSRF", "1");
        headers.into()
    })
}

/// What the page tells, as far as a request needs it.
pub(crate) fn sink() -> JsValue {
    let sink = parsed("{}");
    let send = function(|input, init, _| {
        let fetch: Function = global("fetch").unchecked_into();
        fetch
            .call2(&JsValue::UNDEFINED, &input, &init)
            .expect("a promise")
    });
    set(&sink, "send", &send);
    let never = function(|_, _, _| {
        let controller: Function = global("AbortController").unchecked_into();
        let made = Reflect::construct(&controller, &js_sys::Array::new());
        get(&made.expect("a controller"), "signal")
    });
    set(&sink, "signal", &never);
    sink
}

pub(crate) fn parsed(json: &str) -> JsValue {
    JSON::parse(json).expect("JSON")
}

pub(crate) fn text(value: &JsValue) -> String {
    JSON::stringify(value).map_or_else(|_| String::new(), String::from)
}

pub(crate) async fn settled(promise: impl Into<JsValue>) -> Result<JsValue, JsValue> {
    JsFuture::from(Promise::resolve(&promise.into())).await
}
