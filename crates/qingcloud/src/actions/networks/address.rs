//! Public addresses.

use crate::QingCloud;
use crate::figures::quotas::{self, Called};
use crate::forms::said;
use crate::founding::ADDRESS_POOL;
use crate::job;
use crate::listing::{self, Filter};
use crate::lookup::{self, Within};
use crate::traits::{Service, Traits};
use crate::{
    figures::{pace, price},
    words,
};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Address, Balancer, ClusterNode, Head, Instance, Kind, Money, Router, State, Verb};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply, ensure};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<DescribeEips>(TRAITS.looking(), &[RESOURCE_NOT_FOUND]).reading(),
    Entry::of::<AllocateEips>(
        TRAITS.licensed(),
        &[RESOURCE_NOT_FOUND, BALANCE_INSUFFICIENT, INSUFFICIENT_RESOURCES],
    ),
    Entry::of::<ReleaseEips>(TRAITS, &[RESOURCE_NOT_FOUND]),
    Entry::of::<ModifyEipAttributes>(TRAITS, &[RESOURCE_NOT_FOUND]),
];

const TRAITS: Traits = Traits::of(Service::Network);
/// The most addresses that one call allocates.
const COUNT_MOST: u64 = 100;
/// The most Mbit/s of an address.
pub(crate) const BANDWIDTH_MOST: i64 = 1_000;
/// The modes of billing.
pub(crate) const BILLING_MODES: [&str; 2] = ["bandwidth", "traffic"];

/// Lists the caller's public addresses, newest first.
#[derive(Params)]
pub(crate) struct DescribeEips {
    #[param(id = "address")]
    eips: Vec<String>,
    /// Only those bound to this instance.
    #[param(id = "instance")]
    instance_id: Option<String>,
    #[param(flatten)]
    filter: Filter,
}

impl Action<QingCloud> for DescribeEips {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let instance = Within::<Instance>::named(cx, self.instance_id.as_deref())?;
        let mut addresses = self.filter.rows_that_exist::<Address>(cx, &self.eips)?;
        addresses.retain(|address| instance.holds(address.bound_to.as_deref().unwrap_or("")));
        self.filter.page("eip_set", addresses, |address, object| show(cx, address, object))
    }
}

fn show(cx: &Cx<'_>, address: &Address, object: &mut Reply) -> Outcome<()> {
    let head = &address.head;
    object
        .text("eip_id", &head.id)
        .text("eip_name", &head.name)
        .text("eip_addr", &address.address)
        .int("bandwidth", address.bandwidth_mbps)
        .text("billing_mode", &address.billing_mode)
        .int("associate_mode", address.associate_mode)
        .flag("need_icp", address.needs_licence)
        .text("icp_codes", "")
        .text("alarm_status", "");
    listing::common(Kind::Address, head, object);
    let bound_to = address.bound_to.as_deref().unwrap_or("");
    let (kind, name) = holder(cx, bound_to)?;
    object.object("resource", |resource| {
        resource.text("resource_id", bound_to).text("resource_name", &name).text("resource_type", kind);
    });
    object.object("eip_group", |group| {
        group.text("eip_group_id", "eipg-00000000").text("eip_group_name", "BGP multi-line");
    });
    listing::tags(cx, &head.id, object)
}

/// The vendor's word for the kind of what holds an address, and its name.
fn holder(cx: &Cx<'_>, id: &str) -> Outcome<(&'static str, String)> {
    if let Some(instance) = cx.find::<Instance>(id)? {
        return Ok((words::resource_type(Kind::Instance), instance.head.name));
    }
    if let Some(router) = cx.find::<Router>(id)? {
        return Ok((words::resource_type(Kind::Router), router.head.name));
    }
    if let Some(node) = cx.find::<ClusterNode>(id)? {
        return Ok((words::resource_type(Kind::ClusterNode), node.head.name));
    }
    let balancer = cx.find::<Balancer>(id)?;
    Ok(balancer
        .map_or(("", String::new()), |balancer| (words::resource_type(Kind::Balancer), balancer.head.name)))
}

