//! Bringing volumes into being: new ones, copies, and out of the recycle bin.

use crate::actions::billing::contract::{self, Terms, Wanted};
use crate::figures::quotas::{self, Called};
use crate::job;
use crate::lookup::{self, must_be};
use crate::traits::{Service, Traits};
use crate::{
    QingCloud,
    figures::{disks, pace, price},
};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Contract, Head, Kind, Money, Placement, State, Verb, Volume};
use squall_api::{Action, Cx, Entry, Outcome, Params, Raise, Reply, ensure};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<CreateVolumes>(
        TRAITS.licensed(),
        &[RESOURCE_NOT_FOUND, LEASE_FAILED, BALANCE_INSUFFICIENT, INSUFFICIENT_RESOURCES],
    ),
    Entry::of::<CloneVolumes>(
        TRAITS.licensed(),
        &[RESOURCE_NOT_FOUND, BALANCE_INSUFFICIENT, INSUFFICIENT_RESOURCES],
    ),
    Entry::of::<RecoverVolumes>(TRAITS, &[RESOURCE_NOT_FOUND, BALANCE_INSUFFICIENT, INSUFFICIENT_RESOURCES]),
];

const TRAITS: Traits = Traits::of(Service::Volume);
/// The most volumes of one call.
const COUNT_MOST: i64 = 200;

/// Creates volumes of one size, to be paid for by the hour or by a reserved contract.
#[derive(Params)]
pub(crate) struct CreateVolumes {
    #[param(range = 1..=disks::MOST_GIB)]
    size: u64,
    #[param(max_len = 255)]
    volume_name: Option<String>,
    #[param(default = 0, one_of = disks::TYPES)]
    volume_type: u32,
    #[param(default = 1, range = 1..=COUNT_MOST)]
    count: u64,
    #[param(default = false)]
    encryption: bool,
    #[param(one_of = disks::CIPHERS)]
    cipher_alg: Option<String>,
    target_user: Option<String>,
    #[param(default = false)]
    round_up: bool,
    #[param(range = 1..=contract::MONTHS_MOST)]
    months: Option<u32>,
    #[param(default = false)]
    auto_renew: bool,
    #[param(id = "contract")]
    contract_id: Option<String>,
    #[param(id = "contract")]
    reserved_contract: Option<String>,
    charge_mode: Option<String>,
    next_charge_mode: Option<String>,
}

impl Action<QingCloud> for CreateVolumes {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let _ = &self.cipher_alg;
        let size_gib = disks::size(self.volume_type, self.size, self.round_up)?;
        let terms = Terms {
            months: self.months,
            auto_renew: self.auto_renew,
            contract: self.contract_id.as_deref().or(self.reserved_contract.as_deref()),
            charge_mode: self.charge_mode.as_deref(),
            next_charge_mode: self.next_charge_mode.as_deref(),
        };
        terms.must_be_complete()?;
        let owner = lookup::new_owner(cx, self.target_user.as_deref())?;
        let named = contract::named(cx, &terms)?;
        let order = Order {
            owner: &owner,
            name: self.volume_name.as_deref().unwrap_or(""),
            volume_type: self.volume_type,
            size_gib,
            encrypted: self.encryption,
            count: self.count,
        };
        order.must_fit_quotas(cx)?;
        let wanted = Wanted {
            owner: &owner,
            covers: Kind::Volume,
            configuration: contract::volume(self.volume_type, size_gib),
            count: self.count,
            hourly: order.hourly(),
        };
        let contract = contract::binding(cx, named, &terms, &wanted)?;
        order.place(cx, contract.as_ref())
    }
}

/// Copies a volume into new ones of its size.
#[derive(Params)]
pub(crate) struct CloneVolumes {
    #[param(id = "volume")]
    volume: String,
    #[param(max_len = 255)]
    volume_name: Option<String>,
    #[param(one_of = disks::TYPES)]
    volume_type: Option<u32>,
    #[param(default = 1, range = 1..=COUNT_MOST)]
    count: u64,
}

