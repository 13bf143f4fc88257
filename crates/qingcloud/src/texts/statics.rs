//! What the values of a router's static rules mean, by the rule's type (the vendor's table of
//! `AddRouterStatics`). A value of the wrong form is a malformed message (1100), one that is not allowed a
//! wrong value (1101).

use crate::actions::networks::alias::is_label;
use crate::texts::cidr::{Cidr, Ip};
use squall_api::catalogue::qingcloud as code;
use squall_api::{Outcome, Raise, ensure, raise};

/// How many values a rule has.
pub(crate) const VALUES: usize = 9;
/// The types of rules.
pub(crate) const FORWARD: u32 = 1;
pub(crate) const VPN: u32 = 2;
pub(crate) const DHCP: u32 = 3;
pub(crate) const TUNNEL: u32 = 4;
pub(crate) const FILTER: u32 = 5;
pub(crate) const GRE: u32 = 6;
pub(crate) const IPSEC: u32 = 7;
pub(crate) const DNS: u32 = 8;

/// The values of a rule being read, by their number from 1.
struct Values<'v>(&'v mut [String]);

impl Values<'_> {
    fn get(&self, number: usize) -> &str {
        self.0.get(number - 1).map_or("", String::as_str)
    }

    /// The value, or 1100 when it is not there.
    fn required(&self, number: usize) -> Outcome<&str> {
        let value = self.get(number);
        ensure!(!value.is_empty(), code::MALFORMED_REQUEST, "parameter [val{number}] is required");
        Ok(value)
    }

    /// Puts a value where there is none.
    fn default(&mut self, number: usize, value: &str) -> &str {
        if let Some(slot) = self.0.get_mut(number - 1).filter(|slot| slot.is_empty()) {
            value.clone_into(slot);
        }
        self.get(number)
    }

    fn one_of(&self, number: usize, allowed: &[&str]) -> Outcome<()> {
        let value = self.required(number)?;
        ensure!(allowed.contains(&value), code::INVALID_REQUEST, "val{number} [{value}] is not valid");
        Ok(())
    }

    fn number(&self, number: usize, least: u32, most: u32) -> Outcome<u32> {
        let value = self.required(number)?;
        let digits = value.bytes().all(|byte| byte.is_ascii_digit());
        ensure!(digits, code::MALFORMED_REQUEST, "parameter [val{number}] is not an integer");
        let parsed = value.parse().ok().filter(|parsed| (least..=most).contains(parsed));
        parsed.or_raise(code::INVALID_REQUEST, || format!("val{number} [{value}] is not valid"))
    }

    fn port(&self, number: usize) -> Outcome<u32> {
        self.number(number, 1, 65_535)
    }

    /// Every part of a list of addresses.
    fn addresses(&self, number: usize, separator: char) -> Outcome<()> {
        self.required(number)?.split(separator).try_for_each(|text| address(number, text).map(drop))
    }

    /// Every part of a list of networks.
    fn networks(&self, number: usize) -> Outcome<()> {
        self.required(number)?.split('|').try_for_each(|text| network(number, text).map(drop))
    }

    /// `name:password`, neither of them empty.
    fn account(&self, number: usize) -> Outcome<(&str, &str)> {
        let pair = self.required(number)?.split_once(':');
        let pair = pair.filter(|(name, password)| !name.is_empty() && !password.is_empty());
        pair.or_raise(code::MALFORMED_REQUEST, || {
            format!("parameter [val{number}] is not of the form user:password")
        })
    }

    /// So many parts between bars, the remote address the first of them.
    fn peer(&self, number: usize, parts: std::ops::RangeInclusive<usize>) -> Outcome<Vec<&str>> {
        let found: Vec<_> = self.required(number)?.split('|').collect();
        ensure!(
            parts.contains(&found.len()),
            code::MALFORMED_REQUEST,
            "parameter [val{number}] is not a peer's configuration"
        );
        address(number, found[0])?;
        Ok(found)
    }
}

fn address(number: usize, text: &str) -> Outcome<Ip> {
    let malformed = || format!("parameter [val{number}] is not an IPv4 address: [{text}]");
    text.parse().ok().map(Ip).or_raise(code::MALFORMED_REQUEST, malformed)
}

/// A network that a value names.
///
/// # Errors
/// `MALFORMED_REQUEST`.
pub(crate) fn network(number: usize, text: &str) -> Outcome<Cidr> {
    let malformed = || format!("parameter [val{number}] is not a network in CIDR form: [{text}]");
    Cidr::parse(text).or_raise(code::MALFORMED_REQUEST, malformed)
}

