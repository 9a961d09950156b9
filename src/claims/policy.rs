//! What an application expects of a token.

use alloc::{
    string::{String, ToString},
    vec,
    vec::Vec,
};

use super::{
    algorithm::{Algorithm, names},
    json::Json,
    refusal::Refusal,
    times,
    token::Token,
};

/// What a token has to say to be believed.
///
/// ```
/// use hallpass::claims::{Algorithm, Policy};
///
/// let policy = Policy::default()
///     .issuer("https://id.example")
///     .audience("spa")
///     .algorithms([Algorithm::Es256]);
/// # let token = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJodHRwczovL2lkLmV4YW1wbGUiLCJhdWQiOiJzcGEiLCJleHAiOjIwMCwic3ViIjoiYWRhIn0.AA";
/// #[derive(serde::Deserialize)]
/// struct Claims {
///     sub: String,
/// }
///
/// let judged = policy.judge(token, 100)?;
/// assert_eq!(judged.expires_at(), Some(200));
/// assert_eq!(judged.claims::<Claims>()?.sub, "ada");
/// assert_eq!(
///     policy.judge(token, 1000).unwrap_err().to_string(),
///     "exp is 200, not later than 940",
/// );
/// # Ok::<(), hallpass::claims::Refusal>(())
/// ```
#[derive(Clone, Debug)]
pub struct Policy {
    algorithms: Option<Vec<Algorithm>>,
    issuer: Vec<String>,
    audience: Vec<String>,
    r#type: Option<String>,
    required: Vec<String>,
    leeway: i64,
}

impl Default for Policy {
    /// Any signature but none, an `exp`, and a minute of leeway.
    fn default() -> Self {
        Self {
            algorithms: None,
            issuer: vec![],
            audience: vec![],
            r#type: None,
            required: vec!["exp".to_string()],
            leeway: 60,
        }
    }
}

impl Policy {
    /// Only these signatures (RFC 8725 §3.1).
    #[must_use]
    pub fn algorithms(mut self, algorithms: impl Into<Vec<Algorithm>>) -> Self {
        self.algorithms = Some(algorithms.into());
        self
    }

    /// From this issuer (RFC 8725 §3.8); of several, from one of them.
    #[must_use]
    pub fn issuer(mut self, issuer: impl Into<String>) -> Self {
        self.issuer.push(issuer.into());
        self
    }

    /// For this audience (RFC 8725 §3.9); of several, for one of them.
    #[must_use]
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.audience.push(audience.into());
        self
    }

    /// Of this explicit type, such as `at+jwt` (RFC 8725 §3.11).
    #[must_use]
    pub fn token_type(mut self, token_type: impl Into<String>) -> Self {
        self.r#type = Some(token_type.into());
        self
    }

    /// With these claims, instead of `exp` alone.
    #[must_use]
    pub fn required(mut self, claims: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.required = claims.into_iter().map(Into::into).collect();
        self
    }

    /// How many seconds clocks may differ by.
    #[must_use]
    pub fn leeway(mut self, seconds: i64) -> Self {
        self.leeway = seconds;
        self
    }

    /// Judges a token at a time in epoch seconds: all but its signature.
    ///
    /// # Errors
    ///
    /// The first thing that is wrong with it.
    pub fn judge<'a>(&self, token: &'a str, now: i64) -> Result<Token<'a>, Refusal> {
        let token = Token::parse(token)?;
        if let Some(name) = token.extension() {
            return Err(Refusal::new(name, "there", "absent: no extension is known"));
        }
        self.judge_algorithm(&token)?;
        self.judge_type(&token)?;
        self.judge_presence(&token)?;
        among(&token, "iss", &self.issuer)?;
        among(&token, "aud", &self.audience)?;
        times::judge(&token, now, self.leeway)?;
        Ok(token)
    }

    /// Only what a page can verify, where nothing says less.
    #[cfg(feature = "session")]
    pub(crate) fn verifiable(mut self) -> Self {
        self.algorithms.get_or_insert_with(|| Algorithm::ALL.into());
        self
    }

    /// Reads one that the facade wrote: of texts and lists of texts.
    #[cfg(all(target_family = "wasm", feature = "npm-jwt"))]
    pub(crate) fn written(json: &Json) -> Self {
        let texts = |name| -> Vec<String> {
            let items = json.get(name).map_or(&[][..], Json::items).iter();
            items.filter_map(Json::as_text).map(Into::into).collect()
        };
        let algorithms = json.get("algorithms");
        Self {
            algorithms: algorithms.map(|_| {
                let names = texts("algorithms").into_iter();
                names.filter_map(|name| Algorithm::named(&name)).collect()
            }),
            issuer: texts("issuer"),
            audience: texts("audience"),
            r#type: json.text("type").map(Into::into),
            required: texts("required"),
            leeway: json
                .text("leeway")
                .and_then(|seconds| seconds.parse().ok())
                .unwrap_or_default(),
        }
    }

    fn judge_algorithm(&self, token: &Token<'_>) -> Result<(), Refusal> {
        let found = token.algorithm();
        let wrong = |wanted: String| Err(Refusal::new("alg", found, wanted));
        match &self.algorithms {
            Some(allowed) if !allowed.iter().any(|it| it.as_str() == found) => {
                wrong(names(allowed))
            }
            None if found.eq_ignore_ascii_case("none") => wrong("a signature".to_string()),
            _ => Ok(()),
        }
    }

    /// Media types do not mind case, and `application/` goes without saying (RFC 7515 §4.1.9).
    fn judge_type(&self, token: &Token<'_>) -> Result<(), Refusal> {
        let Some(wanted) = &self.r#type else {
            return Ok(());
        };
        let bare = |name: &str| {
            let name = name.to_ascii_lowercase();
            let bare = name.strip_prefix("application/").map(ToString::to_string);
            bare.unwrap_or(name)
        };
        let found = token.token_type();
        if found.map(bare) == Some(bare(wanted)) {
            return Ok(());
        }
        Err(Refusal::new("typ", found.unwrap_or("absent"), &**wanted))
    }

    fn judge_presence(&self, token: &Token<'_>) -> Result<(), Refusal> {
        for claim in &self.required {
            let there = match &**claim {
                "exp" => token.expires_at().is_some(),
                "nbf" => token.not_before().is_some(),
                "iat" => token.issued_at().is_some(),
                name => token.claims.custom.get(name).is_some(),
            };
            if !there {
                return Err(Refusal::new(claim, "absent", "there"));
            }
        }
        Ok(())
    }
}

/// Refuses a claim that is none of the wanted, nor a list with one of them; nothing is wanted where
/// there is nothing to choose from.
fn among(token: &Token<'_>, claim: &str, wanted: &[String]) -> Result<(), Refusal> {
    let found = token.claims.custom.get(claim);
    let said = || {
        found
            .map_or(&[][..], Json::items)
            .iter()
            .filter_map(Json::as_text)
    };
    if wanted.is_empty() || said().any(|one| wanted.iter().any(|it| it == one)) {
        return Ok(());
    }
    let shown: Vec<&str> = said().collect();
    let shown = match found {
        None => "absent".to_string(),
        Some(_) if shown.is_empty() => "no text".to_string(),
        Some(_) => shown.join(", "),
    };
    Err(Refusal::new(claim, &shown, wanted.join(" or ")))
}
