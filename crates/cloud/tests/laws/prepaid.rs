//! A sketch of a private cloud's machines: paid by the hour in advance, a recycle bin that counts against no quota and
//! keeps addresses and the system disk, hosts that are locked and emptied. What is the platform's own stands in its
//! tables and in the few functions of its dialect below; the engine has never heard of it.

use crate::rig::{OWNER, Rig, machine, network, nic, volume};
use squall_cloud::Kind::{Instance as Machine, Network, Nic as Interface, Volume as Disk};
use squall_cloud::{
    Aftermath, Answer, AtEnd, Audience, Bonds, Claims, Condition, Cycle, Fate, Host, HostSet, Instance,
    Kinds, Law, Laws, Money, Need, Nic, Period, Periods, Placement, Plan, QuotaScope, Quote, Refusal, Span,
    Spend, State, StoragePool, Strategy, Tariff, Tie, Verb, Volume, World, Zone,
};

/// In the recycle bin everything but a quota and cores is kept.
const BINNED: Claims = Claims::ALL.without(Claims::QUOTA).without(Claims::COMPUTE);
const NOTHING_BUT_QUOTA_AND_CORES: &[State] = &[State::Recycled];

/// What came with a machine stays with it; data disks and further interfaces are detached by themselves.
const MACHINE_BINNED: Aftermath = Aftermath::of(&[
    Tie::of(Interface, Fate::Freed).built_in(Fate::Kept),
    Tie::of(Disk, Fate::Freed).built_in(Fate::Kept),
]);
const MACHINE_GONE: Aftermath = Aftermath::of(&[
    Tie::of(Interface, Fate::Freed).built_in(Fate::Erased),
    Tie::of(Disk, Fate::Freed).built_in(Fate::Follows),
])
.bonds(Bonds::Dropped);

const LAWS: Laws = Laws {
    periods: Periods {
        recycle: Some(Span::hours(100)),
        grace: None,
        memory: Some(Span::hours(1)),
        overdue: Some(Span::days(7)),
    },
    lease_delay: Span::ZERO,
    placing: Strategy::Spread,
    quota_scope: QuotaScope::Region,
    tariff: Tariff { price: hourly, ..Tariff::CASH },
    kinds: Kinds::of(&[
        (
            Machine,
            Law::USUAL
                .claiming(&[State::Stopped], Claims::ALL.without(Claims::COMPUTE))
                .claiming(NOTHING_BUT_QUOTA_AND_CORES, BINNED)
                .after(&[State::Recycled], MACHINE_BINNED)
                .after(&[State::Ceased], MACHINE_GONE),
        ),
        (
            Disk,
            Law::USUAL
                .claiming(NOTHING_BUT_QUOTA_AND_CORES, BINNED)
                .after(&[State::Ceased], Aftermath::NONE.bonds(Bonds::Dropped)),
        ),
        (Network, Law::USUAL.after(&[State::Recycled, State::Ceased], IN_NETWORK)),
        (Interface, Law::USUAL),
    ]),
    ..Laws::NONE
};
const IN_NETWORK: Aftermath = Aftermath::of(&[Tie::of(Interface, Fate::Erased)]);

const HOUR: Span = Span::hours(1);
const SOON: Span = Span::minutes(1);
const MOVE: Span = Span::seconds(90);

/// Region `cn` with a zone, a set of three hosts of which one has graphics processors, a set that is another's, a pool
/// of storage, and a default quota of two machines.
fn platform() -> Rig {
    let rig = Rig::new(&LAWS);
    rig.act(|world| {
        let text = str::to_owned;
        world.save_zone(&Zone { id: text("z"), region: text("cn"), ..Zone::default() })?;
        let set = HostSet { zone: text("z"), machine_type: text("Normal"), ..HostSet::default() };
        world.save_host_set(&HostSet { id: text("set-01"), ..set.clone() })?;
        let audience = Audience::AllBut(vec![text(OWNER)]);
        world.save_host_set(&HostSet { id: text("set-00"), audience, ..set })?;
        for (name, set, gpu) in
            [("h0", "set-00", 0), ("h1", "set-01", 0), ("h2", "set-01", 0), ("h3", "set-01", 4)]
        {
            let (cpu, memory_mib, zone) = (8, 16_384, text("z"));
            let host =
                Host { name: text(name), set: text(set), cpu, memory_mib, gpu, zone, ..Host::default() };
            world.save_host(&host)?;
        }
        world.save_storage_pool(&StoragePool {
            id: text("storage-01"),
            zone: text("z"),
            storage_type: text("Normal"),
            capacity_gib: 100,
            ..StoragePool::default()
        })?;
        world.set_limit(None, "cn", "machines", Some(2))?;
        world.insert(&network(world, "net"))
    });
    rig
}

