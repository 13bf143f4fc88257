//! What this edition knows of an account: which services it opened, whether it is a VIP, its hosted certificates.

use super::traits::Module;
use serde_json::Value;
use squall_api::cloud::Account;

/// Set while its application is under review.
pub(crate) const REVIEW: &str = "cdn.review";
/// Set where it is no VIP.
pub(crate) const NOT_VIP: &str = "cdn.not_vip";
/// The services that it has not opened, one a line.
pub(crate) const CLOSED: &str = "cdn.closed";
/// Its hosted certificates, as a JSON list.
pub(crate) const CERTIFICATES: &str = "cdn.certificates";
/// How it pays for each service, as `pay type` and `billing type`.
pub(crate) const PAY_TYPE: &str = "cdn.pay_type";
pub(crate) const DSA_PAY_TYPE: &str = "cdn.dsa_pay_type";
pub(crate) const DSA_BILLING_TYPE: &str = "cdn.dsa_billing_type";
/// The quota of accelerated hosts.
pub(crate) const HOSTS: &str = "hosts";
/// The calls a minute of one key; none where there is no such limit.
pub(crate) const CALLS_PER_MINUTE: &str = "calls_per_minute";

/// Whether it opened a service.
pub(crate) fn is_open(account: &Account, module: Module) -> bool {
    !account.attribute(CLOSED).lines().any(|closed| closed == module.word())
}

/// Opens a service, or closes it.
pub(crate) fn set_open(account: &mut Account, module: Module, open: bool) {
    let mut closed: Vec<&str> =
        Module::ALL.iter().filter(|known| !is_open(account, **known)).map(|known| known.word()).collect();
    closed.retain(|word| *word != module.word());
    if !open {
        closed.push(module.word());
    }
    let closed = closed.join("\n");
    account.set_attribute(CLOSED, &closed);
}

/// Whether it is whitelisted.
pub(crate) fn is_vip(account: &Account) -> bool {
    account.attribute(NOT_VIP).is_empty()
}

/// The calls a minute of one of its keys; 0 where there is no limit.
pub(crate) fn calls_per_minute(account: &Account) -> usize {
    account.quotas.get(CALLS_PER_MINUTE).and_then(|most| usize::try_from(*most).ok()).unwrap_or_default()
}

/// A certificate that is kept for it.
pub(crate) struct Hosted {
    /// Its id.
    pub(crate) id: String,
    /// The certificate and those above it.
    pub(crate) content: String,
    /// The private key.
    pub(crate) private_key: String,
}

/// The certificates that are kept for it.
pub(crate) fn certificates(account: &Account) -> Vec<Hosted> {
    let kept: Vec<Value> = serde_json::from_str(account.attribute(CERTIFICATES)).unwrap_or_default();
    let text = |item: &Value, name: &str| item[name].as_str().unwrap_or_default().to_owned();
    let hosted = |item: &Value| Hosted {
        id: text(item, "id"),
        content: text(item, "crt"),
        private_key: text(item, "private_key"),
    };
    kept.iter().map(hosted).collect()
}
