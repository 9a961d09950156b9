//! What an answer means. Nothing but a recognised answer is a session (P21).

use alloc::{rc::Rc, string::String};

use super::{Json, Preset, at, preset::Sign};
use crate::machine::{Answer, Facts, Failure, Intent, LONGEST, Millis, StepUp, Verdict, digest};

impl Sign {
    fn fits<J: Json>(&self, status: u16, body: &J) -> bool {
        self.status == status && text(body, &self.at).is_some_and(|code| *code == self.is)
    }
}

/// Reads the answer of a session endpoint; `body` is there if it was JSON.
pub fn read<J: Json>(
    preset: &Preset,
    intent: Intent,
    status: u16,
    retry_after: Option<Millis>,
    body: Option<&J>,
) -> Result<Answer, Failure> {
    let unexpected = |what: &str| {
        Err(Failure::Unexpected {
            status,
            what: what.into(),
        })
    };
    let Some(body) = body else {
        return match status {
            300..=399 | 0 => unexpected("a redirect instead of an answer"),
            200..=299 => unexpected("no JSON"),
            _ => Err(Failure::Status {
                status,
                retry_after,
            }),
        };
    };
    if !(200..=299).contains(&status) {
        return if preset.expired.fits(status, body) {
            Ok(Answer::Expired)
        } else if preset.over.fits(status, body) {
            Ok(Answer::Anonymous)
        } else if preset.mismatch.fits(status, body) {
            Ok(Answer::Mismatch)
        } else if preset.csrf_rejected.fits(status, body) {
            Ok(Answer::CsrfRejected)
        } else if preset.refused.fits(status, body) {
            Ok(Answer::Refused(text(body, &preset.words)))
        } else {
            Err(Failure::Status {
                status,
                retry_after,
            })
        };
    }
    if !body.is_object() {
        return unexpected("JSON, but no object");
    }
    if let Intent::Logout { .. } = intent {
        return Ok(Answer::LoggedOut(text(body, &preset.logout_redirect)));
    }
    match at(body, &preset.facts.authenticated).and_then(|value| value.truth()) {
        Some(false) => Ok(Answer::Anonymous),
        None => unexpected("it does not say whether somebody is signed in"),
        Some(true) => match facts(preset, body) {
            Some(facts) => Ok(Answer::Session(facts)),
            None => unexpected("the claims are no object"),
        },
    }
}

fn facts<J: Json>(preset: &Preset, body: &J) -> Option<Facts> {
    let places = &preset.facts;
    let claims = claims(preset, body)?;
    let span = |pointer| {
        at(body, pointer)
            .and_then(|value| value.number())
            .and_then(seconds)
    };
    Some(Facts {
        subject: text(body, &places.subject),
        handle: text(body, &places.handle),
        claims: digest(claims.to_text().as_bytes()),
        expires_in: span(&places.expires_in),
        idle_expires_in: span(&places.idle_expires_in),
        absolute_expires_in: span(&places.absolute_expires_in),
    })
}

/// Returns the claims of an answer.
pub fn claims<J: Json>(preset: &Preset, body: &J) -> Option<J> {
    at(body, &preset.facts.claims).filter(Json::is_object)
}

/// Judges the answer to a request of the application; `body` is there if it was JSON.
pub fn judge<J: Json>(preset: &Preset, status: u16, body: &J) -> Verdict {
    if preset.expired.fits(status, body) {
        Verdict::Expired
    } else if preset.mismatch.fits(status, body) {
        Verdict::Mismatch
    } else if preset.csrf_rejected.fits(status, body) {
        Verdict::CsrfRejected
    } else if preset.step_up.fits(status, body) {
        let max_age = at(body, "/max_age")
            .and_then(|value| value.number())
            .and_then(seconds);
        Verdict::StepUp(StepUp {
            acr_values: text(body, "/acr_values"),
            max_age: max_age.and_then(|span| u32::try_from(span / 1000).ok()),
        })
    } else {
        Verdict::Passed
    }
}

/// Whether an answer with this status has to be looked into.
pub fn concerns(preset: &Preset, status: u16) -> bool {
    [
        &preset.expired,
        &preset.mismatch,
        &preset.csrf_rejected,
        &preset.step_up,
    ]
    .iter()
    .any(|sign| sign.status == status)
}

fn text<J: Json>(body: &J, pointer: &str) -> Option<Rc<str>> {
    at(body, pointer)
        .and_then(|value| value.text())
        .map(|text: String| Rc::from(text))
}

/// Seconds to milliseconds; negative numbers, NaN and infinity say nothing.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // `as` saturates
fn seconds(value: f64) -> Option<Millis> {
    (value >= 0.0 && value.is_finite()).then(|| ((value * 1000.0) as Millis).min(LONGEST))
}
