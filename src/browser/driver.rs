//! The only file that knows both sides: inputs in, effects out, one timeout armed.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    rc::{Rc, Weak},
};

use js_sys::Promise;
use wasm_bindgen::prelude::*;

use super::{
    channel::Channel,
    clock,
    endpoint::{self, Endpoint},
    lifecycle,
    listener::Listener,
    lock::Locks,
    navigation,
    promise::Deferred,
    requests::{self, Requests},
    timeout::Timeout,
    tombstone::Tombstone,
};
use crate::{
    dialect::Preset,
    machine::{
        Call, CallId, Code, Config, Effect, Error, Event, Input, Machine, Output, RequestId,
        Snapshot, Status,
    },
};

/// Who is told, and asked, outside the engine.
pub(crate) trait Observer {
    fn changed(&self, snapshot: &Snapshot, claims: &JsValue);
    fn happened(&self, event: &Event);
    /// Makes the error value that callers get.
    fn error(&self, error: &Error) -> JsValue;
    /// Lets the application judge claims; `None` if it does not want to.
    fn validate(&self, claims: &JsValue) -> Option<Promise>;
}

/// What a driver is made of.
pub(crate) struct Options {
    pub(crate) preset: Preset,
    pub(crate) base: String,
    pub(crate) origins: Vec<String>,
    pub(crate) name: String,
    pub(crate) config: Config,
    pub(crate) early: Option<Promise>,
}

/// One session in one page.
pub(crate) struct Driver {
    pub(crate) preset: Preset,
    pub(crate) origins: Vec<String>,
    pub(crate) observer: Box<dyn Observer>,
    pub(crate) endpoint: Endpoint,
    pub(crate) requests: Requests,
    base: String,
    name: String,
    machine: RefCell<Machine>,
    waiting: RefCell<VecDeque<Input>>,
    running: Cell<bool>,
    disposed: Cell<bool>,
    snapshot: RefCell<Option<Snapshot>>,
    claims: RefCell<JsValue>,
    calls: RefCell<Vec<(CallId, Deferred)>>,
    return_to: RefCell<Option<String>>,
    last_id: Cell<u32>,
    timeout: RefCell<Option<Timeout>>,
    locks: Locks,
    channel: RefCell<Option<Channel>>,
    tombstone: Tombstone,
    listeners: RefCell<Vec<Listener>>,
    this: Weak<Self>,
}

/// Where adapters put what happened. Keeps nothing alive.
#[derive(Clone)]
pub(crate) struct Inbox(Weak<Driver>);

impl Inbox {
    pub(crate) fn driver(&self) -> Option<Rc<Driver>> {
        self.0.upgrade()
    }

    pub(crate) fn push(&self, input: Input) {
        if let Some(driver) = self.driver() {
            driver.push(input);
        }
    }

    pub(crate) fn suspend(&self) {
        if let Some(driver) = self.driver() {
            driver.locks.suspend();
            driver.channel.take();
        }
    }

    pub(crate) fn resume(&self) {
        if let Some(driver) = self.driver() {
            driver.locks.resume(self.clone());
            driver.open_channel();
        }
    }
}

impl Driver {
    /// Starts a session.
    pub(crate) fn start(options: Options, observer: Box<dyn Observer>) -> Rc<Self> {
        let watch_idle = options.config.watch_idle;
        let driver = Rc::new_cyclic(|this: &Weak<Self>| Self {
            machine: RefCell::new(Machine::new(options.config)),
            locks: Locks::new(&options.name),
            tombstone: Tombstone::new(&options.name),
            endpoint: Endpoint::new(options.early),
            preset: options.preset,
            base: options.base,
            origins: options.origins,
            name: options.name,
            observer,
            requests: Requests::default(),
            waiting: RefCell::default(),
            running: Cell::new(false),
            disposed: Cell::new(false),
            snapshot: RefCell::default(),
            claims: RefCell::default(),
            calls: RefCell::default(),
            return_to: RefCell::default(),
            last_id: Cell::new(0),
            timeout: RefCell::default(),
            channel: RefCell::default(),
            listeners: RefCell::default(),
            this: this.clone(),
        });
        let inbox = driver.inbox();
        driver.open_channel();
        let mut listeners = lifecycle::watch(&inbox);
        if watch_idle {
            listeners.extend(lifecycle::watch_activity(&inbox));
        }
        driver.listeners.replace(listeners);
        driver
            .timeout
            .replace(Some(Timeout::new(move || inbox.push(Input::Timeout))));
        driver.push(Input::Started {
            visible: lifecycle::visible(),
            online: lifecycle::online(),
            tombstone: driver.tombstone.read(),
        });
        driver
    }

    pub(crate) fn inbox(&self) -> Inbox {
        Inbox(self.this.clone())
    }

    /// Asks for something; the promise resolves with whether a logout is confirmed.
    pub(crate) fn call(&self, call: Call) -> Promise {
        let id = CallId(self.next_id());
        let deferred = Deferred::new();
        let promise = deferred.promise.clone();
        if self.disposed.get() {
            deferred.reject(&self.error(Code::Disposed, None));
        } else {
            self.calls.borrow_mut().push((id, deferred));
            self.push(Input::Called(id, call));
        }
        promise
    }

    /// Signs in with credentials, a JSON text.
    pub(crate) fn login(&self, credentials: String) -> Promise {
        *self.endpoint.credentials.borrow_mut() = Some(credentials);
        self.call(Call::Login)
    }

    /// Leaves for the server's sign-in, to come back to a path of this origin.
    pub(crate) fn login_by_navigation(&self, return_to: Option<String>) -> Promise {
        self.return_to.replace(return_to);
        self.call(Call::LoginByNavigation)
    }

