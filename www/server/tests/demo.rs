//! The demo accounts: with `--demo` alone, and never for another machine.

use crate::harness::{Browser, DEMO, demo, serve};
use crate::scratch::Scratch;
use serde_json::json;

async fn sign_in(base: &str) -> u16 {
    let body = json!({ "email": DEMO.0, "password": DEMO.1 });
    Browser::new(base).post("/auth/login", body).await.status
}

#[tokio::test]
async fn they_exist_with_the_argument_alone() {
    assert_eq!(sign_in(&serve(&["--demo"]).await).await, 200);
    assert_eq!(sign_in(&serve(&[]).await).await, 401);
}

#[tokio::test]
async fn a_file_that_served_a_demo_keeps_nothing_of_it() {
    let file = Scratch::new("demo").file("db");
    let db = file.to_str().expect("is text");
    let page = Browser::new(&demo(&["--db", db]).await);
    page.sign_in(DEMO).await;
    let order = json!({ "item": "Kettle" });
    assert_eq!(page.post("/api/orders", order).await.status, 201);
    let later = serve(&["--db", db]).await;
    assert_eq!(sign_in(&later).await, 401);
    // The one that still runs finds its session gone, and says so.
    let seen = page.get("/auth/session").await;
    assert_eq!(seen.json, json!({ "authenticated": false }));
}
