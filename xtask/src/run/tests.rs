//! A command that hangs must not outlive its limit, nor what it has started.

use super::Job;
use std::{fs, process, thread, time::Duration};

fn sh(script: &str) -> Job {
    Job::new("test", "sh").args(["-c", script])
}

#[test]
fn output_keeps_its_order_and_its_end() {
    let finished = sh("echo out; echo err >&2; printf tail").stream().unwrap();
    assert!(finished.success);
    assert_eq!(finished.output, "out\nerr\ntail\n");
}

#[test]
fn a_failure_shows_what_was_said() {
    let error = sh("echo why; exit 3").quiet().unwrap_err().to_string();
    assert!(error.contains("why"), "{error}");
}

#[test]
fn a_hang_ends_with_all_it_started() {
    let file = std::env::temp_dir().join(format!("hallpass-hang-{}", process::id()));
    let script = format!(
        "sh -c 'echo $$ > {0}; exec sleep 60' & wait",
        file.display()
    );
    let finished = sh(&script)
        .limit(Duration::from_millis(500))
        .stream()
        .unwrap();
    assert!(!finished.success);
    let pid = fs::read_to_string(&file).unwrap();
    fs::remove_file(&file).unwrap();
    // Whoever inherits it may take a moment to reap it.
    let gone = (0..50).any(|_| {
        thread::sleep(Duration::from_millis(20));
        let state = fs::read_to_string(format!("/proc/{}/stat", pid.trim()));
        state.map_or(true, |stat| stat.contains(") Z "))
    });
    assert!(gone);
}
