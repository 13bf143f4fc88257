//! Who a request comes from, as far as its connection and its head tell: worked out once, before anybody decides by it.

use std::net::IpAddr;

use http::{HeaderValue, Request};

use super::host::{BadHost, Host};

/// What a proxy tells of itself or of whom it asks for. RFC 9110 has every proxy add `Via`; the others are what servers
/// and providers of networks are set up to send. Whichever comes, the peer is not the client.
const OF_PROXIES: [&str; 16] = [
    "cf-connecting-ip",
    "client-ip",
    "fastly-client-ip",
    "forwarded",
    "forwarded-for",
    "true-client-ip",
    "via",
    "x-client-ip",
    "x-cluster-client-ip",
    "x-envoy-external-address",
    "x-original-forwarded-for",
    "x-original-host",
    "x-proxyuser-ip",
    "x-real-ip",
    "x-remote-addr",
    "x-remote-ip",
];
/// What the names of further such headers begin with.
const OF_PROXIES_BEGIN: &str = "x-forwarded";

/// Where a request comes from, and what it says of that itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visitor {
    /// The address at the other end of the connection.
    pub peer: IpAddr,
    /// Whether it came over TLS, be it from the first byte or inside a tunnel.
    pub tls: bool,
    /// The host named by the `CONNECT` whose tunnel it came through.
    pub tunnel: Option<String>,
    /// The host it is for; `None` where it names none, as HTTP/1.0 may.
    pub host: Option<Host>,
    /// Whether somebody else asks through the peer.
    pub is_proxied: bool,
    /// The page on whose behalf a browser asks.
    pub origin: Origin,
    /// How that page relates to this server, by the browser's own word.
    pub site: Site,
    /// Whether a browser speaks, on behalf of whatever page.
    pub is_browser: bool,
}

/// What `Origin` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// There is none.
    Absent,
    /// A page that was served under this host, over HTTP or HTTPS.
    Of(Host),
    /// Anything else: `null`, another scheme, several, or what no browser would write.
    Opaque,
}

/// What `Sec-Fetch-Site` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Site {
    /// There is none.
    Absent,
    /// `same-origin`, or `none`: no page, but the browser's user asks.
    Own,
    /// Anything else.
    Foreign,
}

impl Visitor {
    /// Who sends a request, over a connection of which the first three are known.
    ///
    /// # Errors
    /// `BadHost`, where the request does not say properly which host it is for.
    pub fn of<B>(
        peer: IpAddr,
        tls: bool,
        tunnel: Option<&str>,
        request: &Request<B>,
    ) -> Result<Visitor, BadHost> {
        let mut visitor = Visitor {
            peer: peer.to_canonical(),
            tls,
            tunnel: tunnel.map(str::to_owned),
            host: Host::of(request)?,
            is_proxied: false,
            origin: Origin::Absent,
            site: Site::Absent,
            is_browser: false,
        };
        let (mut has_language, mut has_mode) = (false, false);
        for (name, value) in request.headers() {
            match name.as_str() {
                "origin" => visitor.origin = visitor.origin.and(value),
                "sec-fetch-site" => visitor.site = visitor.site.and(value),
                "sec-fetch-mode" => has_mode = true,
                "accept-language" => has_language = true,
                other => {
                    visitor.is_proxied |= OF_PROXIES.contains(&other) || other.starts_with(OF_PROXIES_BEGIN);
                }
            }
        }
        // Every browser tells its user's languages, and no page can keep it from that. To addresses that it does not
        // trust it tells nothing of pages. Node's fetch tells languages as well, but it is the only one to tell a mode
        // and no site.
        let is_said = visitor.origin != Origin::Absent || visitor.site != Site::Absent;
        visitor.is_browser = is_said || (has_language && !has_mode);
        Ok(visitor)
    }

    /// Whether it is a program on this machine that asks for itself.
    pub fn is_local(&self) -> bool {
        self.peer.is_loopback() && !self.is_proxied
    }
}

