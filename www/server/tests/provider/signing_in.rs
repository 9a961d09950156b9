//! The way to the provider and back (S1, S7; login CSRF; RFC 9700, RFC 9207).

use reqwest::Method;
use serde_json::json;

use super::keys::Key;
use super::{authorized, go, location, sign_in, signed_in, world};
use crate::harness::{Browser, send};

#[tokio::test]
async fn a_user_comes_back_signed_in_with_the_claims_that_are_mapped_and_no_token() {
    for strategy in ["session", "jwt"] {
        let (fake, page) = world(&["--strategy", strategy]).await;
        let answer = sign_in(&page, "?return_to=/orders%3Fpage%3D2").await;
        assert_eq!(location(&answer), "/orders?page=2");
        for line in answer.set_cookies() {
            let strict = line.contains("SameSite=Strict") || line.starts_with("hallpass-login=;");
            assert!(line.contains("HttpOnly") && strict, "{line}");
        }
        let seen = page.get("/auth/session").await;
        assert_eq!(seen.json["subject"], "ada");
        let claims = &seen.json["claims"];
        assert_eq!(
            (&claims["name"], &claims["vip"]),
            (&json!("Ada Lovelace"), &json!(true))
        );
        assert_eq!(claims["roles"], json!(["customer"]));
        assert_eq!(claims["scope"], "openid profile email offline_access");
        for token in &fake.lock().access {
            assert!(!format!("{answer:?}{seen:?}").contains(token));
        }
        assert_eq!(page.get("/api/vip").await.status, 200);
        fake.lock().user["vip"] = json!(false);
        signed_in(&page).await;
        page.get("/api/vip").await.is(403, "insufficient_claims");
    }
}

#[tokio::test]
async fn an_access_part_lives_as_long_as_the_provider_says_and_else_for_a_day() {
    let (fake, page) = world(&["--absolute", "0"]).await;
    for (said, expected) in [(Some(90), 90), (None, 86_400)] {
        fake.lock().lifetime = said;
        signed_in(&page).await;
        let left = page.get("/auth/session").await.json["expires_in"].as_f64();
        assert!(
            left.is_some_and(|left| (f64::from(expected) - left) < 30.0),
            "{left:?}"
        );
    }
}

#[tokio::test]
async fn a_new_sign_in_ends_the_old_session_and_a_planted_cookie_is_never_adopted() {
    let (_fake, page) = world(&[]).await;
    let first = sign_in(&page, "").await;
    let old = first.cookie_header();
    signed_in(&page).await;
    let stranger = Browser::new(&page.base);
    let replayed = stranger
        .ask(Method::GET, "/auth/session")
        .header("cookie", old);
    assert_eq!(send(replayed).await.json, json!({ "authenticated": false }));
}

#[tokio::test]
async fn a_code_is_good_in_the_browser_that_asked_and_once() {
    let (_fake, page) = world(&[]).await;
    let attackers = Browser::new(&page.base);
    let back = authorized(&attackers, "").await;
    for (browser, query) in [
        (Browser::new(&page.base), String::new()),
        (page.clone(), "?return_to=/".to_owned()),
    ] {
        if !query.is_empty() {
            // The victim has a sign-in of their own under way.
            authorized(&browser, &query).await;
        }
        let answer = go(&browser, &back).await;
        assert_eq!(answer.status, 400, "{}", answer.text);
        assert!(answer.set_cookies().is_empty() && answer.text.contains("another browser"));
    }
    assert_eq!(location(&go(&attackers, &back).await), "/");
    assert_eq!(go(&attackers, &back).await.status, 400);
}

#[tokio::test]
async fn an_answer_of_another_provider_is_refused() {
    let (fake, page) = world(&[]).await;
    for iss in [Some("https://evil.example".to_owned()), None] {
        fake.lock().iss = iss;
        let answer = sign_in(&page, "").await;
        assert_eq!(answer.status, 400, "{}", answer.text);
        assert!(answer.text.contains("another sign-in service"));
    }
    assert!(fake.lock().access.is_empty(), "no code was exchanged");
}

#[tokio::test]
async fn an_id_token_that_proves_nothing_signs_nobody_in_and_what_came_is_revoked() {
    let (fake, page) = world(&[]).await;
    for wrong in [
        json!({ "nonce": "another" }),
        json!({ "nonce": null }),
        json!({ "iss": "https://evil.example" }),
        json!({ "aud": "another" }),
        json!({ "aud": ["app", "another"] }),
        json!({ "exp": 1 }),
        json!({ "at_hash": "wrong" }),
    ] {
        fake.lock().id_claims = wrong.clone();
        let answer = sign_in(&page, "").await;
        assert_eq!(answer.status, 403, "{wrong}: {}", answer.text);
        assert!(answer.text.contains("Sign in again"));
        fake.attempts(2).await;
        let revoked = fake.lock().revoked.split_off(0);
        assert_eq!(revoked.len(), 2, "{wrong}");
        assert_eq!(revoked[0].0, "refresh_token");
    }
    assert_eq!(
        page.get("/auth/session").await.json,
        json!({ "authenticated": false })
    );
}

