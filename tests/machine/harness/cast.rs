//! Who comes to visit, how a page is set, and what a server says.

use hallpass::machine::{Answer, Config, Facts, Failure, Intent, Message, Name, News, RefreshWhen};

use super::{SECOND, Tab};

pub(crate) const LOGOUT: Intent = Intent::Logout { everywhere: false };

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
        expires_in: expires_in.map(|seconds| seconds * SECOND),
        idle_expires_in: None,
        absolute_expires_in: None,
    }
}

/// Ann, with an idle limit in seconds.
pub(crate) fn idle_ann(seconds: u64) -> Facts {
    Facts {
        idle_expires_in: Some(seconds * SECOND),
        ..ann()
    }
}

/// Ann, with an absolute limit in seconds.
pub(crate) fn absolute_ann(seconds: u64) -> Facts {
    Facts {
        absolute_expires_in: Some(seconds * SECOND),
        ..ann()
    }
}

/// What another tab says after it refreshed for Ann.
pub(crate) fn renewed(generation: u32) -> Message {
    let mut peer = Tab::signed_in();
    for _ in 0..generation {
        peer.refresh();
        peer.answer(Answer::Session(ann()));
    }
    let news = |message: &&Message| message.news == News::Renewed;
    *peer.broadcast.iter().rfind(news).expect("it tells")
}

pub(crate) fn status(status: u16) -> Failure {
    Failure::Status {
        status,
        retry_after: None,
    }
}

pub(crate) fn busy(retry_after: u64) -> Failure {
    Failure::Status {
        status: 429,
        retry_after: Some(retry_after * SECOND),
    }
}

pub(crate) fn html() -> Failure {
    Failure::Unexpected {
        status: 200,
        what: None,
    }
}

/// Every way in which a question brings no answer.
pub(crate) fn failures() -> [Failure; 7] {
    [
        Failure::Network,
        Failure::Timeout,
        Failure::Stale,
        status(500),
        status(503),
        html(),
        busy(1),
    ]
}

/// What the shell keeps of a text, and the machine its name alone.
#[allow(clippy::unnecessary_wraps)] // compared with what may be absent
pub(crate) fn named(text: &str) -> Option<Name> {
    Some(text.into())
}
