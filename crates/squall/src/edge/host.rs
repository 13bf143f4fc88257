//! Which host a request is for: the one in an absolute target, else the one in its `Host` (RFC 9112, section 3.2).

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use http::{Request, Uri, Version, header};

/// The longest name of a host, in bytes (RFC 1035).
const NAME_BYTES: usize = 253;
/// What a name may hold besides letters, digits and `%XX` (RFC 3986, section 3.2.2).
const NAME_PUNCTUATION: &[u8] = b"-._~!$&'()*+,;=";
/// The name that only this machine answers to, and the end of those below it (RFC 6761).
const LOCALHOST: &str = "localhost";
const BELOW_LOCALHOST: &str = ".localhost";

/// A host and, where one is named, its port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Host {
    /// The host.
    pub name: HostName,
    /// The port; `None` where none is named.
    pub port: Option<u16>,
}

/// A host's address or its name, the latter in lower case and without the dot that may end it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HostName {
    /// An address; one of IPv4 that was written as IPv6 is one of IPv4.
    Address(IpAddr),
    /// Any other name; never empty.
    Name(String),
}

/// Why a request names no host that can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadHost {
    /// HTTP/1.1 without a `Host`.
    Missing,
    /// More than one `Host`.
    Several,
    /// Something that is no host, in `Host` or in the target.
    Malformed,
}

impl fmt::Display for BadHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            BadHost::Missing => "a request of HTTP/1.1 must have a Host",
            BadHost::Several => "a request must have one Host and no more",
            BadHost::Malformed => "the Host is no name or address, with or without a port",
        })
    }
}

impl HostName {
    /// Reads a name or an address, that of IPv6 in brackets. `None` when it is neither.
    pub fn parse(text: &str) -> Option<HostName> {
        if let Some(inside) = text.strip_prefix('[') {
            let address: Ipv6Addr = inside.strip_suffix(']')?.parse().ok()?;
            return Some(HostName::Address(IpAddr::V6(address).to_canonical()));
        }
        if let Ok(address) = text.parse::<Ipv4Addr>() {
            return Some(HostName::Address(address.into()));
        }
        let name = text.strip_suffix('.').unwrap_or(text);
        let fits = !name.is_empty() && name.len() <= NAME_BYTES && is_name(name.as_bytes());
        fits.then(|| HostName::Name(name.to_ascii_lowercase()))
    }

    /// Whether it can only be this machine: no name server decides over it.
    pub fn is_loopback(&self) -> bool {
        match self {
            HostName::Address(address) => address.is_loopback(),
            HostName::Name(name) => name == LOCALHOST || name.ends_with(BELOW_LOCALHOST),
        }
    }
}

impl Host {
    /// Reads `host` or `host:port`. `None` when it is something else.
    pub fn parse(text: &str) -> Option<Host> {
        let (name, port) = match text.rsplit_once(':') {
            // The last colon of an address in brackets is no port's.
            Some((name, port)) if !port.ends_with(']') => (name, port),
            _ => (text, ""),
        };
        let port = match port {
            "" => None,
            digits if digits.bytes().all(|byte| byte.is_ascii_digit()) => Some(digits.parse().ok()?),
            _ => return None,
        };
        Some(Host { name: HostName::parse(name)?, port })
    }

    /// The host that a request is for; `None` where it may name none and does not.
    ///
    /// # Errors
    /// `BadHost`, whatever the target says: who cannot write a `Host` is not to be guessed at.
    pub fn of<B>(request: &Request<B>) -> Result<Option<Host>, BadHost> {
        let mut given = request.headers().get_all(header::HOST).iter();
        let named = match (given.next(), given.next()) {
            (None, _) if request.version() == Version::HTTP_11 => return Err(BadHost::Missing),
            (None, _) => None,
            (Some(_), Some(_)) => return Err(BadHost::Several),
            (Some(value), None) if value.is_empty() => None,
            (Some(value), None) => {
                let text = value.to_str().ok();
                Some(text.and_then(Host::parse).ok_or(BadHost::Malformed)?)
            }
        };
        Ok(Host::of_target(request.uri())?.or(named))
    }

