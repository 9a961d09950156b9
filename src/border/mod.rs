//! What crosses between Rust and JavaScript, and by which number.
//!
//! Each enum that crosses is declared once, by one of the macros in `machine/words.rs`, beside the code
//! that it belongs to; those that serve the crossing alone are declared here. [`DECLARED`] lists them
//! all, and `cargo xtask generate` writes of them, into `generated/border.ts` beside the page and
//! beside the facade, the numbers, the words and the types of TypeScript. A test says when that is out
//! of date.
//!
//! To add
//!
//! * **an effect**: declare it in `machine/effect.rs` and emit it where it is decided. `rustc` then asks
//!   `browser/border.rs` how it crosses, and `tsc`, after `cargo xtask generate`, asks the page what to
//!   do about it. The trace knows its name by itself.
//! * **an input**: declare it in `machine/input.rs`. `rustc` asks `Machine::happened` what it leads to,
//!   and `browser/input.rs` how it is read. The page pushes it by its `InputKind`.
//! * **an error code**, or a **detail**: declare it in `machine/code.rs`, return it where it occurs. Both
//!   surfaces know it; a test asks for its row in the manual.
//! * **an event**: declare it in `machine/event.rs`, emit it. `rustc` asks `browser/border.rs` and the
//!   surface in Rust (`session/event.rs`), `tsc` the page and the public type.
//! * **a call, a reason, an activity, a limit, a term**: one line at its declaration, and whatever the
//!   compilers ask for.

use crate::{
    dialect::{Kind, Term},
    machine::{
        Activity, By, CallKind, Code, Declared, Detail, EffectKind, EventKind, Field, InputKind,
        Intent, Limit, News, Reason, StatusKind, words,
    },
};

words! {
    /// Why a session endpoint has given no answer that could be read.
    pub enum Failure {
        /// The request failed.
        Network = "network",
        /// The deadline passed.
        Timeout = "timeout",
        /// The answer came out of a cache.
        Stale = "stale",
        /// The answer is not what the application, or the preset, can work with.
        Rejected = "rejected",
    }
}

words! {
    /// What the engine asks of a value that the page keeps; the answer is a number.
    pub enum Look {
        /// Its [`Kind`].
        Kind = "kind",
        /// The number that it is, NaN if it is none.
        Number = "number",
        /// The moment that it names, in epoch milliseconds, NaN if it names none.
        Time = "time",
        /// Its digest, of 53 bits.
        Digest = "digest",
        /// Which [`Term`] it is; any other number if it is none.
        Word = "word",
    }
}

/// How TypeScript knows an enum: what it is, and the names of its words' list and of their type.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    pub of: Declared,
    /// The name of the list of words, by number.
    pub list: &'static str,
    /// The name of the type of the words.
    pub words: &'static str,
    pub told: Told,
    /// Whether applications see the words: the facade of the npm package has a type of them.
    pub public: bool,
}

/// Where the words are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// In what the page says or does.
    Page,
    /// In the trace alone, which few applications load.
    Trace,
    /// Nowhere: the numbers do.
    Nowhere,
}

const fn known(of: Declared, list: &'static str, words: &'static str, told: Told) -> Known {
    Known {
        of,
        list,
        words,
        told,
        public: false,
    }
}

const fn public(of: Declared, list: &'static str, words: &'static str, told: Told) -> Known {
    Known {
        public: true,
        ..known(of, list, words, told)
    }
}

/// Every enum that crosses.
pub const DECLARED: [Known; 17] = [
    known(InputKind::DECLARED, "INPUTS", "InputName", Told::Trace),
    known(CallKind::DECLARED, "CALLS", "CallName", Told::Trace),
    known(Failure::DECLARED, "FAILURES", "FailureName", Told::Trace),
    known(EffectKind::DECLARED, "EFFECTS", "EffectName", Told::Trace),
    known(Intent::DECLARED, "INTENTS", "IntentName", Told::Trace),
    known(EventKind::DECLARED, "EVENTS", "EventName", Told::Page),
    known(StatusKind::DECLARED, "STATUSES", "StatusName", Told::Page),
    public(Activity::DECLARED, "ACTIVITIES", "ActivityName", Told::Page),
    public(Reason::DECLARED, "REASONS", "ReasonName", Told::Page),
    public(By::DECLARED, "PARTIES", "EndedBy", Told::Page),
    public(Limit::DECLARED, "LIMITS", "LimitName", Told::Page),
    public(Code::DECLARED, "CODES", "EngineErrorCode", Told::Page),
    known(Detail::DECLARED, "DETAILS", "DetailText", Told::Page),
    known(News::DECLARED, "NEWS", "NewsName", Told::Trace),
    known(Field::DECLARED, "FIELDS", "FieldName", Told::Trace),
    known(Kind::DECLARED, "KINDS", "KindName", Told::Nowhere),
    known(Look::DECLARED, "LOOKS", "LookName", Told::Nowhere),
];

/// The errors whose message is the server's words, or the schema's, also where no status comes with them.
pub const SPOKEN: [Code; 3] = [
    Code::CsrfRejected,
    Code::InvalidCredentials,
    Code::UnexpectedResponse,
];

/// The words that the engine knows of presets, answers and options: a list alone, for the engine asks by
/// number and no code of the page names one.
pub const TERMS: Declared = Term::DECLARED;
