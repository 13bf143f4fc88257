//! What rules of firewalls compare with: ports, ICMP types, addresses, and named sets of ports or addresses.

use crate::lookup;
use squall_api::catalogue::qingcloud::INVALID_REQUEST;
use squall_api::cloud::{IpSet, Operand};
use squall_api::{Cx, Outcome, ensure, raise};
use std::net::IpAddr;

/// The protocols of rules.
pub(crate) const PROTOCOLS: [&str; 7] = ["tcp", "udp", "icmp", "gre", "esp", "ah", "ipip"];
/// The most entries of a set.
const SET_ENTRIES: usize = 200;
/// How ids of sets begin.
const SET: &str = "sgi-";

/// The operands of a rule. Ports and addresses may be sets of these; what is empty matches anything.
///
/// # Errors
/// `INVALID_REQUEST` for what the protocol has no use for, and what looking up a set raises.
pub(crate) fn operands(cx: &Cx<'_>, protocol: &str, [val1, val2, val3]: [&str; 3]) -> Outcome<[Operand; 3]> {
    let invalid =
        |name: &str, value: &str| format!("{name} [{value}] is not valid for protocol [{protocol}]");
    let first = match protocol {
        "tcp" | "udp" if val1.starts_with(SET) => {
            ensure!(val2.is_empty(), INVALID_REQUEST, "{}", invalid("val2", val2));
            set(cx, val1, true)?
        }
        "tcp" | "udp" => {
            // From 0 to 0 stands for any port: terraform's provider sends it for what is not set.
            let number = |text: &str| text.parse::<u16>().ok();
            ensure!(val1.is_empty() || number(val1).is_some(), INVALID_REQUEST, "{}", invalid("val1", val1));
            let goes_up =
                val2.is_empty() || number(val2).zip(number(val1)).is_some_and(|(last, first)| last >= first);
            ensure!(goes_up, INVALID_REQUEST, "{}", invalid("val2", val2));
            Operand::Plain(val1.to_owned())
        }
        "icmp" => {
            for (name, value) in [("val1", val1), ("val2", val2)] {
                let fits = value.is_empty() || value.parse::<u8>().is_ok();
                ensure!(fits, INVALID_REQUEST, "{}", invalid(name, value));
            }
            Operand::Plain(val1.to_owned())
        }
        _ => {
            ensure!(val1.is_empty(), INVALID_REQUEST, "{}", invalid("val1", val1));
            ensure!(val2.is_empty(), INVALID_REQUEST, "{}", invalid("val2", val2));
            Operand::Plain(String::new())
        }
    };
    let remote = if val3.starts_with(SET) {
        set(cx, val3, false)?
    } else {
        ensure!(val3.is_empty() || is_network(val3), INVALID_REQUEST, "{}", invalid("val3", val3));
        Operand::Plain(val3.to_owned())
    };
    Ok([first, Operand::Plain(val2.to_owned()), remote])
}

fn set(cx: &Cx<'_>, id: &str, of_ports: bool) -> Outcome<Operand> {
    let set = lookup::live::<IpSet>(cx, id)?;
    let wanted = if of_ports { "ports" } else { "addresses" };
    ensure!(set.is_ports == of_ports, INVALID_REQUEST, "security group ipset [{id}] holds no {wanted}");
    Ok(Operand::Set(set.head.id))
}

/// A set's value: ports and ranges of ports, or addresses and networks, with commas between them.
///
/// # Errors
/// `INVALID_REQUEST` for the first entry that is neither.
pub(crate) fn check_set(value: &str, of_ports: bool) -> Outcome<()> {
    if value.split(',').count() > SET_ENTRIES {
        raise!(INVALID_REQUEST, "val has more than {SET_ENTRIES} entries");
    }
    let mut entries = value.split(',').map(str::trim);
    let wrong = entries.find(|entry| !if of_ports { is_ports(entry) } else { is_network(entry) });
    ensure!(wrong.is_none(), INVALID_REQUEST, "val [{}] is not valid", wrong.unwrap_or_default());
    Ok(())
}

fn port(text: &str) -> Option<u16> {
    text.parse::<u16>().ok().filter(|port| *port > 0)
}

fn is_ports(text: &str) -> bool {
    match text.split_once('-') {
        Some((first, last)) => port(first).zip(port(last)).is_some_and(|(first, last)| first <= last),
        None => port(text).is_some(),
    }
}

/// An address, or one with the length of a network's prefix.
fn is_network(text: &str) -> bool {
    let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
    let most = match address.parse::<IpAddr>() {
        Ok(IpAddr::V4(_)) => 32_u8,
        Ok(IpAddr::V6(_)) => 128,
        Err(_) => return false,
    };
    bits.is_none_or(|bits| bits.parse::<u8>().is_ok_and(|bits| bits <= most))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_hold_ports_or_addresses_and_nothing_else() {
        for (value, of_ports, good) in [
            ("10000-15000", true, true),
            ("80,443", true, true),
            ("443-80", true, false),
            ("0", true, false),
            ("65536", true, false),
            ("80,", true, false),
            ("192.168.1.0/24", false, true),
            ("10.0.0.1, fe80::/64", false, true),
            ("192.168.1.0/33", false, false),
            ("192.168.1", false, false),
            ("80", false, false),
        ] {
            assert_eq!(check_set(value, of_ports).is_ok(), good, "{value}");
        }
    }
}
