//! What the provider of the tests gives for a code, and for a refresh token.

use axum::Json;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::fake::{CLIENT, Fields, Inner, no};

impl Inner {
    fn draw(&mut self, what: &str) -> String {
        self.drawn += 1;
        format!("{what}-token-{}", self.drawn)
    }

    pub(super) fn exchange(&mut self, form: &Fields) -> Response {
        let Some(asked) = self.codes.remove(&form["code"]) else {
            return no("invalid_grant");
        };
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&form["code_verifier"]));
        if challenge != asked["code_challenge"] || form["redirect_uri"] != asked["redirect_uri"] {
            return no("invalid_grant");
        }
        let scope = asked["scope"].clone();
        self.give(&scope, &scope, asked.get("nonce").map(String::as_str))
    }

    pub(super) fn rotate(&mut self, form: &Fields) -> Response {
        self.refreshes += 1;
        let Some((granted, used)) = self.refresh.get(&form["refresh_token"]).cloned() else {
            return no("invalid_grant");
        };
        if used {
            self.refresh.clear();
            return no("invalid_grant");
        }
        self.refresh
            .insert(form["refresh_token"].clone(), (granted.clone(), true));
        let scope = form.get("scope").unwrap_or(&granted).clone();
        self.give(&granted, &scope, None)
    }

    fn give(&mut self, granted: &str, scope: &str, nonce: Option<&str>) -> Response {
        let access = self.draw("access");
        self.access.push(access.clone());
        let now = chrono::Utc::now().timestamp();
        let mut claims = json!({ "iss": self.base, "aud": CLIENT, "sub": self.user["sub"],
            "sid": self.user["sid"], "iat": now, "exp": now + 300, "nonce": nonce });
        for (name, value) in self.id_claims.as_object().expect("is an object") {
            claims[name] = value.clone();
        }
        claims
            .as_object_mut()
            .expect("is an object")
            .retain(|_, value| !value.is_null());
        let id_token = self
            .keys
            .last()
            .expect("has a key")
            .sign(Some("JWT"), &claims);
        let mut answer = json!({ "access_token": access, "token_type": "Bearer", "scope": scope,
            "id_token": id_token, "expires_in": self.lifetime });
        if self.gives_refresh {
            let refresh = self.draw("refresh");
            self.refresh
                .insert(refresh.clone(), (granted.to_owned(), false));
            answer["refresh_token"] = json!(refresh);
        }
        answer
            .as_object_mut()
            .expect("is an object")
            .retain(|_, value| !value.is_null());
        Json(answer).into_response()
    }
}
