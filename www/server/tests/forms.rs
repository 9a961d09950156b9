//! Signing in by navigation.

use reqwest::Method;

use crate::harness::{Answer, Browser, DEMO, demo, send};

async fn form(page: &Browser, return_to: &str) -> (Answer, String) {
    let request = page
        .bare(Method::GET, "/auth/login")
        .query(&[("return_to", return_to)]);
    let answer = send(request).await;
    let token = answer
        .text
        .split("name=\"token\" value=\"")
        .nth(1)
        .expect("has a token");
    let token = token.split('"').next().expect("ends").to_owned();
    (answer, token)
}

async fn submit(page: &Browser, token: &str, password: &str, return_to: &str) -> Answer {
    let fields = [
        ("email", DEMO.0),
        ("password", password),
        ("token", token),
        ("return_to", return_to),
    ];
    let request = page
        .bare(Method::POST, "/auth/login")
        .header("origin", &page.base);
    send(
        request
            .header("sec-fetch-site", "same-origin")
            .form(&fields),
    )
    .await
}

#[tokio::test]
async fn the_form_signs_in_and_returns_with_303() {
    for strategy in ["session", "jwt"] {
        let page = Browser::new(&demo(&["--strategy", strategy]).await);
        let (shown, token) = form(&page, "/orders?page=2").await;
        assert!(shown.text.contains("value=\"/orders?page=2\""));
        let answer = submit(&page, &token, DEMO.1, "/orders?page=2").await;
        assert_eq!(
            (answer.status, answer.header("location")),
            (303, "/orders?page=2")
        );
        assert_eq!(page.get("/auth/session").await.json["authenticated"], true);
        let again = submit(&page, &token, DEMO.1, "/").await;
        assert_eq!(again.status, 403, "the binding is gone after use");
    }
}

#[tokio::test]
async fn the_form_leads_back_to_a_front_end_of_another_origin() {
    let front = "http://127.0.0.1:9";
    let page = Browser::new(&demo(&["--front-end", front]).await);
    let (shown, token) = form(&page, "/orders?page=2").await;
    let csp = shown.header("content-security-policy");
    assert!(
        csp.contains(&format!("form-action 'self' {front};")),
        "{csp}"
    );
    let answer = submit(&page, &token, DEMO.1, "/orders?page=2").await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (303, "http://127.0.0.1:9/orders?page=2")
    );
    // A path stays a path: no other origin is reached by it.
    let (_, token) = form(&page, "/").await;
    let answer = submit(&page, &token, DEMO.1, "@evil.example").await;
    assert_eq!(answer.header("location"), "http://127.0.0.1:9/");
    // It may call, too.
    let read = page
        .bare(Method::GET, "/auth/session")
        .header("x-csrf", "1")
        .header("origin", front)
        .header("sec-fetch-site", "same-site");
    let read = send(read).await;
    assert_eq!(read.header("access-control-allow-origin"), front);
    assert_eq!(read.json["authenticated"], true);
}

#[tokio::test]
async fn who_comes_for_a_more_recent_sign_in_reads_why() {
    let page = Browser::new(&demo(&[]).await);
    let words = "more recent sign-in";
    let (plain, _) = form(&page, "/").await;
    assert!(!plain.text.contains(words));
    for (name, value) in [("max_age", "60"), ("acr_values", "urn:gold")] {
        let request = page.bare(Method::GET, "/auth/login");
        let asked = send(request.query(&[("return_to", "/x"), (name, value)])).await;
        assert!(asked.text.contains(words), "{name}");
        assert!(asked.text.contains("value=\"/x\""), "{name}");
    }
}

#[tokio::test]
async fn a_form_of_another_browser_signs_nobody_in() {
    let base = demo(&[]).await;
    let (victim, attacker) = (Browser::new(&base), Browser::new(&base));
    let (_, theirs) = form(&attacker, "/").await;
    form(&victim, "/").await;
    for token in [theirs.as_str(), "", "x"] {
        let answer = submit(&victim, token, DEMO.1, "/").await;
        assert_eq!(
            (answer.status, answer.set_cookies().len()),
            (403, 1),
            "{token}"
        );
    }
    assert_eq!(
        victim.get("/auth/session").await.json["authenticated"],
        false
    );
}

#[tokio::test]
async fn a_form_posted_by_another_site_is_refused() {
    let page = Browser::new(&demo(&[]).await);
    let (_, token) = form(&page, "/").await;
    let fields = [
        ("email", DEMO.0),
        ("password", DEMO.1),
        ("token", token.as_str()),
    ];
    for (name, value) in [
        ("origin", "https://evil.example"),
        ("origin", "null"),
        ("sec-fetch-site", "cross-site"),
    ] {
        let request = page
            .bare(Method::POST, "/auth/login")
            .header(name, value)
            .form(&fields);
        let answer = send(request).await;
        assert_eq!(
            (answer.status, answer.json["error"].as_str()),
            (403, Some("csrf"))
        );
    }
}

#[tokio::test]
async fn a_wrong_password_shows_the_form_again() {
    let page = Browser::new(&demo(&[]).await);
    let (_, token) = form(&page, "/a").await;
    let answer = submit(&page, &token, "wrong", "/a").await;
    assert_eq!(answer.status, 401);
    assert!(answer.text.contains("role=\"alert\"") && answer.text.contains("value=\"/a\""));
}

#[tokio::test]
async fn return_to_never_leaves_this_origin_and_never_breaks_out_of_the_page() {
    let page = Browser::new(&demo(&[]).await);
    for evil in [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "/.//evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "/%0d%0aX: y//",
        "\\/evil.example",
        "/\"><script>alert(1)</script>",
    ] {
        let (shown, token) = form(&page, evil).await;
        assert!(!shown.text.contains("<script>"), "{evil}");
        let answer = submit(&page, &token, DEMO.1, evil).await;
        let location = answer.header("location").to_owned();
        let resolved = reqwest::Url::parse(&page.base).and_then(|base| base.join(&location));
        let resolved = resolved.expect("is an address");
        assert_eq!(answer.status, 303, "{evil}");
        assert!(
            resolved.as_str().starts_with(&format!("{}/", page.base)),
            "{evil}: {location}"
        );
        assert!(answer.headers.get("x").is_none());
    }
}

#[tokio::test]
async fn the_form_lives_under_a_policy_without_scripts() {
    let page = Browser::new(&demo(&[]).await);
    let (shown, _) = form(&page, "/").await;
    let csp = shown.header("content-security-policy");
    assert!(csp.starts_with("default-src 'none'; style-src 'sha256-"));
    assert!(csp.contains("frame-ancestors 'none'") && !csp.contains("script-src"));
}
