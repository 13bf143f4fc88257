//! Words about a fresh world in front of one that exists.

use crate::place::Place;
use crate::running::{Running, in_shell, squall, text};

const NOW: &str = "2030-01-01T00:00:00Z";

fn start(place: &Place, words: &[&str]) -> Running {
    Running::start_in_shell(":", &[&["--data", place.path().to_str().unwrap()], words].concat())
}

#[test]
fn another_seed_is_refused_and_the_same_is_not() {
    let place = Place::new("seed");
    assert_eq!(start(&place, &["--seed", "7"]).said(), [] as [&str; 0]);
    for words in [&["--seed", "7"][..], &[]] {
        assert_eq!(start(&place, words).said(), [] as [&str; 0], "{words:?}");
    }
    for other in ["1", "8"] {
        let words = ["--data", place.path().to_str().unwrap(), "--seed", other];
        let output = in_shell(":", &words).output().unwrap();
        let err = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{err}");
        assert!(
            output.stdout.is_empty() && err.lines().count() == 1 && err.contains("has the seed 7"),
            "{err}"
        );
    }
}

/// What follows from a seed does so after a reset as well, whichever words the process was started with.
#[test]
fn a_reset_keeps_the_seed_of_the_world() {
    let place = Place::new("seed-reset");
    let account = |server: &Running| {
        let world = server.endpoint().door("GET", "/systems/huawei-imetal/world", None).unwrap();
        world["servers"][0]["id"].clone()
    };
    let server = start(&place, &["--seed", "7"]);
    let first = account(&server);
    assert_eq!(server.terminate(), Some(0));
    let server = start(&place, &[]);
    server.endpoint().door("POST", "/reset", None).unwrap();
    assert!(first.is_string() && account(&server) == first);
}

/// As docs/security.md tells those who share a host.
#[test]
fn the_demo_keys_give_way_to_keys_of_ones_own() {
    let place = Place::new("own-keys");
    let file = place.path().join("world.json");
    let account = r#"{"accounts":[{"id":"demo","keys":[{"id":"MINE","secret":"of my own"}]}]}"#;
    std::fs::write(&file, format!(r#"{{"qingcloud":{account},"huawei-imetal":{account}}}"#)).unwrap();
    let server = Running::start(&["--world", file.to_str().unwrap()]);
    for (system, action, refusal) in
        [("qingcloud", "DescribeZones", "illegal access key"), ("huawei-imetal", "ListServers", "not exist")]
    {
        let called = squall(&["call", system, action, "--endpoint", &server.base]);
        assert_eq!(called.status.code(), Some(1), "{system}");
        assert!(text(&called.stdout).contains(refusal), "{system}: {}", text(&called.stdout));
    }
}

/// A service is started again with the words that it was first started with.
#[test]
fn now_and_world_are_spoken_of_and_otherwise_let_pass() {
    let place = Place::new("now");
    let file = place.path().join("world.json");
    std::fs::write(&file, r#"{"qingcloud":{"world":{"pools":{"eip":3}}}}"#).unwrap();
    let words = ["--seed", "7", "--now", NOW, "--world", file.to_str().unwrap()];
    let server = start(&place, &words);
    server.endpoint().door("POST", "/clock/advance", Some(&serde_json::json!({"seconds": 864_000}))).unwrap();
    assert_eq!(server.said(), [] as [&str; 0]);
    std::fs::write(&file, "not even JSON").unwrap();
    let server = start(&place, &words);
    let now = |server: &Running| server.endpoint().door("GET", "/clock", None).unwrap()["now"].to_string();
    assert!(now(&server).starts_with("\"2030-01-11T"), "{}", now(&server));
    server.endpoint().door("POST", "/reset", None).unwrap();
    assert!(now(&server).starts_with("\"2030-01-01T"), "{}", now(&server));
    let said = server.said();
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[0].contains("--now only says where a reset puts its clocks"), "{said:?}");
    assert!(said[1].contains("world.json is not read"), "{said:?}");
}
