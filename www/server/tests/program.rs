//! The program itself: what it prints, and how it ends.

use std::process::Command;

use crate::running::Running;

#[test]
fn the_first_line_says_where_and_the_next_how_to_sign_in() {
    let mut program = Running::start(&["--demo"]);
    assert!(program.base.starts_with("http://127.0.0.1:"));
    let next = program.lines.next().expect("says more").expect("is text");
    assert_eq!(
        next,
        "sign in as demo@example.com with the password `correct horse`"
    );
}

/// Each is one line: what is wrong, what was expected, what to do.
#[test]
fn a_setting_that_cannot_be_ends_it_with_one_line_that_says_what_to_do() {
    for (arguments, code, what) in [
        (&["--demo", "--trust-proxy"][..], 1, "--demo: "),
        (&["--addr", "0.0.0.0:8080"], 1, "--addr 0.0.0.0:8080: "),
        (&["--addr", "nowhere"], 1, "--addr nowhere: "),
        (
            &["--public-origin", "http://app.example"],
            1,
            "--public-origin ",
        ),
        (&["--app", "/nowhere/at/all"], 1, "--app /nowhere/at/all: "),
        (
            &["--db", "/nowhere/at/all/db"],
            1,
            "--store sqlite:/nowhere/at/all/db: ",
        ),
        (&["--key-file", "/nowhere/at/all/keys"], 1, "--key-file "),
        (&["--idle", "-1"], 2, ""),
        (
            &["--strategy", "tokens"],
            2,
            "invalid value 'tokens' for '--strategy",
        ),
        (
            &["--app-origin", "*"],
            2,
            "invalid value '*' for '--app-origin",
        ),
        (
            &["--trusted-proxy", "proxy"],
            2,
            "invalid value 'proxy' for '--trusted-proxy",
        ),
        (
            &["--no-such-setting"],
            2,
            "unexpected argument '--no-such-setting'",
        ),
        (&["user", "list"], 1, "--store: "),
        (
            &["--store", "mysql://x"],
            2,
            "invalid value 'mysql://x' for '--store",
        ),
        (
            &["--store", "redis://127.0.0.1:1"],
            1,
            "--store redis://…: ",
        ),
        (
            &["--store", "postgres://x@127.0.0.1:1/x"],
            1,
            "--store postgres://…: ",
        ),
    ] {
        let out = Command::new(env!("CARGO_BIN_EXE_hallpass-server"))
            .args(arguments)
            .output()
            .expect("runs");
        let said = String::from_utf8_lossy(&out.stderr);
        assert_eq!(out.status.code(), Some(code), "{said}");
        assert!(
            said.starts_with(&format!("hallpass-server: {what}")),
            "{said}"
        );
        assert_eq!(said.lines().count(), 1, "{said}");
        let at = |part: &str| {
            said.find(part)
                .unwrap_or_else(|| panic!("no {part}in {said}"))
        };
        assert!(at("; expected: ") < at("; do: "), "{said}");
    }
}
