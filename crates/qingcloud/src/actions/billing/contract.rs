//! Reserved contracts, and what binds resources to them. QingCloud sells them in its console and documents
//! only the parameters of `RunInstances` and `CreateVolumes` that name them; the actions here are squall's.

use crate::figures::laws::CALENDAR;
use crate::figures::quotas::Called;
use crate::listing::{self, Filter};
use crate::traits::{Service, Traits};
use crate::{
    QingCloud,
    figures::{disks, pace, price, sizes},
    forms::Instant,
    lookup, words,
};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Contract, Head, Kind, Money, State, Time};
use squall_api::{Action, Cx, Entry, Outcome, Params, Raise, Reply, ensure};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<ApplyReservedContract>(TRAITS, &[]),
    Entry::of::<DescribeReservedContracts>(TRAITS.looking(), &[]).reading(),
];

pub(crate) const TRAITS: Traits = Traits::of(Service::Billing);
/// The longest term in months.
pub(crate) const MONTHS_MOST: i64 = 36;
/// The most resources of a contract.
const COUNT_MOST: i64 = 200;
/// The `charge_mode` of a contract; every other means payment by the hour.
const MONTHLY: &str = "monthly";

/// What a call says about contracts.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Terms<'a> {
    pub(crate) months: Option<u32>,
    pub(crate) auto_renew: bool,
    /// `contract_id` or `reserved_contract`.
    pub(crate) contract: Option<&'a str>,
    pub(crate) charge_mode: Option<&'a str>,
    pub(crate) next_charge_mode: Option<&'a str>,
}

impl Terms<'_> {
    /// Whoever wants to pay by the month must say for how many, or by which contract.
    ///
    /// # Errors
    /// `MALFORMED_REQUEST`.
    pub(crate) fn must_be_complete(&self) -> Outcome<()> {
        let says_how = self.months.is_some() || self.contract.is_some();
        let is_complete = says_how || self.charge_mode != Some(MONTHLY);
        ensure!(is_complete, MALFORMED_REQUEST, "parameter [months] is required");
        Ok(())
    }

    fn renews(&self) -> bool {
        self.auto_renew || self.next_charge_mode == Some(MONTHLY)
    }
}

/// The resources that a call wants to put under a contract, all alike.
pub(crate) struct Wanted<'a> {
    pub(crate) owner: &'a str,
    pub(crate) covers: Kind,
    /// As `instance` or `volume` below write it.
    pub(crate) configuration: String,
    pub(crate) count: u64,
    /// The price of one of them by the hour.
    pub(crate) hourly: Money,
}

/// The configuration of an instance.
pub(crate) fn instance(class: u32, cpu: u64, memory_mib: u64) -> String {
    format!("class {class}, cpu {cpu}, memory {memory_mib}")
}

/// The configuration of a volume.
pub(crate) fn volume(volume_type: u32, size_gib: u64) -> String {
    format!("volume_type {volume_type}, size {size_gib}")
}

/// The contract that a call names, to be asked for together with everything else that it names.
///
/// # Errors
/// `RESOURCE_NOT_FOUND`, `PERMISSION_DENIED`.
pub(crate) fn named(cx: &Cx<'_>, terms: &Terms<'_>) -> Outcome<Option<Contract>> {
    terms.contract.map(|id| lookup::own(cx, id)).transpose()
}

/// The contract that is to pay for new resources, or `None` where they are paid for by the hour. This is an
/// action's check of balance and lease: call it after the quotas and before capacity. A contract asked for by
/// `months` alone is made and paid on the spot.
///
/// A resource under the contract has `contract` set to its id and `head.prepaid`.
///
/// # Errors
/// `BALANCE_INSUFFICIENT`, and `LEASE_FAILED` where the named contract is not effective or does not match.
pub(crate) fn binding(
    cx: &Cx<'_>,
    named: Option<Contract>,
    terms: &Terms<'_>,
    wanted: &Wanted<'_>,
) -> Outcome<Option<Contract>> {
    match (named, terms.months) {
        (Some(contract), months) => {
            must_cover(cx, &contract, months, wanted)?;
            Ok(Some(contract))
        }
        (None, Some(months)) => {
            let mut contract = draft(cx, wanted, months, terms.renews(), None)?;
            price::check_for(cx, wanted.owner, contract.fee)?;
            cx.offer_contract(&mut contract, pace::CONTRACT_PATIENCE)?;
            cx.pay_contract(&mut contract)?;
            Ok(Some(contract))
        }
        (None, None) => {
            price::check_for(cx, wanted.owner, wanted.hourly.times(wanted.count))?;
            Ok(None)
        }
    }
}

/// A resource under a contract keeps the configuration that the contract is for (1400).
///
/// # Errors
/// `PERMISSION_DENIED`.
pub(crate) fn must_not_bind(head: &Head, contract: Option<&str>) -> Outcome<()> {
    let (id, by) = (&head.id, contract.unwrap_or(""));
    let is_free = contract.is_none();
    ensure!(is_free, PERMISSION_DENIED, "resource [{id}] is bound to contract [{by}], can not be resized");
    Ok(())
}

