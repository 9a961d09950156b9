//! Anything that can happen, as data.

use hallpass::machine::{
    Answer, Code, Config, Error, Facts, Generation, Message, Millis, News, RefreshWhen, Span,
    Verdict,
};
use proptest::{option, prelude::*};

/// One thing that happens.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Action {
    /// Time passes, and deadlines are served.
    Wait(Millis),
    /// Time passes, and nothing is served.
    Freeze(Millis),
    /// Somebody sets the clock.
    SetWall(i64),
    Check,
    Refresh,
    EnsureFresh(Millis),
    Extend,
    Login,
    LoginByNavigation,
    /// The application gives a sign-in up that is still open.
    GiveUp(usize),
    Logout(bool),
    Request {
        stream: bool,
    },
    Abandon(usize),
    Respond(usize, Verdict),
    Answer(Answer),
    Fail(Error),
    /// The oldest lock that is waited for is granted.
    Grant(Option<u32>),
    LoseLock,
    Publish,
    ReadTombstone,
    /// Another tab writes or clears the tombstone.
    Tombstone(Option<&'static str>),
    Hear(Message),
    Active,
    Visible,
    Hidden,
    Online,
    Offline,
    Resumed,
    Restored,
    /// Inputs that bear a number nobody gave.
    Garbage(u32, u8),
}

pub(crate) fn span() -> impl Strategy<Value = Millis> {
    prop_oneof![
        4 => 0_u64..2_000,
        4 => 1_000_u64..20_000,
        3 => 20_000_u64..400_000,
        1 => 400_000_u64..90_000_000,
    ]
}

/// Spans as servers tell them, sane and not.
pub(crate) fn granted() -> impl Strategy<Value = Option<Span>> {
    prop_oneof![
        3 => Just(None),
        6 => (1_u64..4_000).prop_map(|seconds| Some(seconds * 1_000)),
        1 => prop_oneof![
            Just(0),
            Just(1),
            Just(999),
            Just(1_000),
            Just(1 << 53),
            Just(u64::MAX),
        ]
        .prop_map(Some),
    ]
    .prop_map(|span: Option<Millis>| span.map(Span::from))
}

pub(crate) fn facts() -> impl Strategy<Value = Facts> {
    let who = prop_oneof![
        6 => Just(Some("ann")),
        1 => Just(Some("bob")),
        1 => Just(None),
    ];
    let handle = prop_oneof![
        6 => Just(Some("one")),
        1 => Just(Some("two")),
        1 => Just(None),
    ];
    (who, handle, 0_u32..3, granted(), granted(), granted()).prop_map(
        |(subject, handle, claims, expires_in, idle_expires_in, absolute_expires_in)| Facts {
            subject: subject.map(Into::into),
            handle: handle.map(Into::into),
            claims,
            expires_in,
            idle_expires_in,
            absolute_expires_in,
        },
    )
}

pub(crate) fn answer() -> impl Strategy<Value = Answer> {
    prop_oneof![
        8 => facts().prop_map(Answer::Session),
        2 => Just(Answer::Anonymous),
        3 => Just(Answer::Expired),
        2 => Just(Answer::NoAccess),
        1 => Just(Answer::Mismatch),
        1 => Just(Answer::CsrfRejected),
        1 => Just(Answer::Refused),
        2 => any::<bool>().prop_map(|elsewhere| Answer::LoggedOut { elsewhere }),
    ]
}

pub(crate) fn failure() -> impl Strategy<Value = Error> {
    prop_oneof![
        Just(Error::from(Code::Network)),
        Just(Error::from(Code::Timeout)),
        Just(Error::from(Code::StaleResponse)),
        (400_u16..600, option::of(0_u64..100_000_000)).prop_map(|(status, retry_after)| {
            Error::refused(status, retry_after.map(Span::from))
        }),
        Just(Error::unexpected(200)),
    ]
}

pub(crate) fn verdict() -> impl Strategy<Value = Verdict> {
    prop_oneof![
        3 => Just(Verdict::Passed),
        4 => Just(Verdict::Expired),
        1 => Just(Verdict::StepUp),
        1 => Just(Verdict::CsrfRejected),
        1 => Just(Verdict::Mismatch),
        1 => Just(Verdict::Failed),
        1 => Just(Verdict::Over),
    ]
}

