//! A second account never sees or touches the first one's resources: for every action and every field that
//! takes an id, with ids of things that really exist, made from what the actions declare.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, missing_docs)]

use squall_api::cloud::Span;
use squall_api::param::{Field, Shape};
use squall_api::{Access, ActionFacts};
use squall_simulate::{Desk, Huawei, Pool, QingCloud, Tenants, TencentCdn, Vendor, generate};
use std::collections::{BTreeMap, BTreeSet};

/// How the first account of a system furnishes its world.
struct Plan {
    vendor: &'static dyn Vendor,
    steps: u64,
    /// Lives of the first account; what one of them lacks another has.
    seeds: &'static [u64],
}

const OF_QINGCLOUD: Plan = Plan { vendor: &QingCloud, steps: 8_000, seeds: &[11, 12, 13, 14, 15, 16] };
const OF_HUAWEI: Plan = Plan { vendor: &Huawei, steps: 1_000, seeds: &[11, 12, 13] };

const OF_TENCENTS_CDN: Plan = Plan { vendor: &TencentCdn, steps: 1_500, seeds: &[11, 12, 13] };

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

fn furnished(plan: &Plan, seed: u64) -> (Tenants, Pool) {
    let mut tenants = Tenants::new(Desk::of(plan.vendor), seed, 1);
    let mut pool = Pool::default();
    for _ in 0..plan.steps {
        let step = tenants.invent();
        let reply = tenants.make(&step);
        if reply.code.is_none() {
            plan.vendor.learn(step.action.name, &reply.body, &mut pool);
        }
        tenants.desk.advance(Span::millis(700));
    }
    (tenants, pool)
}

/// A call that is right but for one field, which has an id of another's.
fn attempt(
    vendor: &dyn Vendor,
    action: &ActionFacts,
    own: &Pool,
    path: &str,
    id: &str,
) -> generate::Parameters {
    let whole = path.split('.').next().unwrap_or(path);
    let mut parameters = generate::required(vendor, action, own);
    parameters.retain(|(name, _)| name != path && (name == whole || !path.starts_with(&format!("{name}."))));
    parameters.push((path.to_owned(), id.to_owned()));
    parameters
}

#[test]
fn a_second_account_of_qingcloud_neither_sees_nor_touches_the_first_ones_things() {
    intrude(&OF_QINGCLOUD);
}

#[test]
fn a_second_account_of_huawei_neither_sees_nor_touches_the_first_ones_things() {
    intrude(&OF_HUAWEI);
}

#[test]
fn a_second_account_of_tencents_cdn_neither_sees_nor_touches_the_first_ones_things() {
    intrude(&OF_TENCENTS_CDN);
}

fn intrude(plan: &Plan) {
    let (mut tried, mut wanted) = (BTreeMap::new(), BTreeSet::new());
    for seed in plan.seeds {
        intrude_once(plan, *seed, &mut tried, &mut wanted);
    }
    let untried: Vec<_> = wanted.iter().filter(|field| !tried.contains_key(*field)).collect();
    let denied: usize = tried.values().sum();
    println!("{} fields tried, {denied} answers that it is not theirs", tried.len());
    assert!(untried.is_empty(), "there was nothing of another's to try with: {untried:?}");
    assert!(denied >= tried.len(), "{denied} such answers for {} fields", tried.len());
}

/// Tries every field of every action with an id of another's, and counts how often that was denied for what it is.
fn intrude_once(
    plan: &Plan,
    seed: u64,
    tried: &mut BTreeMap<(&'static str, String), usize>,
    wanted: &mut BTreeSet<(&'static str, String)>,
) {
    let vendor = plan.vendor;
    let (tenants, owned) = furnished(plan, seed);
    let desk = &tenants.desk;
    let intruder = desk.open_account("intruder");
    let own = vendor.welcome(desk, "intruder");
    for action in desk.cloud().actions().into_iter().filter(|action| !vendor.is_platforms(action)) {
        let mut fields = Vec::new();
        id_fields(action.fields, "", &mut fields);
        for (path, word) in fields.into_iter().filter(|(_, word)| !vendor.shared().contains(word)) {
            assert!(!vendor.shelf(word).is_empty(), "{}.{path}: `{word}` is not known", action.name);
            wanted.insert((action.name, path.clone()));
            let Some(id) = owned.of(vendor.shelf(word)).last() else { continue };
            desk.now();
            let before = desk.dump();
            let parameters = attempt(vendor, &action, &own, &path, id);
            let pairs: Vec<_> = parameters.iter().map(|(name, value)| (&**name, &**value)).collect();
            let reply = desk.ask(&intruder, action.name, &pairs);
            let denied = usize::from(reply.code == Some(vendor.foreign(word)));
            *tried.entry((action.name, path.clone())).or_default() += denied;
            let (code, told) = (reply.code, reply.body.to_string());
            assert!(code.is_some() || !told.contains(&**id), "{} {path}={id}: {told}", action.name);
            assert!(code.is_none() || before == desk.dump(), "{} {path}={id} changed the world", action.name);
            let looks = action.access == Access::Read;
            assert!(code.is_some() || looks, "{} {path}={id} succeeded: {told}", action.name);
        }
    }
}

#[test]
fn only_the_account_that_runs_qingcloud_administers_it() {
    assert!(administer(&OF_QINGCLOUD) > 5);
}

/// Nothing of CloudDC's own platform is a public operation.
#[test]
fn only_the_account_that_runs_huawei_administers_it() {
    assert_eq!(administer(&OF_HUAWEI), 0);
}

/// Calls everything that is the platform's as a tenant, with things of the platform that are there; answers how much.
fn administer(plan: &Plan) -> usize {
    let vendor = plan.vendor;
    let (tenants, owned) = furnished(plan, plan.seeds[0]);
    let desk = &tenants.desk;
    let tenant = desk.open_account("tenant");
    let mut tried = 0;
    for action in desk.cloud().actions() {
        let Some(code) = vendor.administers(action.name) else { continue };
        for parameters in [generate::required(vendor, &action, &owned), Vec::new()] {
            let pairs: Vec<_> = parameters.iter().map(|(name, value)| (&**name, &**value)).collect();
            desk.fails_as(&tenant, code.number(), action.name, &pairs);
            tried += 1;
        }
    }
    tried
}

#[test]
fn a_second_account_of_qingcloud_lists_nothing_of_the_first_ones() {
    list(&OF_QINGCLOUD);
}

#[test]
fn a_second_account_of_huawei_lists_nothing_of_the_first_ones() {
    list(&OF_HUAWEI);
}

#[test]
fn a_second_account_of_tencents_cdn_lists_nothing_of_the_first_ones() {
    list(&OF_TENCENTS_CDN);
}

fn list(plan: &Plan) {
    let (tenants, pool) = furnished(plan, plan.seeds[0]);
    let desk = &tenants.desk;
    let intruder = desk.open_account("intruder");
    let own = plan.vendor.welcome(desk, "intruder");
    for action in desk.cloud().actions().iter().filter(|action| plan.vendor.is_listing(action)) {
        let mut parameters = generate::required(plan.vendor, action, &own);
        parameters.push(("limit".to_owned(), "100".to_owned()));
        let pairs: Vec<_> = parameters.iter().map(|(name, value)| (&**name, &**value)).collect();
        let reply = desk.ask(&intruder, action.name, &pairs).body.to_string();
        let seen: Vec<_> = pool.all().filter(|id| reply.contains(&format!("\"{id}\""))).collect();
        assert!(seen.is_empty(), "{} shows {seen:?}", action.name);
    }
}
