//! What the answers say that the page shows, and which request comes next.

use super::{
    border::{Tried, leave, renew_csrf_token},
    driver::Driver,
    input::short,
    seen::{ABOUT, PRESET, Seen},
};
use crate::{
    dialect::{self, Exchange, Kind, Term, Value},
    machine::{Answer, Code, Error, Intent, Span, Verdict},
};

impl Driver {
    /// Reads an answer; `None` if another request is to follow before it means anything.
    pub(super) fn read(&mut self, status: f64, retry_after: f64) -> Option<Result<Answer, Error>> {
        let asked = &self.machine.sink().asked;
        let (intent, step, tried) = (asked.intent.get(), asked.step.get(), asked.tried.get());
        if tried == Tried::Clearing {
            asked.send(Tried::Once);
            return None;
        }
        let leaving = intent.is_logout();
        if intent != Intent::Check && step == 0 {
            self.granted = f64::NAN; // it begins a new span
            self.leaving = leaving;
        }
        let exchange = self.exchange(status, Span::read(retry_after));
        let answer = dialect::read(&PRESET, intent, step, &exchange);
        let again = match answer {
            Ok(Answer::Session(facts)) => {
                #[allow(clippy::cast_precision_loss)] // below 2^53
                let ends = facts
                    .expires_in
                    .map_or(f64::NAN, |span| span.millis() as f64);
                self.granted = exchange.now + ends;
                self.leaving = false;
                None
            }
            // Cookies are off: that is why no user is signed in, also just after a sign-in. It confirms a logout.
            Ok(Answer::Anonymous)
                if !self.leaving && ABOUT.kind_of(Term::Refused) == Kind::True =>
            {
                return Some(Err(Code::CookiesBlocked.into()));
            }
            Ok(Answer::Anonymous) => {
                self.leaving &= leaving;
                None
            }
            // The page is on its way out, or says that it stays: whatever is asked meanwhile could bring back what is
            // ended there, where each answer writes the cookie anew.
            Ok(Answer::LoggedOut { elsewhere: true })
                if dialect::ask(&PRESET, intent, step + 1).kind_of(Term::Ends) == Kind::True =>
            {
                leave(self.machine.sink().asked.id.get());
                return None;
            }
            // With another token: one that is fetched, or another cookie of the name. For that alone no credentials are
            // posted again.
            Ok(Answer::CsrfRejected)
                if PRESET.get(Term::Csrf).has(Term::Prime)
                    || PRESET.get(Term::Csrf).has(Term::Cookie) && intent != Intent::Login =>
            {
                Some(Tried::Once)
            }
            _ if intent == Intent::Login && dialect::is_stale(&PRESET, &exchange) => {
                Some(Tried::Clearing)
            }
            _ => None,
        };
        let asked = &self.machine.sink().asked;
        if let Some(again) = again.filter(|_| tried == Tried::Never) {
            renew_csrf_token();
            asked.send(again);
        } else if matches!(answer, Ok(Answer::Session(_) | Answer::LoggedOut { .. }))
            && dialect::goes_on(&PRESET, intent, step)
        {
            asked.step.set(step + 1);
            asked.send(Tried::Never);
        } else {
            return Some(answer);
        }
        None
    }

    /// Judges the answer to a request of the application; a negative status: there is none.
    pub(super) fn judge(&self, status: f64) -> Verdict {
        if status < 0.0 {
            return Verdict::Failed;
        }
        let verdict = dialect::judge(&PRESET, &self.exchange(status, None));
        if verdict == Verdict::CsrfRejected {
            renew_csrf_token();
        }
        verdict
    }

    fn exchange(&self, status: f64, retry_after: Option<Span>) -> Exchange<Seen> {
        Exchange {
            status: short(status),
            retry_after,
            answer: ABOUT,
            now: ABOUT.get(Term::Now).number(),
            granted: self.granted,
            leaving: self.leaving,
        }
    }
}
