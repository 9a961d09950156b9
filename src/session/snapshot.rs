//! What is known about the session at one moment.

use wasm_bindgen::JsValue;

use super::{error::Error, page::get};
use crate::machine::{Activity, Reason, Status};

/// What is known about the session at one moment.
///
/// The claims stay with the session ([`Session::claims`](crate::Session::claims)), so that a snapshot
/// is plain data that any signal can hold. Times are epoch milliseconds on this machine's clock, and
/// `None` unless somebody is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Snapshot {
    pub status: Status,
    /// What the session is doing beside its status.
    pub activity: Activity,
    /// Who is signed in, as the server names them.
    pub subject: Option<String>,
    /// When the access part lapses; it is refreshed before.
    pub expires_at: Option<i64>,
    /// When the session ends unless somebody uses it.
    pub idle_expires_at: Option<i64>,
    /// When the session ends, whatever happens.
    pub absolute_expires_at: Option<i64>,
    /// What went wrong last, until something works.
    pub error: Option<Error>,
}

impl Snapshot {
    /// What is known before anything is.
    pub(super) const LOADING: Self = Self {
        status: Status::Loading,
        activity: Activity::Checking,
        subject: None,
        expires_at: None,
        idle_expires_at: None,
        absolute_expires_at: None,
        error: None,
    };

    /// Returns whether somebody is signed in.
    #[must_use]
    pub fn is_authenticated(&self) -> bool {
        self.status == Status::Authenticated
    }

    pub(super) fn read(published: &JsValue) -> Self {
        let word = |name| get(published, name).as_string().unwrap_or_default();
        let status = match &*word("status") {
            "authenticated" => Status::Authenticated,
            "unauthenticated" => Status::Unauthenticated(reason(&word("reason"))),
            _ => Status::Loading,
        };
        let known = status == Status::Authenticated;
        let time = |name| epoch(&get(published, name)).filter(|_| known);
        let error = get(published, "error");
        Self {
            status,
            activity: activity(&word("activity")),
            subject: get(published, "subject").as_string().filter(|_| known),
            expires_at: time("expiresAt"),
            idle_expires_at: time("idleExpiresAt"),
            absolute_expires_at: time("absoluteExpiresAt"),
            error: (!error.is_undefined()).then(|| Error::read(&error)),
        }
    }
}

#[allow(clippy::cast_possible_truncation)] // epoch milliseconds
pub(super) fn epoch(value: &JsValue) -> Option<i64> {
    let at = value.as_f64().filter(|at| at.is_finite())?;
    Some(at as i64)
}

pub(super) fn reason(word: &str) -> Reason {
    let known = [
        Reason::LoggedOut,
        Reason::Expired,
        Reason::Idle,
        Reason::Revoked,
    ];
    let found = known.into_iter().find(|reason| reason.as_str() == word);
    found.unwrap_or(Reason::None)
}

fn activity(word: &str) -> Activity {
    let known = [
        Activity::Checking,
        Activity::Refreshing,
        Activity::Ending,
        Activity::Paused,
    ];
    let found = known.into_iter().find(|activity| activity.as_str() == word);
    found.unwrap_or(Activity::Idle)
}
