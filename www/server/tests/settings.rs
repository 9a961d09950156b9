//! What the server refuses to start with, and how it says so.

use clap::Parser;
use hallpass_server::Settings;
use hallpass_server::settings::SettingsError;

fn check(arguments: &[&str]) -> Result<std::net::SocketAddr, SettingsError> {
    Settings::parse_from(["hallpass-server"].iter().chain(arguments)).check()
}

#[test]
fn plain_http_beyond_this_machine_is_refused_with_what_to_do() {
    let error = check(&["--addr", "0.0.0.0:8080"]).expect_err("is refused");
    let text = error.to_string();
    assert!(matches!(error, SettingsError::PlainHttp { .. }));
    for part in [
        "0.0.0.0:8080",
        "expected:",
        "do:",
        "--public-origin",
        "--trust-proxy",
    ] {
        assert!(text.contains(part), "{text}");
    }
    assert!(check(&["--addr", "[::]:8080"]).is_err());
    assert!(check(&["--addr", "0.0.0.0:1", "--public-origin", "http://127.0.0.1"]).is_err());
    assert!(
        check(&[
            "--addr",
            "0.0.0.0:1",
            "--public-origin",
            "https://app.example"
        ])
        .is_ok()
    );
    assert!(check(&["--addr", "0.0.0.0:1", "--trust-proxy"]).is_ok());
    assert!(check(&["--addr", "[::1]:1"]).is_ok() && check(&[]).is_ok());
}

#[test]
fn a_public_origin_is_https_and_bare() {
    for wrong in [
        "http://app.example",
        "https://app.example/path",
        "https://app.example/?x",
    ] {
        let error = check(&["--public-origin", wrong]).expect_err("is refused");
        assert!(
            matches!(error, SettingsError::PublicOrigin { .. }),
            "{wrong}"
        );
    }
}

#[test]
fn a_lifetime_beyond_what_browsers_keep_is_refused() {
    for (name, value) in [
        ("--absolute", "34560001"),
        ("--access-lifetime", "0"),
        ("--idle", "-1"),
        ("--addr", "x"),
        ("--app", "/nowhere/at/all"),
        ("--trusted-proxy", "proxy.example"),
        ("--failures-in-total", "0"),
    ] {
        let parsed = Settings::try_parse_from(["hallpass-server", name, value]);
        assert!(parsed.is_err() || parsed.is_ok_and(|settings| settings.check().is_err()));
    }
}

#[test]
fn what_is_for_this_machine_alone_is_refused_where_another_could_reach_it() {
    let exposed: [&[&str]; 3] = [
        &["--public-origin", "https://app.example"],
        &["--public-origin", "http://127.0.0.1:8080"],
        &["--trust-proxy"],
    ];
    let risky: &[&str] = if cfg!(feature = "test-knobs") {
        &["--demo", "--test-knobs"]
    } else {
        &["--demo"]
    };
    for risk in risky {
        assert!(check(&[risk]).is_ok(), "{risk}");
        for how in exposed {
            let error = check(&[&[*risk], how].concat()).expect_err("is refused");
            let text = error.to_string();
            assert!(text.starts_with(&format!("{risk}: ")), "{text}");
            assert!(text.contains("expected:") && text.contains("do:"), "{text}");
        }
    }
}

#[test]
fn an_app_origin_is_one_exact_origin() {
    for wrong in ["*", "http://app.example", "https://app.example/path"] {
        let parsed = Settings::try_parse_from(["hallpass-server", "--app-origin", wrong]);
        let text = parsed.expect_err("is refused").to_string();
        for part in [
            wrong,
            "--app-origin",
            "expected: https://host[:port]",
            "do: ",
        ] {
            assert!(text.contains(part), "{text}");
        }
    }
    let several = [
        "hallpass-server",
        "--app-origin",
        "https://a.example,http://localhost:3000",
    ];
    let several = Settings::try_parse_from(several).expect("is read");
    assert_eq!(several.app_origin.len(), 2);
}
