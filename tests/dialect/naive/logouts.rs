//! Logouts.

use super::{ANONYMOUS, allauth};
use crate::server::{LOGOUT, Reply, Server};
use hallpass::machine::Answer;
use serde_json::json;

/// 10. A logout is not one POST.
#[test]
fn a_logout_is_read_as_its_server_means_it() {
    let out = |elsewhere| Ok(Answer::LoggedOut { elsewhere });
    let logout =
        |name: &str, step, reply: Reply| Server::named(name).read(LOGOUT, step, &reply.leaving());
    assert_eq!(
        Server::named("django-allauth").ask(LOGOUT, 0).unwrap()["method"],
        "DELETE"
    );
    assert_eq!(
        logout("django-allauth", 0, Reply::json(401, allauth(false))),
        ANONYMOUS
    );
    // Already out, say several with 401.
    for name in ["fastapi-users", "dj-rest-auth", "kratos", "duende-bff"] {
        assert_eq!(
            logout(name, 0, Reply::json(401, json!({ "detail": "x" }))),
            ANONYMOUS,
            "{name}"
        );
    }
    // It leads to a page.
    assert_eq!(logout("spring-security", 0, Reply::empty(0)), out(false));
    assert_eq!(logout("fastapi-users", 0, Reply::empty(204)), out(false));
    let kratos =
        json!({ "logout_token": "t", "logout_url": "http://a/self-service/logout?token=t" });
    assert_eq!(logout("kratos", 0, Reply::json(200, kratos)), out(false));
    assert!(Server::named("kratos").goes_on(LOGOUT, 0));
    assert_eq!(logout("kratos", 1, Reply::empty(204)), out(false));
    let curity = json!({ "logout_url": "https://id.example/logout" });
    assert_eq!(
        logout("curity-token-handler", 0, Reply::json(200, curity)),
        out(true)
    );
    let duende = json!({ "sub": "7", "bff:logout_url": "/bff/logout?sid=1" });
    assert_eq!(logout("duende-bff", 0, Reply::json(200, duende)), out(true));
    assert_eq!(
        Server::named("duende-bff").ask(LOGOUT, 1).unwrap()["ends"],
        true
    );
    // 403 is not out.
    for name in ["django-allauth", "kratos", "better-auth"] {
        assert_ne!(
            logout(name, 0, Reply::json(403, json!({}))),
            out(false),
            "{name}"
        );
    }
}
