//! What can go wrong, sorted by blame.

use core::{
    fmt,
    num::{NonZeroU32, NonZeroU64},
};

use super::{
    code::{Code, Detail},
    input::Answer,
    time::{Millis, Span},
};

/// What came of a request to a session endpoint, as the machine judges it.
pub(crate) type Outcome = Result<Answer, Error>;

/// What a caller is told: a code, and what else is known.
///
/// One number, because it is handed on everywhere: a struct of the four parts adds 400 bytes to the
/// module of the npm package (brotli). From the low end: the code counted from one, the detail
/// likewise, the status of the response that caused it, and how long the server asked to wait.
///
/// ```
/// use hallpass::machine::{Code, Detail, Error};
///
/// let busy = Error::refused(429, Some(2_000.into()));
/// assert_eq!((busy.code(), busy.status()), (Code::RateLimited, 429));
/// assert_eq!(busy.retry_after().map(|wait| wait.get()), Some(2_000));
/// let html = Error::unexpected(200).with_detail(Detail::NoClaims);
/// assert_eq!((html.code(), html.detail()), (Code::UnexpectedResponse, Some(Detail::NoClaims)));
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Error(NonZeroU64);

const DETAIL: u32 = 8;
const STATUS: u32 = 16;
const WAIT: u32 = 32;

impl From<Code> for Error {
    #[allow(clippy::inline_always)] // a number, wherever the code is known
    #[inline(always)]
    fn from(code: Code) -> Self {
        Self(NonZeroU64::MIN.saturating_add(code as u64))
    }
}

#[allow(clippy::cast_possible_truncation)] // the parts are as long as that
impl Error {
    /// A status that says nothing about the session: 5xx, 404 …
    #[must_use]
    pub fn refused(status: u16, retry_after: Option<Span>) -> Self {
        let limited = status == 429;
        let code = if limited {
            Code::RateLimited
        } else {
            Code::Server
        };
        let error = Self::from(code).with_status(status);
        retry_after.map_or(error, |wait| error.with_wait(wait.millis()))
    }

    /// A success that is no recognised answer: HTML, `null`, a redirect, a wrong shape.
    #[must_use]
    pub fn unexpected(status: u16) -> Self {
        Self::from(Code::UnexpectedResponse).with_status(status)
    }

    /// Returns the code.
    ///
    /// # Panics
    ///
    /// Never: an error is made of a code.
    #[must_use]
    pub fn code(self) -> Code {
        let code = self.0.get() as u8;
        Code::from_number(u32::from(code) - 1).expect("an error is made of a code")
    }

    /// Returns the status of the response that caused it, 0 if none did.
    #[must_use]
    pub fn status(self) -> u16 {
        (self.0.get() >> STATUS) as u16
    }

    /// Returns how long the server asked to wait, in milliseconds.
    #[must_use]
    pub fn retry_after(self) -> Option<NonZeroU32> {
        NonZeroU32::new((self.0.get() >> WAIT) as u32)
    }

    /// Returns what exactly was wrong, if more is known than the code.
    #[must_use]
    pub fn detail(self) -> Option<Detail> {
        let detail = (self.0.get() >> DETAIL) as u8;
        Detail::from_number(u32::from(detail).wrapping_sub(1))
    }

    /// Whether the server understood the request and declined it (4xx): it has done nothing.
    pub(crate) fn is_refusal(self) -> bool {
        matches!(self.status(), 400..=499)
    }

    pub(crate) fn is(self, code: Code) -> bool {
        self.is_like(code.into())
    }

    /// Whether the code is the same.
    pub(crate) fn is_like(self, other: Self) -> bool {
        self.code() == other.code()
    }

    pub(crate) fn with_status(self, status: u16) -> Self {
        Self(self.0 | (u64::from(status) << STATUS))
    }

    /// Says what exactly was wrong.
    #[must_use]
    pub fn with_detail(self, detail: Detail) -> Self {
        Self(self.0 | ((detail as u64 + 1) << DETAIL))
    }

    /// Says how long to wait; weeks are as good as ever.
    pub(crate) fn with_wait(self, wait: Millis) -> Self {
        let rest = self.0.get() & u64::from(u32::MAX);
        let wait = wait.min(u32::MAX.into()) << WAIT;
        Self(NonZeroU64::new(rest).map_or(self.0, |rest| rest | wait))
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("code", &self.code())
            .field("detail", &self.detail())
            .field("status", &self.status())
            .field("retry_after", &self.retry_after())
            .finish()
    }
}

impl Answer {
    /// Returns what is wrong with an answer that answers something else.
    pub(crate) fn misplaced(&self) -> Error {
        match self {
            Self::CsrfRejected => Code::CsrfRejected.into(),
            Self::Session(_)
            | Self::Anonymous
            | Self::Expired
            | Self::NoAccess
            | Self::Mismatch
            | Self::Refused
            | Self::LoggedOut { .. } => Code::UnexpectedResponse.into(),
        }
    }
}
