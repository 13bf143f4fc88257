//! Names of accelerated hosts.

use crate::cdn::{say, settings};
use squall_api::catalogue::tencent_cdn::{
    HOST_BLACKLISTED, HOST_EXISTS, HOST_INTERNAL, HOST_INVALID, HOST_RESTRICTED, HOST_TOO_LONG,
    HOST_WITHOUT_FILING,
};
use squall_api::cloud::{AcceleratedHost, Platform, Reach};
use squall_api::{Cx, Outcome};
use std::net::IpAddr;

/// The longest name, in bytes.
const NAME_BYTES: usize = 81;
/// The longest label of a name, in bytes.
const LABEL_BYTES: usize = 63;

/// Whether a text is a host name of at least two labels, and neither an address nor a wildcard.
pub(crate) fn is_host_name(text: &str) -> bool {
    let is_label = |label: &str| {
        (1..=LABEL_BYTES).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let last_has_letters =
        text.rsplit('.').next().is_some_and(|last| last.bytes().any(|byte| byte.is_ascii_alphabetic()));
    text.contains('.') && text.split('.').all(is_label) && last_has_letters && text.parse::<IpAddr>().is_err()
}

/// A host name must not be too long (2114) and be one (2100).
pub(crate) fn must_be_well_formed(name: &str) -> Outcome<()> {
    say::must(name.len() <= NAME_BYTES, HOST_TOO_LONG, || format!("it has more than {NAME_BYTES} bytes"))?;
    say::must(is_host_name(name), HOST_INVALID, || "it is no host name of two labels".to_owned())
}

/// Whether a name is a domain or lies below it.
pub(crate) fn is_within(name: &str, domain: &str) -> bool {
    let cut = name.len().wrapping_sub(domain.len());
    name.get(cut..).is_some_and(|end| end.eq_ignore_ascii_case(domain))
        && (cut == 0 || name.as_bytes().get(cut.wrapping_sub(1)) == Some(&b'.'))
}

fn is_listed(platform: &Platform, list: &str, name: &str) -> bool {
    settings::list(platform, list).any(|domain| is_within(name, domain))
}

/// A name on the platform's black list is not delivered (2113).
pub(crate) fn must_not_be_black(platform: &Platform, name: &str) -> Outcome<()> {
    say::must(!is_listed(platform, settings::BLACK, name), HOST_BLACKLISTED, || {
        "it is on the black list".to_owned()
    })
}

/// Inside the country a name must be filed (2002).
pub(crate) fn must_be_filed(platform: &Platform, name: &str) -> Outcome<()> {
    say::must(is_listed(platform, settings::ICP, name), HOST_WITHOUT_FILING, || {
        "its domain is not filed".to_owned()
    })
}

/// A name that is to be accelerated must be nobody's (2001), and of no list (2111, 2113, 2112); inside the country it
/// must be filed (2002).
pub(crate) fn must_be_free(cx: &Cx<'_>, platform: &Platform, name: &str, reach: Reach) -> Outcome<()> {
    must_be_well_formed(name)?;
    let holder = cx.holder::<AcceleratedHost>(&name.to_ascii_lowercase())?;
    say::must(holder.is_none(), HOST_EXISTS, || "the name is accelerated already".to_owned())?;
    say::must(!is_listed(platform, settings::INTERNAL, name), HOST_INTERNAL, || {
        "it is one of the vendor's own".to_owned()
    })?;
    must_not_be_black(platform, name)?;
    say::must(!is_listed(platform, settings::RESTRICTED, name), HOST_RESTRICTED, || {
        "it is restricted".to_owned()
    })?;
    if reach == Reach::Overseas { Ok(()) } else { must_be_filed(platform, name) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn host_names_have_two_labels_and_are_no_addresses() {
        for name in ["a.example.com", "xn--a.cn", "a-b.c0"] {
            assert!(is_host_name(name), "{name}");
        }
        for name in ["", "a", "bad_host!.com", "1.2.3.4", "*.a.b", "a..b", "-a.b", "a.b.", "a.b1-", "a.1"] {
            assert!(!is_host_name(name), "{name}");
        }
        assert!(
            is_within("a.b.com", "b.com") && is_within("B.com", "b.com") && !is_within("ab.com", "b.com")
        );
    }
}
