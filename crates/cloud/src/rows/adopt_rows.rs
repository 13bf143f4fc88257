//! Rows whose kind has taken another form and another table: how they looked, and how they are brought over.

use crate::law::Claims;
use crate::networking::cidr::Cidr;
use crate::rows::resource::{Head, Resource};
use crate::rows::shelf::{KEYS, LINKS, OWNED, table};
use crate::world::{Answer, Realm, World};
use crate::{Certificate, Port, Subnet, Vpc};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use squall_store::{PAGE_ROWS, Table};

/// The numbers of the tables below: no kind may have them again.
#[cfg(test)]
pub(crate) const FORMER: [u8; 4] = [19, 41, 42, 43];

pub(crate) const FORMER_CERTIFICATES: Table<(Realm, String), FormerCertificate> =
    Table::new(19, "certificate");
pub(crate) const FORMER_VPCS: Table<(Realm, String), FormerVpc> = Table::new(41, "virtual private cloud");
pub(crate) const FORMER_SUBNETS: Table<(Realm, String), FormerSubnet> = Table::new(42, "subnet");
pub(crate) const FORMER_PORTS: Table<(Realm, String), FormerPort> = Table::new(43, "port");

#[derive(Serialize, Deserialize)]
#[serde(rename = "Certificate")]
pub(crate) struct FormerCertificate {
    head: Head,
    content: String,
    private_key: String,
    digest: String,
}

impl From<FormerCertificate> for Certificate {
    fn from(FormerCertificate { head, content, private_key, digest }: FormerCertificate) -> Certificate {
        Certificate::of_server(head, content, private_key, digest)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename = "Vpc")]
pub(crate) struct FormerVpc {
    head: Head,
    block: Cidr,
}

impl From<FormerVpc> for Vpc {
    fn from(FormerVpc { head, block }: FormerVpc) -> Vpc {
        Vpc::new(head, block)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename = "Subnet")]
pub(crate) struct FormerSubnet {
    head: Head,
    vpc: String,
    block: Cidr,
    gateway: u32,
    kept_first: u32,
    kept_last: u32,
}

impl From<FormerSubnet> for Subnet {
    fn from(former: FormerSubnet) -> Subnet {
        let FormerSubnet { head, vpc, block, gateway, kept_first, kept_last } = former;
        Subnet { head, vpc, block, gateway, kept_first, kept_last, block6: None }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename = "Port")]
pub(crate) struct FormerPort {
    head: Head,
    subnet: String,
    address: u32,
    mac: String,
    device: Option<String>,
    place: u32,
    held: bool,
}

impl From<FormerPort> for Port {
    fn from(former: FormerPort) -> Port {
        let FormerPort { head, subnet, address, mac, device, place, held } = former;
        let (further, firewalls, built_in) = (Vec::new(), Vec::new(), device.is_some());
        Port { head, subnet, address, mac, device, place, held, further, firewalls, built_in }
    }
}

