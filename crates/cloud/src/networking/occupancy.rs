//! Which addresses of networks are taken, and the next one that is not. Rows of whatever kind say by
//! `Resource::addresses` what they have; here it stands once for all kinds, in the order of the addresses.

use crate::refusal::Refusal;
use crate::rows::resource::Resource;
use crate::world::{Answer, Realm, World};
use squall_store::Table;
use std::net::{IpAddr, Ipv6Addr};
use std::ops::RangeInclusive;

/// System, network and the two halves of an address, and the kind and the id of the row that has it.
pub(crate) const OCCUPIED: Table<Spot, (u8, String)> = Table::new(190, "occupied addresses");
pub(crate) type Spot = (Realm, String, u64, u64);

/// How many taken addresses are looked at together, at first and at most: there is often a gap nearby.
const PAGES: (usize, usize) = (8, 512);

/// What a network gives addresses out of.
#[derive(Clone, PartialEq, Debug)]
pub struct Offer<'n> {
    /// The network's id.
    pub network: &'n str,
    /// The first address that is given out.
    pub first: IpAddr,
    /// The last one, of the same family.
    pub last: IpAddr,
    /// One between them that is not.
    pub gateway: Option<IpAddr>,
}

/// An address as a number: those of version 4 lie among those of version 6 where the standard maps them.
fn number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => address.to_ipv6_mapped().to_bits(),
        IpAddr::V6(address) => address.to_bits(),
    }
}

fn address(number: u128) -> IpAddr {
    Ipv6Addr::from_bits(number).to_canonical()
}

fn halves(number: u128) -> (u64, u64) {
    ((number >> 64) as u64, number as u64)
}

impl Offer<'_> {
    fn range(&self) -> RangeInclusive<u128> {
        number(self.first)..=number(self.last)
    }

    fn gateway(&self) -> Option<u128> {
        self.gateway.map(number).filter(|gateway| self.range().contains(gateway))
    }

    /// Whether an address may be given out at all.
    pub fn includes(&self, address: IpAddr) -> bool {
        self.range().contains(&number(address)) && self.gateway != Some(address)
    }

    /// How many addresses it could give out if nothing had any; as many as can be counted when there are more.
    pub fn size(&self) -> u64 {
        let all = number(self.last).saturating_add(1).saturating_sub(number(self.first));
        u64::try_from(all - u128::from(self.gateway().is_some()).min(all)).unwrap_or(u64::MAX)
    }
}