/// The sets whose machines are of a type and which an account may use: the dialect's own rule.
fn sets(world: &World<'_>, machine_type: &str) -> Answer<Vec<String>> {
    let mut sets = world.host_sets()?;
    sets.retain(|set| set.machine_type == machine_type && set.audience.admits(OWNER));
    Ok(sets.into_iter().map(|set| set.id).collect())
}

/// A machine with an interface and a system disk: quota, then money, then room.
fn create(world: &World<'_>, id: &str, gpu: u64) -> Answer<()> {
    let account = world.account(OWNER)?;
    world.must_be_within(&account, "z", "machines", 1)?;
    let sets = sets(world, "Normal")?;
    let amount = Money::parse("0.50").unwrap();
    world.must_afford(OWNER, &Spend { kind: Machine, cycle: Cycle::Hour, amount })?;
    let room = Placement { cpu: 4, memory_mib: 4_096, gpu, ..Placement::default() };
    let mut machine = machine(world, id, world.find_room(Need::of(room).in_zone("z").in_sets(&sets))?);
    world.insert(&machine)?;
    let plan = Plan { cycle: Cycle::Hour, cycles: 1, renews_by: 1, at_end: AtEnd::Renews };
    world.buy(&mut machine, plan)?;
    let mut disk = volume(
        world,
        &format!("{id}-boot"),
        world.find_storage(&world.open_storage("z", "Normal", OWNER)?, 40)?,
    );
    disk.head.uses.clear();
    (disk.instance, disk.is_builtin) = (Some(id.to_owned()), true);
    world.insert(&disk)?;
    let mut interface = nic(world, &format!("{id}-nic"), &format!("10.0.0.{}", id.len()), true);
    interface.instance = Some(id.to_owned());
    world.insert(&interface)?;
    world.begin(&mut machine, Verb::Create, State::Active, SOON)
}

/// What so many hours cost; this platform sells nothing else here.
fn hourly(_: &World<'_>, quote: &Quote<'_>) -> Answer<Money> {
    Ok(quote.head.price.times(u64::from(quote.cycles)))
}

/// A stopped machine has no host: it is placed anew.
fn start(world: &World<'_>, id: &str) -> Answer<()> {
    let mut machine = world.fetch::<Instance>(id)?;
    let sets = sets(world, "Normal")?;
    let need = Need::of(machine.placement.clone()).in_zone("z").in_sets(&sets);
    machine.placement = world.find_room(need)?;
    world.begin(&mut machine, Verb::Start, State::Active, SOON)
}

fn change(rig: &Rig, id: &'static str, verb: Verb, target: State) {
    rig.act(|world| world.begin(&mut world.fetch::<Instance>(id)?, verb, target, SOON));
    rig.pass(SOON);
}

fn host_of(rig: &Rig, id: &str) -> String {
    rig.row::<Instance>(id).placement.host
}

fn used(rig: &Rig) -> u64 {
    rig.act(|world| world.in_use(&world.account(OWNER)?, "cn", "machines"))
}

#[test]
fn the_tables_are_whole() {
    assert_eq!(LAWS.contradictions(), Vec::<String>::new());
}

#[test]
fn an_hour_is_paid_in_advance_and_nothing_by_the_clock() {
    let rig = platform();
    let balance = |rig: &Rig| rig.act(|world| Ok(world.account(OWNER)?.balance_at(world.now)));
    rig.act(|world| create(world, "vm", 0));
    let paid = Money::parse("999.50").unwrap();
    rig.pass(Span::minutes(59));
    assert_eq!(balance(&rig), paid);
    rig.act(|world| world.deposit(OWNER, Money::ZERO - paid));
    assert_eq!(
        rig.attempt(|world| create(world, "vm2", 0)),
        Err(Refusal::Funds { account: OWNER.to_owned() })
    );
    assert_eq!(rig.act(|world| world.find::<Volume>("vm2-boot")), None);
}