impl World<'_> {
    /// Brings over every row of the former tables. There are none where that was done before.
    pub(crate) fn adopt_rows(&self) -> Answer<()> {
        self.adopt_table::<_, Certificate>(&FORMER_CERTIFICATES)?;
        self.adopt_table::<_, Vpc>(&FORMER_VPCS)?;
        self.adopt_table::<_, Subnet>(&FORMER_SUBNETS)?;
        self.adopt_table::<_, Port>(&FORMER_PORTS)
    }

    fn adopt_table<F: Serialize + DeserializeOwned, T: Resource + From<F>>(
        &self,
        former: &Table<(Realm, String), F>,
    ) -> Answer<()> {
        loop {
            let page = self.tx.page(former, &(self.realm,), None, PAGE_ROWS)?;
            if page.is_empty() {
                return Ok(());
            }
            for (key, row) in page {
                self.tx.delete(former, &key)?;
                self.adopt_row(former.id(), &T::from(row))?;
            }
        }
    }

    /// Puts a row where its kind's are now. What it counts and costs, and where it stands, is as it was.
    fn adopt_row<T: Resource>(&self, number: u8, row: &T) -> Answer<()> {
        let (head, claims) = (row.head(), self.claims(row));
        self.tx.put(&table::<T>(), &(self.realm, &*head.id), row)?;
        let owned = |number| (self.realm, head.owner.clone(), number, head.created_at.0, head.id.clone());
        self.tx.delete(&OWNED, &owned(number))?;
        self.tx.put(&OWNED, &owned(T::KIND as u8), &())?;
        let mut targets = Vec::new();
        row.links(&mut |target| targets.push(target.to_owned()));
        for target in targets {
            self.tx.delete(&LINKS, &(self.realm, &*target, number, &*head.id))?;
            if claims.contains(Claims::LINKS) {
                self.tx.put(&LINKS, &(self.realm, &*target, T::KIND as u8, &*head.id), &())?;
            }
        }
        let mut keys = Vec::new();
        row.keys(&mut |key| keys.push(key));
        for key in keys.iter().filter(|_| claims.contains(Claims::NAMES)) {
            self.tx.delete(&KEYS, &(self.realm, number, &**key))?;
            self.tx.put(&KEYS, &(self.realm, T::KIND as u8, &**key), &head.id)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Account, Aftermath, Bonds, Fate, Kind, Kinds, Law, Laws, Listener, Network, Nic, State, Tie, Time,
        adopt,
    };
    use squall_store::{Store, Tx};

    const fn law(ties: &'static [Tie]) -> Law {
        Law::USUAL.after(&[State::Recycled, State::Ceased], Aftermath::of(ties).bonds(Bonds::Dropped))
    }
    const LAWS: Laws = Laws {
        kinds: Kinds::of(&[
            (Kind::Vpc, law(&[Tie::of(Kind::Subnet, Fate::Erased)])),
            (Kind::Subnet, law(&[Tie::of(Kind::Port, Fate::Erased)])),
            (Kind::Port, law(&[])),
            (Kind::Certificate, law(&[Tie::of(Kind::Listener, Fate::Released)])),
            (Kind::Network, law(&[Tie::of(Kind::Nic, Fate::Erased)])),
            (Kind::Nic, law(&[])),
        ]),
        ..Laws::NONE
    };

    fn world<'t>(tx: &'t Tx<'t>) -> World<'t> {
        World { tx, realm: 1, now: Time::from_seconds(1_000), laws: &LAWS }
    }

    fn head(id: &str) -> Head {
        Head::new(id.to_owned(), "owner", "", "", Time::from_seconds(1_000)).in_state(State::Free)
    }

    /// Lays a row where an older squall had it, with its links and keys.
    fn lay<F: Serialize + DeserializeOwned>(
        world: &World<'_>,
        former: &Table<(Realm, String), F>,
        row: (&str, F),
        links: &[&str],
        keys: &[&str],
    ) -> Answer<()> {
        let (id, row) = row;
        world.tx.put(former, &(1, id.to_owned()), &row)?;
        world.tx.put(&OWNED, &(1, "owner".to_owned(), former.id(), world.now.0, id.to_owned()), &())?;
        for target in links {
            world.tx.put(&LINKS, &(1, (*target).to_owned(), former.id(), id.to_owned()), &())?;
        }
        for key in keys {
            world.tx.put(&KEYS, &(1, former.id(), (*key).to_owned()), &id.to_owned())?;
        }
        Ok(())
    }

    fn lay_all(world: &World<'_>) -> Answer<()> {
        world.save_account(&Account::new("owner".to_owned(), world.now))?;
        let block = Cidr::of([10, 0, 0, 0], 24);
        lay(world, &FORMER_VPCS, ("v", FormerVpc { head: head("v"), block }), &[], &[])?;
        let (vpc, gateway) = ("v".to_owned(), block.first + 1);
        let subnet = FormerSubnet { head: head("s"), vpc, block, gateway, kept_first: 1, kept_last: 1 };
        lay(world, &FORMER_SUBNETS, ("s", subnet), &["v"], &["v|10.0.0.0/24"])?;
        let (subnet, address, mac) = ("s".to_owned(), block.first + 2, "fa".to_owned());
        let port = FormerPort { head: head("p"), subnet, address, mac, device: None, place: 0, held: true };
        lay(world, &FORMER_PORTS, ("p", port), &["s"], &["s|10.0.0.2"])?;
        let text = || "text".to_owned();
        let certificate =
            FormerCertificate { head: head("c"), content: text(), private_key: text(), digest: text() };
        lay(world, &FORMER_CERTIFICATES, ("c", certificate), &[], &["owner|text"])?;
        let cidr = "192.168.1.0/24".to_owned();
        world.insert(&Network {
            head: head("n"),
            network_type: 1,
            router: None,
            cidr,
            manager_ip: String::new(),
            dhcp: None,
            features: 0,
        })?;
        let (network, private_ip) = ("n".to_owned(), "192.168.1.2".to_owned());
        let nic = Nic { head: head("m"), network, private_ip, instance: None, is_builtin: false, role: 0 };
        lay(world, &table::<Nic>(), ("m", nic), &["n"], &["n|192.168.1.2"])
    }

    #[test]
    fn former_rows_and_keys_are_brought_over_once() {
        let store = Store::memory();
        store.write(|tx| lay_all(&world(tx))).unwrap();
        for _ in 0..2 {
            store.write(|tx| adopt(tx, std::iter::once(1), |_| world(tx))).unwrap();
            let findings = store.read(|tx| world(tx).audit());
            assert_eq!(findings, Ok(Vec::new()));
        }
        store
            .read(|tx| {
                let world = world(tx);
                let port = world.fetch::<Port>("p")?;
                assert!(port.held && port.further.is_empty());
                assert_eq!(
                    world.occupant("s", "10.0.0.2".parse().unwrap())?,
                    Some((Kind::Port as u8, "p".to_owned()))
                );
                assert_eq!(
                    world.occupant("n", "192.168.1.2".parse().unwrap())?.map(|(_, id)| id),
                    Some("m".to_owned())
                );
                assert_eq!(world.linked_ids(Kind::Subnet, "v")?, ["s"]);
                assert_eq!(world.owned_ids(Kind::Certificate, "owner")?, ["c"]);
                assert!(world.linked::<Listener>("c")?.is_empty());
                Answer::Ok(())
            })
            .unwrap();
    }
}
