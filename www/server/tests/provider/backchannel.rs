//! Back-channel logout: every token that must not end a session, and the one that must.

use reqwest::Method;
use serde_json::{Value, json};

use super::fake::Fake;
use super::keys::{Key, unsigned};
use super::{signed_in, world};
use crate::harness::{Answer, Browser, send};

const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

fn claims(fake: &Fake, jti: &str) -> Value {
    let now = chrono::Utc::now().timestamp();
    json!({ "iss": fake.lock().base, "aud": "app", "iat": now, "exp": now + 120, "jti": jti,
            "sid": "there-1", "sub": "ada", "events": { EVENT: {} } })
}

/// As the provider's server sends it: no cookie, no header of ours.
async fn tell(page: &Browser, token: &str) -> Answer {
    let server = Browser::new(&page.base);
    let request = server.bare(Method::POST, "/auth/backchannel-logout");
    send(request.form(&[("logout_token", token)])).await
}

#[tokio::test]
async fn a_right_token_ends_the_session_it_names_and_revokes() {
    let (fake, page) = world(&[]).await;
    for (name, without) in [("sid", "sub"), ("sub", "sid")] {
        signed_in(&page).await;
        let mut claims = claims(&fake, name);
        claims
            .as_object_mut()
            .expect("is an object")
            .remove(without);
        let token = fake.signed(Some("logout+jwt"), &claims);
        let answer = tell(&page, &token).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(
            page.get("/auth/session").await.json,
            json!({ "authenticated": false })
        );
        fake.attempts(2).await;
        // Once, and a session that is not there is no failure.
        tell(&page, &token).await.is(400, "invalid_request");
        claims["jti"] = json!(format!("{name} again"));
        assert_eq!(tell(&page, &fake.signed(None, &claims)).await.status, 200);
    }
}

#[tokio::test]
async fn a_session_of_another_user_or_browser_goes_on() {
    let (fake, page) = world(&[]).await;
    let handle = signed_in(&page).await;
    for (at, (sid, sub)) in [("there-2", "ada"), ("there-1", "eve")].iter().enumerate() {
        let mut claims = claims(&fake, &format!("{at}"));
        claims["sid"] = json!(sid);
        claims["sub"] = json!(sub);
        assert_eq!(
            tell(&page, &fake.signed(Some("logout+jwt"), &claims))
                .await
                .status,
            200
        );
        assert_eq!(page.get("/auth/session").await.handle(), handle);
    }
}

#[tokio::test]
async fn a_token_that_is_wrong_in_any_way_ends_nothing() {
    let (fake, page) = world(&[]).await;
    let handle = signed_in(&page).await;
    let right = claims(&fake, "wrong");
    let now = chrono::Utc::now().timestamp();
    let with = |name: &str, value: Value| {
        let mut claims = right.clone();
        claims[name] = value;
        claims
    };
    let without = |names: &[&str]| {
        let mut claims = right.clone();
        claims
            .as_object_mut()
            .expect("is an object")
            .retain(|name, _| !names.contains(&name.as_str()));
        claims
    };
    let wrong = [
        with("iss", json!("https://evil.example")),
        with("aud", json!("another")),
        with("aud", json!(["another"])),
        with("nonce", json!("n")),
        with("exp", json!(now - 120)),
        with("exp", json!(now + 86_400)),
        with("iat", json!(now + 600)),
        with("iat", json!(now - 86_400)),
        with("events", json!({})),
        with("events", json!({ EVENT: true })),
        with("events", json!([EVENT])),
        with("jti", json!("")),
        without(&["exp"]),
        without(&["iat"]),
        without(&["jti"]),
        without(&["iss"]),
        without(&["aud"]),
        without(&["events"]),
        without(&["sub", "sid"]),
    ];
    let mut tokens: Vec<String> = wrong
        .iter()
        .map(|claims| fake.signed(Some("logout+jwt"), claims))
        .collect();
    let good = fake.signed(Some("logout+jwt"), &right);
    let parts: Vec<&str> = good.split('.').collect();
    tokens.extend([
        // An id token, an access token: of the provider, and no logout token.
        fake.signed(
            Some("JWT"),
            &json!({ "iss": fake.lock().base, "aud": "app", "sub": "ada",
            "iat": now, "exp": now + 60, "nonce": "n", "sid": "there-1" }),
        ),
        fake.signed(Some("at+jwt"), &right),
        Key::new("first", 9).sign(Some("logout+jwt"), &right),
        Key::new("unknown", 9).sign(Some("logout+jwt"), &right),
        unsigned(&json!({ "alg": "none" }), &right),
        unsigned(&json!({ "alg": "nOnE" }), &right),
        unsigned(&json!({ "alg": "HS256", "kid": "first" }), &right),
        unsigned(
            &json!({ "alg": "EdDSA", "kid": "first", "crit": ["x"] }),
            &right,
        ),
        format!("{}..{}", parts[0], parts[2]),
        format!("{}.{}.", parts[0], parts[1]),
        format!("{}.{}", parts[0], parts[1]),
        format!("{good}.x"),
        "{\"payload\":\"x\"}".to_owned(),
        "x".repeat(20_000),
        String::new(),
    ]);
    for token in &tokens {
        let answer = tell(&page, token).await;
        answer.is(400, "invalid_request");
        assert_eq!(answer.header("cache-control"), "no-store");
    }
    let server = Browser::new(&page.base);
    let bare = send(server.bare(Method::POST, "/auth/backchannel-logout")).await;
    bare.is(400, "invalid_request");
    assert_eq!(page.get("/auth/session").await.handle(), handle);
    assert!(fake.lock().revoked.is_empty());
}
