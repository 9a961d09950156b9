//! What the answers say that the page shows, and which request comes next.

use super::{
    border::{Asked, doubt, leave},
    driver::Driver,
    input::{short, span},
    seen::{ABOUT, PRESET, Seen},
};
use crate::{
    dialect::{self, Exchange, Kind, Value},
    machine::{Answer, Failure, Intent, Millis, Verdict},
};

impl Driver {
    /// Reads an answer; `None` if another request is to follow before it means anything.
    pub(super) fn read(
        &mut self,
        status: f64,
        retry_after: f64,
    ) -> Option<Result<Answer, Failure>> {
        let asked = self.machine.sink().asked.get();
        let Asked { intent, step, .. } = asked;
        if asked.clearing {
            self.ask(Asked {
                clearing: false,
                ..asked
            });
            return None;
        }
        match intent {
            Intent::Check => {}
            Intent::Logout { .. } => self.leaving = true,
            Intent::Refresh | Intent::Touch | Intent::Login => {
                self.leaving = false;
                // It begins a new span.
                if step == 0 {
                    self.granted = f64::NAN;
                }
            }
        }
        let exchange = self.exchange(status, span(retry_after));
        let answer = dialect::read(&PRESET, intent, step, &exchange);
        let now = exchange.now;
        if let Ok(Answer::Session(_) | Answer::Anonymous) = &answer {
            let ends = match &answer {
                Ok(Answer::Session(facts)) => facts.expires_in,
                _ => None,
            };
            #[allow(clippy::cast_precision_loss)] // below 2^53
            let at = ends.map_or(f64::NAN, |span| now + span as f64);
            self.granted = at;
            self.leaving = matches!(intent, Intent::Logout { .. });
        }
        let next = match &answer {
            Ok(Answer::Session(_) | Answer::LoggedOut { .. })
                if dialect::goes_on(&PRESET, intent, step) =>
            {
                Asked {
                    step: step + 1,
                    ..asked
                }
            }
            // Once more, with another token.
            Ok(Answer::CsrfRejected)
                if !asked.again && PRESET.get("csrf").get("prime").kind() == Kind::Text =>
            {
                doubt();
                Asked {
                    again: true,
                    ..asked
                }
            }
            // A stale cookie makes some servers refuse even a login: out with it first.
            Ok(Answer::Expired) if intent == Intent::Login && !asked.again => Asked {
                again: true,
                clearing: true,
                ..asked
            },
            Ok(Answer::LoggedOut { elsewhere: true })
                if dialect::ask(&PRESET, intent, step + 1).get("ends").kind() == Kind::True =>
            {
                leave();
                return Some(Ok(Answer::LoggedOut { elsewhere: false }));
            }
            _ => return Some(answer),
        };
        self.ask(next);
        None
    }

    fn ask(&self, next: Asked) {
        self.machine.sink().asked.set(next);
        next.send();
    }

    /// Judges the answer to a request of the application; a negative status: there is none.
    pub(super) fn judge(&self, status: f64) -> Verdict {
        if status < 0.0 {
            return Verdict::Failed;
        }
        let verdict = dialect::judge(&PRESET, &self.exchange(status, None));
        if verdict == Verdict::CsrfRejected {
            doubt();
        }
        verdict
    }

    fn exchange(&self, status: f64, retry_after: Option<Millis>) -> Exchange<'static, Seen> {
        Exchange {
            status: short(status),
            retry_after,
            answer: &ABOUT,
            now: ABOUT.get("now").number(),
            granted: self.granted,
            leaving: self.leaving,
        }
    }
}
