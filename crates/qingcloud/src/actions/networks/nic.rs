//! Network interfaces.

use super::vip::is_virtual;
use crate::QingCloud;
use crate::figures::quotas::{self, Called};
use crate::forms::said;
use crate::listing::{self, Filter};
use crate::lookup::{self, must_be};
use crate::texts::cidr::Ip;
use crate::traits::{Service, Traits};
use crate::vxnet;
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Address, Head, Instance, Network, Nic, Router, State};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply, ensure};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<DescribeNics>(TRAITS.looking(), &[]).reading(),
    Entry::of::<CreateNics>(
        TRAITS.licensed(),
        &[RESOURCE_NOT_FOUND, RESOURCE_EXISTS, INSUFFICIENT_RESOURCES],
    ),
    Entry::of::<ModifyNicAttributes>(TRAITS, &[RESOURCE_NOT_FOUND, RESOURCE_EXISTS, INSUFFICIENT_RESOURCES]),
    Entry::of::<DeleteNics>(TRAITS, &[RESOURCE_NOT_FOUND]),
];

const TRAITS: Traits = Traits::of(Service::Network);
/// The most interfaces that one call creates (documented).
const COUNT_MOST: u64 = 252;

/// Lists the caller's network interfaces, newest first: those made with `CreateNics` and those that instances
/// got when they joined a network.
#[derive(Params)]
pub(crate) struct DescribeNics {
    #[param(id = "network interface")]
    nics: Vec<String>,
    nic_name: Option<String>,
    #[param(id = "network")]
    vxnets: Vec<String>,
    #[param(range = 0..=2)]
    vxnet_type: Vec<u32>,
    #[param(id = "instance")]
    instances: Vec<String>,
    #[param(flatten, only = ["status", "owner", "offset", "limit"])]
    filter: Filter,
}

impl Action<QingCloud> for DescribeNics {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        self.vxnets.iter().try_for_each(|id| vxnet::known(cx, id).map(drop))?;
        lookup::may_name::<Instance>(cx, &self.instances)?;
        let mut shown = Vec::new();
        for nic in self.filter.rows::<Nic>(cx, &self.nics)? {
            if self.is_wanted(cx, &nic)? {
                shown.push(nic);
            }
        }
        self.filter.page("nic_set", shown, |nic, object| show(cx, nic, object))
    }
}

impl DescribeNics {
    fn is_wanted(&self, cx: &Cx<'_>, nic: &Nic) -> Outcome<bool> {
        let holder = nic.instance.as_deref().unwrap_or("");
        if is_virtual(nic) || cx.find::<Router>(holder)?.is_some() {
            return Ok(false);
        }
        let by_type = self.vxnet_type.is_empty()
            || self.vxnet_type.contains(&cx.fetch::<Network>(&nic.network)?.network_type);
        Ok(by_type
            && self.nic_name.as_ref().is_none_or(|name| nic.head.name.contains(name))
            && (self.vxnets.is_empty() || self.vxnets.contains(&nic.network))
            && (self.instances.is_empty() || self.instances.iter().any(|id| id == holder)))
    }
}

fn show(cx: &Cx<'_>, nic: &Nic, object: &mut Reply) -> Outcome<()> {
    let head = &nic.head;
    let instance = match &nic.instance {
        Some(id) => cx.find::<Instance>(id)?,
        None => None,
    };
    let main = instance.as_ref().filter(|_| nic.role == 1);
    let firewall = main.and_then(|instance| instance.firewall.as_deref()).unwrap_or("");
    object
        .text("nic_id", &head.id)
        .text("nic_name", &head.name)
        .text("vxnet_id", &nic.network)
        .text("private_ip", &nic.private_ip)
        .text("instance_id", nic.instance.as_deref().unwrap_or(""))
        .int("role", nic.role)
        .int("sequence", sequence(cx, nic)?)
        .text("security_group", firewall)
        .text("root_user_id", cx.account(&head.owner)?.master.as_deref().unwrap_or(&head.owner));
    listing::common(squall_api::cloud::Kind::Nic, head, object);
    let address = match main {
        Some(instance) => cx.linked::<Address>(&instance.head.id)?.into_iter().next(),
        None => None,
    };
    listing::optional(object, "eip", address, |address, object| {
        object
            .text("eip_id", &address.head.id)
            .text("eip_addr", &address.address)
            .int("bandwidth", address.bandwidth_mbps);
    });
    listing::tags(cx, &head.id, object)
}

/// The place of an interface among those of its instance, the main one first.
///
/// # Errors
/// Only when the store fails.
pub(crate) fn sequence(cx: &Cx<'_>, nic: &Nic) -> Outcome<usize> {
    let Some(instance) = &nic.instance else { return Ok(0) };
    let all = cx.interfaces_of(instance)?;
    Ok(all.iter().position(|interface| interface.id == nic.head.id).unwrap_or_default())
}

