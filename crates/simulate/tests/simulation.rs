//! A hundred thousand steps of random tenants, with auditors that must find nothing.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, missing_docs)]

use squall_api::schema;
use squall_api::store::Store;
use squall_simulate::{Desk, Tenants};
use std::collections::BTreeSet;

/// Steps of a life; `SQUALL_STEPS` asks for another number, `SQUALL_SEED` for other lives, `SQUALL_ACTIONS` for
/// actions whose names contain one of some comma-separated pieces.
const STEPS: u64 = 10_000;
/// Lives of a run: young worlds are where most things can still be done. `SQUALL_LIVES` asks for another number.
const LIVES: u64 = 20;
const AUDIT_EVERY: u64 = 2_000;
/// Actions that random tenants need not bring about: they take codes from mails, signed documents, or a rare chain of
/// others. Their own tests do. This list may only shrink.
const RARE: usize = 20;

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

#[test]
fn random_tenants_leave_nothing_that_does_not_add_up() {
    let (steps, seed, lives) =
        (number("SQUALL_STEPS", STEPS), number("SQUALL_SEED", 20_260_101), number("SQUALL_LIVES", LIVES));
    println!("SQUALL_SEED={seed} SQUALL_STEPS={steps} SQUALL_LIVES={lives}");
    let (mut reached, mut all, mut successes) = (BTreeSet::new(), BTreeSet::new(), 0);
    for life in 0..lives {
        let tenants = live(seed + life, steps);
        all.extend(tenants.actions().iter().map(|action| action.name));
        let done = tenants.tally.iter().filter(|((_, code), _)| *code == 0);
        successes += done.clone().map(|(_, times)| times).sum::<u64>();
        reached.extend(done.map(|((name, _), _)| *name));
    }
    let rare: Vec<_> = all.difference(&reached).collect();
    println!("{successes} of {} calls succeeded; never: {rare:?}", steps * lives);
    assert!(rare.len() <= RARE || std::env::var_os("SQUALL_STEPS").is_some(), "{rare:?}");
}

/// A table that the schema does not name could be written in memory only.
fn undeclared(tenants: &Tenants) {
    let declared: BTreeSet<u8> = schema().tables().map(|(id, _)| id).collect();
    let used: BTreeSet<u8> = tenants.desk.dump().iter().map(|(key, _)| key[0]).collect();
    let missing: Vec<_> = used.difference(&declared).collect();
    assert!(missing.is_empty(), "tables {missing:?} are missing in the schema");
}

fn live(seed: u64, steps: u64) -> Tenants {
    let mut tenants = Tenants::new(Desk::over(Store::memory(), seed), seed, 3);
    if let Ok(pieces) = std::env::var("SQUALL_ACTIONS") {
        tenants.narrow(&pieces);
    }
    for at in 1..=steps {
        let step = tenants.invent();
        tenants.make(&step);
        tenants.pass_time();
        if at % 500 == 0 {
            tenants.disturb();
        }
        if at % AUDIT_EVERY == 0 {
            let findings = tenants.audit();
            assert!(findings.is_empty(), "after step {at} of seed {seed}: {findings:#?}");
            undeclared(&tenants);
        }
    }
    tenants
}
