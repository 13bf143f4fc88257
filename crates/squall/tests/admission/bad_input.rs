//! Every route of the door with input that is wrong: it is told what is wrong, and nothing is ever squall's fault.

use serde_json::{Value, json};

use crate::rig::{KEPT, RULE, Request, Rig};

/// A field that no route has.
const UNKNOWN: &str = "no-such-field";
/// Bodies of all kinds that no route wants.
const BODIES: &[&str] = &[
    "{",
    "[1,",
    "nul",
    "\u{1}",
    "{}{}",
    "\"\\ud800\"",
    "1e999",
    "null",
    "true",
    "-0.5",
    "\"text\"",
    "[]",
    "[[[]]]",
    "{\"\":null}",
    "[{}]",
];
/// Values of all types, for fields that want another.
const VALUES: &[&str] = &[
    "null",
    "true",
    "-1",
    "0",
    "1.5",
    "1e300",
    "18446744073709551615",
    "-9223372036854775808",
    "\"\"",
    "\"\\u0000\"",
    "\"防火墙\"",
    "\"+9999999999999d\"",
    "\"9999-12-31T23:59:59.999999999Z\"",
    "\"0000-01-01T00:00:00Z\"",
    "[]",
    "[null]",
    "[{}]",
    "{}",
    "{\"a\":{\"a\":[]}}",
];
/// Where a value goes in a body.
const HOLE: &str = "@";
/// Fields whose insides are documents of the vendors'.
const FREE: [&str; 1] = ["\"policy\""];
/// How deep bodies are followed.
const DEPTH: usize = 4;
/// Segments of paths that lead nowhere.
const SEGMENTS: &[(&str, &[u16])] = &[
    ("%00", &[400]),
    ("a%00b", &[400]),
    ("%2f", &[400]),
    ("a%2Fb", &[400]),
    ("a%5cb", &[400]),
    ("%2e", &[400]),
    ("%2E%2e", &[400]),
    ("..", &[400]),
    ("a%0ab", &[400]),
    ("%7f", &[400]),
    ("%", &[400]),
    ("%zz", &[400]),
    ("%ff", &[400]),
    ("%c0%af", &[400]),
    ("a%252fb", &[200, 201, 404, 422]),
    ("%F0%9F%8C%A9", &[200, 201, 404, 422]),
];

fn is_never_our_fault(rig: &Rig, request: &Request) -> (u16, Value) {
    let reply = rig.send(request);
    assert!(reply.status < 500, "{request:?}: {reply:?}");
    let is_text = reply.header("content-type").is_some_and(|kind| kind.starts_with("text/"));
    let told = if is_text { Value::Null } else { reply.json() };
    if reply.status >= 400 && !request.target.starts_with("/_squall/v1/") {
        assert!(reply.is_problem() && told["status"] == reply.status, "{request:?}: {reply:?}");
    }
    (reply.status, told)
}

fn detail(told: &Value) -> &str {
    told["detail"].as_str().unwrap_or_default()
}

/// The routes of the door's own, without those that answer with a stream.
fn routes(rig: &Rig) -> Vec<(String, String)> {
    let provided = rig.actions_at_the_door();
    let own = rig.routes().into_iter().filter(|route| !provided.contains(route));
    own.filter(|(_, path)| path != "/_squall/requests/stream").collect()
}

