//! A disk that is full while squall runs. The system's limit on the size of files stands for it: it is met by the same
//! calls in the same places, needs no file system of its own and binds root.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::Command;

use serde_json::Value;

use crate::place::Place;
use crate::running::{Running, squall};

/// How far the file may still grow, in bytes.
const ROOM: u64 = 300_000;
/// Calls after which the room must have been used up.
const PATIENCE: usize = 3_000;

/// A squall that cannot make files greater than so many bytes; its signal is the default one.
fn start_within(place: &Place, bytes: u64) -> Running {
    let before = format!("ulimit -S -f {}", bytes / 512);
    Running::start_in_shell(&before, &["--data", place.path().to_str().unwrap()])
}

fn make_room(server: &Running) {
    let id = server.child.id().to_string();
    assert!(Command::new("prlimit").args(["--pid", &id, "--fsize=unlimited"]).status().unwrap().success());
}

fn call(server: &Running, words: &[&str]) -> Value {
    let output = squall(&[&["call", "qingcloud"], words, &["--endpoint", &server.base][..]].concat());
    serde_json::from_slice(&output.stdout).unwrap_or_default()
}

/// Makes a tag of some size; its name if that was acknowledged.
fn tag(server: &Running, nth: usize) -> Result<String, Value> {
    let name = format!("{nth}-{}", "x".repeat(200));
    let reply = call(server, &["CreateTag", &format!("tag_name={name}")]);
    if reply["ret_code"] == 0 { Ok(name) } else { Err(reply) }
}

fn tags(server: &Running) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for offset in (0..).step_by(100) {
        let page = call(server, &["DescribeTags", "limit=100", &format!("offset={offset}")]);
        let page: Vec<String> = page["tag_set"]
            .as_array()
            .unwrap()
            .iter()
            .map(|tag| tag["tag_name"].as_str().unwrap().into())
            .collect();
        if page.is_empty() {
            return names;
        }
        names.extend(page);
    }
    names
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_refuses_writes_only_and_only_while_it_is_full() {
    let place = Place::founded("full");
    let size = fs::metadata(place.file()).unwrap().len();
    let server = start_within(&place, size + ROOM);
    let quota = serde_json::json!({"quotas": {"tag": 100_000}});
    server.endpoint().door("PATCH", "/systems/qingcloud/accounts/demo", Some(&quota)).unwrap();
    let mut kept = BTreeSet::new();
    let mut nth = 0;
    let refusal = loop {
        assert!(nth < PATIENCE, "the disk does not fill up");
        nth += 1;
        match tag(&server, nth) {
            Ok(name) => kept.insert(name),
            Err(reply) => break reply,
        };
    };
    assert_eq!(refusal["ret_code"], 5000, "{refusal}");
    assert_eq!(tags(&server), kept, "reads go on, and a refused write has left nothing");
    for more in 1..4 {
        // It may fit by now, if what the refused one had begun gave room back.
        match tag(&server, nth + more) {
            Ok(name) => drop(kept.insert(name)),
            Err(reply) => assert_eq!(reply["ret_code"], 5000, "{reply}"),
        }
    }
    assert_eq!(tags(&server), kept);
    make_room(&server);
    kept.insert(tag(&server, nth + 4).unwrap_or_else(|reply| panic!("after room was made: {reply}")));
    assert_eq!(tags(&server), kept);
    let mut server = server;
    let heard = server.child.stderr.take().unwrap();
    drop(server);
    let heard: Vec<String> = BufReader::new(heard).lines().map(Result::unwrap).collect();
    let refused = heard.iter().filter(|line| line.contains("the world cannot be written (")).count();
    let again = heard.iter().filter(|line| line.ends_with("the world can be written again")).count();
    assert!(refused > 0 && refused == again, "{heard:#?}");
    assert_eq!(tags(&place.start()), kept, "after a kill and another start");
}
