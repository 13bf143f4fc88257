//! Virtual addresses: places in a network that no interface has, for instances that share one. In the engine they are
//! loose interfaces with an id of their own form.

use crate::QingCloud;
use crate::figures::pace;
use crate::figures::quotas::Called;
use crate::job;
use crate::listing::Filter;
use crate::lookup;
use crate::traits::{Service, Traits};
use crate::vxnet;
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Head, Network, Nic, State};
use squall_api::{Action, Cx, Entry, Outcome, Params, Raise, Reply, ensure};
use std::net::Ipv4Addr;

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<AllocateVips>(TRAITS, &[RESOURCE_NOT_FOUND, INSUFFICIENT_RESOURCES]),
    Entry::of::<DescribeVips>(TRAITS.looking(), &[]).reading(),
    Entry::of::<ReleaseVips>(TRAITS, &[RESOURCE_NOT_FOUND]),
];

const TRAITS: Traits = Traits::of(Service::Network);
/// How ids of virtual addresses begin.
const PREFIX: &str = "vip-";
/// The most that one call allocates: what there is in a network.
const COUNT_MOST: i64 = 252;

/// Whether an interface is but a virtual address.
pub(crate) fn is_virtual(nic: &Nic) -> bool {
    nic.head.id.starts_with(PREFIX)
}

/// Takes addresses of a network that has joined a router, out of a range or any.
#[derive(Params)]
pub(crate) struct AllocateVips {
    #[param(id = "network")]
    vxnet_id: String,
    #[param(default = 1, range = 1..=COUNT_MOST)]
    count: u64,
    #[param(default = "", max_len = 255)]
    vip_name: String,
    /// `192.168.0.10-192.168.0.20`
    vip_range: Option<String>,
}

impl Action<QingCloud> for AllocateVips {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let range = self.vip_range.as_deref().map(range).transpose()?;
        let network = vxnet::find(cx, &self.vxnet_id)?;
        let id = &network.head.id;
        let has_addresses = network.network_type == vxnet::MANAGED && network.router.is_some();
        ensure!(has_addresses, PERMISSION_DENIED, "vxnet [{id}] has not joined any router");
        let mut vips = Vec::new();
        for _ in 0..self.count {
            let found = match range {
                Some(range) => free_within(cx, &network, range)?,
                None => cx.free_private_ip(&network)?,
            };
            let private_ip = found
                .or_raise(INSUFFICIENT_RESOURCES, || format!("vxnet [{id}] has no free address left"))?;
            let (vip, owner) = (cx.mint(PREFIX, 8)?, &network.head.owner);
            let head = Head::new(vip, owner, cx.zone(), &self.vip_name, cx.now).in_state(State::Free);
            let nic =
                Nic { head, network: id.clone(), private_ip, instance: None, is_builtin: false, role: 0 };
            cx.insert(&nic)?;
            vips.push(nic.head.id);
        }
        job::reply_naming(cx, "vips", &vips, pace::CHANGE_ADDRESS)
    }
}

/// The first and last address of a range (1100).
fn range(text: &str) -> Outcome<(Ipv4Addr, Ipv4Addr)> {
    let ends = text.split_once('-').and_then(|(first, last)| Some((first.parse().ok()?, last.parse().ok()?)));
    let malformed = || "parameter [vip_range] is not a range of addresses".to_owned();
    let (first, last) = ends.or_raise(MALFORMED_REQUEST, malformed)?;
    ensure!(first <= last, INVALID_REQUEST, "vip_range [{text}] is not valid");
    Ok((first, last))
}

/// The first free address of a network within a range, as far as the network goes.
fn free_within(
    cx: &Cx<'_>,
    network: &Network,
    (first, last): (Ipv4Addr, Ipv4Addr),
) -> Outcome<Option<String>> {
    let Some((lowest, highest)) = network.hosts() else { return Ok(None) };
    for number in lowest.max(first.into())..=highest.min(last.into()) {
        let address = Ipv4Addr::from(number);
        let text = address.to_string();
        if network.has_place_for(address) && !cx.private_ip_is_taken(network, &text)? {
            return Ok(Some(text));
        }
    }
    Ok(None)
}

/// Lists the caller's virtual addresses, newest first.
#[derive(Params)]
pub(crate) struct DescribeVips {
    #[param(id = "virtual address")]
    vips: Vec<String>,
    #[param(id = "network")]
    vxnets: Vec<String>,
    vip_name: Option<String>,
    #[param(flatten, only = ["owner", "offset", "limit"])]
    filter: Filter,
}

impl Action<QingCloud> for DescribeVips {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        self.vxnets.iter().try_for_each(|id| vxnet::known(cx, id).map(drop))?;
        let mut vips = self.filter.rows::<Nic>(cx, &self.vips)?;
        vips.retain(|nic| {
            is_virtual(nic)
                && (self.vxnets.is_empty() || self.vxnets.contains(&nic.network))
                && self.vip_name.as_ref().is_none_or(|name| *name == nic.head.name)
        });
        self.filter.page("vip_set", vips, |nic, object| {
            let root = cx.account(&nic.head.owner)?;
            object
                .text("vip_id", &nic.head.id)
                .text("vip_name", &nic.head.name)
                .text("vip_addr", &nic.private_ip)
                .text("instance_id", "")
                .text("instance_name", "")
                .text("vxnet_id", &nic.network)
                .text("nic_id", "")
                .shown("create_time", nic.head.created_at)
                .text("description", &nic.head.about)
                .text("owner", &nic.head.owner)
                .text("root_user_id", root.master.as_deref().unwrap_or(&nic.head.owner))
                .text("console_id", "qingcloud")
                .text("controller", "self");
            Ok(())
        })
    }
}

/// Gives virtual addresses back to their networks.
#[derive(Params)]
pub(crate) struct ReleaseVips {
    #[param(required, id = "virtual address")]
    vips: Vec<String>,
}

impl Action<QingCloud> for ReleaseVips {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let vips = lookup::each::<Nic>(cx, &self.vips, lookup::live)?;
        for nic in &vips {
            ensure!(is_virtual(nic), RESOURCE_NOT_FOUND, "resource [{}] not found", nic.head.id);
        }
        vips.iter().try_for_each(|nic| cx.erase(nic))?;
        job::reply(cx, &self.vips, pace::CHANGE_ADDRESS)
    }
}
