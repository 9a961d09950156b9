//! The corpus, as far as it is told without a signature; `tests/npm/jwt.test.mjs` and
//! `tests/e2e/jwt.test.mjs` lead it through the whole.

use hallpass::claims::{Algorithm, Keys, NoKey, Policy};
use serde_json::{Map, Value};

const CORPUS: &str = include_str!("corpus.json");

fn texts(policy: &Value, name: &str) -> Vec<String> {
    match &policy[name] {
        Value::String(one) => vec![one.clone()],
        Value::Array(all) => all
            .iter()
            .map(|it| it.as_str().unwrap().to_owned())
            .collect(),
        _ => Vec::new(),
    }
}

/// The policy of a row, as the facade makes it of its options.
fn policy(row: &Value) -> Policy {
    let said = &row["policy"];
    let mut policy = Policy::default();
    for issuer in texts(said, "issuer") {
        policy = policy.issuer(issuer);
    }
    for audience in texts(said, "audience") {
        policy = policy.audience(audience);
    }
    let algorithms = texts(said, "algorithms");
    if !algorithms.is_empty() {
        let named = algorithms.iter().map(|it| Algorithm::named(it).unwrap());
        policy = policy.algorithms(named.collect::<Vec<_>>());
    } else if row["keys"].is_string() {
        policy = policy.algorithms(Algorithm::ALL);
    }
    if let Some(name) = said["type"].as_str() {
        policy = policy.token_type(name);
    }
    if said["required"].is_array() {
        policy = policy.required(texts(said, "required"));
    }
    if let Some(leeway) = said["leeway"].as_i64() {
        policy = policy.leeway(leeway);
    }
    policy
}

/// What a row comes to: the part that is refused and by which step, or the claims.
fn outcome(row: &Value, sets: &Value) -> Result<Map<String, Value>, (&'static str, String)> {
    let token = row["token"].as_str().unwrap();
    let judged = policy(row)
        .judge(token, row["now"].as_i64().unwrap())
        .map_err(|refusal| ("judge", refusal.part))?;
    if let Some(set) = row["keys"].as_str() {
        let keys = Keys::parse(&sets[set].to_string()).unwrap();
        keys.choose(&judged).map_err(|no| match no {
            NoKey::Unknown(refusal) | NoKey::Never(refusal) => ("choose", refusal.part),
        })?;
    }
    let mut claims: Map<String, Value> = judged.claims().unwrap();
    for (name, at) in [
        ("exp", judged.expires_at()),
        ("nbf", judged.not_before()),
        ("iat", judged.issued_at()),
    ] {
        if let Some(at) = at {
            claims.insert(name.to_owned(), at.into());
        }
    }
    Ok(claims)
}

#[test]
fn each_token_comes_to_what_it_should() {
    let corpus: Value = serde_json::from_str(CORPUS).unwrap();
    let rows = corpus["rows"].as_array().unwrap();
    assert!(rows.len() > 150);
    let mut complaints = Vec::new();
    for row in rows {
        let found = outcome(row, &corpus["sets"]);
        let right = match (&found, row["refused"].as_str(), row["at"].as_str()) {
            // A signature is the browser's affair.
            (Ok(_), Some(_), Some("verify")) => true,
            (Ok(claims), None, _) => {
                row["claims"]
                    .as_object()
                    .unwrap()
                    .iter()
                    .all(|(name, wanted)| {
                        // Whole seconds are what counts.
                        let whole = |value: &Value| value.as_f64().map(f64::trunc);
                        claims.get(name) == Some(wanted)
                            || name == "exp" && whole(&claims[name]) == whole(wanted)
                    })
            }
            (Err((step, part)), Some(wanted), Some(at)) => part == wanted && *step == at,
            _ => false,
        };
        if !right {
            complaints.push(format!("{}: {found:?}", row["name"]));
        }
    }
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}
