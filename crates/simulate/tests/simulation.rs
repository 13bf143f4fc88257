//! A hundred thousand steps of random tenants, with auditors that must find nothing.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, missing_docs)]

use squall_api::store::Store;
use squall_simulate::{Desk, Tenants};

/// Steps of a run; `SQUALL_STEPS` asks for another number, `SQUALL_SEED` for another life, `SQUALL_ACTIONS` for
/// actions whose names contain one of some comma-separated pieces.
const STEPS: u64 = 100_000;
const AUDIT_EVERY: u64 = 2_500;

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

#[test]
fn random_tenants_leave_nothing_that_does_not_add_up() {
    let (steps, seed) = (number("SQUALL_STEPS", STEPS), number("SQUALL_SEED", 20_260_101));
    println!("SQUALL_SEED={seed} SQUALL_STEPS={steps}");
    let mut tenants = Tenants::new(Desk::over(Store::memory(), seed), seed, 3);
    if let Ok(pieces) = std::env::var("SQUALL_ACTIONS") {
        tenants.narrow(&pieces);
    }
    for at in 1..=steps {
        let step = tenants.next();
        tenants.make(&step);
        tenants.pass_time();
        if at % 500 == 0 {
            tenants.disturb();
        }
        if at % AUDIT_EVERY == 0 {
            let findings = tenants.audit();
            assert!(findings.is_empty(), "after step {at} of seed {seed}: {findings:#?}");
        }
    }
    let unreached: Vec<_> = unreached(&tenants);
    println!("actions that never succeeded: {unreached:?}");
    assert!(tenants.tally.keys().filter(|(_, code)| *code == 0).count() > 4);
}

/// Actions that no step of this life brought to success.
fn unreached(tenants: &Tenants) -> Vec<&'static str> {
    let names = tenants.actions().iter().map(|action| action.name);
    names.filter(|name| !tenants.tally.contains_key(&(*name, 0))).collect()
}