#[test]
fn machines_spread_over_the_hosts_that_are_open_to_them() {
    let rig = platform();
    rig.act(|world| create(world, "vm", 0));
    rig.act(|world| create(world, "vm2", 0));
    assert_eq!((host_of(&rig, "vm"), host_of(&rig, "vm2")), ("h1".to_owned(), "h2".to_owned()));
    let third = rig.attempt(|world| create(world, "vm3", 0));
    assert!(matches!(third, Err(Refusal::Quota { limit: 2, used: 2, .. })), "{third:?}");
    rig.act(|world| world.set_limit(Some(OWNER), "cn", "machines", Some(9)));
    rig.act(|world| world.lock_host("h3"));
    let with_gpu = rig.attempt(|world| create(world, "vm3", 1));
    assert!(
        matches!(with_gpu, Err(Refusal::Capacity { .. })),
        "the only host with one is locked: {with_gpu:?}"
    );
    let disks = rig.attempt(|world| create(world, "vm3", 0));
    assert!(
        matches!(disks, Err(Refusal::Capacity { .. })),
        "100 GiB are no room for a third disk: {disks:?}"
    );
}

#[test]
fn a_locked_host_takes_nothing_and_maintenance_moves_what_is_there() {
    let rig = platform();
    rig.act(|world| create(world, "vm", 0));
    rig.pass(SOON);
    rig.act(|world| world.lock_host("h2"));
    rig.act(|world| create(world, "vm2", 0));
    assert_eq!((host_of(&rig, "vm"), host_of(&rig, "vm2")), ("h1".to_owned(), "h3".to_owned()));
    rig.pass(SOON);
    rig.act(|world| world.lock_host("h1"));
    let condition = rig.act(|world| world.enter_maintenance("h1", MOVE));
    assert_eq!((condition, host_of(&rig, "vm")), (Condition::EnteringMaintenance, "h1".to_owned()));
    rig.pass(MOVE);
    let host = rig.act(|world| world.host("h1")).unwrap();
    assert_eq!((host.condition, host_of(&rig, "vm")), (Condition::Maintenance, "h3".to_owned()));
}

#[test]
fn a_stopped_machine_keeps_its_quota_and_may_find_no_host_again() {
    let rig = platform();
    rig.act(|world| create(world, "vm", 0));
    rig.pass(SOON);
    change(&rig, "vm", Verb::Stop, State::Stopped);
    assert_eq!(used(&rig), 1);
    assert_eq!(rig.act(|world| world.host("h1")).unwrap().cpu_used, 0);
    for host in ["h1", "h2", "h3"] {
        rig.act(|world| world.lock_host(host));
    }
    assert!(matches!(rig.attempt(|world| start(world, "vm")), Err(Refusal::Capacity { .. })));
    rig.act(|world| world.unlock_host("h3"));
    rig.act(|world| start(world, "vm"));
    assert_eq!(host_of(&rig, "vm"), "h3");
}

#[test]
fn the_recycle_bin_gives_quota_back_and_keeps_addresses_and_the_system_disk() {
    let rig = platform();
    rig.act(|world| create(world, "vm", 0));
    rig.act(|world| {
        let mut data =
            volume(world, "data", world.find_storage(&world.open_storage("z", "Normal", OWNER)?, 10)?);
        data.instance = Some("vm".to_owned());
        world.insert(&data)
    });
    rig.pass(SOON);
    change(&rig, "vm", Verb::Stop, State::Stopped);
    change(&rig, "vm", Verb::Delete, State::Recycled);
    assert_eq!(used(&rig), 0);
    assert_eq!(rig.row::<Volume>("vm-boot").instance, Some("vm".to_owned()));
    assert_eq!(rig.row::<Volume>("data").instance, None);
    let stored = |rig: &Rig| rig.act(|world| world.storage_pool("storage-01")).unwrap().used_gib;
    assert_eq!(stored(&rig), 50);
    let taken = rig.attempt(|world| world.insert(&nic(world, "other", "10.0.0.2", false)));
    assert!(matches!(taken, Err(Refusal::Taken { .. })), "the machine still has that address");

    let ends_at = rig.act(|world| world.ends_at(&world.fetch::<Instance>("vm")?.head));
    assert_eq!(ends_at, Some(rig.now() + Span::hours(100)));
    rig.act(|world| world.set_limit(Some(OWNER), "cn", "machines", Some(0)));
    let asked = rig.attempt(|world| world.must_be_within(&world.account(OWNER)?, "z", "machines", 1));
    assert!(matches!(asked, Err(Refusal::Quota { .. })), "coming back asks for the quota again");

    rig.act(|world| world.set_period(Period::Recycle, Some(HOUR)));
    rig.pass(HOUR);
    assert_eq!(rig.row::<Instance>("vm").head.state, State::Ceased);
    assert_eq!(rig.row::<Volume>("vm-boot").head.state, State::Ceased);
    assert_eq!(rig.act(|world| world.find::<Nic>("vm-nic")), None);
    assert_eq!(stored(&rig), 10);
    rig.act(|world| world.insert(&Nic { instance: None, ..nic(world, "other", "10.0.0.2", false) }));
}
