//! Two instances of the server over one store, and how a test asks one of them.

use reqwest::Method;
use serde_json::json;

use crate::database::{Database, Kind};
use crate::harness::{Answer, Browser};
use crate::running::Running;
use crate::scratch::Scratch;

/// A store, and two instances that share it and the keys.
pub(crate) struct Pair {
    pub(crate) store: Database,
    url: String,
    keys: String,
    strategy: &'static str,
    pub(crate) instances: [Running; 2],
}

impl Pair {
    pub(crate) fn start(kind: Kind, strategy: &'static str) -> Self {
        let store = Database::start(kind);
        let url = store.url();
        let keys = Scratch::new("shared").file("keys");
        let keys = keys.to_str().expect("is text").to_owned();
        let instances = [
            instance(&url, &keys, strategy),
            instance(&url, &keys, strategy),
        ];
        Self {
            store,
            url,
            keys,
            strategy,
            instances,
        }
    }

    pub(crate) fn base(&self, which: usize) -> &str {
        &self.instances[which].base
    }

    /// Tells where the store is.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Starts one more instance.
    pub(crate) fn another(&self) -> Running {
        instance(&self.url, &self.keys, self.strategy)
    }

    /// Kills an instance and starts another in its place.
    pub(crate) fn replace(&mut self, which: usize) {
        self.instances[which].child.kill().expect("is killed");
        self.instances[which] = self.another();
    }

    pub(crate) async fn ask(
        &self,
        which: usize,
        method: Method,
        path: &str,
        cookies: &str,
    ) -> Answer {
        ask(self.base(which), method, path, cookies)
            .await
            .expect("is answered")
    }
}

fn instance(url: &str, keys: &str, strategy: &str) -> Running {
    let shared = ["--store", url, "--key-file", keys, "--strategy", strategy];
    Running::start(&[&["--demo", "--log=off"], &shared[..]].concat())
}

/// Sends a request with these cookies; none where the instance is killed meanwhile.
pub(crate) async fn ask(base: &str, method: Method, path: &str, cookies: &str) -> Option<Answer> {
    let request = Browser::new(base)
        .ask(method.clone(), path)
        .header("cookie", cookies);
    let request = if method == Method::POST {
        request.json(&json!({}))
    } else {
        request
    };
    Some(Answer::read(request.send().await.ok()?).await)
}
