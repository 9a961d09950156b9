//! A session in Leptos: one signal, told by one subscription.

use hallpass::gloo_net::http::Request;
use hallpass::{
    Error, LoginOptions, LogoutOptions, Options, Preset, Reason, Session, Snapshot, Status,
};
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

fn provide_session(session: Session) {
    let (snapshot, set) = signal(session.snapshot());
    session.subscribe(move |now| set.set(now.clone())).forget();
    let session = StoredValue::new_local(session);
    provide_context(Auth { session, snapshot });
}

#[component]
fn App() -> impl IntoView {
    let Auth { snapshot, .. } = expect_context();
    let page = move || match snapshot.read().status {
        Status::Authenticated => view! { <SignedIn /> }.into_any(),
        Status::Unauthenticated(why) if why != Reason::Unknown => view! { <SignIn /> }.into_any(),
        // Not known yet, or not to be known at the moment: a busy server makes no one signed out.
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

fn main() -> Result<(), Error> {
    let session = Session::start(Options::new(Preset::hallpass()).base_url("/auth"))?;
    leptos::mount::mount_to_body(|| {
        provide_session(session);
        view! { <App /> }
    });
    Ok(())
}
