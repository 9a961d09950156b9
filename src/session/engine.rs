//! The engine as the page drives it: what the npm package's module exports, made of closures.

use core::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::{JsValue, closure::Closure};

use super::{options::Options, page::object};
use crate::browser::Driver;

type Create = dyn Fn(u32);
type Push = dyn Fn(u32, u32, f64, f64, f64, f64) -> f64;

/// The functions a page drives its engine by; once this is dropped there are none.
pub(super) struct Engine {
    pub(super) exports: JsValue,
    _create: Closure<Create>,
    _push: Closure<Push>,
}

impl Engine {
    /// The engine itself is made when the page asks for it: what it says at once, the page has to hear.
    pub(super) fn new(options: Options) -> Self {
        let driver = Rc::new(RefCell::<Option<Driver>>::default());
        let (made, pushed) = (Rc::clone(&driver), driver);
        let create = Closure::<Create>::new(move |seed| {
            let mut driver = Driver::new();
            driver.configure(options.config(seed));
            *made.borrow_mut() = Some(driver);
        });
        let push = Closure::<Push>::new(move |kind, id, a, b, monotonic, wall| {
            // Nothing calls back while the engine is at work; and without one nothing is ever due.
            let mut driver = pushed.borrow_mut();
            let push = |driver: &mut Driver| driver.push(kind, id, a, b, monotonic, wall);
            driver.as_mut().map_or(f64::INFINITY, push)
        });
        let exports = object([
            ("create", create.as_ref().clone()),
            ("push", push.as_ref().clone()),
        ]);
        Self {
            exports,
            _create: create,
            _push: push,
        }
    }
}
