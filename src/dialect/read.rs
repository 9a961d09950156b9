//! What an answer means. Nothing but a recognised answer is a session (P21).

use super::{Json, Kind, Preset, preset::Sign};
use crate::machine::{Answer, Facts, Failure, Intent, LONGEST, Millis, Verdict};

/// Reads the answer of a session endpoint; `body` is there if it was JSON.
pub fn read<J: Json>(
    preset: &Preset,
    intent: Intent,
    status: u16,
    retry_after: Option<Millis>,
    body: Option<&J>,
) -> Result<Answer, Failure> {
    let unexpected = |what| Err(Failure::Unexpected { status, what });
    let refused = Err(Failure::Status {
        status,
        retry_after,
    });
    match (status, body) {
        (0 | 300..=399, _) => unexpected("a redirect instead of an answer"),
        (200..=299, None) => unexpected("no JSON"),
        (200..=299, Some(body)) => granted(preset, intent, body).or_else(unexpected),
        (_, None) => refused,
        (_, Some(body)) => {
            let signs = [
                (&preset.expired, Answer::Expired),
                (&preset.over, Answer::Anonymous),
                (&preset.mismatch, Answer::Mismatch),
                (&preset.csrf_rejected, Answer::CsrfRejected),
                (&preset.refused, Answer::Refused),
            ];
            find(&signs, status, body).map_or(refused, Ok)
        }
    }
}

fn granted<J: Json>(preset: &Preset, intent: Intent, body: &J) -> Result<Answer, &'static str> {
    let places = &preset.facts;
    if body.kind("") != Kind::Object {
        return Err("JSON, but no object");
    }
    if let Intent::Logout { .. } = intent {
        let elsewhere = body.kind(&preset.logout_redirect) == Kind::Text;
        return Ok(Answer::LoggedOut { elsewhere });
    }
    match body.kind(&places.authenticated) {
        Kind::False => return Ok(Answer::Anonymous),
        Kind::True => {}
        Kind::Text | Kind::Object | Kind::Other => {
            return Err("it does not say whether somebody is signed in");
        }
    }
    if body.kind(&places.claims) != Kind::Object {
        return Err("the claims are no object");
    }
    let name = |pointer| (body.kind(pointer) == Kind::Text).then(|| body.name(pointer));
    Ok(Answer::Session(Facts {
        subject: name(&places.subject),
        handle: name(&places.handle),
        claims: body.name(&places.claims).short(),
        expires_in: seconds(body.number(&places.expires_in)),
        idle_expires_in: seconds(body.number(&places.idle_expires_in)),
        absolute_expires_in: seconds(body.number(&places.absolute_expires_in)),
    }))
}

/// Judges the answer to a request of the application; `body` is there if it was JSON.
pub fn judge<J: Json>(preset: &Preset, status: u16, body: &J) -> Verdict {
    let signs = [
        (&preset.expired, Verdict::Expired),
        (&preset.over, Verdict::Over),
        (&preset.mismatch, Verdict::Mismatch),
        (&preset.csrf_rejected, Verdict::CsrfRejected),
        (&preset.step_up, Verdict::StepUp),
    ];
    find(&signs, status, body).unwrap_or(Verdict::Passed)
}

/// Finds what an answer is by its sign.
fn find<J: Json, T: Copy>(signs: &[(&Sign, T)], status: u16, body: &J) -> Option<T> {
    let fits = |sign: &Sign| sign.status == status && body.says(&sign.at, &sign.is);
    signs
        .iter()
        .find(|(sign, _)| fits(sign))
        .map(|(_, meaning)| *meaning)
}

/// Seconds to milliseconds; negative numbers, NaN and infinity say nothing.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // `as` saturates
fn seconds(value: f64) -> Option<Millis> {
    (value >= 0.0 && value.is_finite()).then(|| ((value * 1000.0) as Millis).min(LONGEST))
}
