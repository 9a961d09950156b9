//! Signing in, and what the page then sees: equal in both strategies.

use reqwest::Method;
use serde_json::json;

use crate::harness::{Browser, DEMO, SECOND, browser, in_both_strategies, send};

in_both_strategies!(
    nobody_is_signed_in_at_first,
    signing_in_answers_the_body_of_the_contract,
    a_wrong_password_and_an_unknown_account_answer_alike,
    a_sixth_guess_has_to_wait_and_waiting_helps,
    signing_in_again_renews_the_session_and_ends_the_old_one,
    a_planted_session_id_is_never_adopted,
    two_sessions_of_one_account_live_side_by_side,
    the_protected_api_answers_the_session_that_is_signed_in,
    a_transfer_needs_a_recent_sign_in_and_says_so_per_rfc_9470,
    every_answer_forbids_storing,
    a_body_of_any_shape_gets_a_typed_no,
);

async fn nobody_is_signed_in_at_first(strategy: &str) {
    let page = browser(strategy).await;
    assert_eq!(
        page.get("/auth/session").await.json,
        json!({ "authenticated": false })
    );
    page.post("/auth/refresh", json!({}))
        .await
        .is(401, "session_ended");
    page.post("/auth/touch", json!({}))
        .await
        .is(401, "session_ended");
    page.get("/api/orders").await.is(401, "session_ended");
    assert_eq!(page.post("/auth/logout", json!({})).await.json, json!({}));
}

async fn signing_in_answers_the_body_of_the_contract(strategy: &str) {
    let page = browser(strategy).await;
    let answer = page.sign_in(DEMO).await;
    let expected = json!({
        "authenticated": true,
        "claims": {
            "name": "Demo User",
            "email": "demo@example.com",
            "roles": ["customer", "admin"],
            "scope": "profile orders:read orders:write transfers:write",
            "tenant": "acme",
        },
        "subject": "usr_8Zk3",
        "session": answer.handle(),
        "expires_in": 300,
        "idle_expires_in": 1800,
        "absolute_expires_in": 28800,
    });
    assert_eq!(answer.json, expected);
    let mut seen = page.get("/auth/session").await.json;
    for limit in ["expires_in", "idle_expires_in", "absolute_expires_in"] {
        let left = seen[limit].as_f64().expect("is a number");
        let whole = expected[limit].as_f64().expect("is a number");
        assert!(left <= whole && left > whole - 30.0, "{limit}: {left}");
        seen[limit] = expected[limit].clone();
    }
    assert_eq!(seen, expected);
}

async fn a_wrong_password_and_an_unknown_account_answer_alike(strategy: &str) {
    let page = browser(strategy).await;
    let wrong = json!({ "email": DEMO.0, "password": "wrong" });
    let unknown = json!({ "email": "nobody@example.com", "password": "wrong" });
    let (wrong, unknown) = (
        page.post("/auth/login", wrong).await,
        page.post("/auth/login", unknown).await,
    );
    wrong.is(401, "invalid_credentials");
    assert_eq!(wrong.text, unknown.text);
    assert!(wrong.json["error_description"].is_string());
    assert!(wrong.set_cookies().is_empty());
}

async fn a_sixth_guess_has_to_wait_and_waiting_helps(strategy: &str) {
    let page = browser(strategy).await;
    for _ in 0..5 {
        let guess = json!({ "email": DEMO.0, "password": "guess" });
        page.post("/auth/login", guess)
            .await
            .is(401, "invalid_credentials");
    }
    let right = json!({ "email": "DEMO@example.com", "password": DEMO.1 });
    let refused = page.post("/auth/login", right.clone()).await;
    refused.is(429, "rate_limited");
    let wait: u64 = refused.header("retry-after").parse().expect("is seconds");
    assert!((1..=60).contains(&wait));
    assert_eq!(page.sign_in(SECOND).await.status, 200);
    page.knob("clock", json!({ "advance": wait })).await;
    assert_eq!(page.post("/auth/login", right).await.status, 200);
}

async fn signing_in_again_renews_the_session_and_ends_the_old_one(strategy: &str) {
    let page = browser(strategy).await;
    let first = page.sign_in(DEMO).await;
    let second = page.sign_in(DEMO).await;
    assert_ne!(first.handle(), second.handle());
    let old = page
        .replay(Method::GET, "/auth/session", &first.cookie_header())
        .await;
    assert_eq!(old.json, json!({ "authenticated": false }));
    page.replay(Method::POST, "/auth/refresh", &first.cookie_header())
        .await
        .is(401, "session_ended");
    assert_eq!(page.get("/auth/session").await.handle(), second.handle());
}

async fn a_planted_session_id_is_never_adopted(strategy: &str) {
    let page = browser(strategy).await;
    let planted = "hallpass=planted; hallpass-access=planted; hallpass-refresh=planted";
    let body = json!({ "email": DEMO.0, "password": DEMO.1 });
    let request = Browser::new(&page.base)
        .ask(Method::POST, "/auth/login")
        .json(&body);
    let answer = send(request.header("cookie", planted)).await;
    assert_eq!(answer.status, 200);
    assert!(!answer.cookie_header().contains("=planted"));
    let seen = page.replay(Method::GET, "/auth/session", planted).await;
    assert_eq!(seen.json, json!({ "authenticated": false }));
}

