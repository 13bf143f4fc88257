//! Every field that the newest Go SDK declares of a reply is there, with its type and in a form that the SDK can read,
//! or stands with its reason in `absent.txt`. That file tells nothing that is there after all.

use crate::everything::Everything;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const REPLIES: &str = include_str!("../declared/replies.txt");
const ABSENT: &str = include_str!("../declared/absent.txt");

type Fields = Vec<(&'static str, &'static str)>;

/// What is declared: of replies and of records.
struct Declared {
    replies: BTreeMap<&'static str, Fields>,
    records: BTreeMap<&'static str, Fields>,
}

fn declared() -> Declared {
    let mut declared = Declared { replies: BTreeMap::new(), records: BTreeMap::new() };
    for line in REPLIES.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let mut words = line.split(' ');
        let (kind, name) = (words.next().unwrap(), words.next().unwrap());
        let fields = words.map(|word| word.split_once(':').unwrap()).collect();
        let of = if kind == "reply" { &mut declared.replies } else { &mut declared.records };
        of.insert(name, fields);
    }
    declared
}

fn absent() -> BTreeSet<&'static str> {
    ABSENT.lines().filter_map(|line| line.split_once(": ")).map(|(name, _)| name).collect()
}

/// What was seen of a world's replies.
#[derive(Default)]
struct Seen {
    present: BTreeSet<String>,
    /// Records that stood by themselves in a listing, which is where their fields must be.
    asked: BTreeSet<String>,
    wrong: Vec<String>,
}

impl Seen {
    fn reply(&mut self, declared: &Declared, action: &str, reply: &Value) {
        for (field, kind) in declared.replies.get(action).into_iter().flatten() {
            let value = &reply[*field];
            self.asked.insert(format!("{action}.{field}"));
            if !value.is_null() {
                self.present.insert(format!("{action}.{field}"));
            }
            self.value(declared, &format!("{action}.{field}"), kind, value, true);
        }
    }

    fn value(&mut self, declared: &Declared, at: &str, kind: &'static str, value: &Value, is_whole: bool) {
        if value.is_null() {
            return;
        }
        if let Some(inner) = kind.strip_prefix('[').and_then(|kind| kind.strip_suffix(']')) {
            match value.as_array() {
                Some(items) => items.iter().for_each(|item| self.value(declared, at, inner, item, is_whole)),
                None => self.wrong.push(format!("{at} is no list: {value}")),
            }
            return;
        }
        let fits = match kind {
            "text" => value.is_string(),
            "int" => value.is_i64() || value.is_u64(),
            "number" => value.is_number(),
            "bool" => value.is_boolean(),
            "time" => value.as_str().is_some_and(|text| squall_api::cloud::Time::parse(text).is_some()),
            "map" => value.is_object(),
            "any" => true,
            record => {
                self.record(declared, at, record, value, is_whole);
                // An object that is absent is null: clients look into whatever is not.
                value.as_object().is_some_and(|fields| !fields.is_empty())
            }
        };
        if !fits {
            self.wrong.push(format!("{at} is no {kind}: {value}"));
        }
    }

    fn record(&mut self, declared: &Declared, at: &str, record: &'static str, value: &Value, is_whole: bool) {
        for (field, kind) in declared.records.get(record).into_iter().flatten() {
            let name = format!("{record}.{field}");
            if is_whole {
                self.asked.insert(name.clone());
                if !value[*field].is_null() {
                    self.present.insert(name);
                }
            }
            // Within another record, one is often told in short.
            self.value(declared, &format!("{at}.{field}"), kind, &value[*field], false);
        }
    }
}

/// Asks every listing for as much as it tells.
fn look(world: &Everything, declared: &Declared, seen: &mut Seen) {
    for action in world.desk.cloud().actions() {
        let is_listing = action.name.starts_with("Describe") || action.name.starts_with("Get");
        if !is_listing || !declared.replies.contains_key(action.name) {
            continue;
        }
        let required = action.fields.iter().filter(|field| field.required);
        let mut call: Vec<(String, String)> = required
            .map(|field| match field.name {
                "meters" => ("meters.1".to_owned(), format!("if-{}", world.interface())),
                "step" => ("step".to_owned(), "5m".to_owned()),
                "start_time" => ("start_time".to_owned(), "2026-01-01T00:00:00Z".to_owned()),
                "end_time" => ("end_time".to_owned(), "2026-01-01T01:00:00Z".to_owned()),
                "resource" => ("resource".to_owned(), world.id("instance").to_owned()),
                name => {
                    let list = matches!(field.shape, squall_api::param::Shape::List(_));
                    let id = field.rule.id.map_or("1", |word| world.id(word));
                    (if list { format!("{name}.1") } else { name.to_owned() }, id.to_owned())
                }
            })
            .collect();
        if action.fields.iter().any(|field| field.name == "verbose") {
            call.push(("verbose".to_owned(), "1".to_owned()));
        }
        if action.name == "DescribeAppVersions" {
            call.push(("app_ids.1".to_owned(), world.id("application").to_owned()));
        }
        let call: Vec<(&str, &str)> = call.iter().map(|(name, value)| (&**name, &**value)).collect();
        seen.reply(declared, action.name, &world.desk.ok(action.name, &call));
    }
}

#[test]
fn every_declared_field_is_there_with_its_type() {
    let (declared, absent) = (declared(), absent());
    let world = Everything::new();
    let mut seen = Seen::default();
    look(&world, &declared, &mut seen);
    world.delete_all();
    for (action, reply) in world.replies.borrow().iter() {
        seen.reply(&declared, action, reply);
    }
    let missing: Vec<&String> =
        seen.asked.difference(&seen.present).filter(|name| !absent.contains(&***name)).collect();
    let stale: Vec<&&str> = absent.iter().filter(|name| seen.present.contains(**name)).collect();
    assert!(seen.asked.len() > 700, "{}", seen.asked.len());
    assert!(
        missing.is_empty() && stale.is_empty() && seen.wrong.is_empty(),
        "missing: {missing:#?}\nthere after all: {stale:#?}\nwrong: {:#?}",
        seen.wrong
    );
    let names: Vec<String> = declared
        .replies
        .iter()
        .chain(&declared.records)
        .flat_map(|(of, fields)| fields.iter().map(move |(field, _)| format!("{of}.{field}")))
        .collect();
    let unknown: Vec<&&str> = absent
        .iter()
        .filter(|name| name.contains('.') && !names.iter().any(|known| known == *name))
        .collect();
    assert!(unknown.is_empty(), "absent.txt has fields that nobody declares: {unknown:?}");
}
