//! A second account never sees or touches the first one's resources: for every action and every field that
//! takes an id, with ids of things that really exist, made from what the actions declare.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, missing_docs)]

use squall_api::param::{Field, Shape};
use squall_api::{Access, ActionFacts};
use squall_simulate::{Desk, Pool, Tenants, generate, prefix_of};
use std::collections::{BTreeMap, BTreeSet};

/// Steps in which the first account furnishes its world.
const FURNISHING: u64 = 8_000;
/// Lives of the first account; what one of them lacks another has.
const SEEDS: [u64; 6] = [11, 12, 13, 14, 15, 16];
/// Fields whose ids belong to no account: hosts and licences are the platform's.
const SHARED: &[&str] = &["access key", "host", "licence", "application", ""];
/// Listings of the platform itself.
const PLATFORM: &[&str] = &["DescribeHyperNodes", "DescribeLicenses", "DescribeUsers"];
/// Actions of apps, which act for users and not as one.
const OF_APPS: &[&str] = &["LeaseApp", "UnLeaseApp"];

/// Every field that takes an id, by its path with `.1` for lists.
fn id_fields(fields: &[Field], before: &str, out: &mut Vec<(String, &'static str)>) {
    for field in fields {
        let path = format!("{before}{}", field.name);
        match (field.shape, field.rule.id) {
            (Shape::List(Shape::Record(inner)), _) => id_fields(inner, &format!("{path}.1."), out),
            (Shape::Record(inner), _) => id_fields(inner, &format!("{path}."), out),
            (Shape::List(_), Some(word)) => out.push((format!("{path}.1"), word)),
            (_, Some(word)) => out.push((path, word)),
            _ => {}
        }
    }
}

fn furnished(seed: u64) -> (Tenants, Pool) {
    let mut tenants = Tenants::new(Desk::new(), seed, 1);
    let mut pool = Pool::default();
    for _ in 0..FURNISHING {
        let step = tenants.invent();
        let reply = tenants.make(&step);
        if reply["ret_code"] == 0 {
            pool.learn(&reply);
        }
        tenants.desk.advance(squall_api::cloud::Span::millis(700));
    }
    (tenants, pool)
}

/// The ids of the first account's own things that are still there.
fn still_there(tenants: &Tenants, pool: &Pool) -> BTreeMap<String, Vec<String>> {
    let mut kept: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut words: BTreeSet<&str> = BTreeSet::new();
    for action in tenants.desk.cloud().actions() {
        let mut fields = Vec::new();
        id_fields(action.fields, "", &mut fields);
        words.extend(fields.iter().map(|(_, word)| *word));
    }
    for word in words {
        let ids: Vec<String> =
            pool.of(word).iter().filter(|id| !id.starts_with("vxnet-0")).cloned().collect();
        kept.insert(word.to_owned(), ids);
    }
    kept
}

fn attempt(action: &ActionFacts, path: &str, id: &str) -> generate::Parameters {
    let whole = path.split('.').next().unwrap_or(path);
    let mut parameters = generate::required(action);
    parameters.retain(|(name, _)| name != path && (name == whole || !path.starts_with(&format!("{name}."))));
    parameters.retain(|(name, _)| name != path);
    parameters.push((path.to_owned(), id.to_owned()));
    parameters
}

#[test]
fn a_second_account_neither_sees_nor_touches_the_first_ones_things() {
    let (mut tried, mut denied) = (BTreeSet::new(), 0);
    let mut wanted = BTreeSet::new();
    for seed in SEEDS {
        denied += intrude(seed, &mut tried, &mut wanted);
    }
    let untried: Vec<_> = wanted.difference(&tried).collect();
    println!("{} fields tried, {denied} answers of 1400", tried.len());
    assert!(untried.is_empty(), "there was nothing of another's to try with: {untried:?}");
    assert!(denied >= tried.len(), "{denied} answers of 1400 for {} fields", tried.len());
}

/// Tries every field of every action with an id of another's; answers how often that was denied (1400).
fn intrude(
    seed: u64,
    tried: &mut BTreeSet<(&'static str, String)>,
    wanted: &mut BTreeSet<(&'static str, String)>,
) -> usize {
    let (tenants, pool) = furnished(seed);
    let desk = &tenants.desk;
    let intruder = desk.open_account("intruder");
    let owned = still_there(&tenants, &pool);
    let mut denied = 0;
    for action in desk.cloud().actions().into_iter().filter(|action| !OF_APPS.contains(&action.name)) {
        let mut fields = Vec::new();
        id_fields(action.fields, "", &mut fields);
        for (path, word) in fields.into_iter().filter(|(_, word)| !SHARED.contains(word)) {
            assert!(!prefix_of(word).is_empty(), "{}.{path}: no prefix is known for `{word}`", action.name);
            wanted.insert((action.name, path.clone()));
            let Some(id) = owned.get(word).and_then(|ids| ids.last()) else { continue };
            tried.insert((action.name, path.clone()));
            desk.now();
            let before = desk.dump();
            let parameters = attempt(&action, &path, id);
            let pairs: Vec<_> = parameters.iter().map(|(name, value)| (&**name, &**value)).collect();
            let reply = desk.call_as(&intruder, action.name, &pairs);
            let code = reply["ret_code"].as_u64().unwrap();
            denied += usize::from(code == 1400);
            let told = reply.to_string();
            assert!(code != 0 || !told.contains(&**id), "{} {path}={id}: {reply}", action.name);
            assert!(code == 0 || before == desk.dump(), "{} {path}={id} changed the world", action.name);
            assert!(
                code != 0 || action.access == Access::Read,
                "{} {path}={id} succeeded: {reply}",
                action.name
            );
        }
    }
    denied
}

#[test]
fn a_second_account_lists_nothing_of_the_first_ones() {
    let (tenants, pool) = furnished(SEEDS[0]);
    let intruder = tenants.desk.open_account("intruder");
    for action in tenants.desk.cloud().actions().iter().filter(|action| lists_tenants(action)) {
        let reply = tenants.desk.call_as(&intruder, action.name, &[("limit", "100")]).to_string();
        let seen: Vec<_> = pool.all().filter(|id| reply.contains(&format!("\"{id}\""))).collect();
        let seen: Vec<_> = seen.into_iter().filter(|id| *id != "vxnet-0").collect();
        assert!(seen.is_empty(), "{} shows {seen:?}", action.name);
    }
}

fn lists_tenants(action: &ActionFacts) -> bool {
    action.name.starts_with("Describe") && !PLATFORM.contains(&action.name)
}
