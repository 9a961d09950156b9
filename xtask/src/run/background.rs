//! A command which runs beside the others: a display, a driver, a server.

use super::{Job, group::Group};
use anyhow::{Context, Result, bail};
use regex_lite::Regex;
use std::{
    net::{Ipv4Addr, TcpListener, TcpStream},
    sync::mpsc::{Receiver, RecvTimeoutError},
    thread,
    time::{Duration, Instant},
};

const READY: Duration = Duration::from_secs(30);

/// How a command in the background shows that it is ready.
pub(crate) enum Ready<'a> {
    /// By a line that matches; its first group is kept.
    Says(&'a str),
    /// By answering on this port of the loopback.
    Listens(u16),
}

/// Ended when dropped.
pub(crate) struct Background {
    group: Group,
    /// What the pattern's first group matched.
    pub said: String,
}

impl Job {
    /// Starts it and waits until it is ready; later lines go to `show`.
    pub(crate) fn background(
        self,
        ready: &Ready,
        show: impl Fn(&str) + Send + 'static,
    ) -> Result<Background> {
        let label = self.label.clone();
        let (group, lines) = self.start()?;
        let said = match ready {
            Ready::Says(pattern) => hear(&group, &lines, &Regex::new(pattern)?),
            Ready::Listens(port) => connect(&group, *port),
        };
        if said.is_err() {
            group.end();
        }
        let said = said.with_context(|| format!("{label} did not start"))?;
        thread::spawn(move || lines.iter().for_each(|line| show(&line)));
        Ok(Background { group, said })
    }
}

impl Background {
    /// Whether it ended well, if it has ended by itself.
    pub(crate) fn ended(&self) -> Result<Option<bool>> {
        self.group.exit()
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        self.group.end();
    }
}

/// `wanted` when it is free, else one that is.
pub(crate) fn port(wanted: u16) -> Result<u16> {
    let bind = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    Ok(bind(wanted).or_else(|_| bind(0))?.local_addr()?.port())
}

fn hear(group: &Group, lines: &Receiver<String>, ready: &Regex) -> Result<String> {
    let started = Instant::now();
    let mut output = String::new();
    while started.elapsed() < READY {
        match lines.recv_timeout(Duration::from_millis(100)) {
            Ok(line) => {
                if let Some(found) = ready.captures(&line) {
                    return Ok(found.get(1).map_or("", |said| said.as_str()).to_owned());
                }
                output.push_str(&line);
                output.push('\n');
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => bail!("it ended\n{output}"),
        }
        if group.exit()? == Some(false) {
            bail!("it failed\n{output}");
        }
    }
    bail!("it was not ready in {} s\n{output}", READY.as_secs())
}

fn connect(group: &Group, port: u16) -> Result<String> {
    let started = Instant::now();
    while started.elapsed() < READY {
        if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return Ok(String::new());
        }
        if group.exit()?.is_some() {
            bail!("it ended");
        }
        thread::sleep(Duration::from_millis(50));
    }
    bail!("it was not ready in {} s", READY.as_secs())
}
