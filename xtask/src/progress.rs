//! What a user sees while a step runs: a spinner on a terminal, a line now and then elsewhere.

use indicatif::{ProgressBar, ProgressStyle};
use std::time::{Duration, Instant};

const HEARTBEAT: Duration = Duration::from_secs(30);

pub(crate) struct Step {
    label: String,
    started: Instant,
    spoke: Instant,
    bar: Option<ProgressBar>,
}

impl Step {
    pub(crate) fn start(label: &str) -> Self {
        let bar = console::user_attended_stderr().then(|| {
            let style =
                ProgressStyle::with_template("  {spinner} {prefix} {elapsed} {wide_msg:.dim}");
            let bar = ProgressBar::new_spinner().with_style(style.expect("a valid template"));
            bar.set_prefix(label.to_owned());
            bar.enable_steady_tick(Duration::from_millis(120));
            bar
        });
        if bar.is_none() {
            eprintln!("  … {label}");
        }
        Self {
            label: label.to_owned(),
            started: Instant::now(),
            spoke: Instant::now(),
            bar,
        }
    }

    /// Shows the latest line of what runs.
    pub(crate) fn note(&mut self, line: &str) {
        let line = console::strip_ansi_codes(line);
        match &self.bar {
            Some(bar) => bar.set_message(line.trim().to_owned()),
            None if self.spoke.elapsed() > HEARTBEAT => {
                self.spoke = Instant::now();
                eprintln!(
                    "    {} after {}: {}",
                    self.label,
                    self.elapsed(),
                    line.trim()
                );
            }
            None => {}
        }
    }

    pub(crate) fn end(self, success: bool) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        let mark = if success { "✓" } else { "✗" };
        eprintln!("  {mark} {} ({})", self.label, self.elapsed());
    }

    fn elapsed(&self) -> String {
        format!("{:.1} s", self.started.elapsed().as_secs_f32())
    }
}

/// A heading between the parts of a command.
pub(crate) fn heading(text: &str) {
    eprintln!("\n{}", console::style(text).bold().for_stderr());
}
