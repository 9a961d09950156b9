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
    arguments: Vec<String>,
    pub(crate) instances: [Running; 2],
}

impl Pair {
    pub(crate) fn start(kind: Kind, strategy: &'static str) -> Self {
        Self::with(kind, strategy, &[])
    }

    /// Starts both with these arguments besides.
    pub(crate) fn with(kind: Kind, strategy: &str, besides: &[String]) -> Self {
        let store = Database::start(kind);
        let url = store.url();
        let keys = Scratch::new("shared").file("keys");
        let keys = keys.to_str().expect("is text");
        let own = ["--demo", "--log=off", "--store", &url, "--key-file", keys];
        let own = own.into_iter().chain(["--strategy", strategy]);
        let arguments: Vec<String> = own
            .map(str::to_owned)
            .chain(besides.iter().cloned())
            .collect();
        let instances = [instance(&arguments), instance(&arguments)];
        Self {
            store,
            url,
            arguments,
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
        instance(&self.arguments)
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

fn instance(arguments: &[String]) -> Running {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    Running::start(&arguments)
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
