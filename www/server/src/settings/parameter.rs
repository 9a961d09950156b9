//! What a provider wants in the address of a sign-in beside what every provider does.

use std::str::FromStr;

/// A parameter of the authorization request, such as `audience=https://api.example`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    pub(crate) name: String,
    pub(crate) value: String,
}

/// Why a text is no parameter.
#[derive(Debug, thiserror::Error)]
#[error(
    "not a parameter of a sign-in; expected: NAME=VALUE, and no name that the server sets itself; do: \
     give what the provider's documentation names, such as access_type=offline"
)]
pub struct NoParameter;

/// Set for each sign-in by itself, and for its safety.
const OWN: [&str; 11] = [
    "acr_values",
    "client_id",
    "code_challenge",
    "code_challenge_method",
    "max_age",
    "nonce",
    "redirect_uri",
    "response_mode",
    "response_type",
    "scope",
    "state",
];

impl FromStr for Parameter {
    type Err = NoParameter;

    fn from_str(text: &str) -> Result<Self, NoParameter> {
        let (name, value) = text.split_once('=').ok_or(NoParameter)?;
        if name.is_empty() || OWN.contains(&name) {
            return Err(NoParameter);
        }
        Ok(Self {
            name: name.to_owned(),
            value: value.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_is_any_but_those_that_keep_a_sign_in_safe() {
        let audience: Parameter = "audience=https://api.example/?a=b".parse().expect("is one");
        assert_eq!(
            (audience.name.as_str(), audience.value.as_str()),
            ("audience", "https://api.example/?a=b")
        );
        for wrong in [
            "",
            "audience",
            "=x",
            "state=x",
            "redirect_uri=https://evil.example",
        ] {
            assert!(wrong.parse::<Parameter>().is_err(), "{wrong}");
        }
    }
}
