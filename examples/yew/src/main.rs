//! A session in Yew: a hook that renders anew when it changes.

use gloo_net::http::Request;
use hallpass::{
    Error, LoginOptions, LogoutOptions, Options, Preset, Reason, Session, Snapshot, Status,
};
use serde::Deserialize;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

#[derive(Deserialize)]
struct Claims {
    name: String,
}

#[derive(Default, Deserialize)]
struct Orders {
    orders: Vec<Order>,
}

#[derive(Deserialize)]
struct Order {
    item: String,
}

#[derive(PartialEq, Properties)]
struct Props {
    session: Session,
}

/// Returns how the session stands, and renders anew when that changes.
#[hook]
fn use_snapshot(session: &Session) -> Snapshot {
    let update = use_force_update();
    use_effect_with(session.clone(), move |session| {
        // It may have changed between the first rendering and now.
        update.force_update();
        let subscription = session.subscribe(move |_| update.force_update());
        move || drop(subscription)
    });
    session.snapshot()
}

#[component]
fn App(Props { session }: &Props) -> Html {
    let session = session.clone();
    let page = match use_snapshot(&session).status {
        // Not known yet, or not to be known at the moment: a busy server makes no one signed out.
        Status::Loading | Status::Unauthenticated(Reason::Unknown) => {
            html! { <p aria-busy="true">{ "One moment…" }</p> }
        }
        Status::Authenticated => html! { <SignedIn {session} /> },
        Status::Unauthenticated(_) => html! { <SignIn {session} /> },
    };
    html! { <main>{ page }</main> }
}

#[component]
fn SignIn(Props { session }: &Props) -> Html {
    let refusal = use_state(String::new);
    let (session, told) = (session.clone(), refusal.setter());
    let onsubmit = move |event: SubmitEvent| {
        event.prevent_default();
        let login = LoginOptions::form(&event.target_unchecked_into());
        let (session, told) = (session.clone(), told.clone());
        spawn_local(async move {
            if let Err(error) = session.login(login).await {
                told.set(error.message);
            }
        });
    };
    html! {
        <form {onsubmit}>
            <label>{ "Email" }<input name="email" type="email" autocomplete="username" required=true /></label>
            <label>{ "Password" }<input name="password" type="password" autocomplete="current-password" required=true /></label>
            <button>{ "Sign in" }</button>
            <p role="alert">{ &*refusal }</p>
        </form>
    }
}

#[component]
fn SignedIn(Props { session }: &Props) -> Html {
    let claims = session.claims::<Claims>().ok().flatten();
    let orders = use_state(Orders::default);
    let (list, told) = (orders.orders.iter(), orders.setter());
    use_effect_with(session.clone(), move |session| {
        let session = session.clone();
        spawn_local(async move {
            if let Ok(response) = session.send(Request::get("/api/orders")).await {
                told.set(response.json().await.unwrap_or_default());
            }
        });
    });
    let session = session.clone();
    let onclick = move |_| {
        let session = session.clone();
        spawn_local(async move { drop(session.logout(LogoutOptions::default()).await) });
    };
    html! {
        <>
            <h1>{ "Hello, " }{ claims.map(|claims| claims.name) }</h1>
            <ul>{ for list.map(|order| html! { <li>{ &order.item }</li> }) }</ul>
            <button {onclick}>{ "Sign out" }</button>
        </>
    }
}

fn main() -> Result<(), Error> {
    let session = Session::start(Options::new(Preset::hallpass()).base_url("/auth"))?;
    yew::Renderer::<App>::with_props(Props { session }).render();
    Ok(())
}
