//! The keys of the provider of the tests, and tokens of every kind.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jwt_compact::alg::{Ed25519, SigningKey, VerifyingKey};
use jwt_compact::{Algorithm, AlgorithmExt, Claims, Header};
use serde_json::{Value, json};

type Secret = <Ed25519 as Algorithm>::SigningKey;

pub(crate) struct Key {
    id: String,
    secret: Secret,
}

impl Key {
    pub(crate) fn new(id: &str, seed: u8) -> Self {
        Self {
            id: id.to_owned(),
            secret: <Secret as SigningKey<Ed25519>>::from_slice(&[seed; 32]).expect("is a key"),
        }
    }

    pub(crate) fn public(&self) -> Value {
        let public = SigningKey::<Ed25519>::to_verifying_key(&self.secret);
        let x = URL_SAFE_NO_PAD.encode(VerifyingKey::<Ed25519>::as_bytes(&public));
        json!({ "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": self.id, "x": x })
    }

    pub(crate) fn sign(&self, typ: Option<&str>, claims: &Value) -> String {
        let mut header = Header::empty().with_key_id(&self.id);
        if let Some(typ) = typ {
            header = header.with_token_type(typ);
        }
        Ed25519
            .token(&header, &Claims::new(claims.clone()), &self.secret)
            .expect("is signed")
    }
}

/// A token with any header, and no signature that means anything.
pub(crate) fn unsigned(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!(
        "{}.{}.{}",
        part(header),
        part(claims),
        URL_SAFE_NO_PAD.encode("x")
    )
}
