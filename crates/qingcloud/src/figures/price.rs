//! Prices by the hour. QingCloud's price list changes and is not part of its API's documents; these figures
//! are ours, of the list's order of magnitude, except the published 0.02 yuan for 10 GB of a stopped
//! instance's disk.

use squall_api::catalogue::qingcloud as code;
use squall_api::cloud::{ClusterRole, Money, Span};
use squall_api::{Cx, Outcome, ensure};
use std::collections::BTreeMap;

/// An hour of the demo application's service.
pub(crate) const APP_SERVICE: Money = Money::micros(100_000);

/// An instance of so many cores and so much memory.
pub(crate) fn instance(cpu: u64, memory_mib: u64) -> Money {
    Money::micros(60_000).times(cpu) + Money::micros(40).times(memory_mib)
}

/// The disk of an instance that is stopped.
pub(crate) fn idle_instance(os_disk_gib: u64) -> Money {
    Money::micros(2_000).times(os_disk_gib)
}

/// A volume.
pub(crate) fn volume(volume_type: u32, size_gib: u64) -> Money {
    let per_gib = match volume_type {
        1 | 2 => 500,
        3 | 200 => 2_000,
        5..=7 => 2_500,
        _ => 1_000,
    };
    Money::micros(per_gib).times(size_gib)
}

/// A snapshot.
pub(crate) fn snapshot(size_mib: u64) -> Money {
    Money::micros(300).times(size_mib.div_ceil(1_024))
}

/// A public address.
pub(crate) fn address(billing_mode: &str, bandwidth_mbps: u64) -> Money {
    match billing_mode {
        "traffic" => Money::micros(20_000),
        _ => Money::micros(30_000).times(bandwidth_mbps),
    }
}

/// A router of a size.
pub(crate) fn router(router_type: u32) -> Money {
    match router_type {
        0 => Money::micros(250_000),
        2 => Money::micros(500_000),
        3 => Money::micros(1_000_000),
        _ => Money::micros(100_000),
    }
}

/// A load balancer of a size.
pub(crate) fn balancer(balancer_type: u32) -> Money {
    match balancer_type {
        0 => Money::micros(100_000),
        1 => Money::micros(300_000),
        2 => Money::micros(500_000),
        3 => Money::micros(1_000_000),
        4 => Money::micros(2_000_000),
        _ => Money::micros(5_000_000),
    }
}

/// An image that an account keeps.
pub(crate) fn image(size_gib: u64) -> Money {
    Money::micros(300).times(size_gib)
}

/// A node of a cluster at work: an instance and its volume.
pub(crate) fn cluster_node(role: &ClusterRole) -> Money {
    instance(role.cpu, role.memory_mib) + idle_cluster_node(role)
}

/// A node of a cluster that is stopped: its volume.
pub(crate) fn idle_cluster_node(role: &ClusterRole) -> Money {
    volume(role.volume_type, role.volume_gib)
}

/// A term of a reserved contract for something that costs so much by the hour: months of thirty days, a fifth
/// off.
pub(crate) fn reserved(hourly: Money, months: u32, count: u64) -> Money {
    hourly.times(24 * 30).times(u64::from(months)).times(count).share(Span(4), Span(5))
}

/// Asks whether the caller can pay the first hour of something more (2400 if not).
///
/// # Errors
/// `BALANCE_INSUFFICIENT`, also while the account is in arrears.
pub(crate) fn check(cx: &Cx<'_>, more: Money) -> Outcome<()> {
    check_for(cx, cx.caller.id(), more)
}

/// The same for another user, who is to own what is made.
///
/// # Errors
/// `BALANCE_INSUFFICIENT`, also while the account is in arrears.
pub(crate) fn check_for(cx: &Cx<'_>, owner: &str, more: Money) -> Outcome<()> {
    let payer = cx.payer(owner)?;
    let balance = payer.balance_at(cx.now);
    ensure!(
        payer.arrears_since.is_none() && balance >= more,
        code::BALANCE_INSUFFICIENT,
        "balance [{balance}] is not enough, [{more}] is required"
    );
    Ok(())
}

/// The same for several things of the caller's and its users, each with its owner.
///
/// # Errors
/// `BALANCE_INSUFFICIENT`, also while an account is in arrears.
pub(crate) fn check_each<'a>(cx: &Cx<'_>, prices: impl IntoIterator<Item = (&'a str, Money)>) -> Outcome<()> {
    let mut sums: BTreeMap<String, Money> = BTreeMap::new();
    for (owner, more) in prices {
        let payer = cx.payer(owner)?.id;
        *sums.entry(payer).or_default() += more;
    }
    sums.iter().try_for_each(|(payer, more)| check_for(cx, payer, *more))
}
