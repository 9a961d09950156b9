//! Drives a server by browsers that are signed in already, and tells what it took: requests per second,
//! processor time, the slowest of a hundred. Reads an [`Order`] from stdin, writes the figures to stdout.
//!
//! All browsers run in one thread, so that they take one processor at most.

mod browser;
mod processor;

use anyhow::{Context, Result, ensure};
use browser::{Browser, Phase, SignedIn};
use futures_util::future::try_join_all;
use serde::{Deserialize, Serialize};
use std::time::{Duration, Instant};

/// What to drive, and how.
#[derive(Deserialize)]
struct Order {
    /// The server's process.
    pid: u32,
    /// Its address.
    host: String,
    browsers: Vec<SignedIn>,
    /// One after the other, by the same browsers.
    phases: Vec<Phase>,
    /// Milliseconds until a just-in-time compiler has seen what it compiles.
    warm: u64,
    /// Milliseconds that are measured.
    span: u64,
}

/// What a phase took.
#[derive(Serialize)]
struct Figures {
    /// Requests per second.
    rate: f64,
    /// Processor time of a request, in ms.
    cpu: f64,
    /// What 99 of 100 requests took at most, in ms.
    p99: f64,
}

fn main() -> Result<()> {
    let order: Order = serde_json::from_reader(std::io::stdin()).context("the order on stdin")?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let figures = runtime.block_on(drive(order))?;
    println!("{}", serde_json::to_string(&figures)?);
    Ok(())
}

async fn drive(order: Order) -> Result<Vec<Figures>> {
    let (warm, span) = (
        Duration::from_millis(order.warm),
        Duration::from_millis(order.span),
    );
    let opened = order.browsers.into_iter();
    let mut browsers = try_join_all(opened.map(|one| Browser::open(&order.host, one))).await?;
    let mut all = Vec::new();
    for phase in &order.phases {
        ask(&mut browsers, phase, warm).await?;
        let (began, used) = (Instant::now(), processor::time(order.pid)?);
        let mut times = ask(&mut browsers, phase, span).await?;
        let (took, used) = (began.elapsed(), processor::time(order.pid)? - used);
        ensure!(times.len() >= 100, "{} requests tell nothing", times.len());
        times.sort_unstable();
        let count = times.len() as f64;
        all.push(Figures {
            rate: count / took.as_secs_f64(),
            cpu: used.as_secs_f64() * 1000.0 / count,
            p99: times[times.len() * 99 / 100].as_secs_f64() * 1000.0,
        });
    }
    Ok(all)
}

/// Lets each browser ask for a while, one request after the other; returns how long each took.
async fn ask(browsers: &mut [Browser], phase: &Phase, span: Duration) -> Result<Vec<Duration>> {
    let ends = Instant::now() + span;
    let asking = browsers.iter_mut().map(|browser| async move {
        let mut times = Vec::new();
        let mut asked = Instant::now();
        while asked < ends {
            browser.ask(phase).await?;
            let answered = Instant::now();
            times.push(answered - asked);
            asked = answered;
        }
        anyhow::Ok(times)
    });
    Ok(try_join_all(asking).await?.concat())
}
