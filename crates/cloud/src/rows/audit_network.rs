//! The auditor's look at networks: what the rows of the network room say must fit together, by the system's laws.

use crate::balancing::{Backend, Forwarding};
use crate::networking::subnet::Family;
use crate::networking::{Address, NatGateway, NatRule, Port, Subnet, Translation, Vpc};
use crate::rows::kind::Kind;
use crate::rows::resource::{Resource, State};
use crate::world::{Answer, World};
use std::collections::BTreeMap;

impl World<'_> {
    /// Everything about networks that does not fit together, in words.
    pub(crate) fn audit_network(&self) -> Answer<Vec<String>> {
        let mut found = Vec::new();
        self.audit_subnets(&mut found)?;
        self.audit_ports(&mut found)?;
        self.audit_public(&mut found)?;
        self.audit_translations(&mut found)?;
        for forwarding in self.live::<Forwarding>()? {
            for id in &forwarding.backends {
                if self.fetch::<Backend>(id)?.listener != forwarding.listener {
                    found.push(format!("{} forwards to {id}, of another listener", forwarding.head.id));
                }
            }
        }
        Ok(found)
    }

    fn live<T: Resource>(&self) -> Answer<Vec<T>> {
        let rows = self.every::<T>()?;
        Ok(rows.into_iter().filter(|row| row.head().state.is_live()).collect())
    }

    fn audit_subnets(&self, found: &mut Vec<String>) -> Answer<()> {
        let subnets = self.live::<Subnet>()?;
        for (at, subnet) in subnets.iter().enumerate() {
            let id = &subnet.head.id;
            let vpc = self.fetch::<Vpc>(&subnet.vpc)?;
            let outside = subnet.block6.is_some_and(|block| !vpc.block6.is_some_and(|all| all.covers(block)));
            if outside || !vpc.covers(subnet.block) {
                found.push(format!("{id} lies outside of {}", subnet.vpc));
            }
            let meets = |other: &&Subnet| {
                let both = other.block6.zip(subnet.block6);
                other.vpc == subnet.vpc
                    && (other.block.meets(subnet.block) || both.is_some_and(|(a, b)| a.meets(b)))
            };
            let met = subnets[at + 1..].iter().filter(meets);
            found.extend(met.map(|other| format!("{id} and {} have addresses in common", other.head.id)));
        }
        Ok(())
    }

    fn audit_ports(&self, found: &mut Vec<String>) -> Answer<()> {
        let law = &self.laws.network;
        let mut places: BTreeMap<(String, u32), String> = BTreeMap::new();
        for port in self.live::<Port>()? {
            let (id, subnet) = (&port.head.id, self.fetch::<Subnet>(&port.subnet)?);
            let wrong = port.all_addresses().find(|address| !subnet.offers(*address));
            found.extend(wrong.map(|address| format!("{id} has {address}, which {} keeps", port.subnet)));
            if port.further.len() > law.further_addresses || port.firewalls.len() > law.firewalls {
                found.push(format!("{id} has more addresses or firewalls than a port may"));
            }
            let bound = port.head.is_settled_in(State::Bound);
            if port.device.is_some() != bound && port.head.is_idle() && port.head.state != State::Failed {
                found.push(format!("{id} is {:?} although its device is {:?}", port.head.state, port.device));
            }
            if let Some(device) = port.device
                && let Some(other) = places.insert((device, port.place), id.clone())
            {
                found.push(format!("{other} and {id} have one place"));
            }
        }
        Ok(())
    }

    /// Whoever holds interfaces or public addresses may, and as many.
    fn audit_public(&self, found: &mut Vec<String>) -> Answer<()> {
        let mut holders: Vec<(Kind, String)> = Vec::new();
        for kind in self.laws.network.holders.iter().map(|holding| holding.kind) {
            holders.extend(self.live_ids(kind)?.into_iter().map(|id| (kind, id)));
        }
        for (kind, id) in &holders {
            let may = self.laws.network.holding(*kind);
            let interfaces = self.interfaces_of(id)?;
            let interfaces = interfaces.iter().filter(|interface| !interface.is_built_in).count();
            let (four, six) = (self.bound_to(id, Family::V4)?, self.bound_to(id, Family::V6)?);
            if interfaces > may.interfaces || four > may.public || six > may.public6 {
                found.push(format!(
                    "{id} has {interfaces} interfaces, {four} and {six} addresses: more than it may"
                ));
            }
        }
        for address in self.live::<Address>()? {
            let strange = address.bound_to.filter(|id| holders.iter().all(|(_, known)| known != id));
            if let Some(target) = strange.filter(|_| !self.laws.network.holders.is_empty()) {
                found.push(format!("{} is bound to {target}, which may have none", address.head.id));
            }
        }
        Ok(())
    }

    fn audit_translations(&self, found: &mut Vec<String>) -> Answer<()> {
        let rules = self.live::<NatRule>()?;
        for (at, rule) in rules.iter().enumerate() {
            let (id, gateway) = (&rule.head.id, self.fetch::<NatGateway>(&rule.gateway)?);
            if let Some(address) = &rule.address
                && self.fetch::<Address>(address)?.bound_to.as_ref() != Some(&rule.gateway)
            {
                found.push(format!("{id} goes by {address}, which is not its gateway's"));
            }
            let elsewhere = self.vpcs_of(&rule.subject)?.iter().all(|vpc| *vpc != gateway.vpc);
            if elsewhere {
                found.push(format!("{id} is for {}, which is not in {}", rule.subject, gateway.vpc));
            }
            let Translation::Target(map) = &rule.translation else { continue };
            for other in &rules[at + 1..] {
                if let Translation::Target(same) = &other.translation
                    && other.address == rule.address
                    && map.meets(same)
                {
                    found.push(format!("{id} and {} both map ports of an address", other.head.id));
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::networking::occupancy::OCCUPIED;
    use crate::rows::shelf::table;
    use crate::{Account, Cidr, Head, Kinds, Law, Laws, Span, Time};
    use squall_store::{Store, Tx};

    const LAWS: Laws = Laws {
        kinds: Kinds::of(&[
            (Kind::Vpc, Law::USUAL),
            (Kind::Subnet, Law::USUAL),
            (Kind::Port, Law::USUAL),
            (Kind::NatRule, Law::USUAL),
        ]),
        ..Laws::NONE
    };

    fn head(id: &str) -> Head {
        Head::new(id.to_owned(), "owner", "", "", Time::default()).in_state(State::Free)
    }

    fn furnish(world: &World<'_>) -> Answer<()> {
        world.save_account(&Account::new("owner".to_owned(), world.now))?;
        let vpc = Vpc::new(head("v"), Cidr::of([10, 0, 0, 0], 16));
        world.insert(&vpc)?;
        let subnet = world.cut_subnet(head("s"), &vpc, Cidr::of([10, 0, 1, 0], 24), None)?;
        for id in ["a", "b"] {
            world.build_port(head(id), &subnet, None, None, Span::ZERO)?;
        }
        Ok(())
    }

    /// What the auditor says of a world in which something was changed behind the engine's back.
    fn findings(meddle: impl Fn(&World<'_>) -> Answer<()>) -> String {
        fn world<'t>(tx: &'t Tx<'t>) -> World<'t> {
            World { tx, realm: 1, now: Time::default(), laws: &LAWS }
        }
        let store = Store::memory();
        store.write(|tx| furnish(&world(tx)).and_then(|()| meddle(&world(tx)))).unwrap();
        store.read(|tx| world(tx).audit()).unwrap().join("; ")
    }

    fn meddle_with_port(meddle: impl Fn(&mut Port)) -> String {
        findings(|world| {
            let mut port = world.fetch::<Port>("a")?;
            meddle(&mut port);
            Ok(world.tx.put(&table::<Port>(), &(1, "a"), &port)?)
        })
    }

    #[test]
    fn what_was_changed_behind_the_engines_back_is_found() {
        assert_eq!(findings(|_| Ok(())), "");
        let missing = findings(|world| {
            let (spot, _) = world.tx.prefix(&OCCUPIED, &(1,))?.remove(0);
            world.tx.delete(&OCCUPIED, &spot)?;
            Ok(())
        });
        assert!(missing.contains("addresses are"), "{missing}");
        let twice = meddle_with_port(|port| port.address += 1);
        assert!(twice.contains("both have [s|10.0.1.3]"), "{twice}");
        let kept = meddle_with_port(|port| port.further = vec!["10.0.1.1".to_owned()]);
        assert!(kept.contains("which s keeps") && kept.contains("more addresses"), "{kept}");
        let bound = meddle_with_port(|port| port.head.state = State::Bound);
        assert!(bound.contains("although its device is None"), "{bound}");
        let outside = findings(|world| {
            let subnet = Subnet { block: Cidr::of([10, 1, 1, 0], 24), ..world.fetch("s")? };
            Ok(world.tx.put(&table::<Subnet>(), &(1, "s"), &subnet)?)
        });
        assert!(outside.contains("s lies outside of v"), "{outside}");
    }
}
