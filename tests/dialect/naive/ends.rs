//! The end of a session, in every spelling and in none.

use crate::server::{NOW, Reply, Server, facts};
use base64::{Engine, engine::general_purpose::STANDARD};
use hallpass::machine::{Facts, Intent};
use serde_json::{Value, json};

/// 6. The end of a session, however it is written.
#[test]
fn an_end_is_read_however_it_is_written() {
    let in_8_s = |facts: Facts| {
        [
            facts.expires_in,
            facts.idle_expires_in,
            facts.absolute_expires_in,
        ]
        .into_iter()
        .flatten()
        .next()
    };
    let user = json!({ "id": "7", "name": "Ann" });
    // NOW is 2026-11-23T08:30:00Z.
    for (name, body) in [
        (
            "better-auth",
            json!({ "session": { "id": "s", "expiresAt": "2026-11-23T08:30:08.000Z" }, "user": user }),
        ),
        (
            "django-session",
            json!({ "user": user, "expires_at": "2026-11-23T08:30:08.000999+00:00" }),
        ),
        (
            "kratos",
            json!({ "id": "s", "active": true, "identity": user, "expires_at": "2026-11-23T08:30:08.000999999Z" }),
        ),
        (
            "hanko",
            json!({ "is_valid": true, "user_id": "7", "claims": user, "expiration_time": "2026-11-23T02:30:08-06:00" }),
        ),
        (
            "fastify-jwt",
            json!({ "user": user, "exp": NOW / 1000.0 + 8.0 }),
        ),
        (
            "fastify-secure-session",
            json!({ "user": user, "expiresAtMs": NOW + 8000.0 }),
        ),
        (
            "curity-token-handler",
            json!({ "is_logged_in": true, "id_token_claims": { "sub": "7" }, "access_token_expires_in": 8 }),
        ),
        (
            "wonderwall",
            json!({ "session": { "active": true, "ends_in_seconds": -1 }, "tokens": { "expire_in_seconds": 8 } }),
        ),
        (
            "duende-bff",
            json!({ "sub": "7", "bff:session_expires_in": 8 }),
        ),
    ] {
        assert_eq!(
            in_8_s(Server::named(name).facts(body)),
            Some(8_000.into()),
            "{name}"
        );
    }
    // It accepts, and extends, what lapsed up to 15 seconds ago.
    let authjs =
        json!({ "user": { "email": "a@a.example" }, "expires": "2026-11-23T08:30:08.000Z" });
    assert_eq!(
        in_8_s(Server::named("auth-js").facts(authjs)),
        Some(23_000.into())
    );
    // Base64 of {"uid":"7","ate":…,"up":{}} in a header.
    let token = STANDARD.encode(json!({ "uid": "7", "ate": NOW + 8000.0, "up": {} }).to_string());
    let reply = Reply::json(200, json!({})).header("front-token", &token);
    let supertokens = Server::named("supertokens").read(Intent::Refresh, 0, &reply);
    assert_eq!(in_8_s(facts(supertokens)), Some(8_000.into()));
}

/// 6b. What has no end, or a nonsensical one, has none.
#[test]
fn a_sentinel_is_no_end() {
    let session = |expires_at: Value| json!({ "id": "s", "active": true, "identity": { "id": "7" }, "expires_at": expires_at });
    for nothing in [
        json!("0001-01-01T00:00:00Z"),
        json!("never"),
        json!(""),
        json!(null),
        json!(-1),
        json!(1e12),
        json!(["2026-11-23T08:30:08Z"]),
    ] {
        let facts = Server::named("kratos").facts(session(nothing.clone()));
        assert_eq!(facts.expires_in, None, "{nothing}");
    }
    for name in ["django-allauth", "fastapi-users", "oauth2-proxy"] {
        let body = json!({ "meta": { "is_authenticated": true }, "data": { "user": { "id": 1 } }, "id": 1, "user": "a" });
        assert_eq!(Server::named(name).facts(body).expires_in, None, "{name}");
    }
    let assumed = Server::named("fastapi-users").with(&json!({ "expiry": { "assume": 3600 } }));
    assert_eq!(
        assumed.facts(json!({ "id": "7" })).expires_in,
        Some(3_600_000.into())
    );
}

/// 6c. Django and tower-sessions count from every answer, though nothing was extended.
#[test]
fn an_end_that_moves_by_itself_is_not_believed() {
    let server = Server::named("django-session");
    let body = json!({ "user": { "id": 7 }, "expires_in": 8 });
    let heard = |reply: Reply| facts(server.read(Intent::Check, 0, &reply)).expires_in;
    assert_eq!(heard(Reply::json(200, body.clone())), Some(8_000.into()));
    assert_eq!(
        heard(Reply::json(200, body.clone()).granted_for(6.0)),
        Some(6_000.into())
    );
    assert_eq!(
        heard(Reply::json(200, body).granted_for(60.0)),
        Some(8_000.into())
    );
}

/// 6d. dj-rest-auth tells at login and refresh alone.
#[test]
fn an_end_that_only_a_refresh_tells_is_remembered() {
    let server = Server::named("dj-rest-auth");
    let renewed = Reply::json(
        200,
        json!({ "access": "x", "access_expiration": "2026-11-23T08:35:00Z" }),
    );
    let told = facts(server.read(Intent::Refresh, 0, &renewed));
    assert_eq!(
        (told.expires_in, told.subject),
        (Some(300_000.into()), None)
    );
    let user = Reply::json(200, json!({ "pk": 7, "username": "ann" }));
    let known = facts(server.read(Intent::Refresh, 1, &user.clone().granted_for(300.0)));
    assert_eq!(known.expires_in, Some(300_000.into()));
    assert!(known.subject.is_some());
    assert_eq!(facts(server.read(Intent::Check, 0, &user)).expires_in, None);
}

/// 7. Reading extends: where one can ask without, one does; the idle limit is what is extended.
#[test]
fn where_reading_extends_asking_and_touching_differ() {
    for (name, query) in [("better-auth", "disableRefresh"), ("duende-bff", "slide")] {
        let server = Server::named(name);
        let (asked, touched) = (server.ask(Intent::Check, 0), server.ask(Intent::Touch, 0));
        assert!(asked.unwrap()["query"][query].is_string(), "{name}");
        assert!(touched.unwrap()["query"].is_null(), "{name}");
        assert_eq!(server.0["expiry"]["of"], "idle", "{name}");
    }
}
