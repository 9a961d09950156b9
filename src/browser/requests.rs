//! The application's own requests: trusted, sent, judged, handed back.

use std::{cell::RefCell, rc::Rc};

use wasm_bindgen::prelude::*;

use super::{
    driver::Driver,
    endpoint::is_json,
    js::{self, AbortController, Headers, ReadableStream, Request, Response},
    listener::Listener,
    navigation,
    promise::{Deferred, then},
};
use crate::{
    dialect,
    machine::{Body, Code, FetchId, Input, Verdict},
};

/// A request that is queued or in flight.
struct Outgoing {
    id: FetchId,
    input: JsValue,
    init: JsValue,
    /// On this origin: then a redirect to another one fails instead of taking our headers along.
    own: bool,
    sent: bool,
    controller: AbortController,
    /// The last response, or what `fetch` threw.
    last: Option<Result<JsValue, JsValue>>,
    caller: Deferred,
    /// Hears of the caller's own abort.
    _aborted: Option<Listener>,
}

/// The requests of one session.
#[derive(Default)]
pub(crate) struct Requests(RefCell<Vec<Outgoing>>);

impl Requests {
    fn take(&self, id: FetchId) -> Option<Outgoing> {
        let mut requests = self.0.borrow_mut();
        let index = requests.iter().position(|request| request.id == id)?;
        Some(requests.swap_remove(index))
    }

    /// Hands the last response back.
    pub(crate) fn deliver(&self, id: FetchId) {
        if let Some(request) = self.take(id) {
            match &request.last {
                Some(Ok(response)) => request.caller.resolve(response),
                Some(Err(error)) => request.caller.reject(error),
                None => {}
            }
        }
    }

    /// Fails a request, aborting what is in flight.
    pub(crate) fn reject(&self, id: FetchId, error: &JsValue) {
        if let Some(request) = self.take(id) {
            request.controller.abort(error);
            if let Some(Ok(response)) = &request.last {
                js::set(error, "response", response); // the original answer, for who wants it
            }
            request.caller.reject(error);
        }
    }

    /// Fails everything.
    pub(crate) fn reject_all(&self, error: &JsValue) {
        for request in self.0.take() {
            request.controller.abort(error);
            request.caller.reject(error);
        }
    }
}

/// Takes a request of the application; returns the promise of its response.
pub(crate) fn start(driver: &Rc<Driver>, input: JsValue, init: JsValue) -> js_sys::Promise {
    let caller = Deferred::new();
    let promise = caller.promise.clone();
    let target = match js::get(&input, "url").as_string() {
        Some(url) => Some(url),
        None => input
            .as_string()
            .or_else(|| js::get(&input, "href").as_string()),
    };
    let target = target.and_then(|url| navigation::resolve(&url));
    let trusted = target
        .as_ref()
        .filter(|url| url.protocol().starts_with("http") && driver.origins.contains(&url.origin()));
    let Some(trusted) = trusted else {
        let detail = target.map(|url| url.origin()).unwrap_or_default();
        caller.reject(&driver.error(Code::UntrustedOrigin, Some(&detail)));
        return promise;
    };
    let signal = Some(js::get(&init, "signal"))
        .filter(|signal| !signal.is_undefined())
        .unwrap_or_else(|| js::get(&input, "signal"));
    if js::get(&signal, "aborted").is_truthy() {
        caller.reject(&js::get(&signal, "reason"));
        return promise;
    }
    let body = if js::get(&init, "body").is_instance_of::<ReadableStream>() {
        Body::Stream
    } else {
        Body::Replayable
    };
    let id = FetchId(driver.next_id());
    let weak = Rc::downgrade(driver);
    let aborted = signal.is_object().then(|| {
        let reason = signal.clone();
        Listener::new(signal.unchecked_ref(), "abort", move |_| {
            if let Some(driver) = weak.upgrade() {
                driver.requests.reject(id, &js::get(&reason, "reason"));
                driver.inbox().push(Input::Abandoned(id));
            }
        })
    });
    driver.requests.0.borrow_mut().push(Outgoing {
        id,
        own: trusted.origin() == navigation::own_origin(),
        input,
        init,
        sent: false,
        controller: AbortController::new(),
        last: None,
        caller,
        _aborted: aborted,
    });
    driver.inbox().push(Input::Requested(id, body));
    promise
}

