//! The names under which the edge may be reached over TLS: what its authority is limited to, and what leaves are made
//! for. One value decides both, so that no leaf is made that the limits forbid.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use rcgen::{CidrSubnet, GeneralSubtree, NameConstraints};
use rustls::pki_types::ServerName;

/// The name of this machine, whatever else it is called; `*.localhost` is below it.
pub(super) const LOCAL: &str = "localhost";

/// The blocks of loopback's addresses.
const LOOPBACK: [(IpAddr, u8); 2] =
    [(IpAddr::V4(Ipv4Addr::new(127, 0, 0, 0)), 8), (IpAddr::V6(Ipv6Addr::LOCALHOST), 128)];

/// Domains, each with all that is below it, and addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    domains: Vec<String>,
    addresses: Vec<IpAddr>,
}

impl Names {
    /// `localhost`, the addresses of loopback, and these domains with all that is below them.
    pub fn new(domains: impl IntoIterator<Item = &'static str>) -> Names {
        let domains = [LOCAL].into_iter().chain(domains).map(str::to_owned).collect();
        Names { domains, addresses: Vec::new() }
    }

    /// One address more.
    pub fn add_address(&mut self, address: IpAddr) {
        let address = address.to_canonical();
        if !self.has_address(address) {
            self.addresses.push(address);
        }
    }

    /// One host name or address more, and what is below the name.
    ///
    /// # Errors
    /// One sentence where it is neither.
    pub fn add(&mut self, name: &str) -> Result<(), String> {
        match ServerName::try_from(name) {
            Ok(ServerName::IpAddress(address)) => self.add_address(IpAddr::from(address)),
            Ok(ServerName::DnsName(domain)) => {
                let domain = domain.as_ref().trim_end_matches('.').to_ascii_lowercase();
                if !self.has_domain(&domain) {
                    self.domains.push(domain);
                }
            }
            _ => return Err(format!("`{name}` is neither a host name nor an address")),
        }
        Ok(())
    }

    /// Whether a host name or address is among them.
    pub fn cover(&self, host: &str) -> bool {
        match host.parse::<IpAddr>() {
            Ok(address) => self.has_address(address.to_canonical()),
            Err(_) => self.has_domain(host),
        }
    }

    fn has_address(&self, address: IpAddr) -> bool {
        address.is_loopback() || self.addresses.contains(&address)
    }

    fn has_domain(&self, host: &str) -> bool {
        self.domains.iter().any(|domain| is_within(host, domain))
    }

    /// One name for every part of them.
    pub(super) fn samples(&self) -> Vec<String> {
        let addresses = LOOPBACK.iter().map(|(address, _)| address).chain(&self.addresses);
        self.domains.iter().cloned().chain(addresses.map(ToString::to_string)).collect()
    }

    /// The extension that limits an authority to them.
    pub(super) fn constraints(&self) -> NameConstraints {
        let domains = self.domains.iter().cloned().map(GeneralSubtree::DnsName);
        let whole = |address: &IpAddr| (*address, if address.is_ipv4() { 32 } else { 128 });
        let blocks = LOOPBACK.into_iter().chain(self.addresses.iter().map(whole));
        let blocks = blocks.map(|(address, bits)| CidrSubnet::from_addr_prefix(address, bits));
        NameConstraints {
            permitted_subtrees: domains.chain(blocks.map(GeneralSubtree::IpAddress)).collect(),
            excluded_subtrees: Vec::new(),
        }
    }
}

/// Whether a host name is a domain or lies below it; case does not matter.
pub fn is_within(host: &str, domain: &str) -> bool {
    let cut = host.len().wrapping_sub(domain.len());
    host.get(cut..).is_some_and(|end| end.eq_ignore_ascii_case(domain))
        && (cut == 0 || host.as_bytes()[cut - 1] == b'.')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let mut names = Names::new(["qingcloud.com"]);
        names.add("Build-7.example").unwrap();
        names.add("10.1.2.3").unwrap();
        names
    }

    #[test]
    fn they_are_domains_with_what_is_below_and_addresses() {
        let names = names();
        for host in ["localhost", "a.w.LOCALHOST", "qingcloud.com", "api.qingcloud.com", "build-7.example"] {
            assert!(names.cover(host), "{host}");
        }
        for host in ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1", "10.1.2.3", "::ffff:10.1.2.3"] {
            assert!(names.cover(host), "{host}");
        }
        for host in ["", "com", "notqingcloud.com", "qingcloud.com.evil.org", "localhost.evil.org", "example"]
        {
            assert!(!names.cover(host), "{host}");
        }
        for host in ["10.1.2.4", "0.0.0.0", "128.0.0.1", "::2", "8.8.8.8"] {
            assert!(!names.cover(host), "{host}");
        }
    }

    #[test]
    fn what_is_no_name_is_not_added() {
        for name in ["", "*.example.org", "a b", "http://a", "a:443", "é.example", "1.2.3.4.5:"] {
            assert!(names().add(name).is_err(), "{name:?}");
        }
        let before = names();
        let mut again = before.clone();
        again.add("x.build-7.example").unwrap();
        again.add("127.0.0.9").unwrap();
        assert_eq!(again, before, "what is covered already adds nothing");
    }
}
