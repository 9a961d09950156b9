//! A session in Leptos: one signal, told by one subscription.

use gloo_net::http::Request;
use hallpass::machine::Status;
use hallpass::{Error, LoginOptions, LogoutOptions, Options, Preset, Session, Snapshot};
use leptos::{ev::SubmitEvent, html::Input, prelude::*, task::spawn_local};

#[derive(serde::Deserialize)]
struct Claims {
    name: String,
}

/// What components share: the session, and what is known about it as a signal.
#[derive(Clone, Copy)]
struct Auth {
    session: StoredValue<Session, LocalStorage>,
    snapshot: ReadSignal<Snapshot>,
}

impl Auth {
    fn new(session: Session) -> Self {
        let (snapshot, set) = signal(session.snapshot());
        session.subscribe(move |now| set.set(now.clone())).forget();
        Self {
            session: StoredValue::new_local(session),
            snapshot,
        }
    }

    fn session(self) -> Session {
        self.session.get_value()
    }

    /// Whoever is signed in by name, told anew when that changes.
    fn name(self) -> String {
        self.snapshot.track();
        let claims = self.session().claims::<Claims>().ok().flatten();
        claims.map_or_else(String::new, |claims| claims.name)
    }
}

#[component]
fn App() -> impl IntoView {
    let auth = expect_context::<Auth>();
    move || match auth.snapshot.read().status {
        Status::Loading => view! { <p>"…"</p> }.into_any(),
        Status::Authenticated => view! { <SignedIn /> }.into_any(),
        Status::Unauthenticated(_) => view! { <SignIn /> }.into_any(),
    }
}

#[component]
fn SignIn() -> impl IntoView {
    let auth = expect_context::<Auth>();
    let (email, password) = (NodeRef::<Input>::new(), NodeRef::<Input>::new());
    let (problem, set_problem) = signal(String::new());
    let value = |field: NodeRef<Input>| {
        field
            .get_untracked()
            .map_or_else(String::new, |it| it.value())
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let credentials = LoginOptions::default()
            .credential("email", value(email))
            .credential("password", value(password));
        spawn_local(async move {
            if let Err(error) = auth.session().login(credentials).await {
                set_problem.set(error.message);
            }
        });
    };
    view! {
        <form on:submit=submit>
            <input node_ref=email name="email" type="email" autocomplete="username" required />
            <input node_ref=password name="password" type="password" autocomplete="current-password" required />
            <button>"Sign in"</button>
            <p role="alert">{problem}</p>
        </form>
    }
}

#[component]
fn SignedIn() -> impl IntoView {
    let auth = expect_context::<Auth>();
    let orders = LocalResource::new(move || {
        let session = auth.session();
        async move {
            match session.send(Request::get("/api/orders")).await {
                Ok(response) => response.text().await.unwrap_or_default(),
                Err(failed) => failed.to_string(),
            }
        }
    });
    let logout = move |_| {
        spawn_local(async move {
            let _ = auth.session().logout(LogoutOptions::default()).await;
        });
    };
    view! {
        <h1>"Hello " {move || auth.name()}</h1>
        <pre>{move || orders.get()}</pre>
        <button on:click=logout>"Sign out"</button>
    }
}

fn main() -> Result<(), Error> {
    console_error_panic_hook::set_once();
    let session = Session::start(Options::new(Preset::hallpass()).base_url("/auth"))?;
    mount_to_body(move || {
        provide_context(Auth::new(session));
        view! { <App /> }
    });
    Ok(())
}
