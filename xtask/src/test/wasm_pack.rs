//! `wasm-pack test`, as a person types it who has nothing but the repository.

use super::outcome::Outcome;
use crate::{engine::Engine, run::Job, setup};
use anyhow::Result;
use std::time::Duration;

/// Compiles all tests of the crate and the examples of its documentation, too.
const LIMIT: Duration = Duration::from_mins(15);

/// Runs it without an option that is not its own and without a variable; a test that needs the server is ignored.
pub(super) fn run(suite: &'static str, engines: &[Engine]) -> Result<Vec<Outcome>> {
    let path = setup::wasm_pack()?;
    let mut outcomes = Vec::new();
    for engine in engines {
        let Some(browser) = flag(*engine) else {
            continue;
        };
        let args = ["test", "--headless", browser];
        let row = format!("wasm-pack {}", args.join(" "));
        let job = Job::new(&row, "wasm-pack")
            .args(args)
            .env("PATH", &path)
            .limit(LIMIT);
        let finished = engine.announced(Engine::without_drivers(job).stream()?);
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

    #[test]
    fn readme_shows_what_the_suite_runs() {
        let readme = std::fs::read_to_string(root::path("README.md")).unwrap();
        let command = format!(
            "```sh\nwasm-pack test --headless {}\n```",
            flag(Engine::Chromium).unwrap()
        );
        assert!(readme.contains(&command), "{command}");
    }
}
