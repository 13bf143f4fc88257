//! Registrations under way: accounts that somebody asked for without showing who he is, and that nobody has activated
//! yet. They are noted in order of age, so that their number can be bounded.

use crate::accounts::account::{Account, Standing};
use crate::world::{Answer, Realm, World};
use squall_store::Table;

/// When it began, and the account. Those that ended otherwise than by their activation may still be noted.
pub(crate) const REGISTRATIONS: Table<(Realm, i64, String), ()> = Table::new(134, "registrations");

impl World<'_> {
    /// Puts an account in its place that has yet to be activated.
    pub fn begin_registration(&self, account: &mut Account) -> Answer<()> {
        account.standing = Standing::Registering;
        self.tx.put(&REGISTRATIONS, &(self.realm, account.created_at.0, &*account.id), &())?;
        self.save_account(account)
    }

    /// Puts an account in its place that has been activated.
    pub fn end_registration(&self, account: &mut Account) -> Answer<()> {
        account.standing = Standing::Active;
        self.forget_registration(account)?;
        self.save_account(account)
    }

    pub(crate) fn forget_registration(&self, account: &Account) -> Answer<()> {
        self.tx.delete(&REGISTRATIONS, &(self.realm, account.created_at.0, &*account.id))?;
        Ok(())
    }

    /// How many registrations are noted: those under way, and some that ended.
    pub fn registrations_noted(&self) -> Answer<usize> {
        Ok(self.tx.prefix_keys(&REGISTRATIONS, &(self.realm,))?.len())
    }

    /// The accounts whose registration is under way, the oldest first. Those that ended are noted no longer.
    pub fn registrations(&self) -> Answer<Vec<Account>> {
        let mut waiting = Vec::new();
        for (realm, began, id) in self.tx.prefix_keys(&REGISTRATIONS, &(self.realm,))? {
            match self.find_account(&id)?.filter(|account| account.standing == Standing::Registering) {
                Some(account) => waiting.push(account),
                None => drop(self.tx.delete(&REGISTRATIONS, &(realm, began, &*id))?),
            }
        }
        Ok(waiting)
    }
}
