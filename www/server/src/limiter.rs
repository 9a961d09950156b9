//! The brake on guessing passwords.

use std::collections::HashMap;
use std::net::IpAddr;

use crate::clock::Millis;

const FREE_FAILURES: usize = 5;
const WINDOW: Millis = 60_000;
const MOST_KEYS: usize = 10_000;

/// Counts failed sign-ins per address and account, so that nobody locks out another's account.
#[derive(Debug, Default)]
pub(crate) struct Limiter {
    failures: HashMap<(IpAddr, String), Vec<Millis>>,
}

impl Limiter {
    /// Tells how many seconds to wait before the next try, if any.
    pub(crate) fn wait(&self, ip: IpAddr, email: &str, now: Millis) -> Option<u64> {
        let recent = self.failures.get(&key(ip, email))?;
        let mut recent = recent.iter().filter(|at| now - **at < WINDOW);
        let oldest = recent.next()?;
        (recent.count() + 1 >= FREE_FAILURES).then(|| {
            u64::try_from((WINDOW - (now - oldest) + 999) / 1000)
                .unwrap_or(1)
                .max(1)
        })
    }

    /// Counts a failure; the table is bounded, so that failures cannot fill the memory.
    pub(crate) fn fail(&mut self, ip: IpAddr, email: &str, now: Millis) {
        if self.failures.len() >= MOST_KEYS {
            self.failures
                .retain(|_, at| at.last().is_some_and(|last| now - last < WINDOW));
        }
        if self.failures.len() >= MOST_KEYS {
            self.failures.clear();
        }
        let failures = self.failures.entry(key(ip, email)).or_default();
        failures.retain(|at| now - at < WINDOW);
        failures.push(now);
    }

    /// Forgets the failures of somebody who then signed in.
    pub(crate) fn succeed(&mut self, ip: IpAddr, email: &str) {
        self.failures.remove(&key(ip, email));
    }
}

fn key(ip: IpAddr, email: &str) -> (IpAddr, String) {
    // Longer than any address: a key must stay small, whatever was typed.
    (
        ip,
        email.chars().take(254).collect::<String>().to_lowercase(),
    )
}