    fn of_target(target: &Uri) -> Result<Option<Host>, BadHost> {
        let Some(authority) = target.authority() else { return Ok(None) };
        let after_user = authority.as_str().rsplit('@').next();
        after_user.and_then(Host::parse).map(Some).ok_or(BadHost::Malformed)
    }
}

fn is_name(mut text: &[u8]) -> bool {
    loop {
        text = match text {
            [] => return true,
            [b'%', a, b, rest @ ..] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit() => rest,
            [byte, rest @ ..] if byte.is_ascii_alphanumeric() || NAME_PUNCTUATION.contains(byte) => rest,
            _ => return false,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_addresses_are_read() {
        let name = |text: &str| HostName::Name(text.to_owned());
        let address = |text: &str| HostName::Address(text.parse().unwrap());
        for (text, host, port) in [
            ("API.QingCloud.com.", name("api.qingcloud.com"), None),
            ("squall_1:7780", name("squall_1"), Some(7780)),
            ("x:", name("x"), None),
            ("a%20b", name("a%20b"), None),
            ("127.0.0.1:80", address("127.0.0.1"), Some(80)),
            ("[::1]", address("::1"), None),
            ("[::1]:9", address("::1"), Some(9)),
            ("[::ffff:127.0.0.9]:9", address("127.0.0.9"), Some(9)),
            ("127.1", name("127.1"), None),
        ] {
            assert_eq!(Host::parse(text), Some(Host { name: host, port }), "{text}");
        }
        let long = "a".repeat(NAME_BYTES + 1);
        for text in [
            "", ":80", "a:b", "a:99999", "a:-1", "a:+1", "a b", "a/b", "a@b", "u:p@b", "::1", "[::1", "[x]",
            "a%2", "é", "a\\b", &long,
        ] {
            assert_eq!(Host::parse(text), None, "{text}");
        }
    }

    #[test]
    fn only_this_machine_is_loopback() {
        let is = |text: &str| HostName::parse(text).is_some_and(|name| name.is_loopback());
        for text in ["localhost", "LOCALHOST.", "a.localhost", "127.9.9.9", "[::1]", "[::ffff:127.0.0.1]"] {
            assert!(is(text), "{text}");
        }
        for text in [
            "localhost.evil.example",
            "evillocalhost",
            "127.0.0.1.nip.io",
            "127.1",
            "0.0.0.0",
            "[::]",
            "10.0.0.1",
        ] {
            assert!(!is(text), "{text}");
        }
    }

    #[test]
    fn exactly_one_host_and_the_targets_before_the_headers() {
        let of = |version, target: &str, hosts: &[&str]| {
            let mut request = Request::builder().version(version).uri(target);
            for host in hosts {
                request = request.header("host", *host);
            }
            Host::of(&request.body(()).unwrap())
        };
        let host = |text: &str| Ok(Host::parse(text));
        let (new, old) = (Version::HTTP_11, Version::HTTP_10);
        assert_eq!(of(new, "/", &["a:1"]), host("a:1"));
        assert_eq!(of(new, "http://b:2/", &["a:1"]), host("b:2"));
        assert_eq!(of(new, "http://user:x@b:2/", &["a:1"]), host("b:2"));
        assert_eq!(of(new, "/", &[""]), Ok(None));
        assert_eq!(of(old, "/", &[]), Ok(None));
        assert_eq!(of(old, "/", &["a"]), host("a"));
        assert_eq!(of(new, "/", &[]), Err(BadHost::Missing));
        assert_eq!(of(new, "http://b/", &[]), Err(BadHost::Missing));
        assert_eq!(of(new, "http://b/", &["a b"]), Err(BadHost::Malformed));
        assert_eq!(of(new, "http://b:99999/", &["a"]), Err(BadHost::Malformed));
        for version in [new, old] {
            assert_eq!(of(version, "/", &["a", "a"]), Err(BadHost::Several));
            assert_eq!(of(version, "/", &["u@a"]), Err(BadHost::Malformed));
        }
    }
}
