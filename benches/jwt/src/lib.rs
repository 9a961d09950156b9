//! Verifies tokens by the algorithms of `jwt-compact`, each a feature; without any, only decodes them.

#![no_std]
// Without any algorithm.
#![cfg_attr(not(any(feature = "es256", feature = "eddsa", feature = "rs256")), allow(unused))]

extern crate alloc;

use alloc::{boxed::Box, string::String, vec};
use jwt_compact::{AlgorithmExt, UntrustedToken, jwk::JsonWebKey};
use serde_json::{Map, Value};

#[global_allocator]
static ALLOCATOR: lol_alloc::AssumeSingleThreaded<lol_alloc::FreeListAllocator> =
    // SAFETY: wasm32-unknown-unknown without the atomics feature has one thread.
    unsafe { lol_alloc::AssumeSingleThreaded::new(lol_alloc::FreeListAllocator::new()) };

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

#[cfg(feature = "rs256")]
mod nothing_random {
    fn none(_: &mut [u8]) -> Result<(), getrandom::Error> {
        Err(getrandom::Error::UNSUPPORTED)
    }
    getrandom::register_custom_getrandom!(none);
}

/// Makes room for a text of so many bytes.
#[unsafe(no_mangle)]
extern "C" fn reserve(length: usize) -> *mut u8 {
    Box::into_raw(vec![0_u8; length].into_boxed_slice()).cast()
}

/// Whether a token is good: the text is the token, a line break, the key as JSON.
#[unsafe(no_mangle)]
extern "C" fn verify(text: *mut u8, length: usize) -> bool {
    // SAFETY: the caller passes what `reserve` returned for that length, once.
    let text = unsafe { Box::from_raw(core::ptr::slice_from_raw_parts_mut(text, length)) };
    let Ok(text) = core::str::from_utf8(&text) else {
        return false;
    };
    let (token, key) = text.split_once('\n').unwrap_or_default();
    let Ok(token) = UntrustedToken::new(token) else {
        return false;
    };
    let decoded = token.deserialize_claims_unchecked::<Map<String, Value>>();
    decoded.is_ok() && verified(&token, key)
}

type Claims = Map<String, Value>;

#[allow(unused_variables)]
fn verified(token: &UntrustedToken<'_>, key: &str) -> bool {
    macro_rules! by {
        ($algorithm:expr, $key:ty) => {{
            let Ok(jwk) = serde_json::from_str::<JsonWebKey<'_>>(key) else {
                return false;
            };
            let Ok(key) = <$key>::try_from(&jwk) else {
                return false;
            };
            $algorithm.validator::<Claims>(&key).validate(token).is_ok()
        }};
    }
    match token.algorithm() {
        #[cfg(feature = "es256")]
        "ES256" => by!(
            jwt_compact::alg::Es256,
            <jwt_compact::alg::Es256 as jwt_compact::Algorithm>::VerifyingKey
        ),
        #[cfg(feature = "eddsa")]
        "EdDSA" => by!(
            jwt_compact::alg::Ed25519,
            <jwt_compact::alg::Ed25519 as jwt_compact::Algorithm>::VerifyingKey
        ),
        #[cfg(feature = "rs256")]
        "RS256" => by!(jwt_compact::alg::Rsa::rs256(), jwt_compact::alg::RsaPublicKey),
        _ => true,
    }
}
