//! Bringing the private addresses that an older squall has kept into the present order: each kind had its own as keys,
//! and who looked for a free one asked all kinds.

use crate::law::Claims;
use crate::networking::occupancy::OCCUPIED;
use crate::rows::kind::Kind;
use crate::rows::resource::Resource;
use crate::rows::shelf::{KEYS, table};
use crate::world::{Answer, World};
use crate::{Balancer, ClusterNode, Nic, Port};
use squall_store::{PAGE_ROWS, Table, Tx};

/// The order in which a world's private addresses are kept; none in those of older squalls.
pub(crate) const SEATING: Table<(), u8> = Table::new(191, "order of addresses");
const PRESENT: u8 = 1;
/// The numbers of the kinds whose only keys were their addresses; ports had another one then.
const HAD_KEYS: [u8; 4] = [Kind::Nic as u8, Kind::Balancer as u8, Kind::ClusterNode as u8, 43];

/// Writes down who has which address and drops the keys that said so. A world in the present order is left as it is.
pub(crate) fn adopt_addresses<'t>(tx: &'t Tx<'t>, worlds: impl Iterator<Item = World<'t>>) -> Answer<()> {
    if tx.get(&SEATING, &())? == Some(PRESENT) {
        return Ok(());
    }
    tx.put(&SEATING, &(), &PRESENT)?;
    for world in worlds {
        world.adopt_rows()?;
        HAD_KEYS.iter().try_for_each(|number| world.drop_keys(*number))?;
        world.adopt_seats::<Nic>()?;
        world.adopt_seats::<Balancer>()?;
        world.adopt_seats::<ClusterNode>()?;
        world.adopt_seats::<Port>()?;
    }
    Ok(())
}

impl World<'_> {
    fn adopt_seats<T: Resource>(&self) -> Answer<()> {
        let mut after = None;
        loop {
            let rows = self.tx.page(&table::<T>(), &(self.realm,), after.as_ref(), PAGE_ROWS)?;
            let Some((last, _)) = rows.last() else { return Ok(()) };
            after = Some(last.clone());
            for (_, row) in rows.iter().filter(|(_, row)| self.claims(row).contains(Claims::NAMES)) {
                // Nothing kept two kinds from having one address; the first has it, and the auditor finds the other.
                for spot in self.spots(row) {
                    if !self.tx.exists(&OCCUPIED, &spot)? {
                        self.tx.put(&OCCUPIED, &spot, &(T::KIND as u8, row.head().id.clone()))?;
                    }
                }
            }
        }
    }

    fn drop_keys(&self, number: u8) -> Answer<()> {
        loop {
            let page = self.tx.page(&KEYS, &(self.realm, number), None, PAGE_ROWS)?;
            for (key, _) in &page {
                self.tx.delete(&KEYS, key)?;
            }
            if page.is_empty() {
                return Ok(());
            }
        }
    }
}
