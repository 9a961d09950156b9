//! A session without a framework: the page shows another template whenever the status changes.

use std::cell::RefCell;

use hallpass::{
    LoginOptions, LogoutOptions, Options, Preset, Reason, SendError, Session, Snapshot, Status,
    gloo_net::http::Request,
};
use serde::Deserialize;
use wasm_bindgen::{JsCast, JsError, prelude::*};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Document, Element, Event, HtmlTemplateElement, window};

#[derive(Deserialize)]
struct Claims {
    name: String,
}

#[derive(Deserialize)]
struct Orders {
    orders: Vec<Order>,
}

#[derive(Deserialize)]
struct Order {
    item: String,
}

#[wasm_bindgen(start)]
fn start() -> Result<(), JsError> {
    let session = Session::start(Options::new(Preset::hallpass()).base_url("/auth"))?;
    show(&session, &session.snapshot());
    let (shown, held) = (RefCell::new(Status::Loading), session.clone());
    // The listener holds the session, which lives as long as the page.
    let told = move |now: &Snapshot| {
        if shown.replace(now.status) != now.status {
            show(&held, now);
        }
    };
    session.subscribe(told).forget();
    Ok(())
}

fn document() -> Document {
    window().and_then(|window| window.document()).expect("a page")
}

fn element(selector: &str) -> Element {
    let found = document().query_selector(selector).ok().flatten();
    found.expect("what index.html has")
}

/// Puts the template of a status into the page.
fn show(session: &Session, snapshot: &Snapshot) {
    let template = match snapshot.status {
        // Not known yet, or not to be known at the moment: a busy server makes no one signed out.
        Status::Loading | Status::Unauthenticated(Reason::Unknown) => "#loading",
        Status::Authenticated => "#signed-in",
        Status::Unauthenticated(_) => "#signed-out",
    };
    let template: HtmlTemplateElement = element(template).unchecked_into();
    let content = template.content().clone_node_with_deep(true);
    element("main").replace_children_with_node_1(&content.expect("a copy"));
    match snapshot.status {
        Status::Loading | Status::Unauthenticated(Reason::Unknown) => {}
        Status::Authenticated => signed_in(session),
        Status::Unauthenticated(_) => signed_out(session),
    }
}

fn signed_out(session: &Session) {
    let session = session.clone();
    on("main form", "submit", move |event| {
        event.prevent_default();
        let (session, login) = (session.clone(), LoginOptions::form(&element("main form").unchecked_into()));
        spawn_local(async move {
            if let Err(error) = session.login(login).await {
                element("main [role=alert]").set_text_content(Some(&error.message));
            }
        });
    });
}

fn signed_in(session: &Session) {
    let claims = session.claims::<Claims>().ok().flatten();
    let name = claims.map(|claims| claims.name).unwrap_or_default();
    element("main h1").set_text_content(Some(&format!("Hello, {name}")));
    let (asking, leaving) = (session.clone(), session.clone());
    spawn_local(async move {
        for order in orders(&asking).await.unwrap_or_default() {
            let item = document().create_element("li").expect("an element");
            item.set_text_content(Some(&order.item));
            let _ = element("main ul").append_child(&item);
        }
    });
    on("main button", "click", move |_| {
        let session = leaving.clone();
        spawn_local(async move { drop(session.logout(LogoutOptions::default()).await) });
    });
}

async fn orders(session: &Session) -> Result<Vec<Order>, SendError> {
    let response = session.send(Request::get("/api/orders")).await?;
    Ok(response.json::<Orders>().await?.orders)
}

/// Listens for as long as the element is there.
fn on(selector: &str, event: &str, listener: impl Fn(Event) + 'static) {
    let listener = Closure::<dyn Fn(Event)>::new(listener).into_js_value();
    let _ = element(selector).add_event_listener_with_callback(event, listener.unchecked_ref());
}
