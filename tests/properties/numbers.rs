//! Lifetimes that no server should grant, and how seldom they make a page ask (P8, P9, P24).

use hallpass::machine::{Answer, Config, Facts, Input, RefreshWhen, Span, Timer};
use proptest::prelude::*;

use crate::{
    action, cases,
    shell::{Manners, Shell},
};

const KIND: Manners = Manners {
    grants: true,
    publishes: true,
    reads: true,
};

fn page(config: Config) -> Shell {
    let mut shell = Shell::new(config, KIND);
    shell.push(Input::Started {
        visible: true,
        online: true,
        tombstone: None,
    });
    shell
}

proptest! {
    #![proptest_config(cases(60))]

    /// However the server grants, ten minutes cost no more than one question a second.
    #[test]
    fn no_grant_makes_a_hot_loop(
        config in action::config(),
        expires_in in action::granted(),
        idle_expires_in in action::granted(),
        absolute_expires_in in action::granted(),
        round_trip in 0_u64..3_000,
    ) {
        let mut shell = page(config);
        let facts = Facts { expires_in, idle_expires_in, absolute_expires_in, ..Facts::default() };
        let until = shell.now.monotonic.after(600_000);
        while shell.now.monotonic < until {
            if shell.air.is_some() {
                shell.wait(round_trip);
                shell.reply(Ok(Answer::Session(facts)));
            } else {
                shell.wait(250);
            }
        }
        prop_assert!(shell.asked <= 660, "{} questions", shell.asked);
    }

    /// The refresh ahead of expiry comes at expiry − margin − jitter.
    #[test]
    fn a_refresh_is_planned_between_its_margin_and_its_jitter(
        seed in any::<u32>(),
        seconds in 4_u64..10_000_000,
        margin in prop::option::of(0_u64..10_000_000),
    ) {
        let mut shell = page(Config { seed, margin: margin.map(Span::from), when: RefreshWhen::Always, ..Config::default() });
        let lifetime = seconds * 1_000;
        shell.reply(Ok(Answer::Session(Facts { expires_in: Some(lifetime.into()), ..Facts::default() })));
        let (at, timer) = shell.machine.poll_timeout().expect("a plan");
        let ahead = lifetime - at.since(shell.now.monotonic);
        let margin = margin.unwrap_or(60_000).min(lifetime / 3);
        prop_assert_eq!(timer, Timer::Refresh);
        prop_assert!(ahead >= margin && ahead <= margin + 10_000.min(lifetime / 10));
    }

    /// An outage of any kind and length is met with ever fewer questions.
    #[test]
    fn an_outage_is_not_hammered(seed in any::<u32>(), failure in action::failure()) {
        let mut shell = page(Config { seed, when: RefreshWhen::Always, ..Config::default() });
        for _ in 0..3_600 {
            shell.wait(1_000);
            shell.reply(Err(failure));
        }
        prop_assert!(shell.asked <= 260, "{} questions in an hour", shell.asked);
    }
}
