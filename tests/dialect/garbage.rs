//! What holds for every server that we know, whatever it may say.

use hallpass::{
    dialect::presets,
    machine::{Answer, Code, Intent, LONGEST, Verdict},
};
use proptest::{
    collection::{btree_map, vec},
    prelude::*,
    sample::select,
};
use serde_json::{Value, json};

use crate::server::{INTENTS, Reply, Server};

/// Names and words that some server gives a meaning to.
const KEYS: [&str; 24] = [
    "user",
    "id",
    "pk",
    "sub",
    "email",
    "name",
    "claims",
    "authenticated",
    "is_valid",
    "is_logged_in",
    "active",
    "session",
    "identity",
    "meta",
    "is_authenticated",
    "data",
    "expires",
    "exp",
    "url",
    "status",
    "message",
    "msg",
    "code",
    "error",
];

fn body() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        select(
            &[
                "OK",
                "",
                "try refresh token",
                "Token has expired",
                "2026-11-23T09:00:00Z"
            ][..]
        )
        .prop_map(Value::from),
        ".{0,6}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 32, 6, |inner| {
        let key = prop_oneof![6 => select(&KEYS[..]).prop_map(str::to_owned), 1 => ".{0,4}"];
        prop_oneof![
            1 => vec(inner.clone(), 0..4).prop_map(Value::from),
            3 => btree_map(key, inner, 0..8).prop_map(|fields| fields.into_iter().collect()),
        ]
    })
}

fn reply() -> impl Strategy<Value = Reply> {
    let status = prop_oneof![
        4 => Just(200),
        4 => select(&[0, 204, 302, 400, 401, 403, 404, 409, 410, 419, 422, 429, 500, 503][..]),
        1 => any::<u16>(),
    ];
    let header = prop_oneof![3 => Just(None), 1 => "[ -~]{0,12}".prop_map(Some)];
    let granted = prop_oneof![Just(f64::NAN), any::<f64>()];
    (
        status,
        proptest::option::weighted(0.9, body()),
        header,
        granted,
        any::<bool>(),
    )
        .prop_map(|(status, body, header, granted, leaving)| {
            let reply = Reply {
                body,
                granted,
                leaving,
                ..Reply::empty(status)
            };
            match header {
                Some(text) => reply.header("front-token", &text),
                None => reply,
            }
        })
}

fn server() -> impl Strategy<Value = Server> {
    let all: Vec<_> = presets::all()
        .iter()
        .map(|preset| Server(preset.to_json()))
        .collect();
    select(all)
}

/// What stands at a place of the preset.
fn placed<'a>(server: &Server, name: &str, reply: &'a Reply) -> Option<&'a Value> {
    let pointer = server.0[name].as_str().unwrap_or_default();
    reply.body.as_ref()?.pointer(pointer)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 500,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    /// Somebody is signed in only where a success carries an object of a user, and a sign or a name
    /// that vouches for it.
    #[test]
    fn nobody_is_signed_in_by_garbage(server in server(), reply in reply()) {
        let Ok(Answer::Session(facts)) = server.read(Intent::Check, 0, &reply) else {
            return Ok(());
        };
        prop_assert!((200..300).contains(&reply.status), "{}", reply.status);
        prop_assert!(placed(&server, "user", &reply).is_some_and(Value::is_object));
        if server.0["authenticated"].is_null() {
            let named = placed(&server, "subject", &reply);
            prop_assert!(named.is_some_and(|name| name.is_number() || name.as_str().is_some_and(|name| !name.is_empty())));
        } else {
            let sign = &server.0["authenticated"];
            let found = reply.body.as_ref().unwrap().pointer(sign["at"].as_str().unwrap());
            prop_assert!(found.is_some_and(|found| Some(found) != sign.get("not")));
            prop_assert!(sign.get("is").is_none() || found == sign.get("is"));
        }
        for span in [facts.expires_in, facts.idle_expires_in, facts.absolute_expires_in].into_iter().flatten() {
            prop_assert!(span.millis() <= LONGEST);
        }
    }

    /// A failure of the server, and what is no JSON, end nobody's session: no answer at all may do
    /// so that the preset does not name.
    #[test]
    fn no_session_ends_by_a_failure(server in server(), reply in reply(), intent in select(&INTENTS[..])) {
        let broken = Reply { status: 500 + reply.status % 100, ..reply };
        prop_assert!(server.read(intent, 0, &broken).is_err());
        prop_assert_eq!(server.judge(&broken), Verdict::Passed);
    }

    /// What an answer is called is what can be told of it: a login never logs out, and so on.
    #[test]
    fn an_answer_answers_what_was_asked(server in server(), reply in reply(), intent in select(&INTENTS[..]), step in 0_u32..3) {
        match server.read(intent, step, &reply) {
            Ok(Answer::LoggedOut { .. }) => {
                let logout = intent.is_logout();
                prop_assert!(logout);
            }
            Ok(Answer::Refused) => prop_assert_eq!(intent, Intent::Login),
            Ok(Answer::Session(_)) => {
                let logout = intent.is_logout();
                prop_assert!(!logout);
            }
            Err(error) if error.code() == Code::LoginIncomplete => prop_assert_eq!(intent, Intent::Login),
            Ok(Answer::Anonymous | Answer::Expired | Answer::NoAccess | Answer::Mismatch | Answer::CsrfRejected) | Err(_) => {}
        }
    }

    /// A preset may be anything that somebody wrote: the interpreter reads it without harm.
    #[test]
    fn a_preset_of_garbage_does_no_harm(preset in body(), reply in reply(), intent in select(&INTENTS[..])) {
        let mut server = Server::named("hallpass");
        for (name, value) in preset.as_object().into_iter().flatten() {
            server.0[name] = value.clone();
        }
        for key in ["expiry", "anonymous", "expired", "authenticated", "logout", "csrf", "subject"] {
            server.0[key] = preset.clone();
            let _ = server.read(intent, 0, &reply);
            let _ = server.judge(&reply);
            let _ = server.goes_on(intent, 0);
        }
    }
}

#[test]
fn a_session_can_be_had_of_every_server() {
    let user = json!({ "id": "7", "pk": 7, "sub": "7", "name": "ann", "email": "a@a.example", "user_id": "7", "userId": "7" });
    let mut body = user.clone();
    for (name, value) in [
        ("authenticated", json!(true)),
        ("is_logged_in", json!(true)),
        ("is_valid", json!(true)),
        ("active", json!(true)),
        ("meta", json!({ "is_authenticated": true })),
        ("data", json!({ "user": user })),
        ("expires", json!("2026-11-23T09:00:00Z")),
        ("claims", user.clone()),
        ("identity", user.clone()),
        ("id_token_claims", user.clone()),
        ("accessTokenPayload", user.clone()),
        ("session", json!({ "active": true })),
    ] {
        body[name] = value;
    }
    for preset in presets::all() {
        let server = Server(preset.to_json());
        let name = preset.name.unwrap();
        // oauth2-proxy says there who it is, and others what.
        body["user"] = if name == "oauth2-proxy" {
            json!("ann")
        } else {
            user.clone()
        };
        let answer = server.check(200, body.clone());
        assert!(
            matches!(answer, Ok(Answer::Session(_))),
            "{name} {answer:?}"
        );
    }
}
