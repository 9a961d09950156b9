//! A session in Dioxus: one signal, told by one subscription.

use dioxus::prelude::*;
use hallpass::gloo_net::http::Request;
use hallpass::{LoginOptions, LogoutOptions, Options, Preset, Reason, Session, Snapshot, Status};
use serde::Deserialize;

#[derive(Deserialize)]
struct Claims {
    name: String,
}

#[derive(Default, Deserialize)]
struct Orders {
    orders: Vec<Order>,
}

#[derive(Clone, Deserialize)]
struct Order {
    item: String,
}

/// What components share: the session, and a signal that follows it.
#[derive(Clone)]
struct Auth {
    session: Session,
    snapshot: Signal<Snapshot>,
}

/// Starts the session; on a server that renders there is none, and the page is that of a session which is loading.
fn start_session() -> Auth {
    let options = Options::new(Preset::hallpass()).base_url("/auth");
    let session = Session::start(options).unwrap_or_else(|_| Session::loading());
    let snapshot = Signal::new(session.snapshot());
    let tell = move |now: &Snapshot| {
        let mut snapshot = snapshot;
        snapshot.set(now.clone());
    };
    session.subscribe(tell).forget();
    Auth { session, snapshot }
}

#[component]
fn App() -> Element {
    let Auth { snapshot, .. } = use_context_provider(start_session);
    rsx! {
        main {
            match snapshot.read().status {
                Status::Authenticated => rsx! { SignedIn {} },
                Status::Unauthenticated(why) if why != Reason::Unknown => rsx! { SignIn {} },
                // Not known yet, or not to be known at the moment: a busy server makes no one signed out.
                _ => rsx! { p { aria_busy: "true", "One moment…" } },
            }
        }
    }
}

#[component]
fn SignIn() -> Element {
    let Auth { session, .. } = use_context();
    let mut refusal = use_signal(String::new);
    let submit = move |event: FormEvent| {
        event.prevent_default();
        let fields = event.values().into_iter();
        let login = fields.fold(LoginOptions::default(), |login, (name, value)| match value {
            FormValue::Text(text) => login.credential(&name, text),
            FormValue::File(_) => login,
        });
        let session = session.clone();
        spawn(async move {
            if let Err(error) = session.login(login).await {
                refusal.set(error.message);
            }
        });
    };
    rsx! {
        form { onsubmit: submit,
            label { "Email " input { name: "email", r#type: "email", autocomplete: "username", required: true } }
            label { "Password " input { name: "password", r#type: "password", autocomplete: "current-password", required: true } }
            button { "Sign in" }
            p { role: "alert", "{refusal}" }
        }
    }
}

async fn orders(session: Session) -> Vec<Order> {
    let Ok(response) = session.send(Request::get("/api/orders")).await else {
        return Vec::new();
    };
    response.json::<Orders>().await.unwrap_or_default().orders
}

#[component]
fn SignedIn() -> Element {
    let Auth { session, snapshot } = use_context();
    // Who reads the signal is rendered anew when it changes, with the claims of then.
    snapshot.read();
    let name = session.claims::<Claims>().ok().flatten().map(|claims| claims.name);
    let asking = session.clone();
    let orders = use_resource(move || orders(asking.clone()));
    let sign_out = move |_| {
        let session = session.clone();
        spawn(async move { drop(session.logout(LogoutOptions::default()).await) });
    };
    rsx! {
        h1 { "Hello, " {name.unwrap_or_default()} }
        ul {
            for order in orders.cloned().unwrap_or_default() { li { "{order.item}" } }
        }
        button { onclick: sign_out, "Sign out" }
    }
}

fn main() {
    dioxus::launch(App);
}
