//! Binding public addresses to machines, interfaces, gateways and balancers, as many as the system's laws say.

use crate::Refusal;
use crate::networking::address::Address;
use crate::networking::nat_rule::{NatRule, Translation};
use crate::networking::port::must_be_within;
use crate::networking::subnet::Family;
use crate::rows::kind::Kind;
use crate::rows::resource::{Resource, State, Verb};
use crate::time::instant::Span;
use crate::world::{Answer, World};

impl Address {
    /// Which version it is of.
    pub fn family(&self) -> Family {
        self.address.parse().map_or(Family::V4, Family::of)
    }
}

impl World<'_> {
    /// How many public addresses of a version are bound to something or being bound to it; not those on their way
    /// out.
    pub fn bound_to(&self, target: &str, family: Family) -> Answer<usize> {
        let addresses = self.linked::<Address>(target)?;
        let stays = |address: &&Address| address.head.change.is_none_or(|change| change.verb != Verb::Detach);
        Ok(addresses.iter().filter(stays).filter(|address| address.family() == family).count())
    }

    /// Begins to bind an address to something of a kind.
    ///
    /// # Errors
    /// `WrongState` for an address that is not free, `Quota` when its target has as many of that version as its kind
    /// may.
    pub fn bind_address(&self, address: &mut Address, kind: Kind, target: &str, span: Span) -> Answer<()> {
        if !address.head.is_settled_in(State::Free) {
            return Err(Refusal::WrongState { id: address.head.id.clone(), needs: "free" });
        }
        let (holding, family) = (self.laws.network.holding(kind), address.family());
        let most = match family {
            Family::V4 => holding.public,
            Family::V6 => holding.public6,
        };
        must_be_within("public addresses", self.bound_to(target, family)?, most)?;
        address.bound_to = Some(target.to_owned());
        self.begin(address, Verb::Attach, State::Bound, span)
    }

    /// Begins to loosen an address; when it has arrived, no rule leads through it any more.
    ///
    /// # Errors
    /// `WrongState` for an address that is not bound.
    pub fn unbind_address(&self, address: &mut Address, span: Span) -> Answer<()> {
        if !address.head.is_settled_in(State::Bound) {
            return Err(Refusal::WrongState { id: address.head.id.clone(), needs: "bound" });
        }
        self.begin(address, Verb::Detach, State::Free, span)
    }

    /// Takes an address out of the rules of a gateway that it is not bound to any more: ports of it lead nowhere,
    /// sources go out by any other.
    pub(crate) fn drop_translations(&self, address: &str) -> Answer<()> {
        for mut rule in self.linked::<NatRule>(address)? {
            match rule.translation {
                Translation::Target(_) => self.erase(&rule)?,
                Translation::Source | Translation::Listed => {
                    rule.let_go(self, address)?;
                    self.save(&rule)?;
                }
            }
        }
        Ok(())
    }
}