async fn two_sessions_of_one_account_live_side_by_side(strategy: &str) {
    let page = browser(strategy).await;
    let other = Browser::new(&page.base);
    let (here, there) = (page.sign_in(DEMO).await, other.sign_in(DEMO).await);
    assert_ne!(here.handle(), there.handle());
    page.post("/auth/logout", json!({})).await;
    assert_eq!(other.get("/auth/session").await.handle(), there.handle());
}

async fn the_protected_api_answers_the_session_that_is_signed_in(strategy: &str) {
    let page = browser(strategy).await;
    page.sign_in(SECOND).await;
    let me = page.get("/api/me").await.json;
    assert_eq!(me["subject"], "usr_2Qp7");
    assert_eq!(me["claims"]["tenant"], "globex");
    let before = page.get("/api/orders").await.json["orders"]
        .as_array()
        .map(Vec::len);
    let placed = page
        .post("/api/orders", json!({ "item": "Kettle", "quantity": 2 }))
        .await;
    assert_eq!(placed.status, 201);
    assert_eq!(placed.json["order"]["item"], "Kettle");
    let after = page.get("/api/orders").await.json["orders"]
        .as_array()
        .map(Vec::len);
    assert_eq!((before, after), (Some(2), Some(3)));
}

async fn a_transfer_needs_a_recent_sign_in_and_says_so_per_rfc_9470(strategy: &str) {
    let page = browser(strategy).await;
    let transfer = json!({ "to": "Grace", "amount": 10 });
    page.sign_in(DEMO).await;
    assert_eq!(
        page.post("/api/transfer", transfer.clone()).await.status,
        200
    );
    page.knob("config", json!({ "access_lifetime": 3600 }))
        .await;
    page.post("/auth/refresh", json!({})).await;
    page.knob("clock", json!({ "advance": 301 })).await;
    let refused = page.post("/api/transfer", transfer.clone()).await;
    refused.is(401, "insufficient_user_authentication");
    assert_eq!(refused.json["max_age"], 300);
    let challenge = refused.header("www-authenticate");
    assert!(challenge.starts_with("Bearer error=\"insufficient_user_authentication\""));
    assert!(challenge.contains("acr_values=\"") && challenge.ends_with("max_age=\"300\""));
    page.post("/auth/refresh", json!({})).await;
    page.post("/api/transfer", transfer.clone())
        .await
        .is(401, "insufficient_user_authentication");
    page.sign_in(DEMO).await;
    assert_eq!(page.post("/api/transfer", transfer).await.status, 200);
}

async fn every_answer_forbids_storing(strategy: &str) {
    let page = browser(strategy).await;
    let routes = [
        (Method::GET, "/auth/session"),
        (Method::POST, "/auth/refresh"),
        (Method::POST, "/auth/touch"),
        (Method::GET, "/auth/login"),
        (Method::POST, "/auth/login"),
        (Method::GET, "/auth/refresh"),
        (Method::GET, "/auth/logout"),
        (Method::GET, "/auth/nothing"),
        (Method::GET, "/api/me"),
        (Method::GET, "/api/orders"),
        (Method::POST, "/api/transfer"),
        (Method::GET, "/api/nothing"),
        (Method::POST, "/auth/logout"),
    ];
    for signed_in in [false, true] {
        if signed_in {
            page.sign_in(DEMO).await;
        }
        for (method, path) in &routes {
            let answers = [
                send(page.ask(method.clone(), path)).await,
                send(page.bare(method.clone(), path)).await,
            ];
            for answer in answers {
                assert_eq!(
                    answer.header("cache-control"),
                    "no-store",
                    "{method} {path}"
                );
                assert_eq!(
                    answer.header("x-content-type-options"),
                    "nosniff",
                    "{method} {path}"
                );
            }
        }
    }
    for path in ["/auth/refresh", "/auth/logout", "/auth/touch"] {
        let answer = page.get(path).await;
        assert_eq!(
            (answer.status, answer.set_cookies().len()),
            (405, 0),
            "{path}"
        );
    }
}

async fn a_body_of_any_shape_gets_a_typed_no(strategy: &str) {
    let page = browser(strategy).await;
    page.sign_in(DEMO).await;
    let bodies = [
        "{",
        "null",
        "[]",
        "\"x\"",
        "{\"scope\":1}",
        "\u{0}",
        "{\"everywhere\":\"yes\"}",
    ];
    for body in bodies {
        for path in [
            "/auth/login",
            "/auth/refresh",
            "/auth/logout",
            "/api/orders",
            "/api/transfer",
        ] {
            let answer = send(page.ask(Method::POST, path).body(body)).await;
            assert!(answer.status < 500, "{path} {body}: {}", answer.text);
        }
        page.sign_in(DEMO).await;
    }
    for cookie in [
        "hallpass=",
        "hallpass-access=a.b.c",
        "hallpass-access=.",
        "=;=;;",
        "é",
    ] {
        let request = Browser::new(&page.base).ask(Method::GET, "/auth/session");
        let answer = send(request.header("cookie", cookie.as_bytes())).await;
        assert!(answer.status < 500, "{cookie}: {}", answer.text);
    }
}
