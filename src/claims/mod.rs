//! Claims out of a signed token: decoded with `jwt-compact`, judged by a [`Policy`].
//!
//! A session whose server answers with JSON needs none of this. Some back ends give the page a token
//! to read instead, an ID token say, in the body or in a header. It is a credential no more than the
//! JSON is, but it is signed, so it can be judged whoever brought it.
//!
//! What holds for every token, whatever a policy says:
//!
//! * The compact form only (RFC 7515 §7.1), in base64url without padding and without stray bits
//!   (RFC 7515 §2, RFC 4648 §3.5), of at most [`LONGEST`] characters.
//! * No name stands twice in one object, at any depth (RFC 7515 §4, RFC 7519 §4 allow to refuse).
//! * `alg` is spelled exactly and never `none` (RFC 8725 §3.1, §3.2); an extension that is `crit` is
//!   not understood (RFC 7515 §4.1.11), and a payload is encoded (RFC 7797 §7).
//! * A key in the token, or the address of one (`jwk`, `jku`, `x5u`, `x5c`), is not looked at
//!   (RFC 8725 §3.10).
//!
//! Signatures are verified elsewhere: [`Keys`] chooses the key, the browser does the arithmetic.

mod algorithm;
mod json;
mod keys;
mod policy;
mod refusal;
mod times;
mod token;

#[cfg(all(target_family = "wasm", feature = "npm-jwt"))]
pub(crate) use json::Json;

pub use algorithm::Algorithm;
pub use keys::{Keys, NoKey};
pub use policy::Policy;
pub use refusal::Refusal;
pub use token::{LONGEST, Token};
