//! What a suite came to, read from its output.

use crate::{progress::heading, run::Finished};
use comfy_table::{CellAlignment, Table, presets};
use regex_lite::Regex;
use std::time::Duration;

/// One row of the table.
pub(crate) struct Outcome {
    pub suite: &'static str,
    pub engine: String,
    pub passed: u32,
    pub failed: u32,
    pub skipped: u32,
    /// How long its command took, where it was one.
    took: Option<Duration>,
    /// What a failed suite said of its failures.
    why: Option<String>,
}

impl Outcome {
    fn new(suite: &'static str, engine: &str) -> Self {
        Self {
            suite,
            engine: engine.to_owned(),
            passed: 0,
            failed: 0,
            skipped: 0,
            took: None,
            why: None,
        }
    }

    pub(crate) fn failure(suite: &'static str, engine: &str) -> Self {
        Self {
            failed: 1,
            ..Self::new(suite, engine)
        }
    }

    /// A check that has no tests of its own, such as a lint.
    pub(crate) fn check(suite: &'static str, engine: &str, finished: &Finished) -> Self {
        Self::verdict(suite, engine, finished.success).explained(finished)
    }

    pub(crate) fn verdict(suite: &'static str, engine: &str, passed: bool) -> Self {
        let (passed, failed) = if passed { (1, 0) } else { (0, 1) };
        Self {
            passed,
            failed,
            ..Self::new(suite, engine)
        }
    }

    /// Rust's harness, native or in a browser: one line per test program.
    pub(crate) fn cargo(suite: &'static str, engine: &str, finished: &Finished) -> Self {
        let line = r"(?m)^test result: \S+ (\d+) passed; (\d+) failed; (\d+) ignored";
        let mut row = Self::new(suite, engine);
        for found in Regex::new(line)
            .expect("a valid pattern")
            .captures_iter(&finished.output)
        {
            let [passed, failed, skipped] = found.extract().1.map(count);
            row.passed += passed;
            row.failed += failed;
            row.skipped += skipped;
        }
        row.checked(finished)
    }

    /// Node's test runner: one line per kind of result.
    pub(crate) fn node(suite: &'static str, engine: &str, finished: &Finished) -> Self {
        let line = r"(?m)^\S+ (pass|fail|cancelled|skipped|todo) (\d+)$";
        let mut row = Self::new(suite, engine);
        for found in Regex::new(line)
            .expect("a valid pattern")
            .captures_iter(&finished.output)
        {
            let (_, [kind, number]) = found.extract();
            match kind {
                "pass" => row.passed += count(number),
                "fail" | "cancelled" => row.failed += count(number),
                _ => row.skipped += count(number),
            }
        }
        row.checked(finished)
    }

    /// A run that failed without naming a test, or ran none, is one failure.
    fn checked(mut self, finished: &Finished) -> Self {
        if self.failed == 0 && !finished.success {
            self.failed = 1;
        }
        if self.passed + self.failed == 0 {
            eprintln!("  ✗ {} in {}: no test ran", self.suite, self.engine);
            self.failed = 1;
        }
        self.explained(finished)
    }

    fn explained(mut self, finished: &Finished) -> Self {
        self.took = Some(finished.took);
        self.why = (self.failed > 0).then(|| failures(&finished.output));
        self
    }
}

/// How much is repeated of a failed suite, in lines.
const REPEATED: usize = 60;

/// From where the runner sums its failures up, or the last of what was said.
fn failures(output: &str) -> String {
    let lines: Vec<&str> = output.lines().collect();
    let summary = lines
        .iter()
        .position(|line| line.ends_with("failing tests:") || *line == "failures:");
    match summary {
        Some(start) => &lines[start..lines.len().min(start + REPEATED)],
        None => &lines[lines.len().saturating_sub(REPEATED)..],
    }
    .join("\n")
}

/// What failed, once more: a log may have been cut, and a long one is not scrolled back.
pub(crate) fn explain(outcomes: &[Outcome]) {
    for outcome in outcomes {
        if let Some(why) = &outcome.why {
            heading(&format!("{} in {} failed", outcome.suite, outcome.engine));
            println!("{why}");
        }
    }
}

fn count(digits: &str) -> u32 {
    digits.parse().unwrap_or(u32::MAX)
}

pub(crate) fn table(outcomes: &[Outcome]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_FULL_CONDENSED);
    table.set_header(["suite", "engine", "passed", "failed", "skipped", "s"]);
    for row in outcomes {
        table.add_row([
            row.suite.to_owned(),
            row.engine.clone(),
            row.passed.to_string(),
            row.failed.to_string(),
            row.skipped.to_string(),
            row.took
                .map_or_else(String::new, |took| took.as_secs().to_string()),
        ]);
    }
    for column in table.column_iter_mut().skip(2) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::Outcome;
    use crate::run::Finished;
    use std::time::Duration;

    fn finished(success: bool, output: &str) -> Finished {
        Finished {
            success,
            output: output.to_owned(),
            took: Duration::ZERO,
        }
    }

    fn counts(row: &Outcome) -> (u32, u32, u32) {
        (row.passed, row.failed, row.skipped)
    }

    #[test]
    fn rust_programs_add_up() {
        let output = "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured\n\
                      test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured\n";
        let row = Outcome::cargo("native", "host", &finished(false, output));
        assert_eq!(counts(&row), (5, 1, 1));
    }

    #[test]
    fn node_counts_what_was_cancelled_as_failed() {
        let output = "ℹ tests 6\nℹ pass 3\nℹ fail 1\nℹ cancelled 1\nℹ skipped 1\nℹ todo 0\n";
        let row = Outcome::node("npm", "node", &finished(false, output));
        assert_eq!(counts(&row), (3, 2, 1));
    }

    #[test]
    fn what_failed_is_kept_from_the_summary_on() {
        let output = "ok\n✖ failing tests:\n\n✖ one\nℹ pass 1\nℹ fail 1\n";
        let row = Outcome::node("npm", "node", &finished(false, output));
        let why = row.why.unwrap();
        assert!(why.starts_with("✖ failing tests:"), "{why}");
    }

    #[test]
    fn no_test_is_a_failure() {
        let row = Outcome::cargo("wasm", "firefox", &finished(true, "no tests to run!\n"));
        assert_eq!(counts(&row), (0, 1, 0));
    }

    #[test]
    fn a_crash_after_green_tests_is_a_failure() {
        let output = "test result: ok. 3 passed; 0 failed; 0 ignored;\n";
        let row = Outcome::cargo("wasm", "webkit", &finished(false, output));
        assert_eq!(counts(&row), (3, 1, 0));
    }
}