pub(crate) fn message() -> impl Strategy<Value = Message> {
    let news = prop_oneof![
        Just(News::Renewed),
        Just(News::SignedIn),
        Just(News::LoggedOut),
        Just(News::Ended),
        Just(News::Active),
        Just(News::Backoff),
        Just(News::Ping),
        Just(News::Holding),
    ];
    let generation = prop_oneof![9 => 0_u32..9, 1 => any::<u32>()];
    let span = || option::of((0_u64..34_560_000_000).prop_map(Span::from));
    (
        (news, generation, any::<u32>(), 0_u32..3),
        (span(), span(), span(), 0_u64..34_560_000_000),
    )
        .prop_map(|((news, generation, identity, claims), spans)| Message {
            news,
            generation: Generation(generation),
            identity,
            claims,
            expires_in: spans.0,
            idle_expires_in: spans.1,
            absolute_expires_in: spans.2,
            wait: spans.3,
        })
}

pub(crate) fn config() -> impl Strategy<Value = Config> {
    let when = prop_oneof![
        4 => Just(RefreshWhen::Visible),
        2 => Just(RefreshWhen::Always),
        1 => Just(RefreshWhen::OnDemand),
    ];
    (
        any::<u32>(),
        option::weighted(0.2, (0_u64..1_000_000).prop_map(Span::from)),
        when,
        prop::bool::weighted(0.8),
        (prop::bool::weighted(0.7), prop::bool::weighted(0.8)),
        option::weighted(0.3, (1_000_u64..4_000_000).prop_map(Span::from)),
        0_u64..300_000,
        prop::bool::weighted(0.8),
    )
        .prop_map(
            |(
                seed,
                margin,
                when,
                refreshable,
                (touchable, takes_handle),
                idle,
                idle_warning,
                watch_idle,
            )| Config {
                seed,
                margin,
                when,
                refreshable,
                touchable,
                takes_handle,
                idle,
                idle_warning,
                watch_idle,
                #[cfg(feature = "planted-bugs")]
                planted: None,
            },
        )
}

/// What happens to a page; what its server says is `said`.
pub(crate) fn action(said: BoxedStrategy<Action>) -> impl Strategy<Value = Action> {
    let call = prop_oneof![
        Just(Action::Check),
        Just(Action::Refresh),
        span().prop_map(Action::EnsureFresh),
        Just(Action::Extend),
    ];
    let request = prop_oneof![
        5 => prop::bool::weighted(0.1).prop_map(|stream| Action::Request { stream }),
        5 => (any::<usize>(), verdict()).prop_map(|(which, verdict)| Action::Respond(which, verdict)),
        1 => any::<usize>().prop_map(Action::Abandon),
    ];
    let lock = prop_oneof![
        6 => option::weighted(0.3, 0_u32..9).prop_map(Action::Grant),
        1 => Just(Action::LoseLock),
        4 => Just(Action::Publish),
    ];
    let page = prop_oneof![
        3 => Just(Action::Active),
        1 => Just(Action::Visible),
        1 => Just(Action::Hidden),
        1 => Just(Action::Online),
        1 => Just(Action::Offline),
        1 => Just(Action::Resumed),
    ];
    prop_oneof![
        20 => said,
        10 => span().prop_map(Action::Wait),
        1 => span().prop_map(Action::Freeze),
        1 => (-400_000_000_000_i64..400_000_000_000).prop_map(Action::SetWall),
        6 => call,
        12 => request,
        8 => lock,
        6 => page,
        4 => message().prop_map(Action::Hear),
        1 => (any::<u32>(), any::<u8>()).prop_map(|(id, kind)| Action::Garbage(id, kind)),
    ]
}

/// What a server says, whatever it was asked.
pub(crate) fn said() -> BoxedStrategy<Action> {
    prop_oneof![
        3 => answer().prop_map(Action::Answer),
        1 => failure().prop_map(Action::Fail),
    ]
    .boxed()
}

/// Anything, leaving and coming back included.
pub(crate) fn anything() -> impl Strategy<Value = Action> {
    let tombstone = prop_oneof![
        Just(None),
        Just(Some("one")),
        Just(Some("two")),
        Just(Some("")),
    ];
    prop_oneof![
        30 => action(said()),
        1 => Just(Action::Login),
        1 => prop::bool::weighted(0.2).prop_map(Action::Logout),
        1 => Just(Action::Restored),
        1 => Just(Action::LoginByNavigation),
        1 => any::<usize>().prop_map(Action::GiveUp),
        1 => tombstone.prop_map(Action::Tombstone),
        2 => Just(Action::ReadTombstone),
    ]
}
