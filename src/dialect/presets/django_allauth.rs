//! django-allauth, headless, as a browser client.
//!
//! 401 means that no user is signed in, that a user is but has to confirm it, or that a logout worked;
//! the body tells.

use crate::dialect::preset::{Csrf, Endpoint, Preset, Sign, Step};

/// Returns its declaration.
pub(super) fn preset() -> Preset {
    let authenticated = |sign: Sign, is: bool| sign.says("/meta/is_authenticated", is);
    Preset::new(
        "django-allauth",
        "/_allauth/browser/v1",
        Endpoint::at("/auth/session"),
    )
    .user("/data/user")
    .subject("/data/user/id")
    .authenticated(authenticated(Sign::default(), true))
    .anonymous(authenticated(Sign::status([401, 410]), false))
    .step_up(authenticated(Sign::status(401), true))
    .expired(Sign::status(401))
    .csrf(Csrf {
        cookie: Some("csrftoken".into()),
        prime: Some("/auth/session".into()),
        header: Some("X-CSRFToken".into()),
        rejected: Sign::status(403).json(false).into(),
        ..Csrf::default()
    })
    // Wrong credentials are 400; with 401 it names the flows that are still to be gone through.
    .login(
        Endpoint::at("/auth/login")
            .refused(Sign::status(400))
            .incomplete(authenticated(Sign::status(401), false)),
    )
    .logout(
        Step::to("/auth/session")
            .method("DELETE")
            .ok(Sign::status([200, 401])),
    )
    .words("/errors/0/message")
}
