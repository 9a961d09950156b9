//! Who comes to visit, how a page is set, and what a server says.

use hallpass::machine::{
    Answer, Code, Config, Detail, Error, Facts, Intent, Message, Name, News, RefreshWhen,
};

use super::{SECOND, Tab};

pub(crate) const LOGOUT: Intent = Intent::Logout;

pub(crate) fn always() -> Config {
    Config {
        when: RefreshWhen::Always,
        ..Config::default()
    }
}

pub(crate) fn on_demand() -> Config {
    Config {
        when: RefreshWhen::OnDemand,
        ..Config::default()
    }
}

/// Ann, for five minutes.
pub(crate) fn ann() -> Facts {
    facts("ann", Some(300))
}

pub(crate) fn bob() -> Facts {
    facts("bob", Some(300))
}

pub(crate) fn facts(who: &str, expires_in: Option<u64>) -> Facts {
    Facts {
        subject: Some(who.into()),
        handle: Some(format!("session-of-{who}").into()),
        claims: 1,
        expires_in: expires_in.map(|seconds| (seconds * SECOND).into()),
        idle_expires_in: None,
        absolute_expires_in: None,
    }
}

/// Ann, with an idle limit in seconds.
pub(crate) fn idle_ann(seconds: u64) -> Facts {
    Facts {
        idle_expires_in: Some((seconds * SECOND).into()),
        ..ann()
    }
}

/// Ann, with an absolute limit in seconds.
pub(crate) fn absolute_ann(seconds: u64) -> Facts {
    Facts {
        absolute_expires_in: Some((seconds * SECOND).into()),
        ..ann()
    }
}

/// What another tab says after it refreshed for Ann.
pub(crate) fn renewed(generation: u32) -> Message {
    let mut peer = Tab::signed_in();
    if generation == 0 {
        peer.call(hallpass::machine::Call::Extend); // the idle limit alone
        peer.answer(Answer::Session(ann()));
    }
    for _ in 0..generation {
        peer.refresh();
        peer.answer(Answer::Session(ann()));
    }
    let news = |message: &&Message| message.news == News::Renewed;
    *peer.broadcast.iter().rfind(news).expect("it tells")
}

pub(crate) fn status(status: u16) -> Error {
    Error::refused(status, None)
}

pub(crate) fn busy(retry_after: u64) -> Error {
    Error::refused(429, Some((retry_after * SECOND).into()))
}

pub(crate) fn html() -> Error {
    Error::unexpected(200)
}

/// A redirect to no page of the server's.
pub(crate) fn redirect() -> Error {
    Error::unexpected(0).with_detail(Detail::Redirect)
}

/// Every way in which a question brings no answer.
pub(crate) fn failures() -> [Error; 8] {
    [
        Error::from(Code::Network),
        Error::from(Code::Timeout),
        Error::from(Code::StaleResponse),
        status(500),
        status(503),
        html(),
        redirect(),
        busy(1),
    ]
}

/// The failures of a request after which the server may have done what it was asked for.
pub(crate) fn losses() -> impl Iterator<Item = Error> {
    let refused = |error: &Error| error.status() == 429;
    failures().into_iter().filter(move |error| !refused(error))
}

/// What the shell keeps of a text, and the machine its name alone.
#[allow(clippy::unnecessary_wraps)] // compared with what may be absent
pub(crate) fn named(text: &str) -> Option<Name> {
    Some(text.into())
}
