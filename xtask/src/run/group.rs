//! A process group, ended as a whole: a browser which a driver started included.

use anyhow::Result;
use command_group::{CommandGroup, GroupChild, Signal, UnixChildExt};
use std::{
    process::{self, Command},
    sync::{Arc, Mutex, PoisonError, Weak},
    thread,
    time::{Duration, Instant},
};

/// How long a group may take to end by itself.
const GRACE: Duration = Duration::from_secs(5);

static RUNNING: Mutex<Vec<Weak<Mutex<GroupChild>>>> = Mutex::new(Vec::new());

pub(crate) struct Group(Arc<Mutex<GroupChild>>);

impl Group {
    pub(crate) fn spawn(command: &mut Command) -> Result<Self> {
        let child = Arc::new(Mutex::new(command.group_spawn()?));
        let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
        running.retain(|known| known.strong_count() > 0);
        running.push(Arc::downgrade(&child));
        Ok(Self(child))
    }

    /// Whether it succeeded, once it has ended.
    pub(crate) fn exit(&self) -> Result<Option<bool>> {
        Ok(lock(&self.0)
            .inner()
            .try_wait()?
            .map(|status| status.success()))
    }

    pub(crate) fn end(&self) {
        end(&self.0);
    }
}

fn lock(child: &Mutex<GroupChild>) -> std::sync::MutexGuard<'_, GroupChild> {
    child.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Asks first, so that a driver can close its browser.
fn end(child: &Mutex<GroupChild>) {
    let asked = Instant::now();
    if lock(child).signal(Signal::SIGTERM).is_err() {
        return;
    }
    while asked.elapsed() < GRACE && matches!(lock(child).inner().try_wait(), Ok(None)) {
        thread::sleep(Duration::from_millis(50));
    }
    // What is gone already cannot be killed, and need not be.
    let _ = lock(child).signal(Signal::SIGKILL);
    let _ = lock(child).inner().wait();
}

/// A group of its own does not hear the terminal's Ctrl-C: this passes it on.
pub(crate) fn end_all_on_interrupt() -> Result<()> {
    ctrlc::set_handler(|| {
        let running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
        running
            .iter()
            .filter_map(Weak::upgrade)
            .for_each(|child| end(&child));
        process::exit(130);
    })?;
    Ok(())
}
