//! Copies of instances.

use super::image;
use super::instance::TRAITS;
use super::instance_plan::{Joining, Plan};
use super::instance_run::MAKING;
use crate::lookup::{self, must_be};
use crate::sizes::Size;
use crate::traits::Traits;
use crate::{QingCloud, listing, pace, price, quotas};
use squall_api::catalogue::{Code, qingcloud::*};
use squall_api::cloud::{Instance, Network, Nic, State};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply, ensure};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[Entry::of::<CloneInstances>()];

/// Makes a copy of each of some running or stopped instances and starts it. A copy joins the networks of its original, at
/// addresses of its own, unless the call names others for it.
#[derive(Params)]
pub(crate) struct CloneInstances {
    #[param(required, id = "instance")]
    instances: Vec<String>,
    /// `instance-id|vxnet-id`, or `instance-id|vxnet-id|ip`.
    vxnets: Vec<String>,
}

impl Action<QingCloud> for CloneInstances {
    const TRAITS: Traits = TRAITS.licensed();
    const RAISES: &'static [Code] = MAKING;

    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let chosen = self.chosen()?;
        let originals = lookup::each::<Instance>(cx, &self.instances, lookup::idle)?;
        let mut plans = Vec::new();
        for original in &originals {
            let image = image::usable(cx, &original.image)?;
            let named = chosen.iter().filter(|(id, _)| *id == original.head.id);
            let networks =
                match named.map(|(_, place)| Joining::read(cx, place)).collect::<Outcome<Vec<_>>>()? {
                    named if named.is_empty() => networks_of(cx, original)?,
                    named => named,
                };
            Joining::must_go_together(&networks)?;
            must_be(original, &[State::Active, State::Stopped], "cloned")?;
            image::must_be_offered(&image)?;
            plans.push(plan(original, networks));
        }
        let uses = |plan: &Plan| plan.uses().map(|(quota, amount)| (plan.owner.clone(), quota, amount));
        let uses: Vec<_> = plans.iter().flat_map(uses).collect();
        quotas::check_each(cx, uses.iter().map(|(owner, quota, amount)| (&**owner, *quota, *amount)))?;
        price::check_each(cx, plans.iter().map(|plan| (&*plan.owner, plan.price())))?;
        let mut pairs = Vec::new();
        for (original, plan) in originals.iter().zip(&plans) {
            pairs.push((original.head.id.clone(), plan.carry_out(cx)?.head.id));
        }
        let copies: Vec<String> = pairs.iter().map(|(_, copy)| copy.clone()).collect();
        let mut reply = Reply::new();
        reply.texts("instances", &copies);
        reply.object("instance_set", |set| {
            for (original, copy) in &pairs {
                set.object(original, |entry| {
                    entry.object("instance_map", |map| {
                        map.text(original, copy);
                    });
                });
            }
        });
        listing::job(cx, &copies, pace::CREATE_INSTANCE, &mut reply)?;
        Ok(reply)
    }
}

impl CloneInstances {
    /// The networks that the call names, each with the instance whose copy is meant (1101 for one that is not copied).
    fn chosen(&self) -> Outcome<Vec<(&str, &str)>> {
        let mut chosen = Vec::new();
        for text in &self.vxnets {
            let pair = text.split_once('|').filter(|(id, _)| self.instances.iter().any(|given| given == id));
            ensure!(pair.is_some(), INVALID_REQUEST, "vxnets [{text}] is not valid");
            chosen.extend(pair);
        }
        Ok(chosen)
    }
}

/// The networks that an instance has joined.
fn networks_of(cx: &Cx<'_>, instance: &Instance) -> Outcome<Vec<Joining>> {
    let mut nics = cx.linked::<Nic>(&instance.head.id)?;
    nics.retain(|nic| nic.is_builtin);
    nics.sort_by_key(|nic| (u32::MAX - nic.role, nic.head.created_at, nic.head.id.clone()));
    let mut networks = Vec::new();
    for nic in nics {
        networks.push(Joining { network: cx.fetch::<Network>(&nic.network)?, address: None });
    }
    Ok(networks)
}

fn plan(original: &Instance, networks: Vec<Joining>) -> Plan {
    Plan {
        owner: original.head.owner.clone(),
        name: original.head.name.clone(),
        image: original.image.clone(),
        system: original.system.clone(),
        size: Size {
            name: original.instance_type.clone(),
            cpu: original.cpu,
            memory_mib: original.memory_mib,
            class: original.class,
        },
        os_disk_gib: original.os_disk_gib,
        encrypted: original.encrypted,
        hypervisor: original.hypervisor.clone(),
        hostname: original.hostname.clone(),
        login: original.login.clone(),
        firewall: original.firewall.clone(),
        key_pairs: original.key_pairs.clone(),
        networks,
        user_data: original.user_data.clone(),
        attachment: original.attachment.clone(),
        traits: original.traits.clone(),
    }
}
