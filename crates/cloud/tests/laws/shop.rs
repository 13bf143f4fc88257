//! A platform that sells machines in advance, by the hour, the day, the month or the year, and takes four sorts of
//! money.

use crate::rig::{OWNER, Rig, machine, network, nic, volume};
use squall_cloud::Kind::{
    Contract as Reserved, Instance as Machine, Network, Nic as Interface, Volume as Disk,
};
use squall_cloud::{
    Aftermath, Answer, AtEnd, Calendar, Claims, Cycle, Fate, Head, Host, Instance, Kinds, Law, Laws, Money,
    NetworkLaw, PaidTerm, Periods, Placement, Plan, PurseSort, QuotaScope, Quote, Refusal, RenewedFrom,
    Rounding, Span, State, Strategy, Tariff, Tie, World,
};

const BINNED: Claims = Claims::ALL.without(Claims::QUOTA).without(Claims::COMPUTE);
const IN_BIN: Aftermath = Aftermath::of(&[
    Tie::of(Interface, Fate::Freed).built_in(Fate::Kept),
    Tie::of(Disk, Fate::Freed).built_in(Fate::Kept),
]);
const GONE: Aftermath =
    Aftermath::of(&[Tie::of(Interface, Fate::Erased), Tie::of(Disk, Fate::Freed).built_in(Fate::Follows)]);

/// How long what is over goes on.
pub(crate) const OVERDUE: Span = Span::days(7);
/// How long the bin keeps things.
pub(crate) const RECYCLE: Span = Span::hours(100);

/// The name of what nobody can tell the price of.
pub(crate) const PRICELESS: &str = "priceless";

/// An hour is an hour of the head's price; a month is 720 of them and a year ten months, at 60 %.
fn price(_: &World<'_>, quote: &Quote<'_>) -> Answer<Money> {
    if quote.head.name == PRICELESS {
        return Err(Refusal::Invalid { what: "there is no price for that".to_owned() });
    }
    let hours = match quote.cycle {
        Cycle::Hour => 1,
        Cycle::Day => 24,
        Cycle::Month => 432,
        Cycle::Year => 4_320,
    };
    Ok(Rounding::CENT_NEAREST.of(quote.head.price.times(hours * u64::from(quote.cycles))))
}

/// The operator's switch.
pub(crate) const AUTO_RENEW: &str = "auto_renew";

fn renews(world: &World<'_>) -> Answer<bool> {
    Ok(world.shared_platform()?.switch(AUTO_RENEW, true))
}

pub(crate) const TARIFF: Tariff = Tariff {
    price,
    renews,
    ahead: &[PurseSort::Coupon, PurseSort::Gift, PurseSort::Cash, PurseSort::Credit],
    afterwards: &[PurseSort::Gift, PurseSort::Cash, PurseSort::Credit],
    rounding: Rounding::CENT_NEAREST,
    upgraded_at_once: &[Cycle::Month, Cycle::Year],
    ..Tariff::CASH
};

const MACHINE: Law = Law::USUAL
    .claiming(&[State::Recycled], BINNED)
    .after(&[State::Recycled], IN_BIN)
    .after(&[State::Ceased], GONE)
    .suspended_in_arrears()
    .refunded();

pub(crate) const LAWS: Laws = laws(MACHINE, TARIFF);
/// What is over is suspended at once, and erased after the grace: as some public clouds do.
pub(crate) const ISOLATING: Laws = Laws {
    periods: Periods { overdue: Some(Span::ZERO), grace: Some(Span::days(7)), ..LAWS.periods },
    ..laws(MACHINE.expiring_to(State::Suspended).forfeited_to(State::Ceased), TARIFF)
};
/// A lower price is paid back at once, and a late renewal does not pay what was late.
pub(crate) const GENEROUS: Laws = laws(
    MACHINE,
    Tariff {
        downgraded_at_once: &[Cycle::Month],
        rounding: Rounding::CENT_DOWN,
        renewed_from: RenewedFrom::Now,
        ..TARIFF
    },
);

