//! The exports of `jwt.wasm`: texts in, a text out.
//!
//! The page writes a text to where [`reserve`] says, asks a question about it, reads the answer, which
//! follows its length, and gives it back by [`release`]. The first character of an answer tells what it
//! is: `+` yes, `!` a refusal (the part, a line break, the words), `?` a refusal that newer keys may
//! turn.

use crate::claims::{Json, Keys, NoKey, Policy, Refusal, Token};

/// A token leaves nothing behind.
#[global_allocator]
static ALLOCATOR: lol_alloc::AssumeSingleThreaded<lol_alloc::FreeListAllocator> =
    // SAFETY: wasm32-unknown-unknown without the atomics feature has one thread.
    unsafe { lol_alloc::AssumeSingleThreaded::new(lol_alloc::FreeListAllocator::new()) };

/// Makes room for a text of so many bytes.
#[unsafe(no_mangle)]
extern "C" fn reserve(length: usize) -> *mut u8 {
    Box::into_raw(vec![0_u8; length].into_boxed_slice()).cast()
}

/// Judges a token by a policy: the text is the policy as JSON, a line break, the token.
#[unsafe(no_mangle)]
extern "C" fn judge(text: *mut u8, length: usize, now: f64) -> *mut u8 {
    let text = taken(text, length);
    #[allow(clippy::cast_possible_truncation)] // saturates
    let now = now as i64;
    answer(parts(&text, |policy, token| {
        // The facade has written it.
        let policy =
            Json::parse(policy).map_or_else(|_| Policy::default(), |it| Policy::written(&it));
        policy
            .judge(token, now)
            .map_or_else(|refusal| refused('!', &refusal), |_| "+".into())
    }))
}

/// Chooses a key: the text is a token that was judged, a line break, the set of keys.
///
/// The answer is the algorithm, a space, and the place in the set.
#[unsafe(no_mangle)]
extern "C" fn choose(text: *mut u8, length: usize) -> *mut u8 {
    let text = taken(text, length);
    answer(parts(&text, |token, keys| {
        let chosen = Token::parse(token)
            .and_then(|token| Ok((token, Keys::parse(keys)?)))
            .map_err(NoKey::Never)
            .and_then(|(token, keys)| keys.choose(&token));
        match chosen {
            Ok((at, algorithm)) => ["+", algorithm.as_str(), " ", &at.to_string()].concat(),
            Err(NoKey::Unknown(refusal)) => refused('?', &refusal),
            Err(NoKey::Never(refusal)) => refused('!', &refusal),
        }
    }))
}

/// Takes an answer back.
#[unsafe(no_mangle)]
extern "C" fn release(answer: *mut u8) {
    // SAFETY: the page calls with what a question returned, once.
    unsafe {
        let length = answer.cast::<u32>().read_unaligned() as usize;
        drop(Box::from_raw(core::ptr::slice_from_raw_parts_mut(
            answer,
            length + 4,
        )));
    }
}

fn taken(text: *mut u8, length: usize) -> Box<[u8]> {
    // SAFETY: the page calls with what `reserve` returned for that length, once.
    unsafe { Box::from_raw(core::ptr::slice_from_raw_parts_mut(text, length)) }
}

fn parts(text: &[u8], of: impl FnOnce(&str, &str) -> String) -> String {
    let text = core::str::from_utf8(text).unwrap_or_default();
    let (one, other) = text.split_once('\n').unwrap_or_default();
    of(one, other)
}

fn refused(mark: char, refusal: &Refusal) -> String {
    let mut text = String::from(mark);
    text.push_str(&refusal.part);
    text.push('\n');
    text.push_str(&refusal.to_string());
    text
}

#[allow(clippy::needless_pass_by_value)]
fn answer(text: String) -> *mut u8 {
    #[allow(clippy::cast_possible_truncation)] // 32 bits
    let length = (text.len() as u32).to_le_bytes();
    Box::into_raw([&length[..], text.as_bytes()].concat().into_boxed_slice()).cast()
}
