//! Knocks at the test runner's file server, so that none of its connections is forgotten.
//!
//! The runner serves files by `tiny_http` 0.12, whose thread pool counts a thread as waiting until it
//! has woken. Of several connections that come at once, as a browser opens for a graph of modules, one
//! may so be queued for a thread that another has taken, and waits until a thread comes free: for
//! ever, as the others are kept alive. A connection that closes at once brings a thread which, done
//! with it, takes what was left in the queue.

use std::{
    net::{Ipv4Addr, TcpStream},
    sync::mpsc::{RecvTimeoutError, Sender, channel},
    thread,
    time::Duration,
};

const EVERY: Duration = Duration::from_millis(250);

/// Knocks until dropped.
pub(super) struct Nudge {
    _until_dropped: Sender<()>,
}

impl Nudge {
    pub(super) fn start(port: u16) -> Self {
        let (until_dropped, dropped) = channel();
        thread::spawn(move || {
            while dropped.recv_timeout(EVERY) == Err(RecvTimeoutError::Timeout) {
                // Before the server listens, and after it ended, nobody is there to answer.
                drop(TcpStream::connect((Ipv4Addr::LOCALHOST, port)));
            }
        });
        Self {
            _until_dropped: until_dropped,
        }
    }
}