#[test]
fn bodies_that_are_no_json_and_names_that_come_twice_are_bad_requests() {
    let rig = Rig::start();
    let before = rig.state();
    for (method, path) in routes(&rig) {
        for body in ["{", "nul", "{}x", "[1,]"] {
            let (status, _) = is_never_our_fault(&rig, &Request::new(&method, &path).json(body));
            assert_eq!(status, 400, "{method} {path} {body}");
        }
        for (body, name) in [
            (r#"{"a":1,"a":1}"#, "`a`"),
            (r#"{"now":1,"b":[{"c":{"deep":null,"x":1,"\u0064eep":2}}]}"#, "`deep`"),
        ] {
            let (status, told) = is_never_our_fault(&rig, &Request::new(&method, &path).json(body));
            assert_eq!(status, 400, "{method} {path} {body}");
            assert!(detail(&told).contains(name), "{told}");
        }
    }
    assert!(rig.state() == before);
}

#[test]
fn unknown_fields_and_parameters_are_told_the_known_ones() {
    let rig = Rig::start();
    let before = rig.state();
    for (method, path) in routes(&rig) {
        let body = json!({ UNKNOWN: 1 }).to_string();
        let (status, told) = is_never_our_fault(&rig, &Request::new(&method, &path).json(&body));
        assert_eq!(status, 422, "{method} {path}");
        // Serde's own words for the same.
        let lists = ["known are: ", "expected "].iter().any(|words| detail(&told).contains(words));
        assert!(detail(&told).contains(UNKNOWN) && lists, "{method} {path}: {told}");

        let target = format!("{path}?{UNKNOWN}=1");
        let (status, told) = is_never_our_fault(&rig, &Request::new(&method, &target));
        assert_eq!(status, 422, "{method} {target}");
        assert!(detail(&told).contains("known are: "), "{method} {target}: {told}");
        let (status, _) = is_never_our_fault(&rig, &Request::new(&method, &format!("{path}?a=%zz")));
        assert_eq!(status, 400, "{method} {path}");
    }
    assert!(rig.state() == before);
}

#[test]
fn names_in_paths_are_decoded_once_and_then_judged() {
    let rig = Rig::start();
    let named = ["/demo".to_owned(), format!("/{KEPT}"), format!("/{RULE}")];
    for (method, path) in rig.routes() {
        let Some(name) = named.iter().find(|name| path.contains(*name)) else { continue };
        for (segment, statuses) in SEGMENTS {
            let before = rig.state();
            let target = path.replacen(name, &format!("/{segment}"), 1);
            let (status, _) = is_never_our_fault(&rig, &Request::new(&method, &target));
            assert!(statuses.contains(&status), "{method} {target}: {status}");
            assert!(*statuses != [400] || rig.state() == before, "{method} {target} changed the world");
            rig.put_back();
        }
        // The same name in other letters is the same name.
        let encoded: String = name[1..].bytes().map(|byte| format!("%{byte:02x}")).collect();
        let target = path.replacen(name, &format!("/{encoded}"), 1).replace("%7b%72%75%6c%65%7d", RULE);
        let [(plain, _), (encoded, _)] = [&path, &target].map(|target| {
            rig.put_back();
            is_never_our_fault(&rig, &Request::new(&method, target))
        });
        assert_eq!(plain, encoded, "{method} {target}");
        rig.put_back();
    }
    let long = format!("/_squall/snapshots/{}", "a".repeat(5_000));
    assert_eq!(is_never_our_fault(&rig, &Request::new("PUT", &long)).0, 422);
}

#[test]
fn what_cannot_stand_in_a_path_is_no_name_of_an_account() {
    let rig = Rig::start();
    for cloud in &rig.server.universe.clouds {
        let path = format!("/_squall/systems/{}/accounts", cloud.system().as_str());
        for name in ["", "a/b", "..", "a\\b", "a\u{0}", "a\nb"] {
            let body = json!({ "id": name }).to_string();
            let (status, told) = is_never_our_fault(&rig, &Request::new("POST", &path).json(&body));
            assert_eq!(status, 422, "{name:?}: {told}");
        }
        let body = json!({"id": "a b+c@云.x"}).to_string();
        assert_eq!(is_never_our_fault(&rig, &Request::new("POST", &path).json(&body)).0, 201);
        let encoded = format!("{path}/a%20b+c%40%E4%BA%91%2ex");
        assert_eq!(is_never_our_fault(&rig, &Request::new("GET", &encoded)).0, 200);
    }
}

/// The names in a list of known ones, as the door and as serde write it.
fn listed(detail: &str) -> Vec<String> {
    let list = detail.split_once("known are: ").or_else(|| detail.split_once("expected "));
    let list = list.map_or("", |(_, list)| list).trim_start_matches("one of ");
    let list = list.split(" at line ").next().unwrap_or_default();
    let name = |name: &str| name.trim_matches('`').to_owned();
    list.split(", ").flat_map(|part| part.split(" or ")).map(name).collect()
}

/// Bodies with a hole for a value at each place that a route knows of: whoever says something unknown is told what is
/// known there.
fn templates(rig: &Rig, method: &str, path: &str) -> Vec<String> {
    let (mut all, mut newest) = (Vec::new(), vec![HOLE.to_owned()]);
    let unknown = json!({ UNKNOWN: 1 }).to_string();
    for _ in 0..DEPTH {
        let mut inner = Vec::new();
        for template in &newest {
            let body = template.replace(HOLE, &unknown);
            let (status, told) = is_never_our_fault(rig, &Request::new(method, path).json(&body));
            let is_free = FREE.iter().any(|name| template.contains(name));
            assert!(status >= 400 || is_free || method == "DELETE", "{method} {path} takes {body}");
            if !detail(&told).contains(UNKNOWN) {
                continue;
            }
            for name in listed(detail(&told)).iter().filter(|name| *name != "none") {
                inner.push(template.replace(HOLE, &format!("{{\"{name}\":{HOLE}}}")));
                inner.push(template.replace(HOLE, &format!("{{\"{name}\":[{HOLE}]}}")));
            }
        }
        all.append(&mut newest);
        newest = inner;
    }
    all
}

#[test]
fn nothing_in_a_body_is_squalls_fault() {
    let rig = Rig::start();
    let (deep, mut places) = ("[".repeat(5_000), 0);
    for (method, path) in rig.routes().into_iter().filter(|(_, path)| path != "/_squall/requests/stream") {
        for body in BODIES.iter().chain([&deep.as_str()]) {
            is_never_our_fault(&rig, &Request::new(&method, &path).json(body));
        }
        rig.put_back();
        let templates = templates(&rig, &method, &path);
        places += templates.len();
        for (template, value) in templates.iter().flat_map(|one| VALUES.iter().map(move |value| (one, value)))
        {
            is_never_our_fault(&rig, &Request::new(&method, &path).json(&template.replace(HOLE, value)));
            rig.server.universe.site.store.fail_writes(0);
        }
        rig.put_back();
    }
    assert!(places > 500, "only {places} places for values were found");
}
