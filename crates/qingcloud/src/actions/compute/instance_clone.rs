//! Copies of instances.

use super::image;
use super::instance::TRAITS;
use super::instance_plan::{Joining, Plan};
use super::instance_run::{MAKING, services_must_be_up};
use crate::actions::storage::volume_order::Order;
use crate::figures::fit;
use crate::figures::sizes::Size;
use crate::job;
use crate::lookup::{self, must_be};
use crate::traits::Service;
use crate::{
    QingCloud,
    figures::{pace, price, quotas},
};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Instance, Money, Network, Nic, State, Volume};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply, ensure};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[Entry::of::<CloneInstances>(TRAITS.licensed(), MAKING)];

/// Makes a copy of each of some running or stopped instances, with its volumes, and starts it. It joins the
/// networks of its original, at addresses of its own, unless the call names others for it.
#[derive(Params)]
pub(crate) struct CloneInstances {
    #[param(required, id = "instance")]
    instances: Vec<String>,
    /// `instance-id|vxnet-id`, or `instance-id|vxnet-id|ip`.
    vxnets: Vec<String>,
}

impl Action<QingCloud> for CloneInstances {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        services_must_be_up(cx, &[Service::Image, Service::Network])?;
        let chosen = self.chosen()?;
        let originals = lookup::each::<Instance>(cx, &self.instances, lookup::idle)?;
        let mut copies = Vec::new();
        for original in originals {
            copies.push(Copy::planned(cx, original, &chosen)?);
        }
        if copies.iter().any(|copy| !copy.volumes.is_empty()) {
            services_must_be_up(cx, &[Service::Volume])?;
        }
        let uses: Vec<_> = copies.iter().flat_map(Copy::uses).collect();
        quotas::check_each(cx, uses.iter().map(|(owner, quota, amount)| (&**owner, *quota, *amount)))?;
        price::check_each(cx, copies.iter().map(|copy| (&*copy.plan.owner, copy.price())))?;
        let mut made = Vec::new();
        for copy in &copies {
            made.push(copy.carry_out(cx)?);
        }
        let ids: Vec<String> = made.iter().map(|(id, _)| id.clone()).collect();
        let mut reply = Reply::new();
        reply.texts("instances", &ids);
        reply.object("instance_set", |set| {
            for (copy, (id, volumes)) in copies.iter().zip(&made) {
                let original = &copy.original.head.id;
                set.object(original, |entry| {
                    entry.object("instance_map", |map| {
                        map.text(original, id);
                    });
                    entry.object("volumes_map", |map| {
                        for (volume, new) in copy.volumes.iter().zip(volumes) {
                            map.text(&volume.head.id, new);
                        }
                    });
                });
            }
        });
        job::open(cx, &ids, pace::CREATE_INSTANCE, &mut reply)?;
        Ok(reply)
    }
}

impl CloneInstances {
    /// The networks that the call names, each with the instance whose copy is meant (1101 for one that is not
    /// copied).
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

/// A copy to be made.
struct Copy {
    original: Instance,
    plan: Plan,
    /// The volumes of the original; the copy gets ones of the same kind.
    volumes: Vec<Volume>,
}

impl Copy {
    /// Judges what a copy needs: the image must still be on offer, the networks must go together, the volumes
    /// must fit.
    fn planned(cx: &Cx<'_>, original: Instance, chosen: &[(&str, &str)]) -> Outcome<Copy> {
        let image = image::usable(cx, &original.image)?;
        let named = chosen.iter().filter(|(id, _)| *id == original.head.id);
        let mut networks = named.map(|(_, place)| Joining::read(cx, place)).collect::<Outcome<Vec<_>>>()?;
        if networks.is_empty() {
            networks = networks_of(cx, &original)?;
        }
        Joining::must_go_together(&networks)?;
        must_be(&original, &[State::Active, State::Stopped], "cloned")?;
        image::must_be_offered(&image)?;
        let volumes = cx.linked::<Volume>(&original.head.id)?;
        volumes.iter().try_for_each(lookup::must_be_steady)?;
        let plan = plan(&original, networks);
        let takes_encrypted = plan.takes_encrypted(cx)?;
        volumes.iter().try_for_each(|volume| fit::must_take(volume, takes_encrypted))?;
        Ok(Copy { original, plan, volumes })
    }

    fn orders(&self) -> impl Iterator<Item = Order<'_>> {
        self.volumes.iter().map(|volume| Order {
            owner: &self.plan.owner,
            name: &volume.head.name,
            volume_type: volume.volume_type,
            size_gib: volume.size_gib,
            encrypted: volume.encrypted,
            count: 1,
        })
    }

    /// What it counts against quotas: owner, quota, amount.
    fn uses(&self) -> Vec<(String, &'static str, u64)> {
        let volumes = self.volumes.iter().flat_map(|volume| {
            let (number, size) = quotas::of_volumes(volume.volume_type);
            [(number, 1), (size, volume.size_gib)]
        });
        let uses = self.plan.uses().into_iter().chain(volumes);
        uses.map(|(quota, amount)| (self.plan.owner.clone(), quota, amount)).collect()
    }

    fn price(&self) -> Money {
        self.orders().map(|order| order.hourly()).sum::<Money>() + self.plan.price()
    }

    /// Makes it; answers its id and those of its volumes.
    fn carry_out(&self, cx: &Cx<'_>) -> Outcome<(String, Vec<String>)> {
        let id = self.plan.carry_out(cx, None)?.head.id;
        let mut volumes = Vec::new();
        for order in self.orders() {
            for volume in order.make(cx, None)? {
                let mut row: Volume = cx.fetch(&volume)?;
                cx.attach_volume(&mut row, &id, pace::CREATE_INSTANCE)?;
                volumes.push(volume);
            }
        }
        Ok((id, volumes))
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
