//! The key file: shared, replaced, published, and closed to others.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hallpass_server::keyfile;
use jwt_compact::alg::{Ed25519, VerifyingKey};
use jwt_compact::{Algorithm, AlgorithmExt, UntrustedToken};
use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Answer, Browser, DEMO, send, serve};
use crate::scratch::Scratch;

/// An instance over a folder's database and keys.
async fn instance(dir: &Scratch) -> Browser {
    let (db, keys) = (dir.file("db"), dir.file("keys"));
    let paths = [&db, &keys].map(|path| path.to_str().expect("is text"));
    let arguments = [
        "--demo",
        "--strategy",
        "jwt",
        "--db",
        paths[0],
        "--key-file",
        paths[1],
    ];
    Browser::new(&serve(&arguments).await)
}

fn access(answer: &Answer) -> String {
    let cookies = answer.cookie_header();
    let access = cookies
        .split("; ")
        .find(|pair| pair.starts_with("hallpass-access="));
    access.expect("has an access token").to_owned()
}

fn head(access: &str) -> Value {
    let token = access.split('=').nth(1).expect("has a value");
    let head = token.split('.').next().expect("has a head");
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(head).expect("is base64url")).expect("is JSON")
}

/// What an access token alone is worth at an instance.
async fn me(page: &Browser, access: &str) -> u16 {
    let stranger = Browser::new(&page.base);
    send(
        stranger
            .ask(Method::GET, "/api/me")
            .header("cookie", access),
    )
    .await
    .status
}

#[tokio::test]
async fn instances_that_share_the_keys_verify_each_other_s_tokens() {
    let dir = Scratch::new("keys");
    let (one, other) = (instance(&dir).await, instance(&dir).await);
    let token = access(&one.sign_in(DEMO).await);
    assert_eq!(me(&other, &token).await, 200);
    // A logout here is one there.
    one.post("/auth/logout", json!({})).await;
    assert_eq!(me(&other, &token).await, 401);
}

#[tokio::test]
async fn a_key_is_replaced_without_signing_anybody_out() {
    let dir = Scratch::new("keys");
    let before = instance(&dir).await;
    let token = access(&before.sign_in(DEMO).await);
    let old = fs::read_to_string(dir.file("keys")).expect("was made");
    let new = keyfile::line().expect("is drawn");
    let write = |text: String| fs::write(dir.file("keys"), text).expect("is written");
    write(format!("# since today\n{new}\n\n{old}"));
    let both = instance(&dir).await;
    assert_eq!(me(&both, &token).await, 200);
    let fresh = access(&both.sign_in(DEMO).await);
    assert_ne!(head(&fresh)["kid"], head(&token)["kid"]);
    write(new);
    let after = instance(&dir).await;
    assert_eq!(me(&after, &fresh).await, 200);
    assert_eq!(me(&after, &token).await, 401);
}

#[tokio::test]
async fn another_service_verifies_a_token_by_the_published_keys() {
    let page = instance(&Scratch::new("keys")).await;
    let token = access(&page.sign_in(DEMO).await);
    let keys = send(page.bare(Method::GET, "/.well-known/jwks.json")).await;
    assert_eq!(keys.header("cache-control"), "public, max-age=300");
    let [key] = &keys.json["keys"].as_array().expect("is a list")[..] else {
        panic!("one key: {}", keys.text)
    };
    assert_eq!(
        (&key["kty"], &key["crv"], &key["alg"]),
        (&json!("OKP"), &json!("Ed25519"), &json!("EdDSA"))
    );
    assert_eq!(head(&token)["kid"], key["kid"]);
    let x = URL_SAFE_NO_PAD
        .decode(key["x"].as_str().expect("is text"))
        .expect("is base64url");
    let key = <<Ed25519 as Algorithm>::VerifyingKey as VerifyingKey<Ed25519>>::from_slice(&x);
    let token = token.split('=').nth(1).expect("has a value");
    let token = UntrustedToken::new(token).expect("is a token");
    let claims = Ed25519
        .validator::<Value>(&key.expect("is a key"))
        .validate(&token);
    assert_eq!(claims.expect("verifies").claims().custom["sub"], "usr_8Zk3");
    // Nothing of the secret is published.
    assert!(key_is_public(&keys.json));
}

fn key_is_public(keys: &Value) -> bool {
    let all = keys["keys"].as_array().into_iter().flatten();
    let mut all = all.filter_map(Value::as_object);
    all.all(|key| key.keys().all(|name| name != "d"))
}

fn refused(file: &Path) -> String {
    let out = Command::new(env!("CARGO_BIN_EXE_hallpass-server"))
        .args(["--addr", "127.0.0.1:0", "--key-file"])
        .arg(file)
        .output()
        .expect("runs");
    assert_eq!(out.status.code(), Some(1));
    String::from_utf8(out.stderr).expect("is text")
}

#[tokio::test]
async fn a_file_is_made_for_its_owner_alone_and_one_that_cannot_be_trusted_stops_the_start() {
    let dir = Scratch::new("keys");
    instance(&dir).await;
    let mode = |file: &Path| fs::metadata(file).expect("is there").permissions().mode() & 0o777;
    assert_eq!(mode(&dir.file("keys")), 0o600);
    let write = |name: &str, text: &str, mode: u32| {
        let file = dir.file(name);
        fs::write(&file, text).expect("is written");
        fs::set_permissions(&file, fs::Permissions::from_mode(mode)).expect("is set");
        refused(&file)
    };
    let key = keyfile::line().expect("is drawn");
    let junk = format!("{key}\nnot-a-key\n");
    for (text, mode, words) in [
        (key.as_str(), 0o644, "others may read it (mode 644)"),
        (&junk, 0o600, "line 2 is no key"),
        ("# none\n", 0o600, "there is no key in it"),
    ] {
        let said = write("bad", text, mode);
        for part in [words, "expected:", "do:"] {
            assert!(said.contains(part), "{said}");
        }
        assert!(
            !said.contains(&key) && !said.contains("not-a-key"),
            "{said}"
        );
    }
}
