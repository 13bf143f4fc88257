//! What an instance is to be, once everything that a call names is found and judged; and how it then comes
//! into being.

use crate::actions::billing::contract::{self, Terms, Wanted};
use crate::figures::fit::{self, BARE_METAL};
use crate::figures::quotas::Called;
use crate::figures::sizes::{HIGH_PERFORMANCE, Size};
use crate::founding::BASE_NETWORK;
use crate::lookup;
use crate::texts::cidr::Ip;
use crate::{
    figures::{pace, price, quotas},
    vxnet,
};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::*;
use squall_api::{Cx, Outcome, Raise, ensure};
use std::collections::BTreeMap;

/// An instance to be.
pub(crate) struct Plan {
    pub(crate) owner: String,
    pub(crate) name: String,
    pub(crate) image: String,
    pub(crate) system: System,
    pub(crate) size: Size,
    pub(crate) os_disk_gib: u64,
    pub(crate) encrypted: bool,
    pub(crate) hypervisor: String,
    pub(crate) hostname: String,
    pub(crate) login: String,
    pub(crate) firewall: Option<String>,
    pub(crate) key_pairs: Vec<String>,
    pub(crate) networks: Vec<Joining>,
    pub(crate) user_data: String,
    pub(crate) attachment: Option<String>,
    pub(crate) traits: BTreeMap<String, String>,
}

/// A network that an instance is to join, and the address it is to have there.
pub(crate) struct Joining {
    pub(crate) network: Network,
    pub(crate) address: Option<String>,
}

impl Joining {
    /// Reads `vxnet-id` or `vxnet-id|ip` and judges it: the network must exist (2100) and be the caller's or
    /// the base network (1400), the address must be one of the network (1101) that nothing has yet (2110).
    ///
    /// # Errors
    /// The codes above, and `MALFORMED_REQUEST` for what is no address.
    pub(crate) fn read(cx: &Cx<'_>, text: &str) -> Outcome<Joining> {
        let (id, address) = match text.split_once('|') {
            Some((id, address)) => (id, Some(address).filter(|address| !address.is_empty())),
            None => (text, None),
        };
        let malformed = |address: &str| format!("parameter [vxnets] is not an address: [{address}]");
        let read = |text: &str| text.parse().ok().map(Ip).or_raise(MALFORMED_REQUEST, || malformed(text));
        let address = address.map(read).transpose()?;
        let network = vxnet::find(cx, id)?;
        if let Some(address) = address {
            ensure!(
                network.network_type == vxnet::MANAGED,
                INVALID_REQUEST,
                "private_ip [{address}] is not valid, vxnet [{id}] gives no addresses of your choice"
            );
            vxnet::must_be_free(cx, &network, address)?;
        }
        Ok(Joining { network, address: address.map(|address| address.to_string()) })
    }

    /// An instance joins each network once and at most one that is managed (1400 if not).
    ///
    /// # Errors
    /// `PERMISSION_DENIED`, `INVALID_REQUEST` for a network named twice.
    pub(crate) fn must_go_together(networks: &[Joining]) -> Outcome<()> {
        for (at, joining) in networks.iter().enumerate() {
            let id = &joining.network.head.id;
            let is_named_twice = networks[..at].iter().any(|other| other.network.head.id == *id);
            ensure!(!is_named_twice, INVALID_REQUEST, "vxnet [{id}] is given twice");
        }
        let managed = networks.iter().filter(|joining| joining.network.network_type != vxnet::SELF_MANAGED);
        ensure!(managed.count() <= 1, PERMISSION_DENIED, "an instance can join at most one managed vxnet");
        Ok(())
    }
}

/// The firewall of an instance: the one that was named (2100, 1400), or its owner's default where it joins
/// the base network.
///
/// # Errors
/// `RESOURCE_NOT_FOUND`, `PERMISSION_DENIED`.
pub(crate) fn firewall(
    cx: &Cx<'_>,
    named: Option<&str>,
    owner: &str,
    networks: &[Joining],
) -> Outcome<Option<String>> {
    if let Some(id) = named {
        return Ok(Some(lookup::live::<Firewall>(cx, id)?.head.id));
    }
    if !networks.iter().any(|joining| joining.network.head.id == BASE_NETWORK) {
        return Ok(None);
    }
    let default = cx.owned::<Firewall>(owner)?.into_iter().find(|firewall| firewall.is_default);
    Ok(default.map(|firewall| firewall.head.id))
}

/// The names of the quotas that instances of a class count against: number, cores, memory.
pub(crate) fn quota_names(class: u32) -> [&'static str; 3] {
    match class {
        HIGH_PERFORMANCE => ["hp_instance", "hp_cpu", "hp_memory"],
        _ => ["instance", "cpu", "memory"],
    }
}

