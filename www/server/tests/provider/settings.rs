//! What a server that signs in by a provider refuses to start with: one line each.

use std::process::Command;

use super::fake::Fake;

/// Starts the program, which has to end by itself, and gives what it said.
async fn refused(arguments: &[&str]) -> String {
    let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
    let run = move || {
        Command::new(env!("CARGO_BIN_EXE_hallpass-server"))
            .args(["--addr", "127.0.0.1:0", "--log=off"])
            .args(arguments)
            .output()
            .expect("runs")
    };
    let out = tokio::task::spawn_blocking(run).await.expect("ends");
    assert!(!out.status.success());
    String::from_utf8(out.stderr).expect("is text")
}

#[tokio::test]
async fn each_is_one_line_with_what_was_expected_and_what_to_do() {
    let fake = Fake::start().await;
    let (issuer, dir) = (fake.lock().base.clone(), fake.dir.clone());
    let file = |name: &str| dir.file(name).display().to_string();
    std::fs::write(dir.file("empty"), "\n").expect("is written");
    let (secret, empty, missing) = (file("secret"), file("empty"), file("missing"));
    let all = |issuer: &str| {
        [
            "--issuer",
            issuer,
            "--client-id",
            "app",
            "--client-secret-file",
            &secret,
        ]
        .map(str::to_owned)
        .to_vec()
    };
    let with = |more: &[&str]| more.iter().map(ToString::to_string).collect::<Vec<_>>();
    for (arguments, what) in [
        (
            all("http://id.example"),
            "--issuer http://id.example: not an issuer",
        ),
        (all("id.example"), "--issuer id.example: not an issuer"),
        (all("http://127.0.0.1:1"), "--issuer http://127.0.0.1:1: "),
        (all(&format!("{issuer}/other")), "404"),
        (all(&format!("{issuer}/")), "unexpected issuer"),
        (with(&["--issuer", &issuer]), "--client-id: missing"),
        (
            with(&["--issuer", &issuer, "--client-id", "app"]),
            "--client-secret-file: missing",
        ),
        (
            with(&[
                "--issuer",
                &issuer,
                "--client-id",
                "app",
                "--client-secret-file",
                &missing,
            ]),
            "No such file",
        ),
        (
            with(&[
                "--issuer",
                &issuer,
                "--client-id",
                "app",
                "--client-secret-file",
                &empty,
            ]),
            "it is empty",
        ),
        (with(&["--client-id", "app"]), "without a provider"),
        (
            [all(&issuer), with(&["--scope", "profile"])].concat(),
            "without openid",
        ),
    ] {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let said = refused(&arguments).await;
        assert_eq!(said.lines().count(), 1, "{said}");
        for part in [what, "; expected: ", "; do: "] {
            assert!(said.contains(part), "{part} is missing: {said}");
        }
        assert!(!said.contains(super::fake::SECRET), "{said}");
    }
}