#[tokio::test]
async fn a_key_that_is_new_is_fetched_and_a_stranger_s_is_not_believed() {
    let (fake, page) = world(&[]).await;
    signed_in(&page).await;
    fake.lock().keys = vec![Key::new("second", 2)];
    signed_in(&page).await;
    let stranger = Key::new("second", 3);
    let public = fake.lock().keys[0].public();
    assert_ne!(stranger.public(), public);
    // Signed by another key under the name of a known one.
    let honest = std::mem::replace(&mut fake.lock().keys, vec![stranger]);
    assert_eq!(sign_in(&page, "").await.status, 403);
    fake.lock().keys = honest;
    signed_in(&page).await;
}

#[tokio::test]
async fn a_step_up_asks_the_provider_and_believes_only_what_it_says() {
    let (fake, page) = world(&[]).await;
    let first = signed_in(&page).await;
    let transfer = json!({ "to": "x", "amount": 1 });
    // The provider did not say when it asked the user last.
    let refused = page.post("/api/transfer", transfer.clone()).await;
    refused.is(401, "insufficient_user_authentication");
    assert_eq!(
        refused.json.get("acr_values"),
        None,
        "its contexts are its own"
    );
    let begun = send(page.bare(
        Method::GET,
        "/auth/login?max_age=60&acr_values=strong&prompt=login",
    ))
    .await;
    let asked = location(&begun);
    for part in ["max_age=60", "acr_values=strong", "prompt=login"] {
        assert!(asked.contains(part), "{asked}");
    }
    let now = chrono::Utc::now().timestamp();
    for weak in [
        json!({}),
        json!({ "auth_time": now }),
        json!({ "acr": "strong" }),
        json!({ "acr": "weak", "auth_time": now }),
        json!({ "acr": "strong", "auth_time": now - 600 }),
    ] {
        fake.lock().id_claims = weak.clone();
        let answer = sign_in(&page, "?max_age=60&acr_values=strong").await;
        assert_eq!(answer.status, 403, "{weak}: {}", answer.text);
        assert!(answer.text.contains("stronger"), "{}", answer.text);
    }
    assert_eq!(
        page.get("/auth/session").await.handle(),
        first,
        "the session goes on"
    );
    fake.lock().id_claims = json!({ "acr": "strong", "auth_time": now });
    assert_eq!(
        sign_in(&page, "?max_age=60&acr_values=strong").await.status,
        302
    );
    assert_ne!(page.get("/auth/session").await.handle(), first);
}

#[tokio::test]
async fn what_no_provider_understands_is_a_page_and_never_a_failure() {
    let (fake, page) = world(&[]).await;
    for query in [
        "?max_age=x",
        "?prompt=x",
        &format!("?acr_values={}", "a".repeat(600)),
    ] {
        let answer = send(page.bare(Method::GET, &format!("/auth/login{query}"))).await;
        assert_eq!(answer.status, 400, "{}", answer.text);
    }
    for query in [
        "",
        "?",
        "?code=a",
        "?state=b",
        "?state=%00&code=%ff&iss=",
        "?error=access_denied",
    ] {
        let answer = send(page.bare(Method::GET, &format!("/auth/callback{query}"))).await;
        assert_eq!(answer.status, 400, "{query}: {}", answer.text);
    }
    for (path, lead) in [
        ("//evil.example", "/"),
        ("https://evil.example", "/"),
        ("/a", "/a"),
    ] {
        assert_eq!(
            location(&sign_in(&page, &format!("?return_to={path}")).await),
            lead
        );
    }
    // The provider says no, in whatever words.
    let back = authorized(&page, "").await;
    let (here, query) = back.split_once("code=").expect("has a code");
    let (_, rest) = query.split_once('&').expect("has a state");
    let denied = go(&page, &format!("{here}error=<script>x&{rest}")).await;
    assert_eq!(denied.status, 403);
    assert!(
        denied.text.contains("scriptx") && !denied.text.contains("<script>"),
        "{}",
        denied.text
    );
    fake.lock().token_status = 503;
    assert_eq!(sign_in(&page, "").await.status, 503);
}

#[tokio::test]
async fn a_provider_s_subject_is_never_an_account_of_this_server() {
    let (fake, page) = world(&["--demo"]).await;
    fake.lock().user = json!({ "sub": "usr_8Zk3", "email": "demo@example.com" });
    let answer = sign_in(&page, "").await;
    assert_eq!(answer.status, 403, "{}", answer.text);
    fake.lock().user = json!({ "sub": "eve", "email": "demo@example.com" });
    signed_in(&page).await;
    assert_eq!(page.get("/auth/session").await.json["subject"], "eve");
    // And no password opens anything.
    let body = json!({ "email": "demo@example.com", "password": "correct horse" });
    assert_eq!(page.post("/auth/login", body).await.status, 405);
}
