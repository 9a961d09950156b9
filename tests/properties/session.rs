//! The laws of a session under anything that can happen.

use hallpass::machine::{Answer, Config, Facts, Input, Name, Status};
use proptest::{collection::vec, prelude::*};

use crate::{
    action::{self, Action},
    cases,
    shell::{Manners, Shell},
};

fn manners() -> impl Strategy<Value = Manners> {
    (
        prop::bool::weighted(0.7),
        prop::bool::weighted(0.7),
        prop::bool::weighted(0.7),
    )
        .prop_map(|(grants, publishes, reads)| Manners {
            grants,
            publishes,
            reads,
        })
}

fn session() -> Facts {
    Facts {
        subject: Some("ann".into()),
        handle: Some("one".into()),
        claims: 1,
        expires_in: Some(300_000.into()),
        ..Facts::default()
    }
}

fn started(config: Config, manners: Manners, tombstone: Option<&str>) -> Shell {
    let mut shell = Shell::new(config, manners);
    let tombstone: Option<Name> = tombstone.map(Into::into);
    (shell.tombstones, shell.left) = (tombstone.into_iter().collect(), tombstone.is_some());
    shell.push(Input::Started {
        visible: true,
        online: true,
        tombstone,
    });
    shell
}

proptest! {
    #![proptest_config(cases(200))]

    /// Safety at every step (see `Shell::push`), and once the world is kind again, everybody has an
    /// answer: every request one, every call one, and nothing is left in the air.
    #[test]
    fn whatever_happens_everybody_is_answered_once(
        config in action::config(),
        manners in manners(),
        tombstone in prop::option::weighted(0.1, Just("one")),
        actions in vec(action::anything(), 1..120),
    ) {
        let mut shell = started(config, manners, tombstone);
        for action in actions {
            shell.act(action);
        }
        shell.calm_down(session());
        let open: Vec<_> = shell.open_requests().collect();
        prop_assert!(open.is_empty(), "requests without an end: {open:?}");
        let open: Vec<_> = shell.open_calls().collect();
        prop_assert!(open.is_empty(), "calls without an end: {open:?}");
        prop_assert!(shell.air.is_none(), "still asking: {:?}", shell.air);
        prop_assert!(!shell.left, "a logout that nobody confirmed");
    }

    /// A calm hour costs what the lifetime costs, whatever came before.
    #[test]
    fn a_calm_hour_after_any_storm_is_cheap(
        config in action::config(),
        manners in manners(),
        actions in vec(action::anything(), 1..60),
    ) {
        let mut shell = started(Config { idle: None, ..config }, manners, None);
        for action in actions {
            shell.act(action);
        }
        shell.calm_down(session());
        let alive = shell.status() == Status::Authenticated;
        let before = shell.asked;
        for _ in 0..360 {
            shell.wait(10_000);
            let answer = if alive { Answer::Session(session()) } else { Answer::Anonymous };
            shell.reply(Ok(answer));
        }
        prop_assert!(shell.asked - before <= 20, "{} questions", shell.asked - before);
        prop_assert_eq!(shell.status() == Status::Authenticated, alive);
    }

    /// No failure, forgery, sleep or clock ends a session that has no limit; only the server does,
    /// and here it never says so.
    #[test]
    fn only_the_server_ends_a_session(
        seed in any::<u32>(),
        manners in manners(),
        actions in vec(action::action(kindly()), 1..120),
    ) {
        let mut shell = started(Config { seed, ..Config::default() }, manners, None);
        shell.reply(Ok(Answer::Session(session())));
        for action in actions {
            shell.act(action);
            prop_assert_eq!(shell.status(), Status::Authenticated, "after {:?}", action);
        }
    }
}

/// A server that knows Ann, when it answers at all.
fn kindly() -> BoxedStrategy<Action> {
    prop_oneof![
        3 => action::granted().prop_map(|expires_in| {
            Action::Answer(Answer::Session(Facts { expires_in, ..session() }))
        }),
        1 => Just(Action::Answer(Answer::Mismatch)),
        1 => Just(Action::Answer(Answer::CsrfRejected)),
        3 => action::failure().prop_map(Action::Fail),
    ]
    .boxed()
}
