//! The operator's door of a running squall.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod running;

use running::{Running, squall};
use serde_json::{Value, json};
use squall_recipes::Endpoint;

fn refused(endpoint: &Endpoint, method: &str, path: &str, body: &str) -> (u16, Value) {
    let headers = [("content-type".to_owned(), "application/json".to_owned())];
    let reply = endpoint.request(method, path, &headers, body).unwrap();
    (reply.status, serde_json::from_str(&reply.body).unwrap_or_default())
}

fn call(server: &Running, words: &[&str]) -> Value {
    let endpoint = ["--endpoint", &server.base];
    let output = squall(&[&["call", "qingcloud"], words, &endpoint[..]].concat());
    serde_json::from_slice(&output.stdout).unwrap_or_default()
}

#[test]
fn clocks_move_freeze_and_go_their_own_ways() {
    let server = Running::start(&["--now", "2026-05-01T00:00:00Z"]);
    let door = server.endpoint();
    let clock = |body: Value| door.door("PATCH", "/clock", Some(&body)).unwrap();
    let frozen = clock(json!({"running": false, "now": "2026-06-01T00:00:00Z"}));
    assert_eq!(
        (frozen["now"].as_str(), frozen["running"].as_bool()),
        (Some("2026-06-01T00:00:00.000000Z"), Some(false))
    );
    assert!(frozen["wire"].as_str().unwrap().starts_with("2026-05-01T00:00"));
    let later = door.door("POST", "/clock/advance", Some(&json!({"seconds": 90}))).unwrap();
    assert_eq!(later["now"], "2026-06-01T00:01:30.000000Z");
    assert_eq!(refused(&door, "PATCH", "/_squall/clock", r#"{"now":"2026-01-01T00:00:00Z"}"#).0, 422);
    let (status, problem) = refused(&door, "PATCH", "/_squall/clock", r#"{"tomorrow":1}"#);
    assert_eq!(status, 422);
    assert!(problem["detail"].as_str().unwrap().contains("now, wire, running"));
    door.door("POST", "/reset", None).unwrap();
    assert!(
        door.door("GET", "/clock", None).unwrap()["now"].as_str().unwrap().starts_with("2026-05-01T00:0")
    );
}

#[test]
fn snapshots_bring_a_world_back_with_its_time() {
    let server = Running::start(&[]);
    let door = server.endpoint();
    call(&server, &["CreateTag", "tag_name=before"]);
    door.door("PUT", "/snapshots/one", None).unwrap();
    let then = door.door("GET", "/health", None).unwrap()["now"].as_str().unwrap().to_owned();
    call(&server, &["CreateTag", "tag_name=after"]);
    door.door("POST", "/clock/advance", Some(&json!({"seconds": 86_400}))).unwrap();
    assert_eq!(door.door("GET", "/snapshots", None).unwrap(), json!(["one"]));
    door.door("POST", "/snapshots/one/restore", None).unwrap();
    let now = door.door("GET", "/health", None).unwrap()["now"].as_str().unwrap().to_owned();
    assert_eq!(now[..10], then[..10], "time went back with the world");
    let tags = call(&server, &["DescribeTags"]);
    assert_eq!(
        (tags["total_count"].as_u64(), tags["tag_set"][0]["tag_name"].as_str()),
        (Some(1), Some("before"))
    );
    door.door("DELETE", "/snapshots/one", None).unwrap();
    assert_eq!(refused(&door, "POST", "/_squall/snapshots/one/restore", "").0, 404);
}

#[test]
fn worlds_and_accounts_are_patched_field_by_field() {
    let server = Running::start(&[]);
    let door = server.endpoint();
    let world = door.door("PATCH", "/systems/qingcloud/world", Some(&json!({"pools": {"eip": 3}}))).unwrap();
    assert_eq!((world["pools"]["eip"].as_u64(), world["services"]["volume"].as_str()), (Some(3), Some("up")));
    let (status, problem) = refused(&door, "PATCH", "/_squall/systems/qingcloud/world", r#"{"moon":true}"#);
    assert!(status == 422 && problem["detail"].as_str().unwrap().contains("overloaded"));
    let bob =
        json!({"id": "bob", "balance": "7.50", "keys": [{"id": "BOB", "secret": "s"}], "quotas": {"eip": 1}});
    let made = door.door("POST", "/systems/qingcloud/accounts", Some(&bob)).unwrap();
    assert_eq!(
        (made["id"].as_str(), made["balance"].as_str(), made["quotas"]["eip"].as_u64()),
        (Some("bob"), Some("7.50"), Some(1))
    );
    assert_eq!(made["keys"], bob["keys"]);
    assert_eq!(refused(&door, "POST", "/_squall/systems/qingcloud/accounts", &bob.to_string()).0, 409);
    let frozen =
        door.door("PATCH", "/systems/qingcloud/accounts/bob", Some(&json!({"status": "frozen"}))).unwrap();
    assert_eq!(frozen["status"], "frozen");
    let list = door.door("GET", "/systems/qingcloud/accounts", None).unwrap();
    let ids: Vec<_> =
        list.as_array().unwrap().iter().map(|account| account["id"].as_str().unwrap()).collect();
    assert!(ids.contains(&"demo") && ids.contains(&"bob") && ids.len() == 2, "{ids:?}");
    door.door("DELETE", "/systems/qingcloud/accounts/bob", None).unwrap();
    assert_eq!(refused(&door, "GET", "/_squall/systems/qingcloud/accounts/bob", "").0, 404);
}

#[test]
fn fault_rules_fire_and_the_journal_tells() {
    let server = Running::start(&[]);
    let door = server.endpoint();
    let rule = json!({"match": {"action": "DescribeZones", "nth": 2}, "do": {"raise": "5100"}, "times": 1});
    let rule = door.door("POST", "/faults", Some(&rule)).unwrap();
    let codes: Vec<_> = (0..3).map(|_| call(&server, &["DescribeZones"])["ret_code"].as_u64()).collect();
    assert_eq!(codes, [Some(0), Some(5100), Some(0)]);
    assert_eq!(door.door("GET", "/faults", None).unwrap()[0]["hits"], 1);
    door.door("DELETE", &format!("/faults/{}", rule["id"]), None).unwrap();
    assert_eq!(refused(&door, "POST", "/_squall/faults", r#"{"do":{"raise":"424242"}}"#).0, 422);
    let log = door.door("GET", "/requests?system=qingcloud&action=DescribeZones&limit=2", None).unwrap();
    assert_eq!((log[0]["code"].clone(), log[1]["code"].as_str()), (Value::Null, Some("5100")));
    assert_eq!(log[1]["parameters"]["signature"], "***");
    assert!(log[1]["reason"].as_str().unwrap().contains("fault rule"));
    let metrics = door.request("GET", "/metrics", &[], "").unwrap().body;
    assert!(metrics.contains("squall_requests_total{system=\"qingcloud\",code=\"5100\"} 1"));
}

#[test]
fn listings_come_in_pages() {
    let server = Running::start(&[]);
    let door = server.endpoint();
    for n in 0..5 {
        let account = json!({"id": format!("a{n}"), "user_id": format!("usr-a{n}")});
        door.door("POST", "/systems/qingcloud/accounts", Some(&account)).unwrap();
        let rule = json!({"match": {"action": format!("A{n}")}, "do": {"drop": true}});
        door.door("POST", "/faults", Some(&rule)).unwrap();
        door.door("PUT", &format!("/snapshots/s{n}"), None).unwrap();
        call(&server, &["DescribeZones"]);
    }
    let get = |path: &str| door.door("GET", path, None).unwrap().as_array().unwrap().clone();
    let ids = |path: &str| -> Vec<String> { get(path).iter().map(|entry| entry["id"].to_string()).collect() };
    let accounts = "/systems/qingcloud/accounts";
    let pages =
        [ids(&format!("{accounts}?limit=2&after=a0")), ids(&format!("{accounts}?limit=2&after=usr-a2"))];
    assert_eq!(pages, [["\"a1\"", "\"a2\""], ["\"a3\"", "\"a4\""]]);
    assert_eq!((get(accounts).len(), get(&format!("{accounts}?after=usr-a4zz"))), (6, vec![]));
    assert_eq!(
        (ids("/faults?limit=2"), ids("/faults?after=3")),
        (ids("/faults")[..2].to_vec(), ids("/faults")[3..].to_vec())
    );
    assert_eq!(get("/snapshots?after=s1&limit=2"), ["s2", "s3"]);
    let log = ids("/requests");
    let first = ids("/requests?limit=3");
    assert_eq!(first, log[..3]);
    assert_eq!(ids(&format!("/requests?limit=3&before={}", first[2])), log[3..]);
    assert_eq!(ids("/requests?limit=99999999").len(), 5);
    for path in ["/requests?limit=x", "/requests?before=-1", "/faults?limit=x"] {
        assert_eq!(refused(&door, "GET", &format!("/_squall{path}"), "").0, 422, "{path}");
    }
    let long = "x".repeat(100_000);
    let (status, problem) = refused(&door, "POST", "/_squall/faults", &format!(r#"{{"{long}":1}}"#));
    assert!(status == 422 && problem["detail"].as_str().unwrap().len() < 5_000, "{status}");
}

#[test]
fn a_dropped_connection_leaves_the_work_undone_and_a_lost_reply_leaves_it_done() {
    let server = Running::start(&[]);
    let door = server.endpoint();
    for (effect, name) in [("drop", "undone"), ("lose_reply", "done")] {
        let rule = json!({"match": {"action": "CreateTag"}, "do": {effect: true}, "times": 1});
        door.door("POST", "/faults", Some(&rule)).unwrap();
        assert_eq!(call(&server, &["CreateTag", &format!("tag_name={name}")]), Value::Null, "no reply came");
    }
    let tags = call(&server, &["DescribeTags"]);
    assert_eq!(
        (tags["total_count"].as_u64(), tags["tag_set"][0]["tag_name"].as_str()),
        (Some(1), Some("done"))
    );
}

#[test]
fn a_token_guards_the_door_where_one_is_set() {
    let server = Running::start(&["--admin-token", "open-sesame"]);
    assert_eq!(refused(&server.endpoint(), "GET", "/_squall/health", "").0, 401);
    let door = Endpoint::new(&server.base, Some("open-sesame"));
    assert_eq!(door.door("GET", "/health", None).unwrap()["status"], "ok");
}

#[test]
fn the_door_answers_under_hosts_that_were_given() {
    let server = Running::start(&["--admin-host", "ops.example", "--admin-host", "::2"]);
    let status = |host: &str| {
        let headers = [("host".to_owned(), host.to_owned())];
        server.endpoint().request("GET", "/_squall/health", &headers, "").unwrap().status
    };
    assert_eq!(["ops.example:80", "[::2]", "127.0.0.1"].map(status), [200; 3]);
    assert_eq!(["example", "[::3]"].map(status), [421; 2]);
    for host in ["ops.example:80", "http://ops.example", "", "a b"] {
        let output = squall(&["serve", "--listen", "127.0.0.1:0", "--admin-host", host]);
        assert_eq!(output.status.code(), Some(2), "{host}");
    }
}

#[test]
fn what_is_nowhere_is_told_where_things_are() {
    let server = Running::start(&[]);
    let (status, problem) = refused(&server.endpoint(), "GET", "/nowhere", "");
    assert_eq!(status, 404);
    assert!(problem["routes"].as_array().unwrap().len() >= 4);
}

#[test]
fn a_policy_that_nobody_understands_is_a_problem_with_its_place() {
    let server = Running::start(&[]);
    let door = server.endpoint();
    let said = |system: &str, patch: Value| {
        let path = format!("/_squall/systems/{system}/accounts/demo");
        let (status, problem) = refused(&door, "PATCH", &path, &patch.to_string());
        (status, problem["detail"].as_str().unwrap_or_default().to_owned())
    };
    let (status, detail) =
        said("qingcloud", json!({"role": {"policy": {"statement": [{"effect": "denny"}]}}}));
    assert_eq!(status, 422);
    assert!(detail.contains("`role.policy.statement[0].effect` must be `allow` or `deny`"), "{detail}");
    let statement = json!({"Effect": "Deny", "Action": "clouddc:imetal:list"});
    let users = json!([{"name": "ann"}, {"name": "bob", "policies": ["*", {"Statement": [statement]}]}]);
    let (status, detail) = said("huawei-imetal", json!({"users": users}));
    assert_eq!(status, 422);
    assert!(detail.contains("`users[1].policies[1].Statement[0].Action` must be a list"), "{detail}");
    let kept = door.door("GET", "/systems/huawei-imetal/accounts/demo", None).unwrap();
    assert_eq!(kept["users"], json!([]), "nothing of a refused patch is kept");
}
