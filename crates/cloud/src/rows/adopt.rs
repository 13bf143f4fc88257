//! Bringing what an older squall has kept into the present order: the queue of events, what there are bills of, and
//! what moved in and out of purses.

use crate::billing::contract::Contract;
use crate::rows::adopt_addresses::adopt_addresses;
use crate::rows::kind::Kind;
use crate::rows::resource::Resource;
use crate::time::due::{DUE, Due, Place};
use crate::time::instant::Time;
use crate::world::{Answer, Realm, World};
use squall_store::{PAGE_ROWS, Table, Tx};

/// The order in which a world's events and bills are kept; none in those of older squalls, which had one queue for
/// all, in which what was void stayed.
pub(crate) const ORDER: Table<(), u8> = Table::new(156, "order of events");
const PRESENT: u8 = 2;
/// One event for each subject and purpose, but no record of movements yet.
const WITHOUT_MOVEMENTS: u8 = 1;

/// Makes of all that an older squall expected one event for each subject and purpose, the one that was expected last,
/// and drops what nothing calls for. A world in the present order, or a fresh one, is left as it is.
///
/// # Errors
/// Only when the store fails.
pub fn adopt<'t>(
    tx: &'t Tx<'t>,
    realms: impl Iterator<Item = Realm>,
    world: impl Fn(Realm) -> World<'t>,
) -> Answer<()> {
    let realms: Vec<Realm> = realms.collect();
    adopt_addresses(tx, realms.iter().map(|realm| world(*realm)))?;
    let order = tx.get(&ORDER, &())?;
    if order == Some(PRESENT) {
        return Ok(());
    }
    tx.put(&ORDER, &(), &PRESENT)?;
    realms.iter().try_for_each(|realm| world(*realm).adopt_deposits())?;
    if order == Some(WITHOUT_MOVEMENTS) {
        return Ok(());
    }
    realms.iter().try_for_each(|realm| world(*realm).adopt_bills())?;
    let mut expected: Vec<(Place, Due)> = Vec::new();
    loop {
        let page = tx.page(&DUE, &(), expected.last().map(|(place, _)| place), PAGE_ROWS)?;
        if page.is_empty() {
            break;
        }
        expected.extend(page);
    }
    for (place, _) in &expected {
        tx.delete(&DUE, place)?;
    }
    expected.sort_by_key(|((_, sequence, realm), _)| (*realm, *sequence));
    for ((at, _, realm), due) in expected {
        world(realm).at(Time(at)).adopt_event(due)?;
    }
    Ok(())
}

impl World<'_> {
    /// Expects at its instant, which is the world's, what an older squall expected then.
    fn adopt_event(&self, due: Due) -> Answer<()> {
        match &due {
            Due::Ripe => self.ripen(self.now),
            Due::Exhausted { account } => {
                let Some(account) = self.find_account(account)? else { return Ok(()) };
                account.exhausted_at.map_or(Ok(()), |at| self.at(account.since).expect_by(at, due))
            }
            _ if self.is_called_for(&due)? => self.expect(self.now, due),
            _ => Ok(()),
        }
    }

    /// Whether an event is still to happen, by the row that it is about.
    fn is_called_for(&self, due: &Due) -> Answer<bool> {
        let Some((kind, id, purpose)) = due.subject() else { return Ok(false) };
        macro_rules! of_kind {
            ($($name:ident),* $(,)?) => {
                match (kind, due) {
                    (_, Due::Turn { .. }) => {
                        Ok(self.find::<Contract>(id)?.is_some_and(|contract| contract.turns_at == self.now))
                    }
                    $((Kind::$name, _) => {
                        Ok(self.find::<crate::$name>(id)?.is_some_and(|row| {
                            row.head().calls_for(purpose).unwrap_or(true)
                        }))
                    })*
                    (Kind::Account | Kind::AccessKey | Kind::Host | Kind::Licence | Kind::Mail, _) => Ok(false),
                }
            };
        }
        crate::every_kind!(of_kind)
    }
}