impl Plan {
    /// What one of it counts against quotas.
    pub(crate) fn uses(&self) -> [(&'static str, u64); 3] {
        let [number, cpu, memory] = quota_names(self.size.class);
        [(number, 1), (cpu, self.size.cpu), (memory, self.size.memory_mib)]
    }

    /// What an hour of one costs while it runs.
    pub(crate) fn price(&self) -> Money {
        price::instance(self.size.cpu, self.size.memory_mib)
    }

    /// The room that one needs.
    fn room(&self) -> Need<'static> {
        let Size { cpu, memory_mib, .. } = self.size;
        let room = Placement { cpu, memory_mib, storage_gib: self.os_disk_gib, ..Placement::default() };
        Need::of(room).encrypted(self.encrypted)
    }

    /// Whether one would take encrypted volumes where it would be placed now.
    ///
    /// # Errors
    /// Only when the store fails.
    pub(crate) fn takes_encrypted(&self, cx: &Cx<'_>) -> Outcome<bool> {
        match cx.find_room(self.room()) {
            Ok(room) => fit::placed_takes_encrypted(cx, &self.hypervisor, self.encrypted, &room.host),
            // Want of room is told last of all, and not here.
            Err(Refusal::Capacity { .. }) => Ok(self.hypervisor != BARE_METAL),
            Err(other) => Err(other.into()),
        }
    }

    /// Quota (2500) and balance (2400) must suffice for so many, or the contract that they are to be under
    /// must cover them (2200).
    ///
    /// # Errors
    /// `QUOTA_EXCEEDED`, `BALANCE_INSUFFICIENT`, `LEASE_FAILED`.
    pub(crate) fn pay(
        &self,
        cx: &Cx<'_>,
        named: Option<Contract>,
        terms: &Terms<'_>,
        count: u64,
    ) -> Outcome<Option<Contract>> {
        let uses = self.uses().map(|(name, amount)| (name, amount * count));
        quotas::check_for(cx, &self.owner, cx.zone(), &uses)?;
        let Size { cpu, memory_mib, class, .. } = self.size;
        let configuration = contract::instance(class, cpu, memory_mib);
        let (owner, covers, hourly) = (&*self.owner, Kind::Instance, self.price());
        contract::binding(cx, named, terms, &Wanted { owner, covers, configuration, count, hourly })
    }

    /// Brings one into being: on a host with room (5200), pending, its networks joined; by the hour or
    /// under a contract.
    ///
    /// # Errors
    /// `INSUFFICIENT_RESOURCES`.
    pub(crate) fn carry_out(&self, cx: &Cx<'_>, contract: Option<&Contract>) -> Outcome<Instance> {
        let placement = match cx.find_room(self.room()) {
            Err(Refusal::Capacity { .. }) => return Err(no_room()),
            other => other?,
        };
        let mut head = Head::new(cx.mint("i-", 8)?, &self.owner, cx.zone(), &self.name, cx.now)
            .priced(self.price(), price::idle_instance(self.os_disk_gib))
            .counted(self.uses());
        head.prepaid = contract.is_some();
        let mut traits = self.traits.clone();
        traits.insert("graphics_passwd".to_owned(), cx.mint_secret(16)?);
        let mut instance = Instance {
            head,
            image: self.image.clone(),
            system: self.system.clone(),
            instance_type: self.size.name.clone(),
            class: self.size.class,
            cpu: self.size.cpu,
            memory_mib: self.size.memory_mib,
            os_disk_gib: self.os_disk_gib,
            encrypted: self.encrypted,
            hypervisor: self.hypervisor.clone(),
            hostname: self.hostname.clone(),
            login: self.login.clone(),
            firewall: self.firewall.clone(),
            key_pairs: self.key_pairs.clone(),
            placement,
            moving_to: None,
            contract: contract.map(|contract| contract.head.id.clone()),
            user_data: self.user_data.clone(),
            attachment: self.attachment.clone(),
            traits,
        };
        cx.insert(&instance)?;
        for (at, joining) in self.networks.iter().enumerate() {
            let role = u32::from(at == 0);
            cx.join_network(&instance.head, &joining.network, joining.address.as_deref(), role)?;
        }
        cx.begin(&mut instance, Verb::Create, State::Active, pace::CREATE_INSTANCE)?;
        Ok(instance)
    }
}

/// What is said when no host has room.
pub(crate) fn no_room() -> squall_api::Fault {
    squall_api::Fault::coded(INSUFFICIENT_RESOURCES, "no host has enough resources, please try later")
}
