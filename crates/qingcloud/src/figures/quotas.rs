//! Quotas of a new account, by zone (reference 2.10: the published figures are samples, the real defaults are
//! not known), and the one question that actions ask of them.

use squall_api::catalogue::qingcloud as code;
use squall_api::cloud::Account;
use squall_api::{Cx, Outcome, ensure};
use std::collections::BTreeMap;

/// The key of the calls an account may make in a day. It is counted apart from resources.
pub(crate) const API_CALLS: &str = "api_calls_per_day";

/// Every quota and its default.
pub(crate) const DEFAULTS: [(&str, u64); 34] = [
    (API_CALLS, 1_000_000),
    ("instance", 200),
    ("cpu", 500),
    ("memory", 1_024_000),
    ("hp_instance", 50),
    ("volume", 200),
    ("volume_size", 100_000),
    ("hc_volume", 100),
    ("hc_volume_size", 50_000),
    ("hpp_volume", 100),
    ("hpp_volume_size", 20_000),
    ("snapshot", 200),
    ("eip", 50),
    ("eip_bandwidth", 1_000),
    ("image", 50),
    ("keypair", 100),
    ("security_group", 100),
    ("security_group_ipset", 50),
    ("router", 20),
    ("vxnet", 100),
    ("nic", 200),
    ("loadbalancer", 50),
    ("loadbalancer_policy", 50),
    ("server_certificate", 50),
    ("dns_alias", 50),
    ("tag", 100),
    ("cluster", 50),
    ("cluster_max_node_cnt", 50),
    ("app", 50),
    ("sub_user", 50),
    ("hp_cpu", 200),
    ("hp_memory", 409_600),
    ("user_data", 100),
    ("refund", 2),
];

/// The limit of a quota for an account.
pub(crate) fn limit(account: &Account, quota: &str) -> u64 {
    let default = DEFAULTS.iter().find(|(name, _)| *name == quota).map_or(0, |(_, limit)| *limit);
    account.quotas.get(quota).copied().unwrap_or(default)
}

/// Asks whether the caller may have so much more of each of these in the called zone (2500 if not).
///
/// # Errors
/// `QUOTA_EXCEEDED`, naming the quota.
pub(crate) fn check(cx: &Cx<'_>, wanted: &[(&str, u64)]) -> Outcome<()> {
    check_in(cx, cx.zone(), wanted)
}

/// The same for another zone, or for what belongs to none.
///
/// # Errors
/// `QUOTA_EXCEEDED`, naming the quota.
pub(crate) fn check_in(cx: &Cx<'_>, zone: &str, wanted: &[(&str, u64)]) -> Outcome<()> {
    check_for(cx, cx.caller.id(), zone, wanted)
}

/// The same for another user, who is to own what is made.
///
/// # Errors
/// `QUOTA_EXCEEDED`, naming the quota.
pub(crate) fn check_for(cx: &Cx<'_>, owner: &str, zone: &str, wanted: &[(&str, u64)]) -> Outcome<()> {
    let owner = cx.account(owner)?;
    let above = if owner.quota_holder() == owner.id { None } else { Some(cx.account(owner.quota_holder())?) };
    for (quota, more) in wanted {
        let limit = limit(above.as_ref().unwrap_or(&owner), quota);
        let used = cx.in_use(&owner, zone, quota)?;
        ensure!(
            used.saturating_add(*more) <= limit,
            code::QUOTA_EXCEEDED,
            "quota [{quota}] is {limit}, used {used}, required {more}"
        );
    }
    Ok(())
}

/// Asks whether something of a user's may be as large as this: such a quota is for each, not for all together
/// (2500).
///
/// # Errors
/// `QUOTA_EXCEEDED`, naming the quota.
pub(crate) fn check_size(cx: &Cx<'_>, owner: &str, quota: &str, size: u64) -> Outcome<()> {
    let limit = limit(&cx.account(cx.account(owner)?.quota_holder())?, quota);
    ensure!(size <= limit, code::QUOTA_EXCEEDED, "quota [{quota}] is {limit}, required {size}");
    Ok(())
}

/// The same for several things of the caller's and its users: owner, quota, amount.
///
/// # Errors
/// `QUOTA_EXCEEDED`, naming the quota.
pub(crate) fn check_each<'a>(
    cx: &Cx<'_>,
    wanted: impl IntoIterator<Item = (&'a str, &'a str, u64)>,
) -> Outcome<()> {
    let mut sums: BTreeMap<(String, &str), (&str, u64)> = BTreeMap::new();
    for (owner, quota, more) in wanted {
        let holder = cx.account(owner)?.quota_holder().to_owned();
        sums.entry((holder, quota)).or_insert((owner, 0)).1 += more;
    }
    sums.iter()
        .filter(|(_, (_, more))| *more > 0)
        .try_for_each(|((_, quota), (owner, more))| check_for(cx, owner, cx.zone(), &[(*quota, *more)]))
}

/// The quotas of the number and of the size of volumes of a type.
pub(crate) const fn of_volumes(volume_type: u32) -> (&'static str, &'static str) {
    match volume_type {
        1 | 2 => ("hc_volume", "hc_volume_size"),
        3 | 200 => ("hpp_volume", "hpp_volume_size"),
        _ => ("volume", "volume_size"),
    }
}

/// What a call says about itself that actions ask for.
pub(crate) trait Called {
    /// The zone that was called; empty where none was named.
    fn zone(&self) -> &str;
}

impl Called for Cx<'_> {
    fn zone(&self) -> &str {
        self.call.tree.text_of("zone").unwrap_or("")
    }
}
