//! What is gone, and what was never there, is an empty set: only where an action's own page promises an error is
//! there one.

use crate::everything::Everything;
use serde_json::Value;
use squall_api::ActionFacts;
use squall_api::param::{Field, Shape};

/// The listings whose pages say that an id which does not exist is an error, and the parameter that they say it of.
const PROMISED: [(&str, &str); 6] = [
    ("DescribeVolumes", "volumes"),
    ("DescribeEips", "eips"),
    ("DescribeImages", "images"),
    ("DescribeImageUsers", "image_id"),
    ("DescribeRouters", "routers"),
    ("DescribeJobs", "jobs"),
];

/// Kinds that cannot be deleted through the API.
const LASTING: [&str; 6] =
    ["account", "application", "application version", "attachment", "access key", "contract"];

/// Every listing with each parameter of it that takes an id.
fn askings(actions: &[ActionFacts]) -> Vec<(&ActionFacts, &'static Field, &'static str)> {
    let listings = actions.iter().filter(|action| action.name.starts_with("Describe"));
    listings
        .flat_map(|action| {
            let named = action.fields.iter().filter_map(|field| field.rule.id.map(|word| (field, word)));
            named.map(move |(field, word)| (action, field, word))
        })
        .filter(|(action, field, word)| {
            // An owner is no resource: nobody may ask for what others own.
            *word != "account" || (action.name, field.name) == ("DescribeSubUsers", "users")
        })
        .collect()
}

fn ask(world: &Everything, action: &ActionFacts, field: &Field, id: &str) -> Value {
    let name = |field: &Field| match field.shape {
        Shape::List(_) => format!("{}.1", field.name),
        _ => field.name.to_owned(),
    };
    let others = action.fields.iter().filter(|other| other.required && other.name != field.name);
    let others =
        others.map(|other| (name(other), other.rule.id.map_or("1", |word| world.id(word)).to_owned()));
    let pairs: Vec<(String, String)> = others.chain([(name(field), id.to_owned())]).collect();
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (&**name, &**value)).collect();
    world.desk.call(action.name, &pairs)
}

/// What is wrong with a reply about something that does not exist.
fn judge(action: &ActionFacts, field: &Field, reply: &Value) -> Option<String> {
    let code = &reply["ret_code"];
    if PROMISED.contains(&(action.name, field.name)) {
        return (*code != 2100).then(|| format!("{} {}: {reply}", action.name, field.name));
    }
    let sets = reply.as_object().into_iter().flatten();
    let is_empty = sets
        .filter(|(name, _)| name.ends_with("_set"))
        .all(|(_, set)| set.as_array().is_some_and(Vec::is_empty));
    // What is no list has neither a set nor a count.
    let is_right = *code == 0 && is_empty && (reply["total_count"].is_null() || reply["total_count"] == 0);
    (!is_right).then(|| format!("{} {}: {reply}", action.name, field.name))
}

#[test]
fn what_was_never_there_is_an_empty_set() {
    let world = Everything::new();
    let actions = world.desk.cloud().actions();
    let all = askings(&actions);
    let wrong: Vec<String> = all
        .iter()
        .filter_map(|(action, field, word)| {
            let known = world.ids.get(word).map_or("never-00000000", String::as_str);
            let (prefix, rest) = known.rsplit_once(['-', ':']).unwrap_or(("", known));
            let never = format!(
                "{prefix}{}{}",
                if *word == "network interface" { ":" } else { "-" },
                "0".repeat(rest.len())
            );
            judge(action, field, &ask(&world, action, field, &never))
        })
        .collect();
    assert!(all.len() > 50, "{}", all.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_gone_is_an_empty_set() {
    let world = Everything::new();
    world.delete_all();
    let actions = world.desk.cloud().actions();
    let all = askings(&actions);
    let gone = all.iter().filter(|(_, _, word)| !LASTING.contains(word));
    let wrong: Vec<String> = gone
        .filter_map(|(action, field, word)| judge(action, field, &ask(&world, action, field, world.id(word))))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_single_readings_are_about_must_exist() {
    let world = Everything::new();
    world.delete_all();
    let gone = world.id("instance");
    let span = [("start_time", "2026-01-01T00:00:00Z"), ("end_time", "2026-01-01T04:00:00Z")];
    let of = [("resource", gone), ("meters.1", "cpu"), ("step", "2h"), span[0], span[1]];
    world.desk.fails(2100, "GetMonitor", &of);
    for action in ["GetLeaseInfo", "GetChargeRecords"] {
        world.desk.fails(2100, action, &[("resource", gone)]);
    }
}
