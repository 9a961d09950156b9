//! A flood of sign-ins by strangers: it keeps neither sessions nor other sign-ins out, and it takes no
//! more memory than the hashes that run (issue: availability; OWASP Password Storage).
//!
//! Bounded in count, in time and in memory. By default it is a small flood; built with `--profile
//! server` the hashes cost what they do in operation, and the flood is larger.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::json;
use tokio::sync::watch;

use crate::harness::{Answer, Browser, DEMO, SECOND, send};
use crate::running::Running;

/// Browsers that guess at the same time, as fast as they are answered.
const GUESSING: usize = if cfg!(debug_assertions) { 48 } else { 300 };
/// Guesses at most.
const GUESSES: usize = 50_000;
/// How often a flood begins and ends, and the reads of a session before and during it.
const PAIRS: usize = if cfg!(debug_assertions) { 1 } else { 11 };
const READS: usize = if cfg!(debug_assertions) { 200 } else { 1000 };
/// What a sign-in may take, with all the waits that the server asks for.
const BOUND: Duration = Duration::from_mins(1);
/// What the program may ever have had, in MiB.
const MOST_MEMORY: usize = 256;
/// How many times the p99 of a read may be what it was before the flood, in the middle of all pairs: 1.2 on two
/// quiet processors, where single pairs lie between 0.4 and 7.
const MOST_SLOWER: f64 = 2.0;

/// The flood: it is let in, and held back again until all of it has been answered.
struct Flood {
    base: String,
    /// Guesses that have begun, of all times.
    begun: AtomicUsize,
    /// Guesses that wait for their answer.
    waiting: watch::Sender<usize>,
    gate: watch::Sender<Gate>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gate {
    Closed,
    Open,
    Over,
}

impl Flood {
    fn at(base: &str) -> Self {
        Self {
            base: base.to_owned(),
            begun: AtomicUsize::new(0),
            waiting: watch::Sender::new(0),
            gate: watch::Sender::new(Gate::Closed),
        }
    }

    /// Guesses at one account after another, from one address after another, until the flood is over.
    async fn guess(&self) {
        let page = Browser::new(&self.base);
        let mut gate = self.gate.subscribe();
        loop {
            let told = gate.wait_for(|gate| *gate != Gate::Closed).await;
            let number = self.begun.fetch_add(1, Ordering::Relaxed);
            if *told.expect("is there") == Gate::Over || number >= GUESSES {
                break;
            }
            self.waiting.send_modify(|waiting| *waiting += 1);
            let body = json!({ "email": format!("{number}@example.com"), "password": "a guess" });
            let from = format!("192.0.{}.{}", number / 256 % 256, number % 256);
            let request = page.ask(Method::POST, "/auth/login").json(&body);
            let answer = send(request.header("x-forwarded-for", from)).await;
            assert!(matches!(answer.status, 401 | 503), "{}", answer.text);
            if answer.status == 503 {
                assert!(!answer.header("retry-after").is_empty());
            }
            self.waiting.send_modify(|waiting| *waiting -= 1);
        }
    }

    /// Lets it in, and waits until most of it waits for an answer.
    async fn begin(&self) {
        self.gate.send_replace(Gate::Open);
        self.wait(|waiting| waiting > GUESSING / 2).await;
    }

    /// Holds it back, and waits until all of it has been answered.
    async fn hold(&self) {
        self.gate.send_replace(Gate::Closed);
        self.wait(|waiting| waiting == 0).await;
    }

    async fn wait(&self, until: impl Fn(usize) -> bool) {
        let mut waiting = self.waiting.subscribe();
        let reached = waiting.wait_for(|waiting| until(*waiting)).await;
        reached.expect("is there");
    }
}

/// Signs in as a page does: where it is told to come back, it does so when it was told to.
async fn sign_in(page: &Browser, (email, password): (&str, &str)) -> Answer {
    let body = json!({ "email": email, "password": password });
    loop {
        let answer = page.post("/auth/login", body.clone()).await;
        if answer.status != 503 {
            return answer;
        }
        let wait = answer.header("retry-after").parse().expect("is seconds");
        tokio::time::sleep(Duration::from_secs(wait)).await;
    }
}

/// The microseconds that 99 of 100 reads of the session took at most.
async fn p99(page: &Browser) -> u128 {
    let mut took = Vec::new();
    for _ in 0..READS {
        let asked = Instant::now();
        assert_eq!(page.get("/auth/session").await.status, 200);
        took.push(asked.elapsed().as_micros());
    }
    took.sort_unstable();
    took[took.len() * 99 / 100]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_strangers_keeps_out_neither_a_session_nor_a_sign_in_and_takes_little_memory() {
    let open = [
        "--failures-per-address",
        "60000",
        "--failures-in-total",
        "60000",
    ];
    let arguments = ["--demo", "--log=off", "--trusted-proxy", "127.0.0.1"];
    let program = Running::start(&[&arguments[..], &open].concat());
    let known = Browser::new(&program.base);
    known.sign_in(DEMO).await;
    let flood = Flood::at(&program.base);
    let owners = async {
        let mut pairs = Vec::new();
        for _ in 0..PAIRS {
            flood.hold().await;
            let quiet = p99(&known).await;
            flood.begin().await;
            pairs.push((quiet, p99(&known).await));
        }
        let stranger = Browser::new(&program.base);
        let asked = Instant::now();
        let both = async { tokio::join!(sign_in(&known, DEMO), sign_in(&stranger, SECOND)) };
        let both = tokio::time::timeout(BOUND, both).await;
        let (known, stranger) = both.expect("both sign-ins are through within a minute");
        assert_eq!((known.status, stranger.status), (200, 200));
        let took = asked.elapsed();
        let went_on = flood.begun.load(Ordering::Relaxed) < GUESSES;
        flood.gate.send_replace(Gate::Over);
        assert!(went_on, "the flood ended before the sign-ins did");
        (pairs, took)
    };
    let guessing = join_all((0..GUESSING).map(|_| flood.guess()));
    let (_, (pairs, took)) = tokio::join!(guessing, owners);
    let memory = program.memory("VmHWM");
    let slower = middle(&pairs);
    println!(
        "{} guesses; p99 of a session before and during, in µs: {pairs:?}, in the middle {slower:.2} \
         times; two sign-ins took {} ms; {memory} MiB at most",
        flood.begun.load(Ordering::Relaxed),
        took.as_millis()
    );
    assert!(memory <= MOST_MEMORY, "{memory} MiB");
    assert!(
        cfg!(debug_assertions) || slower <= MOST_SLOWER,
        "p99 during the flood is {slower:.1} times that before it"
    );
}

/// How many times as long a read takes during the flood: the middle of the pairs, which one pair that
/// met something else on the machine does not move.
fn middle(pairs: &[(u128, u128)]) -> f64 {
    // Microseconds of a minute at most: the conversion is exact.
    #[allow(clippy::cast_precision_loss)]
    let ratio = |(quiet, loud): &(u128, u128)| *loud as f64 / *quiet as f64;
    let mut ratios: Vec<f64> = pairs.iter().map(ratio).collect();
    ratios.sort_by(f64::total_cmp);
    ratios[ratios.len() / 2]
}