impl Action<QingCloud> for CloneVolumes {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let id = &self.volume;
        // The zone of the call is that of the copies; the original may be in another.
        let found = cx.find::<Volume>(id)?;
        let source = found.or_raise(RESOURCE_NOT_FOUND, || format!("resource [{id}] not found"))?;
        let is_mine = lookup::is_mine(cx, &source.head.owner)?;
        ensure!(is_mine, PERMISSION_DENIED, "access denied for resource [{id}]");
        lookup::must_be_steady(&source)?;
        must_be(&source, &[State::Free, State::Bound], "cloned")?;
        let order = Order {
            owner: &source.head.owner,
            name: self.volume_name.as_deref().unwrap_or(""),
            volume_type: self.volume_type.unwrap_or(source.volume_type),
            size_gib: source.size_gib,
            encrypted: source.encrypted,
            count: self.count,
        };
        disks::size(order.volume_type, order.size_gib, false)?;
        order.must_fit_quotas(cx)?;
        price::check_for(cx, order.owner, order.hourly().times(order.count))?;
        order.place(cx, None)
    }
}

/// New volumes, all alike.
pub(crate) struct Order<'a> {
    pub(crate) owner: &'a str,
    pub(crate) name: &'a str,
    pub(crate) volume_type: u32,
    pub(crate) size_gib: u64,
    pub(crate) encrypted: bool,
    pub(crate) count: u64,
}

impl Order<'_> {
    /// What one of them costs by the hour.
    pub(crate) fn hourly(&self) -> Money {
        price::volume(self.volume_type, self.size_gib)
    }

    /// # Errors
    /// `QUOTA_EXCEEDED`.
    pub(crate) fn must_fit_quotas(&self, cx: &Cx<'_>) -> Outcome<()> {
        let (number, size) = quotas::of_volumes(self.volume_type);
        let wanted = [(number, self.count), (size, self.size_gib.saturating_mul(self.count))];
        quotas::check_for(cx, self.owner, cx.zone(), &wanted)
    }

    /// Creates them; answers their ids.
    ///
    /// # Errors
    /// `INSUFFICIENT_RESOURCES`.
    pub(crate) fn make(&self, cx: &Cx<'_>, contract: Option<&Contract>) -> Outcome<Vec<String>> {
        let mut ids = Vec::new();
        let (number, size) = quotas::of_volumes(self.volume_type);
        for _ in 0..self.count {
            let placement: Placement = disks::room(cx, self.size_gib, self.encrypted)?;
            let mut head = Head::new(cx.mint("vol-", 8)?, self.owner, cx.zone(), self.name, cx.now)
                .priced(self.hourly(), self.hourly())
                .counted([(number, 1), (size, self.size_gib)]);
            head.prepaid = contract.is_some();
            ids.push(head.id.clone());
            let mut volume = Volume {
                head,
                size_gib: self.size_gib,
                volume_type: self.volume_type,
                encrypted: self.encrypted,
                instance: None,
                device: String::new(),
                placement,
                contract: contract.map(|contract| contract.head.id.clone()),
                is_builtin: false,
            };
            cx.insert(&volume)?;
            cx.begin(&mut volume, Verb::Create, State::Free, pace::CREATE_VOLUME)?;
        }
        Ok(ids)
    }

    fn place(&self, cx: &Cx<'_>, contract: Option<&Contract>) -> Outcome<Reply> {
        let ids = self.make(cx, contract)?;
        job::reply_naming(cx, "volumes", &ids, pace::CREATE_VOLUME)
    }
}

/// Takes volumes out of the recycle bin. The documents tell of the transition but name no action; this one is
/// squall's.
#[derive(Params)]
pub(crate) struct RecoverVolumes {
    #[param(required, id = "volume")]
    volumes: Vec<String>,
}

impl Action<QingCloud> for RecoverVolumes {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut volumes = lookup::each::<Volume>(cx, &self.volumes, lookup::own)?;
        for volume in &volumes {
            lookup::must_be_steady(volume)?;
            must_be(volume, &[State::Recycled], "recovered")?;
        }
        quotas::check_each(
            cx,
            volumes.iter().flat_map(|volume| {
                let (number, size) = quotas::of_volumes(volume.volume_type);
                let owner = &*volume.head.owner;
                [(owner, number, 1), (owner, size, volume.size_gib)]
            }),
        )?;
        price::check_each(cx, volumes.iter().map(|volume| volume.head.bill()))?;
        for volume in &mut volumes {
            volume.placement = disks::room(cx, volume.size_gib, volume.encrypted)?;
            cx.begin(volume, Verb::Recover, State::Free, pace::RECOVER_VOLUME)?;
        }
        job::reply(cx, &self.volumes, pace::RECOVER_VOLUME)
    }
}
