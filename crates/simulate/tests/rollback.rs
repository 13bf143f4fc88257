//! Every store operation of every action fails once: the first, the second, the nth, until the action gets
//! through. Each time the caller must be told of an internal error and the world must be exactly as it was.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, missing_docs)]

use squall_api::Access;
use squall_api::store::{FailNth, Memory, Store};
use squall_simulate::{Desk, Tenants};
use std::collections::BTreeSet;
use std::path::PathBuf;

const STEPS: u64 = 8_000;
/// How often each action is put through it.
const TIMES: u64 = 3;

#[test]
fn a_store_that_fails_anywhere_leaves_the_world_as_it_was() {
    let failing = FailNth::new(Memory::new());
    let mut tenants = Tenants::new(Desk::over(Store::over(Box::new(failing.clone())), 7), 7, 1);
    tenants.store_may_fail = true;
    let mut put_through: std::collections::BTreeMap<&str, u64> = std::collections::BTreeMap::new();
    for _ in 0..STEPS {
        let step = tenants.invent();
        tenants.desk.now();
        let done = put_through.get(step.action.name).copied().unwrap_or_default();
        if step.action.access == Access::Write && done < TIMES {
            let before = tenants.desk.dump();
            for nth in 1.. {
                failing.arm(nth);
                let reply = tenants.make(&step);
                let fired = failing.count() >= nth;
                failing.disarm();
                if !fired {
                    let succeeded = reply["ret_code"] == 0;
                    *put_through.entry(step.action.name).or_default() += u64::from(succeeded);
                    break;
                }
                assert_eq!(reply["ret_code"], 5000, "{} at operation {nth}: {reply}", step.action.name);
                assert!(before == tenants.desk.dump(), "{} at operation {nth} left traces", step.action.name);
            }
        } else {
            tenants.make(&step);
        }
        tenants.pass_time();
    }
    let writes = tenants.desk.cloud().actions().into_iter().filter(|action| action.access == Access::Write);
    let is_missed = |name: &&str| put_through.get(*name).copied().unwrap_or_default() == 0;
    let missed: BTreeSet<_> = writes.map(|action| action.name).filter(is_missed).collect();
    println!("{} actions are put through by the tests of their families: {missed:?}", missed.len());
    let families = family_tests();
    let untested: Vec<_> =
        missed.iter().filter(|name| !families.contains(&format!("ok(\"{name}\""))).collect();
    assert!(untested.is_empty(), "no test brings these to success: {untested:?}");
    assert!(put_through.values().filter(|times| **times > 0).count() > 90);
}

/// The text of all tests of the dialect. Their `Desk::ok` puts each action through the same as above.
fn family_tests() -> String {
    let mut text = String::new();
    let mut dirs = vec![PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../qingcloud/tests"))];
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
