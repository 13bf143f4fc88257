//! A fresh world: the demo account, zones, images, hosts and address pools. `squall serve --help` and the
//! README state it.

use crate::figures::zones;
use squall_api::Premises;
use squall_api::cloud::{
    AccessKey, Account, Answer, Firewall, Head, Host, Image, Money, Network, Pool, State, World,
};

/// Where QingCloud is found, and what is in it at first.
pub(crate) const PREMISES: Premises = Premises {
    domains: &["qingcloud.com"],
    routes: &[
        ("/iaas, /iam, /app", "qingcloud"),
        ("anything with `action` and `access_key_id` or `signature_method`", "qingcloud, which answers 3300"),
    ],
    fresh: &[
        "account   demo, key id SQUALLDEMOKEY, secret squall-demo-secret, balance 10000.00",
        "zones     pek3, pek3a, gd2, sh1a, ap2a (active), ap3a (faulty)",
        "images    centos7x64d, centos64x86a, ubuntu18x64, bionic1x64, win2k12r2dx64; centos58x86a (deprecated)",
        "hosts     4 of 256 cores, 1 TiB memory and 200 TB storage; host-3 and host-4 carry encrypted volumes",
        "addresses 5000 public ones from 139.198.0.1",
        "/app/     app-demo0001 with the secret squall-demo-secret; its service svc-demo0001 costs 0.10 an hour",
    ],
};

/// The owner of system images and the base network.
pub(crate) const SYSTEM: &str = "system";
/// The id of the base network of every zone.
pub(crate) const BASE_NETWORK: &str = "vxnet-0";
/// The demo account's label.
pub(crate) const DEMO: &str = "demo";
/// The demo account's key.
pub(crate) const DEMO_KEY: (&str, &str) = ("SQUALLDEMOKEY", "squall-demo-secret");
/// The balance that accounts start with.
pub(crate) const BALANCE: &str = "10000.00";

/// Id, name, platform, family, processor, size in GiB, still offered.
type SystemImage = (&'static str, &'static str, &'static str, &'static str, &'static str, u64, bool);
const IMAGES: [SystemImage; 6] = [
    ("centos7x64d", "CentOS 7.3 64bit", "linux", "centos", "64bit", 20, true),
    ("centos64x86a", "CentOS 6.4 64bit", "linux", "centos", "64bit", 20, true),
    ("ubuntu18x64", "Ubuntu Server 18.04 LTS 64bit", "linux", "ubuntu", "64bit", 20, true),
    ("bionic1x64", "Ubuntu Server 18.04.1 LTS 64bit", "linux", "ubuntu", "64bit", 20, true),
    ("win2k12r2dx64", "Windows Server 2012 R2", "windows", "windows", "64bit", 50, true),
    ("centos58x86a", "CentOS 5.8 32bit", "linux", "centos", "32bit", 20, false),
];
/// Name, cores, memory in MiB, storage in GiB, encryption.
const HOSTS: [(&str, u64, u64, u64, bool); 4] = [
    ("host-1", 256, 1_048_576, 200_000, false),
    ("host-2", 256, 1_048_576, 200_000, false),
    ("host-3", 256, 1_048_576, 200_000, true),
    ("host-4", 256, 1_048_576, 200_000, true),
];
/// The pool of public addresses and where it begins: 139.198.0.0.
pub(crate) const ADDRESS_POOL: &str = "eip";
const ADDRESSES: Pool = Pool { first: 0x8BC6_0001, span: 65_000, free: 5_000, cursor: 0 };

/// Fills an empty world.
pub(crate) fn found(world: &World<'_>) -> Answer<()> {
    let mut system = Account::new(SYSTEM.to_owned(), world.now);
    system.label = SYSTEM.to_owned();
    world.save_account(&system)?;
    for (id, name, platform, family, processor, size_gib, is_offered) in IMAGES {
        let state = if is_offered { State::Free } else { State::Deprecated };
        let head = Head::new(id.to_owned(), SYSTEM, "", name, world.now).in_state(state);
        world.insert(&Image {
            head,
            platform: platform.to_owned(),
            os_family: family.to_owned(),
            processor: processor.to_owned(),
            size_gib,
            is_system: true,
            granted_to: Vec::new(),
            is_public: true,
            zones: zones::ALL.iter().map(|(zone, _)| (*zone).to_owned()).collect(),
        })?;
    }
    let head =
        Head::new(BASE_NETWORK.to_owned(), SYSTEM, "", "base network", world.now).in_state(State::Free);
    world.insert(&Network {
        head,
        network_type: 2,
        router: None,
        cidr: "10.96.0.0/12".to_owned(),
        manager_ip: String::new(),
        dhcp: None,
        features: 1,
    })?;
    for (name, cpu, memory_mib, storage_gib, encryption) in HOSTS {
        let id = world.mint("hyp-", 8)?;
        let name = name.to_owned();
        world.save_host(&Host { name, id, cpu, memory_mib, storage_gib, encryption, ..Host::default() })?;
    }
    world.save_pool(ADDRESS_POOL, &ADDRESSES)?;
    let demo = open_account(world, account_id(world)?, DEMO, None)?;
    let (id, secret) = DEMO_KEY;
    world.save_key(&AccessKey {
        id: id.to_owned(),
        secret: secret.to_owned(),
        account: demo.id,
        active: true,
        created_at: world.now,
    })?;
    crate::actions::applications::app_lease::found(world)
}

/// An id for a new account.
pub(crate) fn account_id(world: &World<'_>) -> Answer<String> {
    world.mint_mixed("usr-", 8)
}

/// A new account with an operator's label, if any, its default firewall and no key yet. It starts with the
/// usual balance; a user below a master, which must exist, shares the master's.
pub(crate) fn open_account(
    world: &World<'_>,
    id: String,
    label: &str,
    master: Option<&str>,
) -> Answer<Account> {
    if let Some(master) = master {
        world.account(master)?;
    }
    let mut account = enrol(world, id)?;
    account.label = label.to_owned();
    account.master = master.map(str::to_owned);
    world.save_account(&account)?;
    if !label.is_empty() {
        world.name_account(label, &account.id)?;
    }
    if master.is_none() {
        world.deposit(&account.id, Money::parse(BALANCE).unwrap_or_default())?;
    }
    world.account(&account.id)
}

/// A new account with an empty purse, its default firewall and no key yet.
pub(crate) fn enrol(world: &World<'_>, id: String) -> Answer<Account> {
    let account = Account::new(id, world.now);
    world.save_account(&account)?;
    default_firewall(world, &account.id)?;
    Ok(account)
}

/// The firewall that every user has from the beginning and cannot delete.
pub(crate) fn default_firewall(world: &World<'_>, owner: &str) -> Answer<()> {
    let head = Head::new(world.mint("sg-", 8)?, owner, "", "default security group", world.now)
        .in_state(State::Free);
    world.insert(&Firewall { head, is_default: true, is_applied: true })
}