/// Sends a request, for the first or the second time.
pub(crate) fn dispatch(driver: &Rc<Driver>, id: FetchId, handle: Option<&str>) {
    let mut requests = driver.requests.0.borrow_mut();
    let Some(request) = requests.iter_mut().find(|request| request.id == id) else {
        return;
    };
    let sending = send(driver, request, handle);
    drop(requests);
    let weak = Rc::downgrade(driver);
    match sending {
        Err(error) => responded(driver, id, Err(error), Verdict::Failed),
        Ok(sending) => then(&sending, move |result| {
            let Some(driver) = weak.upgrade() else { return };
            match result {
                Ok(response) => judge(&driver, id, response),
                Err(error) => responded(&driver, id, Err(error), Verdict::Failed),
            }
        }),
    }
}

fn send(
    driver: &Driver,
    request: &mut Outgoing,
    handle: Option<&str>,
) -> Result<js_sys::Promise, JsValue> {
    let given = js::get(&request.init, "headers");
    let given = if given.is_undefined() {
        js::get(&request.input, "headers")
    } else {
        given
    };
    let headers = Headers::new(&given)?;
    headers.set(&driver.preset.header.0, &driver.preset.header.1)?;
    if let Some(handle) = handle {
        headers.set(&driver.preset.handle_header, handle)?;
    }
    let init = js::object(&[]);
    js::assign(&init, &request.init);
    js::set(&init, "headers", &headers);
    js::set(&init, "credentials", &"include".into());
    js::set(&init, "signal", &request.controller.signal());
    if request.own {
        js::set(&init, "mode", &"same-origin".into());
    } else if js::get(&init, "redirect").as_string().as_deref() != Some("manual") {
        js::set(&init, "redirect", &"error".into());
    }
    // A `Request` with a body is read by sending it: the first time, a copy is sent.
    let copy = !request.sent && has_body(&request.input);
    request.sent = true;
    if copy {
        let copy = request.input.unchecked_ref::<Request>().clone_request()?;
        js::fetch(&copy, &init)
    } else {
        js::fetch(&request.input, &init)
    }
}

/// Whether sending this input uses it up. (Firefox does not tell of a body; the method does.)
fn has_body(input: &JsValue) -> bool {
    input.is_instance_of::<Request>()
        && !matches!(
            js::get(input, "method").as_string().as_deref(),
            Some("GET" | "HEAD")
        )
}

fn judge(driver: &Rc<Driver>, id: FetchId, response: JsValue) {
    let answer: Response = response.clone().unchecked_into();
    let concerns = dialect::concerns(&driver.preset, answer.status()) && is_json(&answer.headers());
    let copy = if concerns {
        answer.clone_response().ok()
    } else {
        None
    };
    let Some(copy) = copy else {
        return responded(driver, id, Ok(response), Verdict::Passed);
    };
    let weak = Rc::downgrade(driver);
    then(&copy.json(), move |body| {
        let Some(driver) = weak.upgrade() else { return };
        let verdict = body.map_or(Verdict::Passed, |body| {
            dialect::judge(&driver.preset, answer.status(), &body)
        });
        responded(&driver, id, Ok(response), verdict);
    });
}

fn responded(driver: &Driver, id: FetchId, last: Result<JsValue, JsValue>, verdict: Verdict) {
    if let Some(request) = driver
        .requests
        .0
        .borrow_mut()
        .iter_mut()
        .find(|request| request.id == id)
    {
        request.last = Some(last);
    }
    driver.inbox().push(Input::Responded(id, verdict));
}