/// Creates network interfaces in a network, to be attached to instances.
#[derive(Params)]
pub(crate) struct CreateNics {
    #[param(id = "network")]
    vxnet: String,
    #[param(max_len = 255)]
    nic_name: Option<String>,
    #[param(default = 1, range = 1..=COUNT_MOST as i64)]
    count: u64,
    private_ips: Vec<Ip>,
    /// Leaves the interfaces without an address.
    #[param(default = false)]
    disable_ip: bool,
}

impl Action<QingCloud> for CreateNics {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        ensure!(
            self.private_ips.len() as u64 <= if self.disable_ip { 0 } else { self.count },
            INVALID_REQUEST,
            "private_ips has more entries than there are nics with an address"
        );
        let network = vxnet::find(cx, &self.vxnet)?;
        for (at, address) in self.private_ips.iter().enumerate() {
            let twice = self.private_ips[..at].contains(address);
            ensure!(!twice, INVALID_REQUEST, "private_ip [{address}] is given twice");
            vxnet::must_be_free(cx, &network, *address)?;
        }
        quotas::check(cx, &[("nic", self.count)])?;
        let mut nics = Vec::new();
        for at in 0..self.count as usize {
            nics.push(self.create(cx, &network, self.private_ips.get(at))?);
        }
        let mut reply = Reply::new();
        reply.objects("nics", &nics, |nic, object| {
            object.text("nic_id", &nic.head.id).text("private_ip", &nic.private_ip);
        });
        Ok(reply)
    }
}

impl CreateNics {
    fn create(&self, cx: &Cx<'_>, network: &Network, address: Option<&Ip>) -> Outcome<Nic> {
        let private_ip = match address {
            Some(address) => address.to_string(),
            None if self.disable_ip => String::new(),
            None => cx.free_private_ip(network)?.unwrap_or_default(),
        };
        let name = self.nic_name.as_deref().unwrap_or("");
        let head = Head::new(cx.mint_hardware_address()?, cx.caller.id(), cx.zone(), name, cx.now)
            .in_state(State::Free)
            .counted([("nic", 1)]);
        let network = network.head.id.clone();
        let nic = Nic { head, network, private_ip, instance: None, is_builtin: false, role: 0 };
        cx.insert(&nic)?;
        Ok(nic)
    }
}

/// Renames an interface, gives it another address, or puts one that is attached to nothing into another
/// network.
#[derive(Params)]
pub(crate) struct ModifyNicAttributes {
    #[param(id = "network interface")]
    nic: String,
    #[param(max_len = 255)]
    nic_name: Option<String>,
    private_ip: Option<Ip>,
    #[param(id = "network")]
    vxnet: Option<String>,
}

impl Action<QingCloud> for ModifyNicAttributes {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut nic = live(cx, &self.nic)?;
        let network = vxnet::find(cx, self.vxnet.as_deref().unwrap_or(&nic.network))?;
        let moves = network.head.id != nic.network;
        if moves {
            must_be(&nic, &[State::Free], "put into another vxnet")?;
        }
        match self.private_ip {
            Some(address) if !moves && address.to_string() == nic.private_ip => {}
            Some(address) => {
                vxnet::must_be_free(cx, &network, address)?;
                nic.private_ip = address.to_string();
            }
            None if moves => nic.private_ip = cx.free_private_ip(&network)?.unwrap_or_default(),
            None => {}
        }
        nic.network.clone_from(&network.head.id);
        nic.head.relabel(said(cx, "nic_name", &self.nic_name), None);
        cx.save(&nic)?;
        Ok(Reply::new())
    }
}

/// One of the caller's interfaces; those of routers belong to the platform.
pub(crate) fn live(cx: &Cx<'_>, id: &str) -> Outcome<Nic> {
    let nic = lookup::live::<Nic>(cx, id)?;
    ensure!(!is_virtual(&nic), RESOURCE_NOT_FOUND, "resource [{id}] not found");
    let of_router = cx.find::<Router>(nic.instance.as_deref().unwrap_or(""))?.is_some();
    ensure!(!of_router, PERMISSION_DENIED, "nic [{id}] belongs to a router");
    Ok(nic)
}

/// Deletes interfaces that are attached to nothing.
#[derive(Params)]
pub(crate) struct DeleteNics {
    #[param(required, id = "network interface")]
    nics: Vec<String>,
}

impl Action<QingCloud> for DeleteNics {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let nics = lookup::each(cx, &self.nics, live)?;
        lookup::all_must_be(&nics, &[State::Free], "deleted")?;
        nics.iter().try_for_each(|row| cx.erase(row))?;
        Ok(Reply::new())
    }
}
