//! A hundred thousand steps of random tenants, and of strangers among them who show nothing or something false of who
//! they are, with auditors that must find nothing.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, missing_docs)]

use squall_api::schema;
use squall_api::store::Store;
use squall_simulate::{Desk, Huawei, QingCloud, Tenants, TencentCdn, Vendor};
use std::collections::BTreeSet;

/// How a system is lived in. `SQUALL_STEPS` and `SQUALL_LIVES` ask for other numbers, `SQUALL_SEED` for other lives,
/// `SQUALL_ACTIONS` for actions whose names contain one of some comma-separated pieces.
struct Plan {
    vendor: &'static dyn Vendor,
    /// Lives of a run: young worlds are where most things can still be done.
    lives: u64,
    /// Steps of a life.
    steps: u64,
    disturb_every: u64,
    audit_every: u64,
    /// Actions that random tenants need not bring about: they take codes from mails, signed documents, or a rare chain
    /// of others. Their own tests do. This number may only shrink.
    rare: usize,
}

/// One call with forged credentials, or with none, for so many of a tenant's.
const STRANGER_EVERY: u64 = 20;

#[test]
fn random_tenants_of_qingcloud_leave_nothing_that_does_not_add_up() {
    let (lives, steps) = (20, 10_000);
    simulate(&Plan { vendor: &QingCloud, lives, steps, disturb_every: 500, audit_every: 2_000, rare: 25 });
}

#[test]
fn random_tenants_of_huawei_leave_nothing_that_does_not_add_up() {
    let (lives, steps) = (20, 5_000);
    simulate(&Plan { vendor: &Huawei, lives, steps, disturb_every: 50, audit_every: 200, rare: 1 });
}

#[test]
fn random_tenants_of_tencents_cdn_leave_nothing_that_does_not_add_up() {
    let (lives, steps) = (10, 2_000);
    simulate(&Plan { vendor: &TencentCdn, lives, steps, disturb_every: 50, audit_every: 200, rare: 12 });
}

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

fn simulate(plan: &Plan) {
    let (steps, lives) = (number("SQUALL_STEPS", plan.steps), number("SQUALL_LIVES", plan.lives));
    let seed = number("SQUALL_SEED", 20_260_101);
    println!("SQUALL_SEED={seed} SQUALL_STEPS={steps} SQUALL_LIVES={lives}");
    let (mut reached, mut all, mut successes) = (BTreeSet::new(), BTreeSet::new(), 0);
    for life in 0..lives {
        let tenants = live(plan, seed + life, steps);
        all.extend(tenants.actions().iter().map(|action| action.name));
        let done = tenants.tally.iter().filter(|((_, code), _)| code.is_empty());
        successes += done.clone().map(|(_, times)| times).sum::<u64>();
        reached.extend(done.map(|((name, _), _)| *name));
    }
    let rare: Vec<_> = all.difference(&reached).collect();
    println!("{successes} of {} calls succeeded; never: {rare:?}", steps * lives);
    assert!(rare.len() <= plan.rare || std::env::var_os("SQUALL_STEPS").is_some(), "{rare:?}");
}

/// A table that the schema does not name could be written in memory only.
fn undeclared(tenants: &Tenants) {
    let declared: BTreeSet<u8> = schema().tables().map(|(id, _)| id).collect();
    let used: BTreeSet<u8> = tenants.desk.dump().iter().map(|(key, _)| key[0]).collect();
    let missing: Vec<_> = used.difference(&declared).collect();
    assert!(missing.is_empty(), "tables {missing:?} are missing in the schema");
}

fn live(plan: &Plan, seed: u64, steps: u64) -> Tenants {
    let mut tenants = Tenants::new(Desk::over(plan.vendor, Store::memory(), seed), seed, 3);
    if let Ok(pieces) = std::env::var("SQUALL_ACTIONS") {
        tenants.narrow(&pieces);
    }
    for at in 1..=steps {
        let step = tenants.invent();
        tenants.make(&step);
        tenants.pass_time();
        if at % STRANGER_EVERY == 0 {
            tenants.meet_stranger();
        }
        if at % plan.disturb_every == 0 {
            tenants.disturb();
        }
        if at % plan.audit_every == 0 {
            let findings = tenants.audit();
            assert!(findings.is_empty(), "after step {at} of seed {seed}: {findings:#?}");
            undeclared(&tenants);
        }
    }
    tenants
}
