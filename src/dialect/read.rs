//! What an answer means. Nothing but a recognised answer is a session (P21).

use super::{Json, Preset, at, preset::Sign};
use crate::machine::{Answer, Facts, Failure, Intent, LONGEST, Millis, Name, Verdict};

impl Sign {
    fn fits<J: Json>(&self, status: u16, body: &J) -> bool {
        self.status == status && at(body, &self.at).is_some_and(|code| code.is(&self.is))
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
    let unexpected = |what| Err(Failure::Unexpected { status, what });
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
        let signs = [
            (&preset.expired, Answer::Expired),
            (&preset.over, Answer::Anonymous),
            (&preset.mismatch, Answer::Mismatch),
            (&preset.csrf_rejected, Answer::CsrfRejected),
            (&preset.refused, Answer::Refused),
        ];
        let found = signs.into_iter().find(|(sign, _)| sign.fits(status, body));
        return found.map_or(
            Err(Failure::Status {
                status,
                retry_after,
            }),
            |(_, answer)| Ok(answer),
        );
    }
    if !body.is_object() {
        return unexpected("JSON, but no object");
    }
    if let Intent::Logout { .. } = intent {
        let elsewhere = at(body, &preset.logout_redirect).is_some_and(|url| url.is_text());
        return Ok(Answer::LoggedOut { elsewhere });
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
    let span = |pointer| {
        at(body, pointer)
            .and_then(|value| value.number())
            .and_then(seconds)
    };
    let name = |pointer| {
        at(body, pointer)
            .filter(Json::is_text)
            .map(|value| value.name())
    };
    let Name(claims) = at(body, &places.claims).filter(Json::is_object)?.name();
    Some(Facts {
        subject: name(&places.subject),
        handle: name(&places.handle),
        #[allow(clippy::cast_possible_truncation)] // of a digest, a part
        claims: claims as u32,
        expires_in: span(&places.expires_in),
        idle_expires_in: span(&places.idle_expires_in),
        absolute_expires_in: span(&places.absolute_expires_in),
    })
}

/// Judges the answer to a request of the application; `body` is there if it was JSON.
pub fn judge<J: Json>(preset: &Preset, status: u16, body: &J) -> Verdict {
    let signs = [
        (&preset.expired, Verdict::Expired),
        (&preset.mismatch, Verdict::Mismatch),
        (&preset.csrf_rejected, Verdict::CsrfRejected),
        (&preset.step_up, Verdict::StepUp),
    ];
    let found = signs.into_iter().find(|(sign, _)| sign.fits(status, body));
    found.map_or(Verdict::Passed, |(_, verdict)| verdict)
}

/// Seconds to milliseconds; negative numbers, NaN and infinity say nothing.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // `as` saturates
fn seconds(value: f64) -> Option<Millis> {
    (value >= 0.0 && value.is_finite()).then(|| ((value * 1000.0) as Millis).min(LONGEST))
}
