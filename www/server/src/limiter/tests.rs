//! The brake, with a clock of the test's own.

use clap::Parser;

use super::*;

/// A limiter, with the calls of its users in one word each.
struct Alone(Limiter);

impl Alone {
    fn take(
        &self,
        email: &str,
        address: Option<IpAddr>,
        browser: Option<&str>,
        now: Millis,
    ) -> Result<Attempt, Braked> {
        let who = Who {
            email: email.to_owned(),
            address,
            browser: browser.map(str::to_owned),
        };
        let taken = self
            .0
            .alone(|sizes, buckets| sizes.take(buckets, &who, now));
        taken.expect("memory does not fail")
    }

    fn succeed(&self, attempt: Attempt) {
        let done = self
            .0
            .alone(|sizes, buckets| sizes.succeed(buckets, attempt));
        done.expect("memory does not fail");
    }

    fn undo(&self, attempt: Attempt) {
        let done = self.0.alone(|sizes, buckets| sizes.undo(buckets, attempt));
        done.expect("memory does not fail");
    }
}

fn limiter(arguments: &[&str]) -> Alone {
    Alone(Limiter::new(&Settings::parse_from(
        [&["hallpass-server"], arguments].concat(),
    )))
}

fn ip(text: &str) -> IpAddr {
    text.parse().expect("is an address")
}

#[test]
fn guesses_from_many_addresses_at_one_account_wait_for_each_other() {
    let limiter = limiter(&[]);
    for from in 1..=5 {
        let from = Some(ip(&format!("192.0.2.{from}")));
        assert!(limiter.take("Ada@example.com", from, None, 0).is_ok());
    }
    let braked = limiter.take("ada@EXAMPLE.com", Some(ip("192.0.2.9")), None, 0);
    let expected = Braked {
        by: "account",
        seconds: 12,
    };
    assert_eq!(braked.expect_err("waits"), expected);
    assert!(limiter.take("ada@example.com", None, None, 12_000).is_ok());
    // Strangers do not lock out the browser that was here before.
    for _ in 0..5 {
        assert!(limiter.take("ada@example.com", None, Some("b"), 0).is_ok());
    }
    let braked = limiter.take("ada@example.com", None, Some("b"), 0);
    assert_eq!(braked.expect_err("waits").by, "browser");
}

#[test]
fn guesses_at_many_accounts_from_one_network_wait_for_each_other() {
    let limiter = limiter(&["--failures-per-address", "10"]);
    for account in 0..10 {
        let from = Some(ip(&format!("2001:db8::{account}")));
        let email = format!("{account}@example.com");
        assert!(limiter.take(&email, from, None, 0).is_ok());
    }
    let braked = limiter.take("x@example.com", Some(ip("2001:db8::ffff")), None, 0);
    assert_eq!(braked.expect_err("waits").by, "address");
    assert!(
        limiter
            .take("x@example.com", Some(ip("2001:db8:0:1::")), None, 0)
            .is_ok()
    );
}

#[test]
fn guesses_at_many_accounts_from_many_addresses_wait_too() {
    let limiter = limiter(&["--failures-in-total", "10"]);
    for guess in 0..10 {
        let from = Some(ip(&format!("192.0.2.{guess}")));
        assert!(
            limiter
                .take(&format!("{guess}@x.org"), from, None, 0)
                .is_ok()
        );
    }
    let braked = limiter.take("x@x.org", Some(ip("198.51.100.1")), None, 0);
    assert_eq!(braked.expect_err("waits").by, "total");
    assert!(limiter.take("x@x.org", None, Some("known"), 0).is_ok());
}

#[test]
fn what_signs_in_or_was_never_hashed_does_not_count() {
    let limiter = limiter(&[]);
    for _ in 0..100 {
        let attempt = limiter.take("a@x.org", Some(ip("192.0.2.1")), None, 0);
        limiter.succeed(attempt.expect("is free"));
        let attempt = limiter.take("a@x.org", Some(ip("192.0.2.1")), None, 0);
        limiter.undo(attempt.expect("is free"));
    }
}
