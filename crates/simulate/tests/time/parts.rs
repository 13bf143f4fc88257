//! What takes long is done in parts, and twice as much takes twice as long.

use crate::{leap, order_volumes, wide_desk};
use serde_json::json;
use squall_api::cloud::{BATCH_WORK, Batch, Contract, Refusal, Span, State, Volume, horizon, settle};
use squall_simulate::Desk;

/// What one event may take beyond the limit of a batch: a sweep has the same limit, and goes on for some rows.
const ONE_EVENT: u64 = BATCH_WORK + 3_000;

/// Lets everything happen that is due; answers the work of each batch.
fn settle_all(desk: &Desk) -> Vec<u64> {
    let site = &desk.universe.site;
    let mut works = Vec::new();
    loop {
        let (batch, work): (Batch, u64) = site
            .store
            .write(|tx| {
                let now = site.moment(tx)?.now;
                let batch = settle(tx, now, |_| desk.cloud().world(tx, now))?;
                Ok::<_, Refusal>((batch, tx.work()))
            })
            .unwrap();
        works.push(work);
        if !batch.more {
            return works;
        }
    }
}

/// Volumes whose owner's money ends after a while; answers the work of all batches until they are suspended.
fn run_out(count: usize) -> (Desk, Vec<u64>) {
    let desk = wide_desk();
    order_volumes(&desk, count);
    desk.settle();
    desk.patch_account("demo", &json!({"balance": "1.00"}));
    leap(&desk, Span::days(3));
    let works = settle_all(&desk);
    (desk, works)
}

#[test]
fn an_account_that_runs_out_of_money_takes_many_batches_of_like_size() {
    let (desk, works) = run_out(2_000);
    assert!(works.len() > 10 && works.iter().all(|work| *work < BATCH_WORK + ONE_EVENT), "{works:?}");
    let volumes = desk.look(|world| world.every::<Volume>());
    assert!(volumes.iter().all(|volume| volume.head.state == State::Suspended));
    assert_eq!(desk.look(|world| world.audit()), Vec::<String>::new());
    desk.patch_account("demo", &json!({"balance": "1000000.00"}));
    let works = settle_all(&desk);
    assert!(works.iter().all(|work| *work < BATCH_WORK + ONE_EVENT), "{works:?}");
    desk.settle();
    let volumes = desk.look(|world| world.every::<Volume>());
    assert!(volumes.iter().all(|volume| volume.head.state == State::Free));
    assert_eq!(desk.look(|world| world.audit()), Vec::<String>::new());
}

#[test]
fn twice_as_much_takes_twice_the_work() {
    let [once, twice] = [500, 1_000].map(|count| run_out(count).1.iter().sum::<u64>());
    assert!(twice < once * 21 / 10, "{once} {twice}");
}

#[test]
fn a_contract_that_pays_for_many_ends_in_parts() {
    let desk = wide_desk();
    let reply = desk.ok(
        "ApplyReservedContract",
        &[("resource_type", "volume"), ("size", "20"), ("months", "1"), ("count", "1")],
    );
    let contract = reply["contract_id"].as_str().unwrap();
    desk.change(|world| {
        let mut row = world.fetch::<Contract>(contract)?;
        row.count = 1_000;
        world.save(&row)
    });
    desk.ok("PayReservedContract", &[("contract", contract)]);
    for _ in 0..5 {
        let order = [("size", "20"), ("count", "200"), ("reserved_contract", contract)];
        assert_eq!(desk.call("CreateVolumes", &order)["ret_code"], 0);
    }
    desk.settle();
    leap(&desk, Span::days(32));
    let works = settle_all(&desk);
    assert!(works.len() > 3 && works.iter().all(|work| *work < BATCH_WORK + ONE_EVENT), "{works:?}");
    let volumes = desk.look(|world| world.every::<Volume>());
    assert!(volumes.iter().all(|volume| volume.contract.is_none() && !volume.head.prepaid));
    assert_eq!(desk.look(|world| world.audit()), Vec::<String>::new());
}

#[test]
fn the_horizon_is_found_without_reading_what_is_expected() {
    let desk = wide_desk();
    order_volumes(&desk, 2_000);
    let work = desk.universe.site.store.read(|tx| {
        horizon(tx)?;
        Ok::<_, Refusal>(tx.work())
    });
    assert!(work.unwrap() < 10);
}

/// A row that points at very many things is compared with what it was without going through one list for each of the
/// other, and a call that names many things with one tag reads that tag once.
#[test]
fn a_call_with_many_pairs_reads_each_tag_once() {
    let desk = wide_desk();
    let volumes = order_volumes(&desk, 400);
    desk.settle();
    let tag = desk.ok("CreateTag", &[("tag_name", "all")])["tag_id"].as_str().unwrap().to_owned();
    let attach = |volumes: &[String]| {
        let name = |at: usize, field: &str| format!("resource_tag_pairs.{}.{field}", at + 1);
        let pairs: Vec<(String, String)> = volumes
            .iter()
            .enumerate()
            .flat_map(|(at, volume)| {
                [("tag_id", &*tag), ("resource_type", "volume"), ("resource_id", volume)]
                    .map(|(field, value)| (name(at, field), value.to_owned()))
            })
            .collect();
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (&**name, &**value)).collect();
        assert_eq!(desk.call("AttachTags", &pairs)["ret_code"], 0);
    };
    attach(&volumes[..300]);
    // Those that are there already, and some twice.
    attach(&[&volumes[200..], &volumes[350..]].concat());
    let tagged = desk.look(|world| world.fetch::<squall_api::cloud::Tag>(&tag));
    let ids: Vec<&String> = tagged.targets.iter().map(|(_, id)| id).collect();
    assert_eq!(ids, volumes.iter().collect::<Vec<_>>());
    assert_eq!(desk.look(|world| world.audit()), Vec::<String>::new());
}
