//! A random life under both laws, whatever comes to mind in whatever order, with the auditor after every step.

use crate::platforms::{
    PRIVATE_CLOUD, PUBLIC_CLOUD, SOON, address, bind, block, change, head, platform, port, run,
};
use crate::rig::Rig;
use squall_cloud::{
    Address, Answer, Family, Firewall, Instance, Kind, Laws, NatGateway, NatRule, Port, PortMap, Refusal,
    Resource, Span, State, Subnet, Translation, Verb, Vpc, World,
};

const STEPS: u64 = 400;

/// A stream of numbers that follows from a seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % limit.max(1)
    }

    fn one<'a>(&mut self, ids: &'a [String]) -> &'a str {
        if ids.is_empty() { "nobody" } else { &ids[self.below(ids.len())] }
    }
}

/// What a step is about, chosen before so that a transaction can be tried again.
struct Step {
    id: String,
    number: usize,
    what: usize,
    machine: String,
    port: String,
    address: String,
    gateway: String,
    firewall: String,
    rule: String,
}

impl Step {
    fn choose(rig: &Rig, chance: &mut Chance, number: u64) -> Step {
        let mut any = |kind| {
            let ids = rig.peek(|world| world.live_ids(kind));
            chance.one(&ids).to_owned()
        };
        let (machine, port, address) = (any(Kind::Instance), any(Kind::Port), any(Kind::Address));
        let (gateway, firewall, rule) = (any(Kind::NatGateway), any(Kind::Firewall), any(Kind::NatRule));
        let what = chance.below(20);
        let number = number as usize;
        Step { id: format!("x{number}"), number, what, machine, port, address, gateway, firewall, rule }
    }

    fn take(&self, world: &World<'_>) -> Answer<()> {
        let id = &*self.id;
        match self.what {
            0 | 1 => run(world, id),
            2 => port(world, id).map(|_| ()),
            3 => address(world, id, &format!("1.0.{}.{}", self.number / 250, self.number % 250)),
            4 => address(world, id, &format!("2001:db8::{:x}", self.number)),
            5 => self.make_gateway(world),
            6 => world.insert(&Firewall { head: head(world, id), is_default: false, is_applied: true }),
            7 => {
                let mut port = world.fetch::<Port>(&self.port)?;
                world.attach_port(&mut port, Kind::Instance, &found::<Instance>(world, &self.machine)?, SOON)
            }
            8 => world.detach_port(&mut world.fetch(&self.port)?, SOON),
            9 => {
                let family = if self.number.is_multiple_of(2) { Family::V4 } else { Family::V6 };
                world.add_address(&mut world.fetch(&self.port)?, family, None).map(|_| ())
            }
            10 => bind(world, &self.address, Kind::Instance, &found::<Instance>(world, &self.machine)?),
            11 => bind(world, &self.address, Kind::Port, &found::<Port>(world, &self.port)?),
            12 => bind(world, &self.address, Kind::NatGateway, &found::<NatGateway>(world, &self.gateway)?),
            13 => world.unbind_address(&mut world.fetch::<Address>(&self.address)?, SOON),
            14 => {
                world.guard_port(&mut world.fetch(&self.port)?, &[found::<Firewall>(world, &self.firewall)?])
            }
            15 | 16 => self.translate(world),
            17 => self.cut(world),
            18 => change(world, &self.machine, Verb::Stop, State::Stopped),
            _ => self.end(world),
        }
    }

    fn make_gateway(&self, world: &World<'_>) -> Answer<()> {
        let (head, lists) = (head(world, &self.id).in_state(State::Active), self.number.is_multiple_of(3));
        let vpc = "vpc".to_owned();
        world.insert(&NatGateway {
            head,
            vpc,
            size: String::new(),
            bandwidth_mbps: 1,
            lists,
            nodes: Vec::new(),
        })
    }

    fn translate(&self, world: &World<'_>) -> Answer<()> {
        let subject = [&*self.machine, &*self.port, "subnet", "vpc"][self.number % 4];
        let outer = (self.number % 40 + 1) as u16;
        let (translation, address) = match self.number % 3 {
            0 => (Translation::Source, None),
            1 => (Translation::Listed, None),
            _ => {
                let map = PortMap { protocol: "tcp".to_owned(), outer: (outer, outer + 2), inner: 1 };
                let address = world.linked_ids(Kind::Address, &self.gateway)?.into_iter().next();
                (Translation::Target(map), address)
            }
        };
        let gateway = world.fetch::<NatGateway>(&self.gateway)?;
        world
            .add_nat_rule(head(world, &self.id), &gateway, translation, subject, address.as_deref())
            .map(|_| ())
    }

    fn cut(&self, world: &World<'_>) -> Answer<()> {
        let vpc = world.fetch::<Vpc>("vpc")?;
        let wanted = format!("10.0.{}.0/2{}", self.number % 8, 2 + self.number % 7);
        match squall_cloud::Cidr::parse(&wanted) {
            Some(wanted) => world.cut_subnet(head(world, &self.id), &vpc, wanted, None).map(|_| ()),
            None => world.add_block(&mut world.fetch("vpc")?, block("10.1.0.0/16")),
        }
    }

    fn end(&self, world: &World<'_>) -> Answer<()> {
        match self.number % 7 {
            0 => gone::<Instance>(world, &self.machine),
            1 => gone::<Port>(world, &self.port),
            2 => gone::<Address>(world, &self.address),
            3 => gone::<NatGateway>(world, &self.gateway),
            4 => gone::<Firewall>(world, &self.firewall),
            5 => gone::<NatRule>(world, &self.rule),
            _ => change(world, &self.machine, Verb::Cease, State::Ceased),
        }
    }
}

fn found<T: Resource>(world: &World<'_>, id: &str) -> Answer<String> {
    Ok(world.fetch::<T>(id)?.head().id.clone())
}

fn gone<T: Resource>(world: &World<'_>, id: &str) -> Answer<()> {
    world.dissolve(world.fetch::<T>(id)?)
}

fn live(laws: &'static Laws, seed: u64) {
    let rig = platform(laws, "10.0.0.0/27");
    let mut chance = Chance(seed);
    let (mut done, mut full, mut beyond, mut taken) = (0, 0, 0, 0);
    for number in 0..STEPS {
        let step = Step::choose(&rig, &mut chance, number);
        match rig.attempt(|world| step.take(world)) {
            Ok(()) => done += 1,
            Err(Refusal::Capacity { .. }) => full += 1,
            Err(Refusal::Quota { .. }) => beyond += 1,
            Err(Refusal::Taken { .. }) => taken += 1,
            Err(Refusal::Absent { .. } | Refusal::WrongState { .. } | Refusal::Invalid { .. }) => {}
            Err(other) => panic!("{other}"),
        }
        rig.pass(Span::seconds(chance.below(4) as i64));
    }
    assert!(done > 200 && full > 0 && beyond > 0 && taken > 0, "{done} {full} {beyond} {taken}");
    rig.act(|world| gone::<Vpc>(world, "vpc"));
    let left =
        rig.act(|world| Ok((world.count::<Subnet>()?, world.count::<Port>()?, world.count::<NatRule>()?)));
    assert_eq!(left, (0, 0, 0));
}

#[test]
fn a_private_cloud_adds_up_whatever_is_done() {
    (1..=2).for_each(|seed| live(&PRIVATE_CLOUD, seed));
}

#[test]
fn a_public_cloud_adds_up_whatever_is_done() {
    (3..=4).for_each(|seed| live(&PUBLIC_CLOUD, seed));
}