impl Origin {
    /// With one more header of that name.
    fn and(&self, value: &HeaderValue) -> Origin {
        let page = || {
            let (scheme, host) = value.to_str().ok()?.split_once("://")?;
            matches!(scheme, "http" | "https").then(|| Host::parse(host)).flatten()
        };
        match self {
            Origin::Absent => page().map_or(Origin::Opaque, Origin::Of),
            Origin::Of(_) | Origin::Opaque => Origin::Opaque,
        }
    }
}

impl Site {
    /// With one more header of that name.
    fn and(self, value: &HeaderValue) -> Site {
        match (self, value.as_bytes()) {
            (Site::Absent, b"same-origin" | b"none") => Site::Own,
            _ => Site::Foreign,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visitor(peer: &str, headers: &[(&str, &str)]) -> Visitor {
        let mut request = Request::builder().header("host", "h:1");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Visitor::of(peer.parse().unwrap(), false, None, &request.body(()).unwrap()).unwrap()
    }

    #[test]
    fn a_client_behind_a_proxy_is_not_local() {
        assert!(visitor("127.0.0.1", &[]).is_local() && visitor("::ffff:127.8.0.1", &[]).is_local());
        assert!(!visitor("192.0.2.1", &[]).is_local());
        for name in OF_PROXIES.iter().chain(&["x-forwarded-for", "x-forwarded-proto", "X-Forwarded"]) {
            assert!(!visitor("127.0.0.1", &[(name, "")]).is_local(), "{name}");
        }
        assert!(
            visitor("::1", &[("x-forward", "1"), ("from", "a"), ("proxy-connection", "close")]).is_local()
        );
    }

    #[test]
    fn pages_are_told_by_origin_and_site() {
        let origin = |values: &[&str]| {
            visitor("::1", &values.iter().map(|value| ("origin", *value)).collect::<Vec<_>>()).origin
        };
        assert_eq!(origin(&[]), Origin::Absent);
        assert_eq!(origin(&["http://A:1"]), Origin::Of(Host::parse("a:1").unwrap()));
        assert_eq!(origin(&["https://[::1]"]), Origin::Of(Host::parse("[::1]").unwrap()));
        for opaque in
            ["null", "", "a:1", "file://", "ftp://a", "http://a/", "http://a:1, http://a:1", "http://u@a"]
        {
            assert_eq!(origin(&[opaque]), Origin::Opaque, "{opaque}");
        }
        assert_eq!(origin(&["http://a:1", "http://a:1"]), Origin::Opaque);
        let site = |values: &[&str]| {
            visitor("::1", &values.iter().map(|value| ("sec-fetch-site", *value)).collect::<Vec<_>>()).site
        };
        assert_eq!(
            [site(&[]), site(&["none"]), site(&["same-origin"])],
            [Site::Absent, Site::Own, Site::Own]
        );
        for foreign in ["cross-site", "same-site", "", "None", "same-origin, none", "x"] {
            assert_eq!(site(&[foreign]), Site::Foreign, "{foreign}");
        }
        assert_eq!(site(&["none", "none"]), Site::Foreign);
    }

    #[test]
    fn browsers_are_told_from_programs() {
        for headers in [
            &[("accept-language", "en")][..],
            &[("accept-language", "*"), ("user-agent", "curl/8")],
            &[("origin", "null")],
            &[("sec-fetch-site", "none"), ("sec-fetch-mode", "navigate"), ("accept-language", "en")],
        ] {
            assert!(visitor("::1", headers).is_browser, "{headers:?}");
        }
        let node = [("accept-language", "*"), ("sec-fetch-mode", "cors"), ("user-agent", "node")];
        for headers in [&[][..], &[("user-agent", "Mozilla/5.0"), ("accept", "*/*")], &node] {
            assert!(!visitor("::1", headers).is_browser, "{headers:?}");
        }
    }
}