/// Judges the values of a rule and fills in what was left out; answers what must be unique on its router, or
/// nothing. `free_network` names a network for a VPN's clients that the router's other rules do not use.
///
/// # Errors
/// `MALFORMED_REQUEST`, `INVALID_REQUEST`.
pub(crate) fn settle(kind: u32, values: &mut [String], free_network: &str) -> Outcome<String> {
    let mut values = Values(values);
    match kind {
        FORWARD => return forward(&mut values),
        VPN => vpn(&mut values, free_network)?,
        DHCP => dhcp(&values)?,
        TUNNEL => tunnel(&values)?,
        FILTER => filter(&values)?,
        GRE => {
            let peer = values.peer(1, 4..=4)?;
            address(1, peer[2])?;
            address(1, peer[3])?;
            values.networks(2)?;
        }
        IPSEC => {
            values.peer(1, 3..=4)?;
            values.networks(2)?;
            values.networks(3)?;
            values.default(4, "main");
            values.one_of(4, &["main", "aggrmode"])?;
        }
        DNS => {
            let domain = values.required(1)?.to_ascii_lowercase();
            ensure!(
                domain.split('.').all(is_label),
                code::INVALID_REQUEST,
                "val1 [{domain}] is not a domain name"
            );
            values.addresses(2, ';')?;
        }
        _ => raise!(code::INVALID_REQUEST, "static_type [{kind}] is not valid"),
    }
    Ok(String::new())
}

fn forward(values: &mut Values<'_>) -> Outcome<String> {
    let port = values.port(1)?;
    address(2, values.required(2)?)?;
    values.port(3)?;
    values.default(4, "tcp");
    values.one_of(4, &["tcp", "udp"])?;
    Ok(format!("forward|{}|{port}", values.get(4)))
}

fn vpn(values: &mut Values<'_>, free_network: &str) -> Outcome<()> {
    match values.default(1, "openvpn") {
        "openvpn" => {
            values.default(2, "1194");
            values.port(2)?;
            values.default(3, "udp");
            values.one_of(3, &["udp", "tcp"])?;
            values.default(5, "1");
            values.one_of(5, &["1", "2", "3"])?;
        }
        "pptp" => {
            values.account(2)?;
            values.default(3, "100");
            values.number(3, 1, 253)?;
        }
        "l2tp" => {
            values.account(2)?;
            values.required(3)?;
            values.default(5, "1701");
            values.port(5)?;
        }
        other => raise!(code::INVALID_REQUEST, "val1 [{other}] is not valid"),
    }
    let clients = network(4, values.default(4, free_network))?;
    let allowed = Cidr::parse("10.255.0.0/16").is_some_and(|all| all.covers(clients)) && clients.bits() == 24;
    ensure!(allowed, code::INVALID_REQUEST, "val4 [{clients}] is not valid");
    Ok(())
}

/// `key=value;key=value` for an instance.
fn dhcp(values: &Values<'_>) -> Outcome<()> {
    values.required(1)?;
    let is_option = |option: &str| {
        option.split_once('=').is_some_and(|(key, value)| !key.is_empty() && !value.is_empty())
    };
    let options = values.required(2)?;
    ensure!(
        options.split(';').all(is_option),
        code::MALFORMED_REQUEST,
        "parameter [val2] is not a list of options: [{options}]"
    );
    Ok(())
}

/// `gre|remote|key`, several of them between semicolons.
fn tunnel(values: &Values<'_>) -> Outcome<()> {
    for end in values.required(1)?.split(';') {
        let parts: Vec<_> = end.split('|').collect();
        let [kind, remote, key] = parts[..] else {
            raise!(code::MALFORMED_REQUEST, "parameter [val1] is not a tunnel: [{end}]");
        };
        ensure!(kind == "gre", code::INVALID_REQUEST, "val1 [{kind}] is not valid");
        address(1, remote)?;
        ensure!(!key.is_empty(), code::MALFORMED_REQUEST, "parameter [val1] has no key: [{end}]");
    }
    Ok(())
}

fn filter(values: &Values<'_>) -> Outcome<()> {
    for number in [1, 3].into_iter().filter(|number| !values.get(*number).is_empty()) {
        let text = values.get(number);
        if Cidr::parse(text).is_none() {
            address(number, text)?;
        }
    }
    for number in [2, 4].into_iter().filter(|number| !values.get(*number).is_empty()) {
        values.port(number)?;
    }
    if !values.get(5).is_empty() {
        values.number(5, 0, 100)?;
    }
    values.one_of(6, &["accept", "drop"])
}

