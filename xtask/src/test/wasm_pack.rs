//! `wasm-pack test`, as it is typed in this repository, and in an application.

use super::outcome::Outcome;
use crate::{engine::Engine, run::Job, setup};
use anyhow::Result;
use std::time::Duration;

/// Compiles all tests of the crate and the examples of its documentation, too.
const LIMIT: Duration = Duration::from_mins(15);

/// Runs it where the crate is, without an option that is not its own and without a variable; a test that needs the
/// server is ignored.
pub(super) fn run(suite: &'static str, engines: &[Engine]) -> Result<Vec<Outcome>> {
    run_as(suite, engines, "", |job| job.limit(LIMIT))
}

/// Runs it in an example, whose tests are its own; `within` says where that is.
pub(super) fn example(
    suite: &'static str,
    engines: &[Engine],
    name: &str,
    within: fn(&str, Job) -> Job,
) -> Result<Vec<Outcome>> {
    run_as(suite, engines, &format!("{name}, "), |job| {
        within(name, job)
    })
}

fn run_as(
    suite: &'static str,
    engines: &[Engine],
    whose: &str,
    place: impl Fn(Job) -> Job,
) -> Result<Vec<Outcome>> {
    let path = setup::wasm_pack()?;
    let mut outcomes = Vec::new();
    for engine in engines {
        let Some(browser) = flag(*engine) else {
            continue;
        };
        let args = ["test", "--headless", browser];
        let row = format!("{whose}wasm-pack {}", args.join(" "));
        let job = Job::new(&row, "wasm-pack").args(args).env("PATH", &path);
        let finished = engine.announced(Engine::without_drivers(place(job)).stream()?);
        outcomes.push(Outcome::cargo(suite, &row, &finished));
    }
    Ok(outcomes)
}

/// `--safari` wants the driver of a Mac.
fn flag(engine: Engine) -> Option<&'static str> {
    match engine {
        Engine::Chromium => Some("--chrome"),
        Engine::Firefox => Some("--firefox"),
        Engine::Webkit => None,
    }
}

#[cfg(test)]
mod tests {
    use super::flag;
    use crate::{engine::Engine, root};
    use std::fs;

    #[test]
    fn readme_and_manual_show_what_the_suite_runs() {
        let command = format!(
            "```sh\nwasm-pack test --headless {}\n```",
            flag(Engine::Chromium).unwrap()
        );
        for page in ["README.md", "docs/rust.md"] {
            let text = fs::read_to_string(root::path(page)).unwrap();
            assert!(text.contains(&command), "{page} lacks {command}");
        }
    }
}
