//! The host that a request is for: its first label is the module.

use http::header;
use squall_api::Request;

/// The path of every call.
pub(crate) const PATH: &str = "/v2/index.php";

/// The host as the client names it, with its port where it names one: in the target or in the header.
pub(crate) fn of(request: &Request) -> &str {
    match request.http.uri().authority() {
        Some(authority) => authority.as_str(),
        None => request.header(header::HOST).unwrap_or_default(),
    }
}

/// The module that a host stands for; empty for an address and for this machine, which stand for all.
pub(crate) fn module(host: &str) -> &str {
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let is_local =
        name.eq_ignore_ascii_case("localhost") || name.to_ascii_lowercase().ends_with(".localhost");
    let is_address = name.starts_with('[') || name.parse::<std::net::Ipv4Addr>().is_ok();
    if is_local || is_address || name.is_empty() {
        return "";
    }
    name.split('.').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_label_is_the_module() {
        for (host, label) in [
            ("cdn.api.qcloud.com", "cdn"),
            ("cdn.api.qcloud.com:443", "cdn"),
            ("CDNX.api.qcloud.com", "CDNX"),
            ("127.0.0.1:8443", ""),
            ("[::1]:1", ""),
            ("localhost", ""),
            ("a.w.localhost:1", ""),
            ("", ""),
        ] {
            assert_eq!(module(host), label, "{host}");
        }
    }
}
