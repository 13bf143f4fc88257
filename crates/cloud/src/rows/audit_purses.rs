//! The auditor's look at purses, bills and orders: what they hold follows from what moved, and what moved from what was
//! ordered.

use crate::billing::bill::{BILLS, Bill};
use crate::billing::money::Money;
use crate::billing::movement::{Cause, MOVEMENTS};
use crate::billing::order::{ORDERS, OrderState};
use crate::billing::purse::{PURSES, PurseSort};
use crate::world::{Answer, World};
use std::collections::{BTreeMap, BTreeSet};

/// Account, sort and id.
type Key = (String, PurseSort, String);

/// What moved, by purse and by bill.
#[derive(Default)]
struct Moved {
    purses: BTreeMap<Key, Money>,
    /// What was deposited in cash for each account.
    deposits: BTreeMap<String, Money>,
    bills: BTreeMap<(String, u64), BTreeMap<(PurseSort, String), Money>>,
    findings: Vec<String>,
}

impl World<'_> {
    /// Everything about purses, bills and orders that does not add up, in words.
    pub(crate) fn audit_purses(&self) -> Answer<Vec<String>> {
        let mut moved = self.all_moved()?;
        self.compare_purses(&mut moved)?;
        self.compare_bills(&mut moved)?;
        Ok(moved.findings)
    }

    fn all_moved(&self) -> Answer<Moved> {
        let mut moved = Moved::default();
        for ((_, account, number), movement) in self.tx.prefix(&MOVEMENTS, &(self.realm,))? {
            let (sort, id, amount, left) = (movement.sort, movement.id, movement.amount, movement.left);
            let mut find = |what: &str| moved.findings.push(format!("movement {number} of {account} {what}"));
            let pays = sort == PurseSort::Cash && amount.is_negative();
            if let Cause::Bill(bill) = movement.cause
                && pays
                && left.is_negative()
            {
                find(&format!("pays bill {bill} with cash that is not there"));
            }
            let sum = moved.purses.entry((account.clone(), sort, id.clone())).or_default();
            *sum += amount;
            if sort != PurseSort::Cash && *sum != left {
                find(&format!("leaves {left}, but {sum} has moved until then"));
            }
            let deposit = moved.deposits.entry(account.clone()).or_default();
            match movement.cause {
                _ if sort == PurseSort::Cash => *deposit += amount,
                Cause::Accrued => *deposit -= amount,
                Cause::ByHand | Cause::Recharge { .. } | Cause::Bill(_) | Cause::Carried => {}
            }
            if let Cause::Bill(bill) = movement.cause {
                *moved.bills.entry((account, bill)).or_default().entry((sort, id)).or_default() -= amount;
            }
        }
        Ok(moved)
    }

    fn compare_purses(&self, moved: &mut Moved) -> Answer<()> {
        for account in self.accounts()? {
            let (kept, deposits) = (self.deposits(&account.id)?, moved.deposits.remove(&account.id));
            if kept != deposits.unwrap_or_default() {
                moved.findings.push(format!("{} paid {kept}, but {deposits:?} has moved", account.id));
            }
        }
        for ((_, account, _, _), purse) in self.tx.prefix(&PURSES, &(self.realm,))? {
            let name = format!("the {} [{}] of {account}", purse.sort.word(), purse.id);
            let sum = moved.purses.get(&(account, purse.sort, purse.id.clone())).copied().unwrap_or_default();
            if purse.balance != sum {
                moved.findings.push(format!("{name} holds {}, but {sum} has moved", purse.balance));
            }
            if (purse.balance + purse.limit).is_negative() {
                moved.findings.push(format!("{name} holds {}, below its limit", purse.balance));
            }
            if purse.sort != PurseSort::Credit && purse.limit != Money::ZERO {
                moved.findings.push(format!("{name} may go below nothing"));
            }
        }
        Ok(())
    }

    /// Every bill is of an order that was paid, and says what has moved.
    fn compare_bills(&self, moved: &mut Moved) -> Answer<()> {
        let bills = self.tx.prefix(&BILLS, &(self.realm,))?;
        let bills: BTreeMap<(String, u64), Bill> =
            bills.into_iter().map(|((_, payer, number), bill)| ((payer, number), bill)).collect();
        for (key, bill) in &bills {
            let mut parts: BTreeMap<(PurseSort, String), Money> = BTreeMap::new();
            for part in &bill.parts {
                *parts.entry((part.sort, part.id.clone())).or_default() += part.amount;
            }
            if moved.bills.remove(key).unwrap_or_default() != parts {
                moved.findings.push(format!("bill {key:?} says {parts:?}, which is not what has moved"));
            }
            if parts.values().copied().sum::<Money>() != bill.amount {
                moved.findings.push(format!("bill {key:?} is of {}, but its parts are not", bill.amount));
            }
        }
        let without = moved.bills.keys().map(|key| format!("money moved for {key:?}, which is no bill"));
        moved.findings.extend(without.collect::<Vec<_>>());
        let mut billed = BTreeSet::new();
        for ((_, owner, number), order) in self.tx.prefix(&ORDERS, &(self.realm,))? {
            let sum: Money =
                order.bills.iter().filter_map(|key| bills.get(key)).map(|bill| bill.amount).sum();
            let is_paid = order.state == OrderState::Paid;
            if is_paid && sum != order.amount || !is_paid && !order.bills.is_empty() {
                let text = format!("order {number} of {owner} is of {}, billed are {sum}", order.amount);
                moved.findings.push(text);
            }
            billed.extend(order.bills);
        }
        let others = bills.keys().filter(|key| !billed.contains(*key));
        moved.findings.extend(others.map(|key| format!("bill {key:?} is of no order")));
        Ok(())
    }
}
