//! django-allauth, headless, as a browser client.
//!
//! 401 means that nobody is signed in, that somebody is but has to confirm it, and that a logout
//! worked; the body tells.

use crate::dialect::preset::{Csrf, Endpoint, Preset, Sign, Step};

/// Returns its declaration.
pub(super) fn preset() -> Preset {
    let authenticated = |sign: Sign, is: bool| sign.says("/meta/is_authenticated", is);
    Preset {
        user: Some("/data/user".into()),
        subject: Some("/data/user/id".into()),
        authenticated: authenticated(Sign::default(), true).into(),
        anonymous: authenticated(Sign::status([401, 410]), false).into(),
        step_up: authenticated(Sign::status(401), true).into(),
        expired: Sign::status(401).into(),
        csrf: Some(Csrf {
            cookie: Some("csrftoken".into()),
            prime: Some("/auth/session".into()),
            header: Some("X-CSRFToken".into()),
            rejected: Sign::status(403).json(false).into(),
            ..Csrf::default()
        }),
        login: Some(Endpoint::at("/auth/login").refused(Sign::status(400))),
        logout: Step::to("/auth/session")
            .method("DELETE")
            .ok(Sign::status([200, 401]))
            .into(),
        words: Some("/errors/0/message".into()),
        ..Preset::new(
            "django-allauth",
            "/_allauth/browser/v1",
            Endpoint::at("/auth/session"),
        )
    }
}
