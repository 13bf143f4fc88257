//! Every store operation of every action fails once: the first, the second, the nth, until the action gets
//! through. Each time the caller must be told of an internal error and the world must be exactly as it was.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, missing_docs)]

use squall_api::Access;
use squall_api::store::{FailNth, Memory, Store};
use squall_simulate::{Desk, Huawei, QingCloud, Tenants, TencentCdn, Vendor};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// How often each action is put through it.
const TIMES: u64 = 3;

#[test]
fn a_store_that_fails_anywhere_leaves_qingclouds_world_as_it_was() {
    assert!(put_through(&QingCloud, 8_000) > 90);
}

#[test]
fn a_store_that_fails_anywhere_leaves_huaweis_world_as_it_was() {
    assert!(put_through(&Huawei, 4_000) >= 24);
}

#[test]
fn a_store_that_fails_anywhere_leaves_the_world_of_tencents_cdn_as_it_was() {
    assert!(put_through(&TencentCdn, 3_000) >= 20);
}

/// Puts the actions of random tenants through a failing store; answers how many got through.
fn put_through(vendor: &'static dyn Vendor, steps: u64) -> usize {
    let failing = FailNth::new(Memory::new());
    let mut tenants = Tenants::new(Desk::over(vendor, Store::over(Box::new(failing.clone())), 7), 7, 1);
    tenants.store_may_fail = true;
    let mut times: BTreeMap<&str, u64> = BTreeMap::new();
    for _ in 0..steps {
        let step = tenants.invent();
        tenants.desk.now();
        let name = step.action.name;
        let done = times.get(name).copied().unwrap_or_default();
        if step.action.access == Access::Write && done < TIMES {
            let reply = tenants.desk.fail_everywhere(&failing, name, || tenants.attempt(&step));
            tenants.note(&step, &reply);
            *times.entry(name).or_default() += u64::from(reply.code.is_none());
        } else {
            tenants.make(&step);
        }
        tenants.pass_time();
    }
    let writes = tenants.desk.cloud().actions().into_iter().filter(|action| action.access == Access::Write);
    let is_missed = |name: &&str| times.get(*name).copied().unwrap_or_default() == 0;
    let missed: BTreeSet<_> = writes.map(|action| action.name).filter(is_missed).collect();
    println!("{} actions are put through by the tests of their families: {missed:?}", missed.len());
    let families = family_tests(vendor);
    let untested: Vec<_> =
        missed.iter().filter(|name| !families.contains(&format!("ok(\"{name}\""))).collect();
    assert!(untested.is_empty(), "no test brings these to success: {untested:?}");
    let through = times.values().filter(|times| **times > 0).count();
    println!("{through} were put through by random tenants");
    through
}

/// The text of all tests of the dialect. Their `Desk::ok` puts each action through the same as above.
fn family_tests(vendor: &dyn Vendor) -> String {
    let mut text = String::new();
    let crates = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let mut dirs = vec![PathBuf::from(format!("{crates}/{}/tests", vendor.folder()))];
    while let Some(dir) = dirs.pop() {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => dirs.push(path),
                false => text.push_str(&std::fs::read_to_string(path).unwrap()),
            }
        }
    }
    // Calls may stand on more than one line.
    text.split_whitespace().collect::<Vec<_>>().join("").replace("ok(\n", "ok(")
}
