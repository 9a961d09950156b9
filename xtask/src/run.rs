//! One command, in a process group of its own: watched, limited in time, ended with all it started.

mod background;
mod group;
#[cfg(test)]
mod tests;

pub(crate) use background::{Background, Ready, port};
pub(crate) use group::end_all_on_interrupt;

use crate::{progress::Step, root};
use anyhow::{Context, Result, bail};
use group::Group;
use std::{
    ffi::OsStr,
    io::{BufRead, BufReader, PipeReader, pipe},
    path::Path,
    process::{Command, Stdio},
    sync::mpsc::{self, Receiver, RecvTimeoutError},
    thread,
    time::{Duration, Instant},
};

/// How long a command may take which says nothing else. Cold builds on two cores need it.
const LIMIT: Duration = Duration::from_mins(20);
const TICK: Duration = Duration::from_millis(100);
/// How long output may follow the end of a command, from children it left behind.
const TAIL: Duration = Duration::from_secs(1);

pub(crate) struct Job {
    label: String,
    command: Command,
    limit: Duration,
    /// Whether others run at the same time, so that each line says whose it is.
    beside: bool,
}

pub(crate) struct Finished {
    pub success: bool,
    /// Standard output and error in the order written, without colours.
    pub output: String,
    pub took: Duration,
}

impl Job {
    pub(crate) fn new(label: &str, program: impl AsRef<OsStr>) -> Self {
        let mut command = Command::new(program);
        command.current_dir(root::dir()).stdin(Stdio::null());
        Self {
            label: label.to_owned(),
            command,
            limit: LIMIT,
            beside: false,
        }
    }

    /// Cargo, writing to the workspace's own target directory.
    pub(crate) fn cargo(label: &str) -> Self {
        Self::new(label, "cargo").env("CARGO_TARGET_DIR", root::path("target"))
    }

    pub(crate) fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.command.arg(arg);
        self
    }

    pub(crate) fn args(mut self, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Self {
        self.command.args(args);
        self
    }

    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn without_env(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    pub(crate) fn dir(mut self, dir: impl AsRef<Path>) -> Self {
        self.command.current_dir(dir);
        self
    }

    pub(crate) fn limit(mut self, limit: Duration) -> Self {
        self.limit = limit;
        self
    }

    /// Says of each line whose it is: others run at the same time.
    pub(crate) fn beside_others(mut self) -> Self {
        self.beside = true;
        self
    }

    /// Shows one progress line, and the output only when the command fails.
    pub(crate) fn quiet(self) -> Result<String> {
        let mut step = Step::start(&self.label);
        let (label, limit) = (self.label.clone(), self.limit);
        let (group, lines) = self.start()?;
        let finished = follow(&group, &lines, limit, |line| step.note(line))?;
        step.end(finished.success);
        if !finished.success {
            bail!("{label} failed\n{}", finished.output);
        }
        Ok(finished.output)
    }

    /// Passes every line on as it comes.
    pub(crate) fn stream(mut self) -> Result<Finished> {
        if console::user_attended() {
            self.command
                .env("CARGO_TERM_COLOR", "always")
                .env("FORCE_COLOR", "1");
        }
        eprintln!("  … {}", self.label);
        let limit = self.limit;
        let whose = if self.beside {
            format!("{}: ", self.label)
        } else {
            String::new()
        };
        let (group, lines) = self.start()?;
        follow(&group, &lines, limit, |line| println!("    {whose}{line}"))
    }

    fn start(mut self) -> Result<(Group, Receiver<String>)> {
        let (reader, writer) = pipe()?;
        self.command.stdout(writer.try_clone()?).stderr(writer);
        let group = Group::spawn(&mut self.command).with_context(|| {
            format!(
                "{}: could not start {}",
                self.label,
                self.command.get_program().display()
            )
        })?;
        Ok((group, read_lines(reader)))
    }
}

fn read_lines(reader: PipeReader) -> Receiver<String> {
    let (send, lines) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(reader).split(b'\n') {
            let Ok(line) = line else { break };
            let line = String::from_utf8_lossy(&line).trim_end().to_owned();
            if send.send(line).is_err() {
                break;
            }
        }
    });
    lines
}

fn follow(
    group: &Group,
    lines: &Receiver<String>,
    limit: Duration,
    mut show: impl FnMut(&str),
) -> Result<Finished> {
    let started = Instant::now();
    let mut output = String::new();
    let mut exit = None;
    loop {
        let closed = match lines.recv_timeout(TICK) {
            Ok(line) => {
                show(&line);
                output.push_str(&console::strip_ansi_codes(&line));
                output.push('\n');
                continue;
            }
            Err(RecvTimeoutError::Timeout) => false,
            Err(RecvTimeoutError::Disconnected) => true,
        };
        if exit.is_none() {
            exit = group.exit()?.map(|success| (success, Instant::now()));
        }
        match exit {
            Some((success, at)) if closed || at.elapsed() > TAIL => {
                // What it left behind ends with it.
                group.end();
                return Ok(Finished {
                    success,
                    output,
                    took: started.elapsed(),
                });
            }
            None if started.elapsed() > limit => {
                group.end();
                output.push_str("ended: it took longer than its limit\n");
                show("ended: it took longer than its limit");
                return Ok(Finished {
                    success: false,
                    output,
                    took: started.elapsed(),
                });
            }
            _ if closed => thread::sleep(TICK),
            _ => {}
        }
    }
}
