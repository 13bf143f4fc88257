//! Instances of another size, or back in their first state.

use super::instance::TRAITS;
use super::instance_plan::{self, quota_names};
use crate::actions::billing::contract;
use crate::figures::sizes::{self, CPU_TEXTS, MEMORY_TEXTS, OS_DISK_MOST};
use crate::job;
use crate::logins::login::{self, Login};
use crate::lookup::{self, must_be};
use crate::{
    QingCloud,
    figures::{pace, price, quotas},
};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Instance, Need, Placement, Refusal, State, Verb};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply, ensure};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<ResizeInstances>(TRAITS, &[RESOURCE_NOT_FOUND, BALANCE_INSUFFICIENT, INSUFFICIENT_RESOURCES]),
    Entry::of::<ResetInstances>(TRAITS, &[RESOURCE_NOT_FOUND]),
];

/// Gives stopped instances another size. Of cores and memory, one that is not named stays.
#[derive(Params)]
pub(crate) struct ResizeInstances {
    #[param(required, id = "instance")]
    instances: Vec<String>,
    instance_type: Option<String>,
    #[param(one_of = CPU_TEXTS)]
    cpu: Option<u64>,
    #[param(one_of = MEMORY_TEXTS)]
    memory: Option<u64>,
    /// Never smaller than it is.
    #[param(range = 1..=OS_DISK_MOST as i64)]
    os_disk_size: Option<u64>,
    #[param(range = 0..=8)]
    gpu: Option<u64>,
}

impl Action<QingCloud> for ResizeInstances {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let asks = self.instance_type.is_some() || self.cpu.is_some() || self.memory.is_some();
        ensure!(
            asks || self.os_disk_size.is_some() || self.gpu.is_some(),
            MALFORMED_REQUEST,
            "parameter [instance_type] is required"
        );
        if let Some(name) = &self.instance_type {
            sizes::chosen(Some(name), None, None, None)?;
        }
        let old = lookup::each::<Instance>(cx, &self.instances, lookup::idle)?;
        let mut new = Vec::new();
        for instance in &old {
            must_be(instance, &[State::Stopped], "resized")?;
            contract::must_not_bind(&instance.head, instance.contract.as_deref())?;
            new.push(self.resized(instance)?);
        }
        quotas::check_each(cx, old.iter().zip(&new).flat_map(|(old, new)| more_use(old, new)))?;
        let dearer = old.iter().zip(&new).filter(|(old, new)| new.head.price > old.head.price);
        price::check_each(cx, dearer.map(|(old, new)| (&*new.head.owner, new.head.price - old.head.price)))?;
        for instance in &mut new {
            let room = Placement {
                cpu: instance.cpu,
                memory_mib: instance.memory_mib,
                storage_gib: instance.os_disk_gib,
                ..Placement::default()
            };
            let need = Need::of(room).encrypted(instance.encrypted);
            instance.placement = match cx.find_other_room(&instance.placement, need) {
                Err(Refusal::Capacity { .. }) => return Err(instance_plan::no_room()),
                room => room?,
            };
            cx.begin(instance, Verb::Resize, State::Stopped, pace::RESIZE_INSTANCE)?;
        }
        job::of(cx, &new, pace::RESIZE_INSTANCE)
    }
}

impl ResizeInstances {
    /// The instance as it is to be; its system disk only grows (1101).
    fn resized(&self, instance: &Instance) -> Outcome<Instance> {
        let mut new = instance.clone();
        if self.instance_type.is_some() || self.cpu.is_some() || self.memory.is_some() {
            let (cpu, memory) = match (&self.instance_type, self.cpu, self.memory) {
                (Some(_), cpu, memory) => (cpu, memory),
                (None, cpu, memory) => (cpu.or(Some(instance.cpu)), memory.or(Some(instance.memory_mib))),
            };
            let size = sizes::chosen(self.instance_type.as_deref(), cpu, memory, Some(instance.class))?;
            (new.instance_type, new.cpu, new.memory_mib) = (size.name, size.cpu, size.memory_mib);
        }
        if let Some(disk) = self.os_disk_size {
            ensure!(disk >= instance.os_disk_gib, INVALID_REQUEST, "os_disk_size [{disk}] is not valid");
            new.os_disk_gib = disk;
        }
        if let Some(gpu) = self.gpu {
            new.traits.insert("gpu".to_owned(), gpu.to_string());
        }
        let [number, cpu, memory] = quota_names(new.class);
        new.head = new
            .head
            .priced(price::instance(new.cpu, new.memory_mib), price::idle_instance(new.os_disk_gib))
            .counted([(number, 1), (cpu, new.cpu), (memory, new.memory_mib)]);
        Ok(new)
    }
}

/// What an instance of another size uses more of: owner, quota, amount.
fn more_use<'a>(old: &'a Instance, new: &'a Instance) -> impl Iterator<Item = (&'a str, &'a str, u64)> {
    new.head.uses.iter().map(|(quota, amount)| {
        let before = old.head.uses.iter().find(|(name, _)| name == quota).map_or(0, |(_, amount)| *amount);
        (&*new.head.owner, &**quota, amount.saturating_sub(before))
    })
}

/// Puts instances back into the state in which they were made, with another login.
#[derive(Params)]
pub(crate) struct ResetInstances {
    #[param(required, id = "instance")]
    instances: Vec<String>,
    #[param(one_of = login::MODES)]
    login_mode: String,
    #[param(id = "key pair")]
    login_keypair: Option<String>,
    #[param(secret, max_len = 128)]
    login_passwd: Option<String>,
    need_newsid: Option<bool>,
}

impl Action<QingCloud> for ResetInstances {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let login = Login {
            mode: &self.login_mode,
            key_pair: self.login_keypair.as_deref(),
            password: self.login_passwd.as_deref(),
        };
        login.must_be_complete()?;
        let mut instances = lookup::each::<Instance>(cx, &self.instances, lookup::idle)?;
        for instance in &mut instances {
            instance.key_pairs = login.key_pairs(cx, &instance.system.platform)?;
            must_be(instance, &[State::Active, State::Stopped], "reset")?;
            instance.login.clone_from(&self.login_mode);
            if let Some(newsid) = self.need_newsid {
                instance.traits.insert("need_newsid".to_owned(), u8::from(newsid).to_string());
            }
        }
        for instance in &mut instances {
            let state = instance.head.state;
            cx.begin(instance, Verb::Reset, state, pace::RESET_INSTANCE)?;
        }
        job::of(cx, &instances, pace::RESET_INSTANCE)
    }
}
