//! A fresh world: the demo account with its project, rooms, racks, servers, a network and an image. `squall serve
//! --help` and the README state it.

use crate::laws::LAWS;
use crate::people::{self, DOMAIN, PASSWORD, PROJECT, REGION, USER_ID, USER_NAME};
use crate::{ids, settings};
use squall_api::Premises;
use squall_api::cloud::{
    AccessKey, Account, Alarm, Answer, Cidr, Controller, Head, Health, Image, Incident, Money, NetworkLaw,
    Rack, Room, Server, Stage, State, Subnet, Vpc, World,
};
use squall_api::wire::sign::huawei::payload;

/// Where CloudDC is found, and what is in it at first.
pub(crate) const PREMISES: Premises = Premises {
    domains: &["myhuaweicloud.com"],
    routes: &[("/v1/{project_id}/…, /v2/cloudimages, /v3/auth/tokens, /v3/projects", "huawei-imetal")],
    fresh: &[
        "account   demo with the same key and balance; user demo, password squall-demo-secret, domain demo",
        "project   0123456789abcdef0123456789abcdef in cn-east-3; all of cn-east-3, cn-southwest-2, cn-south-1 and",
        "          ap-southeast-3 have CloudDC",
        "servers   12 ready ones in 2 racks of one room",
        "network   a VPC of 192.168.0.0/16 with the ACTIVE subnet 192.168.0.0/24; 20 ports may be under construction",
        "          at once",
        "image     squall-linux-1, private, active",
    ],
};

/// The demo account's key.
pub(crate) const DEMO_KEY: (&str, &str) = ("SQUALLDEMOKEY", "squall-demo-secret");
/// The demo account's project.
pub(crate) const PROJECT_ID: &str = "0123456789abcdef0123456789abcdef";
/// The name of the demo account, its user and its domain.
const DEMO: &str = "demo";
/// The balance that accounts start with. Servers are paid for in advance: nothing here is charged for.
const BALANCE: &str = "10000.00";
const RACKS: u32 = 2;
const SERVERS_PER_RACK: u32 = 6;

/// Fills an empty world.
pub(crate) fn found(world: &World<'_>) -> Answer<()> {
    let id = ids::hex(world)?;
    let mut demo = open_account(world, id, DEMO)?;
    demo.set_attribute(PROJECT, PROJECT_ID);
    demo.set_attribute(REGION, settings::REGIONS[0]);
    demo.set_attribute(PASSWORD, DEMO_KEY.1);
    world.save_account(&demo)?;
    name_user(world, &mut demo, DEMO, DEMO)?;
    issue_key(world, &demo.id, DEMO_KEY.0, DEMO_KEY.1)?;
    furnish(world, &demo.id)
}

/// A new account with an operator's label, if any, and the usual balance.
pub(crate) fn open_account(world: &World<'_>, id: String, label: &str) -> Answer<Account> {
    let mut account = Account::new(id, world.now);
    label.clone_into(&mut account.label);
    account.set_attribute(USER_ID, &ids::hex(world)?);
    world.save_account(&account)?;
    if !label.is_empty() {
        world.name_account(label, &account.id)?;
    }
    world.deposit(&account.id, Money::parse(BALANCE).unwrap_or_default())?;
    world.account(&account.id)
}

/// Gives an account's user and domain their names.
///
/// # Errors
/// `Taken` when another user of a domain of that name has it.
pub(crate) fn name_user(world: &World<'_>, account: &mut Account, user: &str, domain: &str) -> Answer<()> {
    let old = people::login_name(account.attribute(DOMAIN), account.attribute(USER_NAME));
    world.unname_account(&old)?;
    world.name_account(&people::login_name(domain, user), &account.id)?;
    account.set_attribute(USER_NAME, user);
    account.set_attribute(DOMAIN, domain);
    world.save_account(account)
}

/// Gives an account a key.
///
/// # Errors
/// `Taken` when the key id is another's.
pub(crate) fn issue_key(world: &World<'_>, account: &str, id: &str, secret: &str) -> Answer<()> {
    world.save_key(&AccessKey {
        id: id.to_owned(),
        secret: secret.to_owned(),
        account: account.to_owned(),
        active: true,
        created_at: world.now,
    })
}