const fn laws(machine: Law, tariff: Tariff) -> Laws {
    Laws {
        periods: Periods {
            recycle: Some(RECYCLE),
            grace: Some(Span::days(5)),
            memory: Some(Span::hours(1)),
            overdue: Some(OVERDUE),
        },
        lease_delay: Span::ZERO,
        placing: Strategy::FirstFit,
        calendar: Calendar::ahead(Span::hours(8)),
        quota_scope: QuotaScope::Zone,
        tariff,
        network: NetworkLaw::NONE,
        kinds: Kinds::of(&[
            (Machine, machine),
            (Disk, Law::USUAL.claiming(&[State::Recycled], BINNED)),
            (Network, Law::USUAL.after(&[State::Recycled, State::Ceased], IN_NETWORK)),
            (Interface, Law::USUAL),
            (Reserved, Law::USUAL.after(&[State::Recycled, State::Ceased], RESERVED)),
        ]),
    }
}
const RESERVED: Aftermath = Aftermath::of(&[Tie::of(Machine, Fate::Released), Tie::of(Disk, Fate::Released)]);
const IN_NETWORK: Aftermath = Aftermath::of(&[Tie::of(Interface, Fate::Erased)]);

/// A world of the shop with so much cash and a host.
pub(crate) fn shop(laws: &'static Laws, cash: &str) -> Rig {
    let rig = Rig::new(laws);
    rig.act(|world| {
        let host = Host { name: "h".to_owned(), cpu: 64, memory_mib: 65_536, ..Host::default() };
        world.save_host(&Host { storage_gib: 10_000, ..host })?;
        world.insert(&network(world, "net"))?;
        world.deposit(OWNER, yuan(cash) - yuan("1000.00"))
    });
    rig
}

/// A machine at work with a system disk and an address, at 0.50 an hour and not paid in advance.
pub(crate) fn install(world: &World<'_>, id: &str) -> Answer<Instance> {
    let room = Placement { host: "h".to_owned(), cpu: 1, memory_mib: 1_024, ..Placement::default() };
    let mut row = machine(world, id, room);
    row.head.state = State::Active;
    world.insert(&row)?;
    let place = Placement { host: "h".to_owned(), storage_gib: 10, ..Placement::default() };
    let mut disk = volume(world, &format!("{id}-boot"), place);
    disk.head.uses.clear();
    (disk.instance, disk.is_builtin) = (Some(id.to_owned()), true);
    world.insert(&disk)?;
    let mut interface = nic(world, &format!("{id}-nic"), &format!("10.0.0.{id}"), true);
    interface.instance = Some(id.to_owned());
    world.insert(&interface)?;
    Ok(row)
}

/// So many cycles.
pub(crate) fn plan(cycle: Cycle, cycles: u32, at_end: AtEnd) -> Plan {
    Plan { cycle, cycles, renews_by: 1, at_end }
}

/// Installs a machine and pays for it in advance.
pub(crate) fn sell(rig: &Rig, id: &str, plan: Plan) {
    rig.act(|world| {
        let mut row = install(world, id)?;
        world.buy(&mut row, plan)
    });
}

pub(crate) fn yuan(text: &str) -> Money {
    Money::parse(text).unwrap()
}

pub(crate) fn head(rig: &Rig, id: &str) -> Head {
    rig.row::<Instance>(id).head
}

pub(crate) fn term(rig: &Rig, id: &str) -> PaidTerm {
    rig.act(|world| world.fetch_term(id))
}

/// What is in each sort of purse, in words.
pub(crate) fn purses(rig: &Rig) -> String {
    let purses = rig.act(|world| world.purses(OWNER));
    let shown = purses.iter().map(|purse| format!("{}{} {}", purse.sort.word(), purse.id, purse.balance));
    shown.collect::<Vec<_>>().join(", ")
}

/// Gives a machine another hourly price and charges the difference.
pub(crate) fn resize(world: &World<'_>, id: &str, price: &str) -> Answer<Option<squall_cloud::Order>> {
    let mut row = world.fetch::<Instance>(id)?;
    row.head.price = yuan(price);
    world.save(&row)?;
    world.regrade(Machine, id)
}
