//! Every table of the engine, declared for stores that outlive the program. A table that is missing here cannot be
//! written to one.

use crate::rows::shelf::{KEYS, LINKS, OWNED, table};
use crate::{
    accounts::{account, licence, mail, platform, quota, registration},
    apps::app_lease,
    billing::{bill, ledger, movement, order, purse, terms},
    fleet, law,
    networking::{occupancy, pool},
    nonce,
    rows::{adopt, adopt_addresses, adopt_rows},
    sealing,
    time::{clock, due, settle},
    world,
};
use squall_store::Schema;

/// The tables of the engine and the shapes of their rows.
pub fn schema() -> Schema {
    let mut schema = Schema::new();
    macro_rules! declare {
        ($($kind:ident),* $(,)?) => {$(schema = schema.with(&table::<crate::$kind>());)*};
    }
    crate::every_kind!(declare);
    schema
        .with(&OWNED)
        .with(&LINKS)
        .with(&KEYS)
        .with(&account::ACCOUNTS)
        .with(&account::KEYS)
        .with(&account::KEYS_OF)
        .with(&account::NAMES)
        .with(&account::USERS_OF)
        .with(&app_lease::APP_KEYS)
        .with(&app_lease::SERVICES)
        .with(&clock::CLOCK)
        .with(&clock::LATEST)
        .with(&due::DUE)
        .with(&due::LATER)
        .with(&due::EXPECTED)
        .with(&due::READY)
        .with(&settle::SET_ASIDE)
        .with(&adopt::ORDER)
        .with(&adopt_addresses::SEATING)
        .with(&adopt_rows::FORMER_CERTIFICATES)
        .with(&adopt_rows::FORMER_VPCS)
        .with(&adopt_rows::FORMER_SUBNETS)
        .with(&adopt_rows::FORMER_PORTS)
        .with(&fleet::HOSTS)
        .with(&fleet::SETS)
        .with(&fleet::ZONES)
        .with(&fleet::STORAGE_POOLS)
        .with(&quota::LIMITS)
        .with(&law::PERIODS)
        .with(&ledger::OPEN)
        .with(&ledger::CHARGES)
        .with(&ledger::BILLED)
        .with(&movement::DEPOSITS)
        .with(&purse::PURSES)
        .with(&movement::MOVEMENTS)
        .with(&bill::BILLS)
        .with(&order::ORDERS)
        .with(&terms::TERMS)
        .with(&licence::LICENCES)
        .with(&mail::MAILS)
        .with(&nonce::NONCES)
        .with(&nonce::NONCE_ENDS)
        .with(&platform::PLATFORM)
        .with(&occupancy::OCCUPIED)
        .with(&pool::POOLS)
        .with(&pool::POOLS6)
        .with(&quota::USAGE)
        .with(&registration::REGISTRATIONS)
        .with(&sealing::SEALING_KEY)
        .with(&world::SEED)
        .with(&world::COUNTERS)
}

#[cfg(test)]
mod tests {
    use super::schema;

    #[test]
    fn no_number_is_given_to_two_tables() {
        let schema = schema();
        macro_rules! count {
            ($($kind:ident),* $(,)?) => {[$((crate::Kind::$kind as u8, crate::Kind::$kind.word())),*]};
        }
        for (id, word) in crate::every_kind!(count) {
            assert!(schema.tables().any(|table| table == (id, word)), "{word} has another's number {id}");
        }
    }

    #[test]
    fn every_table_can_be_told() {
        let schema = schema();
        for (id, name) in schema.tables() {
            let untold: Vec<&str> = schema.lines(id).filter(|line| line.starts_with("untold")).collect();
            assert!(untold.is_empty(), "{name}: {untold:?}");
        }
    }
}