impl World<'_> {
    /// The kind's number and the id of the row that has an address of a network.
    pub fn occupant(&self, network: &str, address: IpAddr) -> Answer<Option<(u8, String)>> {
        let (high, low) = halves(number(address));
        Ok(self.tx.get(&OCCUPIED, &(self.realm, network, high, low))?)
    }

    /// How many addresses of a network are taken.
    pub fn addresses_taken(&self, network: &str) -> Answer<u64> {
        Ok(self.tx.prefix_keys(&OCCUPIED, &(self.realm, network))?.len() as u64)
    }

    /// How many addresses of an offer are free.
    pub fn addresses_left(&self, offer: &Offer<'_>) -> Answer<u64> {
        let (range, gateway) = (offer.range(), offer.gateway());
        let mut taken = 0;
        self.walk_taken(offer.network, *range.start(), |at| {
            taken += u64::from(range.contains(&at) && gateway != Some(at));
            at < *range.end()
        })?;
        Ok(offer.size().saturating_sub(taken))
    }

    /// The next free address of an offer: the lowest one, or in one of more addresses than the system gives out in
    /// order, the lowest behind any place in it.
    ///
    /// # Errors
    /// `Capacity` when all are taken.
    pub fn next_free(&self, offer: &Offer<'_>) -> Answer<IpAddr> {
        let range = offer.range();
        let (first, last) = (*range.start(), *range.end());
        let span = u64::try_from(last.saturating_add(1).saturating_sub(first)).unwrap_or(u64::MAX);
        let begin = if span <= self.laws.network.in_order { 0 } else { self.mint_number(span)? };
        let begin = first + u128::from(begin);
        let behind = self.free_within(offer, begin, last)?;
        let found = match behind {
            None if begin > first => self.free_within(offer, first, begin - 1)?,
            found => found,
        };
        found.map(address).ok_or_else(|| Refusal::Capacity { pool: offer.network.to_owned() })
    }

    fn free_within(&self, offer: &Offer<'_>, from: u128, to: u128) -> Answer<Option<u128>> {
        let past = |at: u128| if offer.gateway() == Some(at) { at + 1 } else { at };
        let mut free = past(from);
        self.walk_taken(offer.network, from, |taken| {
            if taken == free {
                free = past(free.saturating_add(1));
            }
            taken <= free && free <= to
        })?;
        Ok(Some(free).filter(|free| *free <= to))
    }

    /// Shows the taken addresses of a network from one on, in order, for as long as there is interest.
    fn walk_taken(&self, network: &str, from: u128, mut look: impl FnMut(u128) -> bool) -> Answer<()> {
        let spot = |at: u128| {
            let (high, low) = halves(at);
            (self.realm, network.to_owned(), high, low)
        };
        let mut after = from.checked_sub(1).map(spot);
        let (mut size, most) = PAGES;
        loop {
            let page = self.tx.page(&OCCUPIED, &(self.realm, network), after.as_ref(), size)?;
            for ((_, _, high, low), _) in &page {
                if !look(u128::from(*high) << 64 | u128::from(*low)) {
                    return Ok(());
                }
            }
            if page.len() < size {
                return Ok(());
            }
            size = (size * 4).min(most);
            after = page.into_iter().next_back().map(|(spot, _)| spot);
        }
    }

    /// Lets a row have some addresses in the place of others.
    pub(crate) fn reseat<T: Resource>(&self, id: &str, before: &[Spot], after: &[Spot]) -> Answer<()> {
        for gone in before.iter().filter(|spot| !after.contains(spot)) {
            self.tx.delete(&OCCUPIED, gone)?;
        }
        for spot in after.iter().filter(|spot| !before.contains(spot)) {
            if self.tx.exists(&OCCUPIED, spot)? {
                return Err(Refusal::Taken { kind: T::KIND, key: spelled(spot) });
            }
            self.tx.put(&OCCUPIED, spot, &(T::KIND as u8, id.to_owned()))?;
        }
        Ok(())
    }

    /// The addresses that a row has, if it claims its names.
    pub(crate) fn spots<T: Resource>(&self, row: &T) -> Vec<Spot> {
        let mut spots = Vec::new();
        row.addresses(&mut |network, address| {
            let (high, low) = halves(number(address));
            spots.push((self.realm, network.to_owned(), high, low));
        });
        spots
    }
}

/// A taken address in words.
pub(crate) fn spelled((_, network, high, low): &Spot) -> String {
    format!("{network}|{}", address(u128::from(*high) << 64 | u128::from(*low)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_both_families_are_numbers_and_back() {
        for text in ["0.0.0.0", "10.0.0.1", "255.255.255.255", "fd00::1", "::1"] {
            let given: IpAddr = text.parse().unwrap();
            let (high, low) = halves(number(given));
            assert_eq!(address(u128::from(high) << 64 | u128::from(low)), given, "{text}");
        }
    }

    #[test]
    fn an_offer_of_everything_can_be_counted() {
        let offer = |first: &str, last: &str, gateway: Option<&str>| Offer {
            network: "n",
            first: first.parse().unwrap(),
            last: last.parse().unwrap(),
            gateway: gateway.map(|text| text.parse().unwrap()),
        };
        assert_eq!(offer("::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", None).size(), u64::MAX);
        assert_eq!(offer("10.0.0.1", "10.0.0.6", Some("10.0.0.1")).size(), 5);
        assert_eq!(offer("10.0.0.2", "10.0.0.6", Some("10.0.0.1")).size(), 5);
        assert_eq!(offer("10.0.0.2", "10.0.0.1", None).size(), 0);
    }
}
