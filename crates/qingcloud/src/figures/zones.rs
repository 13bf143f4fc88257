//! The zones of a fresh world (reference 2.4).

use squall_api::cloud::Account;

/// The zones, and whether they take orders.
pub(crate) const ALL: [(&str, &str); 6] = [
    ("pek3", "active"),
    ("pek3a", "active"),
    ("gd2", "active"),
    ("sh1a", "active"),
    ("ap2a", "active"),
    ("ap3a", "faulty"),
];
/// The attribute of an account that lists the zones granted to it, comma-separated; all when it is empty.
pub(crate) const GRANTED: &str = "zones";

/// Whether there is such a zone and an account may use it.
pub(crate) fn may_use(account: &Account, zone: &str) -> bool {
    let granted = account.attribute(GRANTED);
    ALL.iter().any(|(id, _)| *id == zone) && (granted.is_empty() || granted.split(',').any(|id| id == zone))
}