/// Takes public addresses from the pool; they are charged for from then on.
#[derive(Params)]
pub(crate) struct AllocateEips {
    #[param(range = 1..=BANDWIDTH_MOST)]
    bandwidth: u64,
    #[param(default = "bandwidth", one_of = BILLING_MODES)]
    billing_mode: String,
    #[param(default = 1, range = 1..=COUNT_MOST as i64)]
    count: u64,
    #[param(default = false)]
    need_icp: bool,
    #[param(max_len = 255)]
    eip_name: Option<String>,
    #[param(default = 0, range = 0..=1)]
    associate_mode: u32,
    target_user: Option<String>,
}

impl Action<QingCloud> for AllocateEips {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let owner = lookup::new_owner(cx, self.target_user.as_deref())?;
        let bandwidth = self.bandwidth * self.count;
        quotas::check_for(cx, &owner, cx.zone(), &[("eip", self.count), ("eip_bandwidth", bandwidth)])?;
        let price = price::address(&self.billing_mode, self.bandwidth);
        price::check_for(cx, &owner, price.times(self.count))?;
        let free = cx.pool(ADDRESS_POOL)?.free;
        ensure!(
            free >= self.count,
            INSUFFICIENT_RESOURCES,
            "eip pool has [{free}] addresses left, [{}] are required",
            self.count
        );
        let mut ids = Vec::new();
        for _ in 0..self.count {
            ids.push(self.allocate(cx, &owner, price)?);
        }
        Ok(Reply::with_texts("eips", &ids))
    }
}

impl AllocateEips {
    fn allocate(&self, cx: &Cx<'_>, owner: &str, price: Money) -> Outcome<String> {
        let name = self.eip_name.as_deref().unwrap_or("");
        let head = Head::new(cx.mint("eip-", 8)?, owner, cx.zone(), name, cx.now)
            .in_state(State::Free)
            .priced(price, Money::ZERO)
            .counted([("eip", 1), ("eip_bandwidth", self.bandwidth)]);
        let mut address = Address {
            head,
            address: cx.next_address::<Address>(ADDRESS_POOL)?,
            bandwidth_mbps: self.bandwidth,
            billing_mode: self.billing_mode.clone(),
            billing_changed_at: None,
            associate_mode: self.associate_mode,
            needs_licence: self.need_icp,
            bound_to: None,
        };
        cx.grant_lease(&mut address)?;
        cx.insert(&address)?;
        Ok(address.head.id)
    }
}

/// Gives addresses that are bound to nothing back to the pool. They cannot be had back.
#[derive(Params)]
pub(crate) struct ReleaseEips {
    #[param(required, id = "address")]
    eips: Vec<String>,
    /// Accepted; a release here never needs force.
    force: Option<bool>,
}

impl Action<QingCloud> for ReleaseEips {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let _ = self.force;
        let mut addresses = lookup::each::<Address>(cx, &self.eips, lookup::idle)?;
        lookup::all_must_be(&addresses, &[State::Free], "released")?;
        lookup::all_must_be_leased(cx, &addresses)?;
        job::change_all(cx, &mut addresses, Verb::Delete, State::Recycled, pace::RELEASE_ADDRESS)
    }
}

/// Renames a public address.
#[derive(Params)]
pub(crate) struct ModifyEipAttributes {
    #[param(id = "address")]
    eip: String,
    #[param(max_len = 255)]
    eip_name: Option<String>,
    #[param(max_len = 1_000)]
    description: Option<String>,
}

impl Action<QingCloud> for ModifyEipAttributes {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut address = lookup::live::<Address>(cx, &self.eip)?;
        address
            .head
            .relabel(said(cx, "eip_name", &self.eip_name), said(cx, "description", &self.description));
        cx.save(&address)?;
        Ok(Reply::with_text("eip_id", &self.eip))
    }
}