/// Rooms, racks, servers, a network, an image, an alarm and an event for an account.
fn furnish(world: &World<'_>, owner: &str) -> Answer<()> {
    let head = |name: &str, state: State| -> Answer<Head> {
        Ok(Head::new(ids::uuid(world)?, owner, "", name, world.now).in_state(state))
    };
    let region = settings::REGIONS[0].to_owned();
    let room = Room { head: head("idc-1", State::Active)?, region: region.clone() };
    world.insert(&room)?;
    let mut first = String::new();
    for number in 1..=RACKS {
        let rack = Rack {
            head: head(&format!("irack-{number}"), State::Active)?,
            room: room.head.id.clone(),
            region: region.clone(),
            location: format!("A-0{number}"),
            size: "600x1200x2000".to_owned(),
            units: 42,
            watts: 12_000,
            tags: Vec::new(),
        };
        world.insert(&rack)?;
        for unit in 1..=SERVERS_PER_RACK {
            let name = format!("server-{:02}", (number - 1) * SERVERS_PER_RACK + unit);
            let mut server = server(head(&name, State::Stopped)?);
            server.rack.clone_from(&rack.head.id);
            server.unit = unit;
            world.insert(&server)?;
            if first.is_empty() {
                first.clone_from(&server.head.id);
            }
        }
    }
    let block = |text: &str| Cidr::parse(text).unwrap_or(Cidr { first: 0, bits: 0 });
    let vpc = Vpc::new(head("vpc-demo", State::Active)?, block("192.168.0.0/16"));
    world.insert(&vpc)?;
    let head_of_subnet = head("subnet-demo", State::Bound)?;
    world.insert(&subnet(head_of_subnet, &vpc.head.id, block("192.168.0.0/24"), None))?;
    world.insert(&image(head("squall-linux-1", State::Active)?, "Linux"))?;
    diagnose(world, owner, &first)
}

/// A server as it is when it has just been handed over and inspected, without a place.
pub(crate) fn server(head: Head) -> Server {
    // Any id gives a serial of its own, whatever operators' ids have in common.
    let serial = payload(head.id.as_bytes())[..12].to_ascii_uppercase();
    Server {
        serial: format!("2102{serial}"),
        head,
        stage: Stage::Ready,
        health: Health::Good,
        frozen: 0,
        controller: Controller::Answers,
        inspected: true,
        rack: String::new(),
        unit: 0,
        tags: Vec::new(),
        task: None,
        trouble: None,
    }
}

/// A subnet; its gateway is its first address that a host can have unless another is named.
pub(crate) fn subnet(head: Head, vpc: &str, block: Cidr, gateway: Option<u32>) -> Subnet {
    let NetworkLaw { kept_first, kept_last, .. } = LAWS.network;
    let gateway = gateway.unwrap_or(block.first.saturating_add(1));
    Subnet { head, vpc: vpc.to_owned(), block, gateway, kept_first, kept_last, block6: None }
}

/// A private image.
pub(crate) fn image(head: Head, system: &str) -> Image {
    Image {
        head,
        platform: system.to_owned(),
        os_family: system.to_lowercase(),
        processor: "x86_64".to_owned(),
        size_gib: 40,
        is_system: false,
        granted_to: Vec::new(),
        is_public: false,
        zones: Vec::new(),
    }
}

/// An alarm that lasts and an event, so that there is something to read from the beginning.
fn diagnose(world: &World<'_>, owner: &str, server: &str) -> Answer<()> {
    let name = "memory usage";
    world.insert(&Alarm {
        head: Head::new(ids::alarm(world)?, owner, "", name, world.now).in_state(State::Active),
        rule: ids::alarm_rule(world, name)?,
        server: server.to_owned(),
        part: "memory".to_owned(),
        metric: "mem_usedPercent".to_owned(),
        level: 3,
        ended_at: None,
    })?;
    world.report(owner, server, Incident::FanAtLimit)
}
