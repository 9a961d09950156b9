//! Which of the provider's claims reach the page and the API.

use serde_json::{Map, Value, json};

use crate::settings::ClaimRule;

/// Taken over without a rule, where the provider has them.
const USUAL: [&str; 3] = ["name", "email", "tenant"];

/// Takes over what the page knows by name, and what the operator's rules name beside it.
///
/// A list, not everything: a token has what is none of the page's affair. Every session has `roles`, a
/// list, whatever shape the provider gives them.
pub(super) fn map(rules: &[ClaimRule], told: &Value) -> Map<String, Value> {
    let mut claims = Map::new();
    for name in USUAL {
        let value = told.get(name).filter(|value| value.is_string());
        claims.insert(name.to_owned(), value.cloned().unwrap_or_else(|| json!("")));
    }
    claims.insert("roles".to_owned(), roles(told.get("roles")));
    for name in ["email_verified", "acr"] {
        if let Some(value) = told.get(name) {
            claims.insert(name.to_owned(), value.clone());
        }
    }
    for rule in rules {
        let value = rule.find(told);
        let value = match rule.name() {
            "roles" => roles(value),
            _ => value.cloned().unwrap_or(Value::Null),
        };
        claims.insert(rule.name().to_owned(), value);
    }
    claims
}

/// Gives roles as a list: a provider may have one, or several separated by spaces.
fn roles(value: Option<&Value>) -> Value {
    match value {
        Some(Value::Array(all)) => Value::from(all.clone()),
        Some(Value::String(all)) => all.split_whitespace().collect(),
        _ => json!([]),
    }
}

/// Lays one answer of the provider over another.
pub(super) fn merge(told: &mut Value, more: Value) {
    if let (Value::Object(told), Value::Object(more)) = (told, more) {
        told.extend(more);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_reads_the_usual_names_and_those_of_the_rules_and_no_other() {
        let told = json!({ "name": "Ada", "email": "ada@example.com", "email_verified": true,
            "roles": "customer admin", "https://app.example/vip": true, "nonce": "n", "sid": "s" });
        let rules = ["vip=https://app.example/vip".parse().expect("is a rule")];
        let expected = json!({ "name": "Ada", "email": "ada@example.com", "email_verified": true,
            "tenant": "", "roles": ["customer", "admin"], "vip": true });
        assert_eq!(Value::Object(map(&rules, &told)), expected);
        let nested = json!({ "realm_access": { "roles": ["a", "b"] }, "name": 7 });
        let rules = ["roles=/realm_access/roles".parse().expect("is a rule")];
        let claims = map(&rules, &nested);
        assert_eq!(
            (&claims["roles"], &claims["name"]),
            (&json!(["a", "b"]), &json!(""))
        );
    }
}
