//! Volumes, snapshots, contracts and money in an arbitrary order: whatever happens, everything still adds up.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use serde_json::{Value, json};
use squall_api::cloud::Span;
use squall_simulate::{Chance, Desk};

const STEPS: u64 = 2_000;
const AUDIT_EVERY: u64 = 100;

/// What was made so far, by kind; some of it is long gone.
#[derive(Default)]
struct Things {
    instances: Vec<String>,
    volumes: Vec<String>,
    snapshots: Vec<String>,
    contracts: Vec<String>,
}

impl Things {
    fn learn(&mut self, reply: &Value) {
        let texts = |name: &str| -> Vec<String> {
            let list = reply[name].as_array().cloned().unwrap_or_default();
            list.iter().map(|id| id.as_str().unwrap().to_owned()).collect()
        };
        self.instances.extend(texts("instances"));
        self.volumes.extend(texts("volumes"));
        self.volumes.extend(reply["volume_id"].as_str().map(str::to_owned));
        self.snapshots.extend(texts("snapshots"));
        self.contracts.extend(reply["contract_id"].as_str().map(str::to_owned));
        for list in [&mut self.instances, &mut self.volumes, &mut self.snapshots, &mut self.contracts] {
            let old = list.len().saturating_sub(12);
            list.drain(..old);
        }
    }
}

fn step(chance: &mut Chance, things: &Things) -> (&'static str, Vec<(&'static str, String)>) {
    let pick =
        |chance: &mut Chance, list: &[String]| chance.pick(list).cloned().unwrap_or("i-00000000".into());
    let instance = pick(chance, &things.instances);
    let volume = pick(chance, &things.volumes);
    let snapshot = pick(chance, &things.snapshots);
    let contract = pick(chance, &things.contracts);
    let size = (2 + chance.below(3)).to_string() + "0";
    let yes = chance.below(2).to_string();
    match chance.below(24) {
        0 => {
            let class = ["c1m1", "s1.small.r1"][chance.below(2) as usize].to_owned();
            let login = ("login_passwd", "Squall2026x".to_owned());
            let image = ("image_id", "centos7x64d".to_owned());
            ("RunInstances", vec![image, ("instance_type", class), ("login_mode", "passwd".into()), login])
        }
        1 => ("CreateVolumes", vec![("size", size), ("count", "2".into()), ("encryption", yes)]),
        2 => ("CreateVolumes", vec![("size", size), ("months", "1".into()), ("auto_renew", yes)]),
        3 | 4 => ("CreateVolumes", vec![("size", "20".into()), ("contract_id", contract)]),
        5..8 => ("AttachVolumes", vec![("volumes.1", volume), ("instance", instance)]),
        8 => ("DetachVolumes", vec![("volumes.1", volume), ("instance", instance)]),
        9 => ("ResizeVolumes", vec![("volumes.1", volume), ("size", size)]),
        10 => ("DeleteVolumes", vec![("volumes.1", volume), ("direct_cease", yes)]),
        11 => ("RecoverVolumes", vec![("volumes.1", volume)]),
        12..15 => ("CreateSnapshots", vec![("resources.1", volume), ("is_full", yes)]),
        15 => ("CreateSnapshots", vec![("resources.1", instance)]),
        16 => ("ApplySnapshots", vec![("snapshots.1", snapshot)]),
        17 => ("DeleteSnapshots", vec![("snapshots.1", snapshot)]),
        18 => ("RecoverSnapshots", vec![("snapshots.1", snapshot)]),
        19 => ("CreateVolumeFromSnapshot", vec![("snapshot", snapshot)]),
        20 => {
            let kind = ("resource_type", "volume".to_owned());
            ("ApplyReservedContract", vec![kind, ("size", "20".into()), ("months", "1".into())])
        }
        21 => ("PayReservedContract", vec![("contract", contract)]),
        22 => ("RefundReservedContract", vec![("contract", contract)]),
        _ => ("TerminateInstances", vec![("instances.1", instance), ("direct_cease", yes)]),
    }
}

fn live(seed: u64) {
    let desk = Desk::new();
    desk.patch_account("demo", &json!({"quotas": {"refund": 1_000}}));
    let (mut chance, mut things) = (Chance::new(seed), Things::default());
    for at in 1..=STEPS {
        let (action, call) = step(&mut chance, &things);
        let call: Vec<(&str, &str)> = call.iter().map(|(name, value)| (*name, &**value)).collect();
        let reply = desk.call(action, &call);
        assert_ne!(reply["ret_code"], 5000, "seed {seed}, step {at}: {action} {call:?}: {reply}");
        if reply["ret_code"] == 0 {
            things.learn(&reply);
        }
        desk.advance(match chance.below(200) {
            0..100 => Span::ZERO,
            100..190 => Span::millis(chance.below(30_000) as i64),
            190..198 => Span::minutes(chance.below(90) as i64),
            198 => Span::hours(chance.below(60) as i64),
            _ => Span::days(chance.below(20) as i64),
        });
        if chance.percent(1) {
            let balance = ["0.00", "0.000003", "1.00", "30.00", "10000.00"][chance.below(5) as usize];
            desk.patch_account("demo", &json!({"balance": balance}));
        }
        if at % AUDIT_EVERY == 0 {
            let findings = desk.look(|world| world.audit());
            assert!(findings.is_empty(), "seed {seed}, after step {at}: {findings:#?}");
        }
    }
}

#[test]
fn whatever_happens_everything_adds_up() {
    (1..=2).for_each(live);
}
