//! Claims out of a signed token, for applications written in Rust.
//!
//! The same JavaScript as in the npm package fetches keys and has the browser verify (`browser/jwt`); what
//! it asks, [`claims`](crate::claims) answers here, without a second module.

use wasm_bindgen::{JsValue, closure::Closure, prelude::wasm_bindgen};

use super::page::object;
use crate::claims::{Algorithm, Keys, NoKey, Policy, Refusal, Token};

// Of its own: an application whose claims are JSON brings none along.
#[wasm_bindgen(module = "/src/browser/generated/jwt.js")]
extern "C" {
    fn reader(judge: &JsValue, verify: &JsValue) -> JsValue;
    fn verifier(source: &str, choose: &JsValue, failed: &JsValue) -> JsValue;
}

#[wasm_bindgen(module = "/src/browser/generated/page.js")]
extern "C" {
    #[wasm_bindgen(js_name = fault, thread_local_v2)]
    static FAILED: JsValue;
}

/// How to read the token that a back end answers with instead of JSON.
///
/// The preset's `user` points at the token, and its other places may point into it.
///
/// ```
/// use hallpass::{Jwt, Options, Preset, claims::Policy};
///
/// let policy = Policy::default().issuer("https://id.example").audience("spa");
/// let options = Options::new(Preset::hallpass())
///     .jwt(Jwt::new(policy).jwks("/.well-known/jwks.json"));
/// # let _ = options;
/// ```
#[derive(Clone, Debug)]
pub struct Jwt {
    policy: Policy,
    jwks: Option<String>,
}

impl Jwt {
    /// Judges by a policy; a token is believed as JSON of the same server would be.
    #[must_use]
    pub fn new(policy: Policy) -> Self {
        Self { policy, jwks: None }
    }

    /// Verifies the signature by the keys at this address, in a secure context.
    #[must_use]
    pub fn jwks(mut self, address: impl Into<String>) -> Self {
        self.jwks = Some(address.into());
        self
    }
}

type Judge = dyn Fn(String, f64) -> JsValue;
type Choose = dyn Fn(String, String) -> JsValue;

/// What a session reads tokens with; once this is dropped, it reads none.
pub(super) struct Reader {
    pub(super) read: JsValue,
    _judge: Closure<Judge>,
    _choose: Closure<Choose>,
}

impl Reader {
    pub(super) fn new(Jwt { policy, jwks }: Jwt) -> Self {
        let policy = match &jwks {
            Some(_) => policy.verifiable(),
            None => policy,
        };
        let judge = Closure::<Judge>::new(move |token: String, now| {
            #[allow(clippy::cast_possible_truncation)] // saturates
            let judged = policy.judge(&token, now as i64);
            judged.map_or_else(|refusal| said(&refusal, false), |_| JsValue::UNDEFINED)
        });
        let choose = Closure::<Choose>::new(|token: String, set: String| {
            let chosen = Token::parse(&token)
                .and_then(|token| Ok((token, Keys::parse(&set)?)))
                .map_err(NoKey::Never)
                .and_then(|(token, keys)| keys.choose(&token));
            match chosen {
                Ok((at, algorithm)) => found(at, algorithm),
                Err(NoKey::Unknown(refusal)) => said(&refusal, true),
                Err(NoKey::Never(refusal)) => said(&refusal, false),
            }
        });
        let verify = jwks.map_or(JsValue::UNDEFINED, |address| {
            FAILED.with(|failed| verifier(&address, choose.as_ref(), failed))
        });
        Self {
            read: reader(judge.as_ref(), &verify),
            _judge: judge,
            _choose: choose,
        }
    }
}

fn found(at: usize, algorithm: Algorithm) -> JsValue {
    #[allow(clippy::cast_precision_loss)] // a place in a list
    let at = at as f64;
    object([("algorithm", algorithm.as_str().into()), ("at", at.into())])
}

fn said(refusal: &Refusal, stale: bool) -> JsValue {
    object([
        ("part", (&*refusal.part).into()),
        ("message", refusal.to_string().into()),
        ("stale", stale.into()),
    ])
}
