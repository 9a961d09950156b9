//! What is known about the session at one moment.

use wasm_bindgen::JsValue;

use super::{error::Error, page::get};
use crate::machine::{Activity, Reason, Status, StatusKind};

/// What is known about the session at one moment.
///
/// The claims stay with the session ([`Session::claims`](crate::Session::claims)), so that a snapshot
/// is plain data that any signal can hold. Times are epoch milliseconds on this machine's clock, and
/// `None` unless a user is signed in.
///
/// ```
/// use hallpass::{Activity, Session, Snapshot, Status};
///
/// let snapshot: Snapshot = Session::loading().snapshot();
/// assert_eq!((snapshot.status, snapshot.activity), (Status::Loading, Activity::Checking));
/// assert!(!snapshot.is_authenticated());
/// assert_eq!(snapshot.expires_at, None);
/// ```
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
    /// When the session ends unless the user is active.
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

    /// Returns whether a user is signed in.
    #[must_use]
    pub fn is_authenticated(&self) -> bool {
        self.status == Status::Authenticated
    }

    /// Reads what the page publishes; an error for a word that is not known.
    pub(super) fn read(published: &JsValue) -> Result<Self, Error> {
        let word = |name| get(published, name).as_string().unwrap_or_default();
        let kind = known("status", &word("status"), StatusKind::from_word)?;
        let status = match kind {
            StatusKind::Authenticated => Status::Authenticated,
            StatusKind::Loading => Status::Loading,
            StatusKind::Unauthenticated => {
                Status::Unauthenticated(known("reason", &word("reason"), Reason::from_word)?)
            }
        };
        let signed_in = status == Status::Authenticated;
        let time = |name| epoch(&get(published, name)).filter(|_| signed_in);
        let error = get(published, "error");
        Ok(Self {
            status,
            activity: known("activity", &word("activity"), Activity::from_word)?,
            subject: get(published, "subject").as_string().filter(|_| signed_in),
            expires_at: time("expiresAt"),
            idle_expires_at: time("idleExpiresAt"),
            absolute_expires_at: time("absoluteExpiresAt"),
            error: (!error.is_undefined()).then(|| Error::read(&error)),
        })
    }
}

/// Returns what a word of the page stands for; an error that names it if it stands for nothing.
pub(super) fn known<T>(
    what: &str,
    word: &str,
    read: impl FnOnce(&str) -> Option<T>,
) -> Result<T, Error> {
    read(word).ok_or_else(|| Error::unknown(what, word))
}

#[allow(clippy::cast_possible_truncation)] // epoch milliseconds
pub(super) fn epoch(value: &JsValue) -> Option<i64> {
    let at = value.as_f64().filter(|at| at.is_finite())?;
    Some(at as i64)
}
