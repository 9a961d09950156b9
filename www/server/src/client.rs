//! Where a request comes from, behind any number of proxies that are trusted.

use std::net::IpAddr;

use axum::http::HeaderMap;
use ipnet::IpNet;

/// Tells the address of the client: the last one, seen from here, that no trusted proxy has.
///
/// A proxy appends the address it saw. Whatever stands before the first untrusted address may have
/// been made up by the client, so it is not read. `Forwarded` (RFC 7239) goes before
/// `X-Forwarded-For`; with both, a proxy that writes one of them would pass the other along.
pub(crate) fn client(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let is_trusted = |ip: IpAddr| trusted.iter().any(|net| net.contains(&ip));
    let chain = if headers.contains_key("forwarded") {
        texts(headers, "forwarded")
            .map(|element| forwarded_for(&element))
            .collect()
    } else {
        texts(headers, "x-forwarded-for").collect::<Vec<_>>()
    };
    let mut nearest = peer;
    for hop in chain.into_iter().rev() {
        if !is_trusted(nearest) {
            break;
        }
        let Some(ip) = address(&hop) else {
            // Obfuscated, or nonsense: nearer than this nothing is known.
            break;
        };
        nearest = ip;
    }
    nearest
}

/// The elements of a list header, over all of its lines.
fn texts(headers: &HeaderMap, name: &str) -> impl Iterator<Item = String> {
    let lines = headers.get_all(name).iter();
    let lines = lines.map(|line| String::from_utf8_lossy(line.as_bytes()).into_owned());
    lines.flat_map(|line| {
        line.split(',')
            .map(|one| one.trim().to_owned())
            .collect::<Vec<_>>()
    })
}

/// The `for` of one element of `Forwarded`; an element without one still counts as a hop.
fn forwarded_for(element: &str) -> String {
    let pairs = element.split(';').filter_map(|pair| pair.split_once('='));
    let mut found = pairs.filter(|(name, _)| name.trim().eq_ignore_ascii_case("for"));
    let node = found
        .next()
        .map(|(_, node)| node.trim().trim_matches('"').to_owned());
    node.unwrap_or_default()
}

/// Reads `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`, `[2001:db8::1]` and `[2001:db8::1]:80`.
fn address(node: &str) -> Option<IpAddr> {
    let plain = node
        .strip_prefix('[')
        .and_then(|rest| rest.split(']').next());
    let text = plain.unwrap_or(node);
    let text = match text.split_once(':') {
        Some((v4, port)) if !port.contains(':') => v4,
        _ => text,
    };
    text.parse::<IpAddr>().ok().map(|ip| ip.to_canonical())
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    /// Behind a proxy on this machine and a load balancer in 10.0.0.0/8.
    fn seen(peer: &str, lines: &[(&'static str, &'static str)]) -> String {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            let value = HeaderValue::from_static(value);
            headers.append(HeaderName::from_static(name), value);
        }
        let trusted = ["127.0.0.0/8", "10.0.0.0/8"].map(|net| net.parse().expect("is a net"));
        let peer = peer.parse().expect("is an address");
        client(peer, &headers, &trusted).to_string()
    }

    const XFF: &str = "x-forwarded-for";

    #[test]
    fn the_rightmost_address_that_is_not_a_trusted_proxy_counts() {
        for (lines, expected) in [
            (&[][..], "127.0.0.1"),
            (&[(XFF, "192.0.2.1")], "192.0.2.1"),
            (&[(XFF, "192.0.2.1, 10.0.0.7")], "192.0.2.1"),
            // The first was sent by the client.
            (&[(XFF, "198.51.100.9, 192.0.2.1")], "192.0.2.1"),
            (
                &[(XFF, "198.51.100.9"), (XFF, "192.0.2.1, 10.1.1.1")],
                "192.0.2.1",
            ),
            (&[(XFF, "10.0.0.7")], "10.0.0.7"),
            (&[(XFF, "192.0.2.1, junk")], "127.0.0.1"),
            (&[(XFF, "192.0.2.1, junk, 10.0.0.7")], "10.0.0.7"),
            (&[(XFF, "192.0.2.1:4711")], "192.0.2.1"),
            (&[(XFF, "[2001:db8::1]:80")], "2001:db8::1"),
            (&[(XFF, "2001:db8::1")], "2001:db8::1"),
            (&[(XFF, "::ffff:192.0.2.1")], "192.0.2.1"),
            (&[("forwarded", "for=192.0.2.1;proto=https")], "192.0.2.1"),
            (
                &[("forwarded", "For=\"[2001:db8::1]:80\", for=10.0.0.7")],
                "2001:db8::1",
            ),
            (&[("forwarded", "for=192.0.2.1, proto=https")], "127.0.0.1"),
            (&[("forwarded", "for=_hidden")], "127.0.0.1"),
            (
                &[("forwarded", "for=192.0.2.1"), (XFF, "198.51.100.9")],
                "192.0.2.1",
            ),
        ] {
            assert_eq!(seen("127.0.0.1", lines), expected, "{lines:?}");
        }
    }

    #[test]
    fn who_is_no_proxy_is_believed_nothing() {
        assert_eq!(seen("192.0.2.7", &[(XFF, "198.51.100.9")]), "192.0.2.7");
    }
}
