//! What an answer means. Nothing but a recognised answer is a session (P21).

use super::{
    Exchange, Kind, Term, Value,
    limits::limits,
    plan::ask,
    sign::{bears, tells},
};
use crate::machine::{Answer, Code, Detail, Error, Facts, Intent, Name, Verdict};

/// Reads the answer of a session endpoint, to the request that is a step of an intent.
pub fn read<V: Value>(
    preset: &V,
    intent: Intent,
    step: u32,
    answer: &Exchange<V>,
) -> Result<Answer, Error> {
    let status = answer.status;
    let endpoint = ask(preset, intent, step);
    let refused = Err(Error::refused(status, answer.retry_after));
    match recognise(preset, Some(&endpoint), answer) {
        Some(Word::Incomplete) if intent == Intent::Login => {
            return Err(Error::from(Code::LoginIncomplete).with_status(status));
        }
        Some(Word::CsrfRejected) => return Ok(Answer::CsrfRejected),
        Some(Word::StepUp) => {
            return Err(Error::from(Code::StepUpRequired).with_status(status));
        }
        Some(Word::Mismatch) => return Ok(Answer::Mismatch),
        Some(Word::Refused) if intent == Intent::Login => return Ok(Answer::Refused),
        // Nobody, or somebody whose access part has lapsed: only a refresh shows which.
        Some(Word::Anonymous)
            if !answer.leaving
                && preset.kind_of(Term::Refresh) == Kind::Object
                && bears(answer, preset.get(Term::Expired)) =>
        {
            return Ok(Answer::NoAccess);
        }
        Some(Word::Refused | Word::Incomplete | Word::Over | Word::Anonymous) => {
            return Ok(Answer::Anonymous);
        }
        Some(Word::Expired) => return Ok(Answer::Expired),
        None => {}
    }
    let ok = endpoint.get(Term::Ok);
    let told = if ok.kind() != Kind::Missing {
        if bears(answer, ok) {
            return Ok(granted(preset, intent, step, answer));
        }
        Err(Detail::NoSuccess)
    } else if intent.is_logout() && (answer.succeeded() || status == 0) {
        // Where a logout leads is as good as any success: the session endpoint is asked whether it worked.
        return Ok(granted(preset, intent, step, answer));
    } else if !answer.succeeded() {
        Err(Detail::Redirect)
    } else {
        facts(preset, answer)
    };
    match (status, told) {
        (0 | 200..=399, Err(what)) => Err(Error::unexpected(status).with_detail(what)),
        (_, Err(_)) => refused,
        (_, Ok(facts)) => Ok(Answer::Session(facts)),
    }
}

/// Whether a sign-in was refused because of cookies that an earlier session left behind.
pub fn is_stale<V: Value>(preset: &V, answer: &Exchange<V>) -> bool {
    bears(answer, preset.get(Term::Login).get(Term::Stale))
}

/// Judges the answer to a request of the application.
pub fn judge<V: Value>(preset: &V, answer: &Exchange<V>) -> Verdict {
    match recognise(preset, None, answer) {
        Some(Word::CsrfRejected) => Verdict::CsrfRejected,
        Some(Word::StepUp) => Verdict::StepUp,
        Some(Word::Mismatch) => Verdict::Mismatch,
        Some(Word::Over) => Verdict::Over,
        Some(Word::Expired) => Verdict::Expired,
        // To HEAD, or as text.
        None if answer.status == 401 && answer.answer.kind_of(Term::Body) == Kind::Missing => {
            Verdict::Unclear
        }
        Some(Word::Incomplete | Word::Refused | Word::Anonymous) | None => Verdict::Passed,
    }
}

/// What a sign stands for; those that are a verdict come first, and as there.
#[derive(Clone, Copy)]
#[repr(u8)]
enum Word {
    Expired = 1,
    Incomplete,
    Over,
    StepUp,
    CsrfRejected,
    Mismatch,
    Refused,
    Anonymous,
}

/// Finds the sign that an answer bears. The first counts: many servers say with the same status
/// that a token was missing, that more than a sign-in is wanted, and that a session has lapsed.
fn recognise<V: Value>(preset: &V, endpoint: Option<&V>, answer: &Exchange<V>) -> Option<Word> {
    for &(of, key, word) in &SIGNS {
        let signs = match (of, endpoint) {
            (Of::Csrf, _) => preset.get(Term::Csrf).get(key),
            (Of::All, _) | (Of::Own, Some(_)) => preset.get(key),
            (Of::Endpoint, Some(endpoint)) => endpoint.get(key),
            (Of::Endpoint | Of::Own, None) => continue,
        };
        if tells(answer, signs, endpoint.is_some()) {
            return Some(word);
        }
    }
    None
}

/// Where a sign stands: in `csrf`, at the endpoint, or in the preset, for all or for our own.
#[derive(Clone, Copy)]
enum Of {
    Csrf,
    Endpoint,
    All,
    Own,
}

const SIGNS: [(Of, Term, Word); 8] = [
    (Of::Endpoint, Term::Incomplete, Word::Incomplete),
    (Of::Csrf, Term::Rejected, Word::CsrfRejected),
    (Of::All, Term::StepUp, Word::StepUp),
    (Of::All, Term::Mismatch, Word::Mismatch),
    (Of::Endpoint, Term::Refused, Word::Refused),
    (Of::All, Term::Over, Word::Over),
    (Of::Own, Term::Anonymous, Word::Anonymous),
    (Of::All, Term::Expired, Word::Expired),
];

/// What a success means that says nothing of the session, or but how long it lasts.
fn granted<V: Value>(preset: &V, intent: Intent, step: u32, answer: &Exchange<V>) -> Answer {
    if intent.is_logout() {
        let next = ask(preset, intent, step + 1);
        let leads = next.kind_of(Term::Path) == Kind::Text
            || answer.found(&next, Term::At).kind() == Kind::Text;
        return Answer::LoggedOut {
            elsewhere: leads && next.kind_of(Term::Navigate) == Kind::True,
        };
    }
    let [expires_in, idle_expires_in, absolute_expires_in] = limits(preset, answer);
    Answer::Session(Facts {
        expires_in,
        idle_expires_in,
        absolute_expires_in,
        ..Facts::default()
    })
}

fn facts<V: Value>(preset: &V, answer: &Exchange<V>) -> Result<Facts, Detail> {
    let named = |holder: &V, key| {
        let found = answer.found(holder, key);
        let is_name = found.kind() == Kind::Text || !found.number().is_nan();
        is_name.then(|| found.name())
    };
    let subject = named(preset, Term::Subject);
    let sign = preset.get(Term::Authenticated);
    let vouched = if sign.kind() == Kind::Missing {
        // Any object may be about something else: who has no name is nobody.
        subject.is_some_and(|name| name != Name::NONE)
    } else {
        bears(answer, sign)
    };
    if !vouched {
        return Err(Detail::Unvouched);
    }
    let user = answer.found(preset, Term::User);
    if user.kind() != Kind::Object {
        return Err(Detail::NoClaims);
    }
    let [expires_in, idle_expires_in, absolute_expires_in] = limits(preset, answer);
    Ok(Facts {
        subject,
        handle: named(&preset.get(Term::Handle), Term::At),
        claims: user.name().short(),
        expires_in,
        idle_expires_in,
        absolute_expires_in,
    })
}
