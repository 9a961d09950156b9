//! A small protected API, so that there is something to be signed in for.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::app::App;
use crate::asking::{Caller, Octets};
use crate::body;
use crate::refusal::Refusal;
use crate::store::orders;

/// Tells who is calling.
pub(super) async fn me(State(app): State<App>, caller: Caller) -> Result<Json<Value>, Refusal> {
    caller.executes(&app, "profile")?;
    let session = &caller.session;
    Ok(Json(
        json!({ "subject": session.subject, "claims": body::claims(session) }),
    ))
}

/// Answers those alone whose claim `vip` is true: a route that a claim protects.
pub(super) async fn vip(State(app): State<App>, caller: Caller) -> Result<Json<Value>, Refusal> {
    caller.may("vip", |value| *value == true)?;
    caller.executes(&app, "profile")?;
    Ok(Json(
        json!({ "subject": caller.session.subject, "lounge": "open" }),
    ))
}

/// Lists the caller's orders.
pub(super) async fn orders(State(app): State<App>, caller: Caller) -> Result<Json<Value>, Refusal> {
    caller.executes(&app, "orders:read")?;
    let subject = caller.session.subject.clone();
    let listed = app.read(|db| Ok(orders::list(db, &subject)?))?;
    Ok(Json(
        json!({ "subject": caller.session.subject, "orders": listed }),
    ))
}

#[derive(Deserialize)]
struct Wish {
    item: String,
    #[serde(default = "one")]
    quantity: u32,
}

fn one() -> u32 {
    1
}

/// Places an order for the caller.
pub(super) async fn place(
    State(app): State<App>,
    caller: Caller,
    Octets(bytes): Octets,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    caller.executes(&app, "orders:write")?;
    let wish: Wish = read(
        &bytes,
        "Send a JSON object with item and, if you like, quantity.",
    )?;
    if wish.item.trim().is_empty() || wish.item.len() > 200 || !(1..=99).contains(&wish.quantity) {
        return Err(Refusal::InvalidRequest(
            "An order is 1 to 99 of something with a name.",
        ));
    }
    let subject = caller.session.subject.clone();
    let order = app
        .transact(move |app, db| {
            Ok(orders::insert(
                db,
                &subject,
                &wish.item,
                wish.quantity,
                app.now(),
            )?)
        })
        .await?;
    let placed = json!({ "subject": caller.session.subject, "order": order });
    Ok((StatusCode::CREATED, Json(placed)))
}

#[derive(Deserialize)]
struct Transfer {
    to: String,
    amount: u32,
}

/// Moves pretended money, for which the sign-in must be recent.
pub(super) async fn transfer(
    State(app): State<App>,
    caller: Caller,
    Octets(bytes): Octets,
) -> Result<Json<Value>, Refusal> {
    caller.recently_signed_in(app.policy().step_up_max_age, app.now())?;
    caller.executes(&app, "transfers:write")?;
    let wish: Transfer = read(&bytes, "Send a JSON object with to and amount.")?;
    let transfer = json!({ "to": wish.to, "amount": wish.amount });
    Ok(Json(
        json!({ "subject": caller.session.subject, "transfer": transfer }),
    ))
}

fn read<T: for<'de> Deserialize<'de>>(bytes: &Bytes, hint: &'static str) -> Result<T, Refusal> {
    serde_json::from_slice(bytes).map_err(|_| Refusal::InvalidRequest(hint))
}
