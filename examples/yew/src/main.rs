//! A session in Yew: one hook, told by one subscription.

use gloo_net::http::Request;
use hallpass::{LoginOptions, LogoutOptions, Options, Preset, Session, Snapshot, machine::Status};
use wasm_bindgen_futures::spawn_local;
use web_sys::{FormData, HtmlFormElement};
use yew::prelude::*;

#[derive(serde::Deserialize)]
struct Claims {
    name: String,
}

/// The session as a property: the same one is equal to itself.
#[derive(Clone, Properties)]
struct Auth {
    session: Session,
}

impl PartialEq for Auth {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// What is known about the session; the component is rendered anew when that changes.
#[hook]
fn use_snapshot(session: &Session) -> Snapshot {
    let snapshot = use_state(|| session.snapshot());
    let (set, session) = (snapshot.setter(), session.clone());
    use_effect_with((), move |()| {
        set.set(session.snapshot());
        let subscription = session.subscribe(move |now| set.set(now.clone()));
        move || drop(subscription)
    });
    (*snapshot).clone()
}

#[component]
fn App() -> Html {
    let session = use_memo((), |()| Session::start(Options::new(Preset::hallpass()).base_url("/auth")));
    match &*session {
        Ok(session) => html! { <Shown session={session.clone()} /> },
        Err(error) => html! { <p role="alert">{ error.to_string() }</p> },
    }
}

#[component]
fn Shown(Auth { session }: &Auth) -> Html {
    match use_snapshot(session).status {
        Status::Loading => html! { <p>{ "…" }</p> },
        Status::Authenticated => html! { <SignedIn session={session.clone()} /> },
        Status::Unauthenticated(_) => html! { <SignIn session={session.clone()} /> },
    }
}

#[component]
fn SignIn(Auth { session }: &Auth) -> Html {
    let problem = use_state(String::new);
    let (session, told) = (session.clone(), problem.setter());
    let onsubmit = Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        let form: HtmlFormElement = event.target_unchecked_into();
        let Ok(fields) = FormData::new_with_form(&form) else { return };
        let credentials = LoginOptions::default()
            .credential("email", fields.get("email"))
            .credential("password", fields.get("password"));
        let (session, told) = (session.clone(), told.clone());
        spawn_local(async move {
            if let Err(error) = session.login(credentials).await {
                told.set(error.message);
            }
        });
    });
    html! {
        <form {onsubmit}>
            <input name="email" type="email" autocomplete="username" required=true />
            <input name="password" type="password" autocomplete="current-password" required=true />
            <button>{ "Sign in" }</button>
            <p role="alert">{ &*problem }</p>
        </form>
    }
}

#[component]
fn SignedIn(Auth { session }: &Auth) -> Html {
    let orders = use_state(String::new);
    let (sender, told) = (session.clone(), orders.setter());
    use_effect_with((), move |()| {
        spawn_local(async move {
            told.set(match sender.send(Request::get("/api/orders")).await {
                Ok(response) => response.text().await.unwrap_or_default(),
                Err(failed) => failed.to_string(),
            });
        });
    });
    let claims = session.claims::<Claims>().ok().flatten();
    let leaving = session.clone();
    let onclick = move |_| {
        let session = leaving.clone();
        spawn_local(async move { drop(session.logout(LogoutOptions::default()).await) });
    };
    html! {
        <>
            <h1>{ "Hello " }{ claims.map_or_else(String::new, |claims| claims.name) }</h1>
            <pre>{ &*orders }</pre>
            <button {onclick}>{ "Sign out" }</button>
        </>
    }
}

fn main() {
    yew::Renderer::<App>::new().render();
}