    /// Sends a request of the application.
    pub(crate) fn fetch(&self, input: JsValue, init: JsValue) -> Promise {
        match self.this.upgrade().filter(|_| !self.disposed.get()) {
            Some(driver) => requests::start(&driver, input, init),
            None => Promise::reject(&self.error(Code::Disposed, None)),
        }
    }

    /// Stops everything; the person stays signed in.
    pub(crate) fn dispose(&self) {
        if self.disposed.replace(true) {
            return;
        }
        let error = self.error(Code::Disposed, None);
        self.listeners.take();
        self.timeout.take();
        self.channel.take();
        self.locks.suspend();
        self.waiting.take();
        self.requests.reject_all(&error);
        for (_, call) in self.calls.take() {
            call.reject(&error);
        }
    }

    pub(crate) fn error(&self, code: Code, detail: Option<&str>) -> JsValue {
        self.observer.error(&Error {
            detail: detail.map(Into::into),
            ..code.into()
        })
    }

    pub(crate) fn next_id(&self) -> u32 {
        self.last_id.set(self.last_id.get().wrapping_add(1));
        self.last_id.get()
    }

    /// Returns the address of a path of the preset.
    pub(crate) fn address(&self, path: &str) -> String {
        [&self.base, path].concat()
    }

    fn open_channel(&self) {
        let inbox = self.inbox();
        let channel = Channel::open(&self.name, move |message| inbox.push(Input::Heard(message)));
        self.channel.replace(channel);
    }

    /// Takes what happened. What happens meanwhile, in a listener say, waits its turn: no borrow of
    /// the machine is ever held while foreign code runs.
    fn push(&self, input: Input) {
        if self.disposed.get() {
            return;
        }
        self.waiting.borrow_mut().push_back(input);
        let Some(driver) = self.this.upgrade() else {
            return;
        };
        if self.running.replace(true) {
            return;
        }
        while let Some(input) = self.next() {
            let outputs: Vec<_> = self
                .machine
                .borrow_mut()
                .handle(clock::now(), input)
                .collect();
            let mut events = Vec::new();
            for output in outputs {
                match output {
                    Output::Effect(effect) => driver.perform(effect),
                    Output::Event(event) => events.push(event),
                }
            }
            self.publish();
            for event in &events {
                self.observer.happened(event);
            }
        }
        self.running.set(false);
        self.arm();
    }

    fn next(&self) -> Option<Input> {
        self.waiting
            .borrow_mut()
            .pop_front()
            .filter(|_| !self.disposed.get())
    }

    fn publish(&self) {
        let snapshot = self.machine.borrow().snapshot();
        if self.snapshot.borrow().as_ref() == Some(&snapshot) {
            return;
        }
        if snapshot.status != Status::Authenticated {
            self.claims.replace(JsValue::UNDEFINED);
        }
        self.snapshot.replace(Some(snapshot.clone()));
        let claims = self.claims.borrow().clone();
        self.observer.changed(&snapshot, &claims);
    }

    fn arm(&self) {
        let due = self.machine.borrow().poll_timeout();
        if let Some(timeout) = self.timeout.borrow_mut().as_mut() {
            match due {
                Some((at, _)) => timeout.arm(at.since(clock::now().monotonic) + 1),
                None => timeout.stop(),
            }
        }
    }

    fn perform(self: &Rc<Self>, effect: Effect) {
        match effect {
            Effect::Send { id, intent, handle } => {
                endpoint::send(self, id, intent, handle.as_deref())
            }
            Effect::Abort(id) => self.endpoint.abort(id),
            Effect::AcquireLock { id, steal } => self.locks.acquire(id, steal, self.inbox()),
            Effect::ReleaseLock(id) => self.locks.release(id),
            Effect::Publish { id, generation } => self.locks.publish(id, generation, self.inbox()),
            Effect::Broadcast(message) => {
                if let Some(channel) = self.channel.borrow().as_ref() {
                    channel.post(&message);
                }
            }
            Effect::Dispatch { id, handle } => requests::dispatch(self, id, handle.as_deref()),
            Effect::Deliver(id) => self.requests.deliver(id),
            Effect::Reject(id, error) => self.requests.reject(id, &self.observer.error(&error)),
            Effect::Resolve { id, confirmed } => {
                if let Some(call) = self.take_call(id) {
                    call.resolve(&confirmed.into());
                }
            }
            Effect::Fail(id, error) => {
                if let Some(call) = self.take_call(id) {
                    call.reject(&self.observer.error(&error));
                }
            }
            Effect::AdoptClaims(RequestId(_)) => {
                self.claims.replace(self.endpoint.claims.borrow().clone());
            }
            Effect::WriteTombstone(handle) => self.tombstone.write(&handle),
            Effect::ClearTombstone => self.tombstone.clear(),
            Effect::ReadTombstone => self.push(Input::TombstoneRead(self.tombstone.read())),
            Effect::NavigateToLogin => {
                let path = navigation::return_path(self.return_to.borrow().as_deref());
                let login = self.address(&self.preset.login);
                let query = ["?", &self.preset.return_to, "=", &super::js::encode(&path)].concat();
                navigation::leave_for(&[login, query].concat());
            }
            Effect::NavigateTo(url) => navigation::leave_for(&url),
        }
    }

    fn take_call(&self, id: CallId) -> Option<Deferred> {
        let mut calls = self.calls.borrow_mut();
        let index = calls.iter().position(|(waiting, _)| *waiting == id)?;
        Some(calls.swap_remove(index).1)
    }
}
