//! What a setting may be.

use std::net::IpAddr;

use clap::ValueEnum;
use ipnet::IpNet;

/// What the cookies hold; the page cannot tell one from the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strategy {
    /// One opaque id; everything else stays on the server.
    Session,
    /// A short signed access token and a rotating opaque refresh token.
    Jwt,
}

/// The form of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Log {
    /// A JSON object a line.
    #[value(alias = "true")]
    Json,
    /// A line to be read by people.
    Text,
    /// Nothing.
    #[value(alias = "false")]
    Off,
}

/// On or off, spelt out so that both can be written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Switch {
    /// The feature works.
    On,
    /// The feature is absent.
    Off,
}

/// 400 days: browsers clamp a longer cookie in silence (rfc6265bis section 5.5).
const LONGEST: i64 = 34_560_000;

pub(super) fn span() -> clap::builder::RangedI64ValueParser<u32> {
    clap::value_parser!(u32).range(1..=LONGEST)
}

pub(super) fn count() -> clap::builder::RangedI64ValueParser<u32> {
    clap::value_parser!(u32).range(1..=60_000)
}

/// Reads an address as the network that holds it alone.
pub(super) fn net(text: &str) -> Result<IpNet, String> {
    let net = text
        .parse()
        .or_else(|_| text.parse::<IpAddr>().map(IpNet::from));
    net.map_err(|_| {
        "not an address; expected: 192.0.2.1, or a network such as 10.0.0.0/8; do: give what \
         the proxy connects from"
            .to_owned()
    })
}

pub(super) fn limit() -> clap::builder::RangedI64ValueParser<u32> {
    clap::value_parser!(u32).range(0..=LONGEST)
}
