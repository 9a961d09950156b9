//! What there is until a session is disposed of.

use std::rc::Rc;

use wasm_bindgen::{JsValue, closure::Closure};

use super::{
    engine::Engine,
    error::Error,
    options::Options,
    page::{self, Page, Sink, create_page},
    state::State,
    trace::Tracer,
};
use crate::machine::Code;

/// The page, the engine that it drives, and what it tells them by.
pub(super) struct Running {
    pub(super) page: Page,
    pub(super) sink: Sink,
    pub(super) engine: Engine,
    _told: Vec<Closure<dyn Fn(JsValue)>>,
    _signal: Closure<dyn Fn() -> JsValue>,
    #[cfg(feature = "jwt")]
    _reader: Option<super::jwt::Reader>,
}

impl Running {
    /// Makes all of it; nothing is begun yet.
    pub(super) fn new(options: Options, state: &Rc<State>) -> Result<Self, Error> {
        let settings = options.settings()?;
        let [publisher, emitter] = [(); 2].map(|()| Rc::clone(state));
        let publish = Closure::<dyn Fn(JsValue)>::new(move |it| publisher.publish(&it));
        let emit = Closure::<dyn Fn(JsValue)>::new(move |it| emitter.emit(&it));
        let ending = Rc::clone(state);
        let signal = Closure::<dyn Fn() -> JsValue>::new(move || ending.ending.signal().into());
        let tracer = options.tracer().cloned();
        let listen = tracer.as_ref().map(Tracer::told);
        let unheard = JsValue::UNDEFINED;
        let read = JsValue::UNDEFINED;
        #[cfg(feature = "jwt")]
        let reader = options.jwt.clone().map(super::jwt::Reader::new);
        #[cfg(feature = "jwt")]
        let read = reader.as_ref().map_or(read, |it| it.read.clone());
        let sink = page::sink(
            publish.as_ref(),
            emit.as_ref(),
            listen.as_ref().map_or(&unheard, AsRef::as_ref),
            &read,
            signal.as_ref(),
        );
        let refused = |thrown| Error::new(Code::ConfigInvalid, page::words(&thrown));
        let page = create_page(&settings, sink.as_ref()).map_err(refused)?;
        if let Some(tracer) = tracer {
            tracer.watch(&page, &sink);
        }
        Ok(Self {
            page,
            sink,
            engine: Engine::new(options),
            _signal: signal,
            _told: [publish, emit].into_iter().chain(listen).collect(),
            #[cfg(feature = "jwt")]
            _reader: reader,
        })
    }
}
