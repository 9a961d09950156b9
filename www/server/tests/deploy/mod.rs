//! The files of `deploy/`, started as they are but for the ports, the paths and the certificate.
//!
//! What needs a program that `cargo xtask setup` does not install is ignored, by name, and run by
//! `cargo xtask test --only native --full`. No image is built: the Dockerfile's environment is started.

mod front;
mod proxies;
mod settings;

/// Replaces what has to be another on a machine of tests; each has to be there.
fn adapted(text: &str, own: &[(&str, &str)]) -> String {
    own.iter().fold(text.to_owned(), |text, (theirs, ours)| {
        assert!(text.contains(theirs), "{theirs} is no more in:\n{text}");
        text.replace(theirs, ours)
    })
}