fn must_cover(cx: &Cx<'_>, contract: &Contract, months: Option<u32>, wanted: &Wanted<'_>) -> Outcome<()> {
    let (id, state) = (&contract.head.id, words::status(Kind::Contract, contract.head.state));
    let is_owners = contract.head.owner == wanted.owner;
    ensure!(
        contract.head.state == State::Active,
        LEASE_FAILED,
        "contract [{id}] is [{state}], not effective"
    );
    ensure!(is_owners, LEASE_FAILED, "contract [{id}] does not belong to user [{}]", wanted.owner);
    ensure!(
        contract.covers == wanted.covers && contract.configuration == wanted.configuration,
        LEASE_FAILED,
        "contract [{id}] is for {} [{}], not for {} [{}]",
        words::resource_type(contract.covers),
        contract.configuration,
        words::resource_type(wanted.covers),
        wanted.configuration
    );
    let (term, asked) = (contract.months, months.unwrap_or(contract.months));
    ensure!(term == asked, LEASE_FAILED, "contract [{id}] is for [{term}] months, not for [{asked}]");
    let left = cx.contract_room(contract)?;
    ensure!(
        wanted.count <= left,
        LEASE_FAILED,
        "contract [{id}] covers [{left}] more, not [{}]",
        wanted.count
    );
    Ok(())
}

fn draft(
    cx: &Cx<'_>,
    wanted: &Wanted<'_>,
    months: u32,
    auto_renew: bool,
    start: Option<Time>,
) -> Outcome<Contract> {
    let starts_at = start.unwrap_or(cx.now).max(cx.now);
    Ok(Contract {
        head: Head::new(cx.mint_mixed("ct-", 8)?, wanted.owner, cx.zone(), "", cx.now),
        covers: wanted.covers,
        configuration: wanted.configuration.clone(),
        count: wanted.count,
        months,
        auto_renew,
        fee: price::reserved(wanted.hourly, months, wanted.count),
        starts_at,
        ends_at: CALENDAR.months_later(starts_at, months),
        turns_at: starts_at,
        payments: Vec::new(),
    })
}

/// Applies for a reserved contract of instances or volumes; it waits a day for its payment.
#[derive(Params)]
pub(crate) struct ApplyReservedContract {
    #[param(one_of = ["instance", "volume"])]
    resource_type: String,
    #[param(range = 1..=MONTHS_MOST)]
    months: u32,
    #[param(default = 1, range = 1..=COUNT_MOST)]
    count: u64,
    #[param(default = false)]
    auto_renew: bool,
    start_time: Option<Instant>,
    #[param(default = 0, one_of = disks::TYPES)]
    volume_type: u32,
    #[param(range = 1..=disks::MOST_GIB)]
    size: Option<u64>,
    instance_type: Option<String>,
    #[param(one_of = sizes::CPU_TEXTS)]
    cpu: Option<u64>,
    #[param(one_of = sizes::MEMORY_TEXTS)]
    memory: Option<u64>,
    #[param(one_of = sizes::CLASS_TEXTS)]
    instance_class: Option<u32>,
}

impl Action<QingCloud> for ApplyReservedContract {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let (covers, configuration, hourly) = if self.resource_type == "volume" {
            let size = self.size.or_raise(MALFORMED_REQUEST, || "parameter [size] is required".to_owned())?;
            let size = disks::size(self.volume_type, size, false)?;
            (Kind::Volume, volume(self.volume_type, size), price::volume(self.volume_type, size))
        } else {
            let name = self.instance_type.as_deref();
            let size = sizes::chosen(name, self.cpu, self.memory, self.instance_class)?;
            let configuration = instance(size.class, size.cpu, size.memory_mib);
            (Kind::Instance, configuration, price::instance(size.cpu, size.memory_mib))
        };
        let wanted = Wanted { owner: cx.caller.id(), covers, configuration, count: self.count, hourly };
        let start = self.start_time.map(|Instant(at)| at);
        let mut contract = draft(cx, &wanted, self.months, self.auto_renew, start)?;
        cx.offer_contract(&mut contract, pace::CONTRACT_PATIENCE)?;
        Ok(Reply::with(|reply| reply.text("contract_id", &contract.head.id).shown("fee", contract.fee)))
    }
}

/// Lists the caller's reserved contracts, newest first.
#[derive(Params)]
pub(crate) struct DescribeReservedContracts {
    #[param(id = "contract")]
    contracts: Vec<String>,
    #[param(one_of = ["instance", "volume"])]
    resource_type: Option<String>,
    #[param(flatten, only = ["status", "owner", "offset", "limit"])]
    filter: Filter,
}

impl Action<QingCloud> for DescribeReservedContracts {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut contracts = self.filter.rows::<Contract>(cx, &self.contracts)?;
        contracts.retain(|contract| {
            let covers = words::resource_type(contract.covers);
            self.resource_type.as_deref().is_none_or(|wanted| wanted == covers)
        });
        self.filter.page("contract_set", contracts, |contract, object| {
            object.text("contract_id", &contract.head.id);
            listing::common(Kind::Contract, &contract.head, object);
            object
                .text("resource_type", words::resource_type(contract.covers))
                .text("configuration", &contract.configuration)
                .int("count", contract.count)
                .int("months", contract.months)
                .flag("auto_renew", contract.auto_renew)
                .shown("fee", contract.fee)
                .shown("start_time", contract.starts_at)
                .shown("end_time", contract.ends_at)
                .texts("resources", cx.linked_ids(contract.covers, &contract.head.id)?);
            Ok(())
        })
    }
}
