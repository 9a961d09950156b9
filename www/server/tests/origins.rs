//! The fence against other sites: header, origin, fetch metadata, in every combination (P2).

use reqwest::Method;

use crate::harness::{Browser, send, serve};

const OWN: &str = "https://app.example";
const EVIL: [&str; 9] = [
    "https://evil.example",
    "null",
    "https://app.example.evil",
    "https://app.example:444",
    "http://app.example",
    "https://app.example@evil.example",
    "https://user@app.example",
    "https://app.example/",
    "",
];

async fn status(page: &Browser, method: &Method, site: Option<&str>, origin: Option<&str>) -> u16 {
    let mut request = page
        .bare(method.clone(), "/auth/session")
        .header("x-csrf", "1");
    if *method == Method::POST {
        request = page
            .bare(Method::POST, "/auth/refresh")
            .header("x-csrf", "1");
    }
    for (name, value) in [("sec-fetch-site", site), ("origin", origin)] {
        if let Some(value) = value {
            request = request.header(name, value);
        }
    }
    send(request).await.status
}

#[tokio::test]
async fn only_the_own_page_passes_in_the_matrix_of_site_origin_and_method() {
    let page = Browser::new(&serve(&["--public-origin", OWN]).await);
    let sites = ["same-origin", "same-site", "cross-site", "none", "junk"].map(Some);
    for method in [Method::GET, Method::POST] {
        let passed = if method == Method::GET { 200 } else { 401 };
        for site in sites.into_iter().chain([None]) {
            for evil in EVIL {
                let found = status(&page, &method, site, Some(evil)).await;
                assert_eq!(found, 403, "{method} {site:?} {evil}");
            }
            let trusted = matches!(site, Some("same-origin" | "junk") | None);
            let expected = if trusted { passed } else { 403 };
            let found = status(&page, &method, site, Some(OWN)).await;
            assert_eq!(found, expected, "{method} {site:?} own");
            let proven = site == Some("same-origin") || (trusted && method == Method::GET);
            let expected = if proven { passed } else { 403 };
            let found = status(&page, &method, site, None).await;
            assert_eq!(found, expected, "{method} {site:?} no origin");
        }
    }
}

#[tokio::test]
async fn a_referer_speaks_where_origin_and_metadata_are_silent() {
    let page = Browser::new(&serve(&["--public-origin", OWN]).await);
    for (referer, expected) in [
        ("https://app.example/orders", 401),
        ("https://app.example.evil/", 403),
        ("junk", 403),
    ] {
        let request = page
            .bare(Method::POST, "/auth/refresh")
            .header("x-csrf", "1");
        assert_eq!(
            send(request.header("referer", referer)).await.status,
            expected,
            "{referer}"
        );
    }
}

#[tokio::test]
async fn every_request_but_a_navigation_to_login_needs_the_header() {
    let page = Browser::new(&serve(&[]).await);
    let routes = [
        (Method::GET, "/auth/session"),
        (Method::POST, "/auth/refresh"),
        (Method::POST, "/auth/touch"),
        (Method::POST, "/auth/logout"),
        (Method::POST, "/auth/login"),
        (Method::GET, "/api/me"),
        (Method::GET, "/api/orders"),
        (Method::POST, "/api/orders"),
        (Method::POST, "/api/transfer"),
    ];
    for (method, path) in routes {
        for wrong in [None, Some("0"), Some(""), Some("1, 1")] {
            let mut request = page.bare(method.clone(), path).header("origin", &page.base);
            if let Some(wrong) = wrong {
                request = request.header("x-csrf", wrong);
            }
            let answer = send(request.header("content-type", "text/plain").body("{}")).await;
            assert_eq!(
                (answer.status, answer.json["error"].as_str()),
                (403, Some("csrf"))
            );
            assert!(answer.set_cookies().is_empty());
        }
    }
    let link = page
        .bare(Method::GET, "/auth/login")
        .header("sec-fetch-site", "cross-site");
    assert_eq!(send(link).await.status, 200);
}

#[tokio::test]
async fn a_rebound_host_name_is_not_this_server() {
    let page = Browser::new(&serve(&[]).await);
    let port = page.base.rsplit(':').next().expect("has a port");
    for (host, expected) in [
        ("evil.example", 403),
        ("localhost", 200),
        ("127.0.0.1", 200),
    ] {
        let request = page
            .bare(Method::GET, "/auth/session")
            .header("x-csrf", "1");
        let request = request.header("host", format!("{host}:{port}"));
        let request = request.header("sec-fetch-site", "same-origin");
        assert_eq!(send(request).await.status, expected, "{host}");
    }
}

#[tokio::test]
async fn behind_a_proxy_the_forwarded_https_host_is_the_origin() {
    let page = Browser::new(&serve(&["--trust-proxy"]).await);
    for (proto, origin, expected) in [
        ("https", "https://app.example", 401),
        ("https", "https://other.example", 403),
        ("http", "https://app.example", 403),
        ("http", "http://app.example", 403),
    ] {
        let request = page
            .bare(Method::POST, "/auth/refresh")
            .header("x-csrf", "1");
        let request = request.header("x-forwarded-proto", proto);
        let request = request
            .header("x-forwarded-host", "app.example")
            .header("origin", origin);
        assert_eq!(send(request).await.status, expected, "{proto} {origin}");
    }
}
