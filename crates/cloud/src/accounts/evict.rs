//! Taking an account away with everything it owns.

use crate::accounts::account::Account;
use crate::rows::resource::{Resource, State, Verb};
use crate::world::{Answer, World};

impl World<'_> {
    /// Takes an account and its users away with all that they own, at once and for good. What it paid stays
    /// on record.
    pub fn evict(&self, account: &Account) -> Answer<()> {
        let users = self.accounts()?.into_iter().filter(|user| user.master.as_ref() == Some(&account.id));
        for user in users.collect::<Vec<_>>() {
            self.evict(&user)?;
        }
        macro_rules! evict {
            ($($kind:ident),* $(,)?) => {$(self.evict_kind::<crate::$kind>(&account.id)?;)*};
        }
        crate::every_kind!(evict);
        self.erase_account(account)
    }

    fn evict_kind<T: Resource>(&self, owner: &str) -> Answer<()> {
        for id in self.owned_ids(T::KIND, owner)? {
            // What went before may have taken this one along.
            if let Some(row) = self.find::<T>(&id)? {
                self.dissolve(row)?;
            }
        }
        Ok(())
    }

    /// Takes a row away at once and for good, with all that hangs on it.
    pub fn dissolve<T: Resource>(&self, mut row: T) -> Answer<()> {
        let id = row.head().id.clone();
        if row.head().state.is_live() {
            row.head_mut().state = State::Ceased;
            row.head_mut().change = None;
            self.follow(&mut row, Verb::Cease)?;
        }
        if self.find::<T>(&id)?.is_some() { self.erase(&row) } else { Ok(()) }
    }
}
