//! The program itself, running.

use std::fs;
use std::io::{BufRead, BufReader, Lines};
use std::process::{Child, ChildStdout, Command, Stdio};

/// A running program, killed when the test is through with it.
pub(crate) struct Running {
    pub(crate) child: Child,
    pub(crate) lines: Lines<BufReader<ChildStdout>>,
    pub(crate) base: String,
}

impl Running {
    /// Starts it and waits until it says where it listens.
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hallpass-server"));
        command.args(["--addr", "127.0.0.1:0"]).args(arguments);
        Self::of(command)
    }

    /// Does the same with a command that has its settings already.
    pub(crate) fn of(mut command: Command) -> Self {
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("starts");
        let stdout = child.stdout.take().expect("is piped");
        let mut lines = BufReader::new(stdout).lines();
        let first = lines.next().expect("says where").expect("is text");
        let base = first.strip_prefix("listening on ").expect("says where");
        Self {
            base: base.to_owned(),
            child,
            lines,
        }
    }
}

impl Running {
    /// Reads a size out of what the system knows of the program, in MiB: `VmRSS` is the memory that it
    /// has, `VmHWM` the most that it ever had.
    pub(crate) fn memory(&self, size: &str) -> usize {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let status = status.expect("is read");
        let line = status.lines().find_map(|line| line.strip_prefix(size));
        let kib = line.and_then(|line| line.trim_start_matches(':').split_whitespace().next());
        let kib: usize = kib.expect("is there").parse().expect("is a number");
        kib / 1024
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
