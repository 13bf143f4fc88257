//! A world without any dialect: a store in memory, a clock of the test's own, and the laws under test.

use squall_cloud::{
    Account, Answer, Head, Instance, Laws, Money, Network, Nic, Placement, Refusal, Resource, Span, State,
    Time, Volume, World, settle,
};
use squall_store::{Store, Tx};
use std::cell::Cell;

/// A world under some laws, with one account that has money.
pub(crate) struct Rig {
    store: Store,
    laws: &'static Laws,
    now: Cell<Time>,
}

/// The account that owns everything.
pub(crate) const OWNER: &str = "owner";

impl Rig {
    pub(crate) fn new(laws: &'static Laws) -> Rig {
        let rig = Rig { store: Store::memory(), laws, now: Cell::new(Time::from_seconds(1_000_000)) };
        rig.act(|world| {
            world.save_account(&Account::new(OWNER.to_owned(), world.now))?;
            world.deposit(OWNER, Money::parse("1000.00").unwrap())
        });
        rig
    }

    /// What a transaction answers that must succeed.
    pub(crate) fn act<T>(&self, work: impl Fn(&World<'_>) -> Answer<T>) -> T {
        self.attempt(work).unwrap_or_else(|refusal| panic!("{refusal}"))
    }

    /// What a transaction answers; everything must add up afterwards.
    pub(crate) fn attempt<T>(&self, work: impl Fn(&World<'_>) -> Answer<T>) -> Answer<T> {
        let answer = self.store.write(|tx| work(&self.world(tx)));
        self.settle();
        let findings = self.store.read(|tx| self.world(tx).audit());
        assert_eq!(findings, Ok(Vec::new()));
        answer
    }

    /// What a transaction would answer, without its changes.
    pub(crate) fn peek<T>(&self, work: impl Fn(&World<'_>) -> Answer<T>) -> T {
        let mut seen = None;
        let dropped = self.store.write(|tx| {
            seen = Some(work(&self.world(tx)));
            Err::<(), _>(Refusal::Invalid { what: "only to look".to_owned() })
        });
        assert!(dropped.is_err());
        seen.unwrap().unwrap()
    }

    fn world<'t>(&self, tx: &'t Tx<'t>) -> World<'t> {
        World { tx, realm: 1, now: self.now.get(), laws: self.laws }
    }

    /// Lets time pass and everything happen that becomes due in it.
    pub(crate) fn pass(&self, span: Span) {
        self.now.set(self.now.get() + span);
        self.act(|_| Ok(()));
    }

    /// The same where something fails that becomes due; what fails is told in words.
    pub(crate) fn pass_failing(&self, span: Span) -> Vec<String> {
        self.now.set(self.now.get() + span);
        let failed = self.settle_all();
        self.act(|_| Ok(()));
        failed
    }

    fn settle(&self) {
        assert_eq!(self.settle_all(), Vec::<String>::new());
    }

    fn settle_all(&self) -> Vec<String> {
        let mut failed = Vec::new();
        loop {
            let batch = self.store.write(|tx| settle(tx, self.now.get(), |_| self.world(tx))).unwrap();
            failed.extend(batch.failed.iter().map(|(_, event)| event.to_string()));
            if !batch.more {
                return failed;
            }
        }
    }

    /// The world's present instant.
    pub(crate) fn now(&self) -> Time {
        self.now.get()
    }

    /// The row of an id.
    pub(crate) fn row<T: Resource>(&self, id: &str) -> T {
        self.act(|world| world.fetch::<T>(id))
    }
}

/// A machine that is pending, at 0.50 an hour.
pub(crate) fn machine(world: &World<'_>, id: &str, placement: Placement) -> Instance {
    let price = Money::parse("0.50").unwrap();
    let head = Head::new(id.to_owned(), OWNER, "z", "", world.now).priced(price, Money::ZERO);
    Instance {
        head: head.counted([("machines", 1)]),
        image: String::new(),
        system: Default::default(),
        instance_type: String::new(),
        class: 0,
        cpu: placement.cpu,
        memory_mib: placement.memory_mib,
        os_disk_gib: placement.storage_gib,
        encrypted: false,
        hypervisor: String::new(),
        hostname: String::new(),
        login: String::new(),
        firewall: None,
        key_pairs: Vec::new(),
        placement,
        moving_to: None,
        contract: None,
        user_data: String::new(),
        attachment: None,
        traits: Default::default(),
    }
}

/// A network that gives no addresses of itself.
pub(crate) fn network(world: &World<'_>, id: &str) -> Network {
    let head = Head::new(id.to_owned(), OWNER, "", "", world.now).in_state(State::Free);
    let text = String::new;
    Network { head, network_type: 0, router: None, cidr: text(), manager_ip: text(), dhcp: None, features: 0 }
}

/// An interface of a machine, at an address of a network.
pub(crate) fn nic(world: &World<'_>, id: &str, address: &str, is_builtin: bool) -> Nic {
    let head = Head::new(id.to_owned(), OWNER, "", "", world.now).in_state(State::Bound);
    let (network, private_ip, instance) = ("net".to_owned(), address.to_owned(), Some("vm".to_owned()));
    Nic { head, network, private_ip, instance, is_builtin, role: 0 }
}

/// A disk of a machine.
pub(crate) fn volume(world: &World<'_>, id: &str, placement: Placement) -> Volume {
    let head = Head::new(id.to_owned(), OWNER, "z", "", world.now).in_state(State::Bound);
    Volume {
        head: head.counted([("disks", 1)]),
        size_gib: placement.storage_gib,
        volume_type: 0,
        encrypted: false,
        instance: Some("vm".to_owned()),
        device: "/dev/vdc".to_owned(),
        placement,
        contract: None,
        is_builtin: false,
    }
}
