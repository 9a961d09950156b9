//! `wasm-pack test`, as it is typed in this repository, and in an application.

use super::outcome::Outcome;
use crate::{engine::Engine, run::Job, setup};
use anyhow::Result;
use std::{
    thread::{self, ScopedJoinHandle},
    time::Duration,
};

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
    place: impl Fn(Job) -> Job + Sync,
) -> Result<Vec<Outcome>> {
    let path = setup::wasm_pack()?;
    let in_engine = |engine: Engine, browser| {
        let args = ["test", "--headless", browser];
        let row = format!("{whose}wasm-pack {}", args.join(" "));
        let job = Job::new(&row, "wasm-pack").args(args).env("PATH", &path);
        let job = Engine::without_drivers(place(job)).beside_others();
        let finished = engine.announced(job.stream()?);
        Ok(Outcome::cargo(suite, &row, &finished))
    };
    // What is compiled is the same: the second waits for the first to have done it.
    thread::scope(|scope| {
        let known = engines
            .iter()
            .filter_map(|engine| Some((*engine, flag(*engine)?)));
        let running: Vec<_> = known
            .map(|(engine, browser)| scope.spawn(move || in_engine(engine, browser)))
            .collect();
        let ended = |thread: ScopedJoinHandle<_>| thread.join().expect("it returns its errors");
        running.into_iter().map(ended).collect()
    })
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
