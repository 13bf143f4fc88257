//! Instances in private networks.

use crate::QingCloud;
use crate::actions::compute::instance_plan::Joining;
use crate::actions::compute::instance_view;
use crate::job;
use crate::listing::{self, Filter};
use crate::lookup::{self, must_be};
use crate::traits::{Service, Traits};
use crate::{figures::pace, vxnet, words};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Instance, Kind, Network, Nic, RouterRule, State};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply, ensure, raise};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<JoinVxnet>(TRAITS, &[RESOURCE_NOT_FOUND, RESOURCE_EXISTS, INSUFFICIENT_RESOURCES]),
    Entry::of::<LeaveVxnet>(TRAITS, &[RESOURCE_NOT_FOUND]),
    Entry::of::<DescribeVxnetInstances>(TRAITS.looking(), &[]).reading(),
];

const TRAITS: Traits = Traits::of(Service::Network);

/// Lets instances join a network. An instance can be in one managed network, the base network included, and
/// in any number of self-managed ones.
#[derive(Params)]
pub(crate) struct JoinVxnet {
    /// The network, or `network|address` for one instance that is to have a certain address.
    #[param(id = "network")]
    vxnet: String,
    #[param(required, id = "instance")]
    instances: Vec<String>,
}

impl Action<QingCloud> for JoinVxnet {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let Joining { network, address } = Joining::read(cx, &self.vxnet)?;
        ensure!(
            address.is_none() || self.instances.len() == 1,
            INVALID_REQUEST,
            "vxnet [{}] names an address, which only one instance can have",
            self.vxnet
        );
        let instances = lookup::each::<Instance>(cx, &self.instances, lookup::idle)?;
        for instance in &instances {
            must_be(instance, &[State::Active, State::Stopped], "joined to a vxnet")?;
            must_be_welcome(cx, instance, &network)?;
        }
        let role = u32::from(network.network_type != vxnet::SELF_MANAGED);
        for instance in &instances {
            cx.join_network(&instance.head, &network, address.as_deref(), role)?;
        }
        job::reply(cx, &self.instances, pace::JOIN_NETWORK)
    }
}

/// An instance joins a network once, and only one of those that are managed for it.
fn must_be_welcome(cx: &Cx<'_>, instance: &Instance, network: &Network) -> Outcome<()> {
    let id = &instance.head.id;
    for nic in cx.linked::<Nic>(id)?.iter().filter(|nic| nic.is_builtin) {
        let other = cx.fetch::<Network>(&nic.network)?;
        let both_managed = [network, &other].iter().all(|net| net.network_type != vxnet::SELF_MANAGED);
        ensure!(
            other.head.id != network.head.id && !both_managed,
            PERMISSION_DENIED,
            "instance [{id}] has already joined vxnet [{}]",
            other.head.id
        );
    }
    Ok(())
}

/// Takes instances out of a network.
#[derive(Params)]
pub(crate) struct LeaveVxnet {
    #[param(id = "network")]
    vxnet: String,
    #[param(required, id = "instance")]
    instances: Vec<String>,
}

impl Action<QingCloud> for LeaveVxnet {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let network = vxnet::find(cx, &self.vxnet)?;
        let mut nics = Vec::new();
        for instance in lookup::each::<Instance>(cx, &self.instances, lookup::idle)? {
            must_be(&instance, &[State::Active, State::Stopped], "taken out of a vxnet")?;
            nics.push(place_of(cx, &instance, &network)?);
        }
        nics.iter().try_for_each(|row| cx.erase(row))?;
        job::reply(cx, &self.instances, pace::JOIN_NETWORK)
    }
}

fn place_of(cx: &Cx<'_>, instance: &Instance, network: &Network) -> Outcome<Nic> {
    let (id, vxnet) = (&instance.head.id, &network.head.id);
    match cx.linked::<Nic>(id)?.into_iter().find(|nic| nic.is_builtin && nic.network == *vxnet) {
        Some(nic) => Ok(nic),
        None => raise!(PERMISSION_DENIED, "instance [{id}] has not joined vxnet [{vxnet}]"),
    }
}

/// Lists the caller's instances in a network, newest first.
#[derive(Params)]
pub(crate) struct DescribeVxnetInstances {
    #[param(id = "network")]
    vxnet: String,
    #[param(id = "instance")]
    instances: Vec<String>,
    instance_type: Option<String>,
    image: Option<String>,
    #[param(flatten, only = ["status", "offset", "limit"])]
    filter: Filter,
}

impl Action<QingCloud> for DescribeVxnetInstances {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        for status in &self.filter.status {
            let known = words::statuses(Kind::Instance).contains(&&**status);
            ensure!(known, INVALID_REQUEST, "status [{status}] is not valid");
        }
        lookup::may_name::<Instance>(cx, &self.instances)?;
        let mut members = match vxnet::known(cx, &self.vxnet)? {
            Some(network) => super::network::members(cx, &network)?,
            None => Vec::new(),
        };
        members.retain(|(_, instance)| {
            let head = &instance.head;
            let status = words::status(Kind::Instance, head.state);
            (self.instances.is_empty() || self.instances.contains(&head.id))
                && (self.filter.status.is_empty() || self.filter.status.iter().any(|wanted| wanted == status))
                && self.instance_type.as_ref().is_none_or(|wanted| *wanted == instance.instance_type)
                && self.image.as_ref().is_none_or(|wanted| *wanted == instance.image)
        });
        self.filter.page("instance_set", members, |(nic, instance), object| show(cx, nic, instance, object))
    }
}

fn show(cx: &Cx<'_>, nic: &Nic, instance: &Instance, object: &mut Reply) -> Outcome<()> {
    let head = &instance.head;
    instance_view::write(cx, instance, object)?;
    instance_view::write_more(cx, instance, object)?;
    object
        .text("image_id", &instance.image)
        .text("vxnet_id", &nic.network)
        .text("nic_id", &nic.head.id)
        .text("private_ip", &nic.private_ip)
        .int("sequence", super::nic::sequence(cx, nic)?);
    let options = cx.linked::<RouterRule>(&head.id)?.into_iter().next();
    listing::optional(object, "dhcp_options", options, |rule, object| {
        object
            .text("router_static_id", &rule.head.id)
            .text("val2", rule.values.get(1).map_or("", String::as_str));
    });
    Ok(())
}
