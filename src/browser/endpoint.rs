//! Requests to the session endpoints.

use std::{cell::RefCell, rc::Rc};

use js_sys::Promise;
use wasm_bindgen::prelude::*;

use super::{
    clock,
    driver::Driver,
    js::{self, AbortController, Headers, Response},
    promise::then,
    timeout::Timeout,
};
use crate::{
    dialect::{self, Ask},
    machine::{Answer, Failure, Input, Intent, RequestId},
};

/// How long a session endpoint has to answer, in milliseconds.
const DEADLINE: u64 = 10_000;

/// The request in the air; there is never more than one.
#[derive(Default)]
pub(crate) struct Endpoint {
    flight: RefCell<Option<Flight>>,
    /// A check that the page sent before the module had arrived.
    early: RefCell<Option<Promise>>,
    /// The claims of the last answer, for as long as nobody decided about them.
    pub(super) claims: RefCell<JsValue>,
    /// The credentials of a login, until they are sent.
    pub(super) credentials: RefCell<Option<String>>,
}

struct Flight {
    id: RequestId,
    controller: AbortController,
    _deadline: Timeout,
}

impl Endpoint {
    pub(crate) fn new(early: Option<Promise>) -> Self {
        Self {
            early: RefCell::new(early),
            ..Self::default()
        }
    }

    /// Gives up a request.
    pub(crate) fn abort(&self, id: RequestId) {
        if let Some(flight) = self.flight.borrow_mut().take_if(|flight| flight.id == id) {
            flight.controller.abort(&JsValue::UNDEFINED);
        }
    }

    /// Whether the answer to this request is still waited for.
    fn expects(&self, id: RequestId) -> bool {
        self.flight
            .borrow()
            .as_ref()
            .is_some_and(|flight| flight.id == id)
    }
}

/// Sends a request; the answer comes as an input.
pub(crate) fn send(driver: &Rc<Driver>, id: RequestId, intent: Intent, handle: Option<&str>) {
    let inbox = driver.inbox();
    let Some(ask) = dialect::ask(&driver.preset, intent) else {
        return finish(
            driver,
            id,
            Err(Failure::Unexpected {
                status: 0,
                what: "no such endpoint".into(),
            }),
        );
    };
    let controller = AbortController::new();
    let early = driver
        .endpoint
        .early
        .borrow_mut()
        .take()
        .filter(|_| intent == Intent::Check);
    let request = match early {
        Some(early) => Ok(early),
        None => fetch(driver, &ask, intent, handle, &controller),
    };
    let mut deadline = Timeout::new(move || {
        if let Some(driver) = inbox.driver() {
            if driver.endpoint.expects(id) {
                driver.endpoint.abort(id);
                inbox.push(Input::Answered(id, Err(Failure::Timeout)));
            }
        }
    });
    deadline.arm(DEADLINE);
    *driver.endpoint.flight.borrow_mut() = Some(Flight {
        id,
        controller,
        _deadline: deadline,
    });
    let Ok(request) = request else {
        return finish(driver, id, Err(Failure::Network));
    };
    let weak = Rc::downgrade(driver);
    then(&request, move |result| {
        let Some(driver) = weak.upgrade() else { return };
        match result {
            Ok(response) => answered(&driver, id, intent, response.unchecked_into()),
            Err(_) => finish(&driver, id, Err(Failure::Network)),
        }
    });
}

fn fetch(
    driver: &Driver,
    ask: &Ask,
    intent: Intent,
    handle: Option<&str>,
    controller: &AbortController,
) -> Result<Promise, JsValue> {
    let preset = &driver.preset;
    let headers = Headers::new(&JsValue::UNDEFINED)?;
    headers.set("Accept", "application/json")?;
    headers.set(&preset.header.0, &preset.header.1)?;
    if let Some(handle) = handle {
        headers.set(&preset.handle_header, handle)?;
    }
    let body = match intent {
        Intent::Login => driver.endpoint.credentials.borrow_mut().take(),
        Intent::Check | Intent::Refresh | Intent::Touch | Intent::Logout { .. } => {
            ask.body.map(Into::into)
        }
    };
    if body.is_some() {
        headers.set("Content-Type", "application/json")?;
    }
    let init = js::object(&[
        ("method", ask.method.into()),
        ("headers", headers.into()),
        ("body", body.into()),
        ("credentials", "include".into()),
        ("cache", "no-store".into()),
        ("redirect", "manual".into()),
        ("keepalive", ask.keepalive.into()),
        ("signal", controller.signal()),
    ]);
    js::fetch(&driver.address(&ask.path).into(), &init)
}

/// The headers are here: the cookies of the answer are stored, whatever becomes of its body.
fn answered(driver: &Rc<Driver>, id: RequestId, intent: Intent, response: Response) {
    let headers = response.headers();
    let header = |name| headers.get(name).ok().flatten();
    let status = response.status();
    if header("age").is_some_and(|age| age != "0") {
        return finish(driver, id, Err(Failure::Stale));
    }
    let retry_after = header("retry-after").and_then(|value| clock::retry_after(&value));
    if !is_json(&headers) {
        let answer = dialect::read::<JsValue>(&driver.preset, intent, status, retry_after, None);
        return finish(driver, id, answer);
    }
    let weak = Rc::downgrade(driver);
    then(&response.json(), move |body| {
        let Some(driver) = weak.upgrade() else { return };
        let answer = dialect::read(
            &driver.preset,
            intent,
            status,
            retry_after,
            body.as_ref().ok(),
        );
        match (&answer, body) {
            (Ok(Answer::Session(_)), Ok(body)) => validate(&driver, id, answer, &body),
            (Ok(_) | Err(_), _) => finish(&driver, id, answer),
        }
    });
}

/// Lets the application's schema judge the claims.
fn validate(driver: &Rc<Driver>, id: RequestId, answer: Result<Answer, Failure>, body: &JsValue) {
    let claims = dialect::claims(&driver.preset, body).unwrap_or_default();
    let Some(validated) = driver.observer.validate(&claims) else {
        return accept(driver, id, answer, claims);
    };
    let weak = Rc::downgrade(driver);
    then(&validated, move |result| {
        let Some(driver) = weak.upgrade() else { return };
        match result {
            Ok(claims) => accept(&driver, id, answer, claims),
            Err(error) => {
                let what = js::get(&error, "message").as_string().unwrap_or_default();
                let what = ["the claims schema rejects: ", &what].concat().into();
                finish(&driver, id, Err(Failure::Unexpected { status: 200, what }));
            }
        }
    });
}

fn accept(driver: &Driver, id: RequestId, answer: Result<Answer, Failure>, claims: JsValue) {
    if driver.endpoint.expects(id) {
        *driver.endpoint.claims.borrow_mut() = claims;
    }
    finish(driver, id, answer);
}

fn finish(driver: &Driver, id: RequestId, answer: Result<Answer, Failure>) {
    // Dropping the flight stops its deadline.
    driver
        .endpoint
        .flight
        .borrow_mut()
        .take_if(|flight| flight.id == id);
    driver.inbox().push(Input::Answered(id, answer));
}

/// Whether a response says that it is JSON.
pub(crate) fn is_json(headers: &Headers) -> bool {
    headers
        .get("content-type")
        .ok()
        .flatten()
        .is_some_and(|kind| kind.contains("json"))
}
