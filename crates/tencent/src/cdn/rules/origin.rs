//! Origins: one domain, or addresses, each with a port if need be, between semicolons or commas.

use super::name::is_host_name;
use crate::cdn::{say, settings};
use squall_api::Outcome;
use squall_api::catalogue::Code;
use squall_api::catalogue::tencent_cdn::{
    ARGUMENT_INVALID, DSA_ORIGIN_INVALID, ORIGIN_BLACKLISTED, ORIGIN_IS_HOST, ORIGIN_PRIVATE,
    ORIGIN_TOO_LONG, TOO_MANY_ORIGINS,
};
use squall_api::cloud::{Platform, Reach};
use std::net::{IpAddr, Ipv4Addr};

/// The most addresses, and the most domains.
const ADDRESSES: usize = 32;
const DOMAINS: usize = 1;
/// The longest text, in bytes: of a content host, and of a dynamic one, for which 32 addresses must have room.
const CONTENT_BYTES: usize = 250;
const DYNAMIC_BYTES: usize = 1_024;
/// Blocks of addresses that are nobody's public ones.
const PRIVATE: [(u32, u32); 9] = [
    (block(0, 0), 8),
    (block(10, 0), 8),
    (block(100, 64), 10),
    (block(127, 0), 8),
    (block(169, 254), 16),
    (block(172, 16), 12),
    (block(192, 168), 16),
    (block(224, 0), 4),
    (block(240, 0), 4),
];

const fn block(first: u8, second: u8) -> u32 {
    u32::from_be_bytes([first, second, 0, 0])
}

/// One place that is fetched from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Entry<'t> {
    Address(IpAddr),
    Domain(&'t str),
    /// Neither, or with a port that is none.
    Neither,
}

fn entry(text: &str) -> Entry<'_> {
    let (name, port) = match text.split_once(':') {
        Some((name, port)) => (name, Some(port)),
        None => (text, None),
    };
    let is_port = |port: &str| {
        port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok_and(|port| port > 0)
    };
    if !port.is_none_or(is_port) {
        return Entry::Neither;
    }
    match name.parse::<Ipv4Addr>() {
        Ok(address) => Entry::Address(address.into()),
        Err(_) if is_host_name(name) => Entry::Domain(name),
        Err(_) => Entry::Neither,
    }
}

/// The entries of an origin, as written.
pub(crate) fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split([';', ',']).map(str::trim).filter(|piece| !piece.is_empty())
}

fn is_private(address: IpAddr) -> bool {
    let IpAddr::V4(address) = address else { return true };
    let bits = u32::from(address);
    PRIVATE.iter().any(|(first, length)| (bits ^ first) >> (32 - length) == 0)
}

/// Judges an origin: how many (2121), how long (2125), the host itself (2122), forbidden (2123), private (2124), and
/// last whether it can be one at all.
///
/// # Errors
/// The first of these; for the last `unreadable`, which is the network's.
pub(crate) fn judge(platform: &Platform, text: &str, host: &str, reach: Reach) -> Outcome<()> {
    let unreadable = if reach == Reach::Dynamic { DSA_ORIGIN_INVALID } else { ARGUMENT_INVALID };
    judge_as(platform, text, host, reach, unreadable)
}

/// As [`judge`], with the code for what can be no origin.
pub(crate) fn judge_as(
    platform: &Platform,
    text: &str,
    host: &str,
    reach: Reach,
    unreadable: Code,
) -> Outcome<()> {
    let entries: Vec<(&str, Entry<'_>)> = pieces(text).map(|piece| (piece, entry(piece))).collect();
    let domains = entries.iter().filter(|(_, entry)| matches!(entry, Entry::Domain(_))).count();
    let too_many = domains > DOMAINS || entries.len() - domains > ADDRESSES;
    say::must(!too_many, TOO_MANY_ORIGINS, || format!("there are {} origins", entries.len()))?;
    let most = if reach == Reach::Dynamic { DYNAMIC_BYTES } else { CONTENT_BYTES };
    say::must(text.len() <= most, ORIGIN_TOO_LONG, || format!("the origin has more than {most} bytes"))?;
    let is_host = |(_, entry): &(&str, Entry<'_>)| match entry {
        Entry::Domain(domain) => domain.eq_ignore_ascii_case(host),
        _ => false,
    };
    say::must(!entries.iter().any(is_host), ORIGIN_IS_HOST, || "the origin is the host itself".to_owned())?;
    let is_black = |(piece, _): &(&str, Entry<'_>)| {
        let name = piece.split(':').next().unwrap_or_default();
        settings::list(platform, settings::ORIGIN_BLACKLIST)
            .any(|listed| listed.eq_ignore_ascii_case(name) || listed.eq_ignore_ascii_case(piece))
    };
    say::must(!entries.iter().any(is_black), ORIGIN_BLACKLISTED, || "an origin is forbidden".to_owned())?;
    let is_inner =
        |(_, entry): &(&str, Entry<'_>)| matches!(entry, Entry::Address(address) if is_private(*address));
    say::must(!entries.iter().any(is_inner), ORIGIN_PRIVATE, || "an origin is a private address".to_owned())?;
    let is_mixed = domains > 0 && entries.len() > domains;
    let readable =
        !entries.is_empty() && !is_mixed && entries.iter().all(|(_, entry)| *entry != Entry::Neither);
    say::must(readable, unreadable, || "an origin is neither a public address nor a host name".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use squall_api::catalogue::tencent_cdn as code;

    fn judged(text: &str, reach: Reach) -> &'static str {
        let mut platform = Platform::default();
        platform.settings.insert(settings::ORIGIN_BLACKLIST.to_owned(), "8.8.8.8\nbad.org".to_owned());
        let outcome = judge(&platform, text, "a.example.com", reach);
        outcome.err().and_then(|fault| fault.code()).map_or("", |code| code.number())
    }

    #[test]
    fn origins_are_judged_in_order() {
        let many = |n: usize, address: &str| vec![address; n].join(";");
        for (text, number) in [
            ("o.example.com", ""),
            ("o.example.com:8080", ""),
            ("1.2.3.4;5.6.7.8:65535", ""),
            (&many(33, "1.2.3.4"), "2121"),
            ("o.example.com,p.example.com", "2121"),
            ("A.example.com:8080", "2122"),
            ("8.8.8.8:80", "2123"),
            ("BAD.org", "2123"),
            ("10.0.0.1:80", "2124"),
            ("172.31.255.255", "2124"),
            ("172.32.0.0", ""),
        ] {
            assert_eq!(judged(text, Reach::Inland), number, "{text}");
            assert_eq!(judged(text, Reach::Dynamic), number, "{text}");
        }
        let long = many(32, "123.123.123.123");
        assert_eq!((judged(&long, Reach::Inland), judged(&long, Reach::Dynamic)), ("2125", ""));
        for text in ["1.2.3.4:0", "1.2.3.4:65536", "1.2.3.4;o.example.com", "x", "", ";", "1.2.3.4:+1"] {
            assert_eq!(judged(text, Reach::Dynamic), code::DSA_ORIGIN_INVALID.number(), "{text}");
            assert_eq!(judged(text, Reach::Inland), code::ARGUMENT_INVALID.number(), "{text}");
        }
    }
}