/// The account that the values of a PPTP or L2TP rule create, which is then an entry of the rule and no value
/// of it.
pub(crate) fn take_account(kind: u32, values: &mut [String]) -> Option<[String; 2]> {
    let has_account = kind == VPN && values.first().is_some_and(|word| word == "pptp" || word == "l2tp");
    let slot = values.get_mut(1).filter(|_| has_account)?;
    let (name, password) = slot.split_once(':')?;
    let account = [name.to_owned(), password.to_owned()];
    slot.clear();
    Some(account)
}

/// Whether rules of these values have entries: the accounts of a VPN, the networks of a tunnel.
pub(crate) fn has_entries(kind: u32) -> bool {
    matches!(kind, VPN | GRE | IPSEC)
}

/// Judges the values of an entry.
///
/// # Errors
/// `MALFORMED_REQUEST`.
pub(crate) fn judge_entry(kind: u32, values: &[String; 2]) -> Outcome<()> {
    let [first, second] = values;
    let is_set = |value: &str, number: usize| {
        ensure!(!value.is_empty(), code::MALFORMED_REQUEST, "parameter [val{number}] is required");
        Ok(())
    };
    match kind {
        VPN => is_set(first, 1).and_then(|()| is_set(second, 2)),
        GRE => network(1, first).map(drop),
        _ => {
            ensure!(
                !first.is_empty() || !second.is_empty(),
                code::MALFORMED_REQUEST,
                "parameter [val1] or [val2] is required"
            );
            let mut given = [(1, first), (2, second)].into_iter().filter(|(_, value)| !value.is_empty());
            given.try_for_each(|(number, value)| network(number, value).map(drop))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(kind: u32, given: &[&str]) -> Result<Vec<String>, &'static str> {
        let mut values: Vec<String> = given.iter().map(|value| (*value).to_owned()).collect();
        values.resize(VALUES, String::new());
        match settle(kind, &mut values, "10.255.9.0/24") {
            Ok(_) => Ok(values.into_iter().filter(|value| !value.is_empty()).collect()),
            Err(fault) => Err(fault.code().unwrap().number()),
        }
    }

    #[test]
    fn what_is_left_out_is_filled_in() {
        assert_eq!(judged(FORWARD, &["80", "192.168.1.2", "8080"]).unwrap()[3], "tcp");
        let vpn = judged(VPN, &[]).unwrap();
        assert_eq!(vpn, ["openvpn", "1194", "udp", "10.255.9.0/24", "1"]);
        assert_eq!(judged(VPN, &["pptp", "u:p"]).unwrap(), ["pptp", "u:p", "100", "10.255.9.0/24"]);
        assert_eq!(
            judged(IPSEC, &["0.0.0.0|aes|key|%any", "10.1.0.0/24", "10.2.0.0/24"]).unwrap()[3],
            "main"
        );
    }

    #[test]
    fn a_wrong_form_is_malformed_and_a_wrong_value_invalid() {
        for (kind, values, code) in [
            (FORWARD, &["eighty", "192.168.1.2", "80"][..], "1100"),
            (FORWARD, &["0", "192.168.1.2", "80"], "1101"),
            (FORWARD, &["80", "192.168.1.2", "65536"], "1101"),
            (FORWARD, &["80", "host", "80"], "1100"),
            (FORWARD, &["80", "192.168.1.2"], "1100"),
            (FORWARD, &["80", "192.168.1.2", "80", "icmp"], "1101"),
            (VPN, &["ssh"], "1101"),
            (VPN, &["pptp", "nobody"], "1100"),
            (VPN, &["pptp", "u:p", "254"], "1101"),
            (VPN, &["openvpn", "1194", "udp", "10.254.1.0/24"], "1101"),
            (DHCP, &["i-1", "gateway"], "1100"),
            (TUNNEL, &["gre|1.2.3.4"], "1100"),
            (TUNNEL, &["vxlan|1.2.3.4|8"], "1101"),
            (FILTER, &["1.2.3.4"], "1100"),
            (FILTER, &["1.2.3.4", "", "", "", "101", "drop"], "1101"),
            (GRE, &["6.6.6.6|key|1.2.3.4", "10.0.0.0/24"], "1100"),
            (IPSEC, &["1.2.3.4|key|device", "10.1.0.0/24"], "1100"),
            (DNS, &["node_1", "192.168.1.2"], "1101"),
            (DNS, &["node1", "192.168.1.2;x"], "1100"),
            (9, &["x"], "1101"),
        ] {
            assert_eq!(judged(kind, values).unwrap_err(), code, "{kind} {values:?}");
        }
    }
}
