//! A session in Leptos with a server that renders: the server shows what the browser shows first, and the browser goes on.

use hallpass::gloo_net::http::Request;
use hallpass::{LoginOptions, LogoutOptions, Options, Preset, Reason, Session, Snapshot, Status};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local, wasm_bindgen::JsCast};
use serde::Deserialize;

#[derive(Deserialize)]
struct Claims {
    name: String,
}

#[derive(Clone, Default, Deserialize)]
struct Orders {
    orders: Vec<Order>,
}

#[derive(Clone, Deserialize)]
struct Order {
    item: String,
}

/// What components share: the session, and a signal that follows it.
#[derive(Clone, Copy)]
struct Auth {
    session: StoredValue<Session, LocalStorage>,
    snapshot: ReadSignal<Snapshot>,
}

/// On a server there is no session: what it renders is what the browser shows first.
fn provide_session() {
    let options = Options::new(Preset::hallpass()).base_url("/auth");
    let session = Session::start(options).unwrap_or_else(|_| Session::loading());
    let (snapshot, set) = signal(session.snapshot());
    session.subscribe(move |now| set.set(now.clone())).forget();
    let session = StoredValue::new_local(session);
    provide_context(Auth { session, snapshot });
}

/// The document, which the server writes around the page.
pub fn document(options: LeptosOptions) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width" />
                <link rel="icon" href="data:," />
                <link rel="stylesheet" href="/style.css" />
                <title>"hallpass in Leptos"</title>
                <HydrationScripts options />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

#[component]
pub fn App() -> impl IntoView {
    provide_session();
    let Auth { snapshot, .. } = expect_context();
    let page = move || match snapshot.read().status {
        Status::Authenticated => view! { <SignedIn /> }.into_any(),
        Status::Unauthenticated(why) if why != Reason::Unknown => view! { <SignIn /> }.into_any(),
        // Not known yet, or the server cannot say.
        _ => view! { <p aria-busy="true">"One moment…"</p> }.into_any(),
    };
    view! { <main>{page}</main> }
}

#[component]
fn SignIn() -> impl IntoView {
    let Auth { session, .. } = expect_context();
    let (refusal, refuse) = signal(String::new());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let form = event.target().expect("a form").unchecked_into();
        spawn_local(async move {
            if let Err(error) = session.get_value().login(LoginOptions::form(&form)).await {
                refuse.set(error.message);
            }
        });
    };
    view! {
        <form on:submit=submit>
            <label>"Email "<input name="email" type="email" autocomplete="username" required /></label>
            <label>"Password "<input name="password" type="password" autocomplete="current-password" required /></label>
            <button>"Sign in"</button>
            <p role="alert">{refusal}</p>
        </form>
    }
}

#[component]
fn SignedIn() -> impl IntoView {
    let Auth { session, snapshot } = expect_context();
    let name = move || {
        snapshot.track();
        let claims = session.get_value().claims::<Claims>().ok().flatten();
        claims.map(|claims| claims.name)
    };
    let orders = LocalResource::new(move || async move {
        let request = Request::get("/api/orders");
        let response = session.get_value().send(request).await.ok()?;
        response.json::<Orders>().await.ok()
    });
    let item = |Order { item }| view! { <li>{item}</li> };
    let items = move || {
        let Orders { orders } = orders.get().flatten().unwrap_or_default();
        orders.into_iter().map(item).collect_view()
    };
    let sign_out = move |_| {
        let (session, options) = (session.get_value(), LogoutOptions::default());
        spawn_local(async move { drop(session.logout(options).await) });
    };
    view! {
        <h1>"Hello, " {name}</h1>
        <ul>{items}</ul>
        <button on:click=sign_out>"Sign out"</button>
    }
}

/// What the browser calls once the module is there.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_body(App);
}
