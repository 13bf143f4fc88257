//! File descriptors, few and none.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use crate::place::Place;
use crate::running::{Running, in_shell, text};

/// Nothing here takes this long unless it hangs.
const PATIENCE: Duration = Duration::from_secs(10);

fn connect(server: &Running) -> TcpStream {
    let stream = TcpStream::connect(server.base.trim_start_matches("http://")).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream
}

/// Asks on a connection of its own and says nothing more on it; whether there was an answer.
fn ask(stream: &mut TcpStream) -> bool {
    stream.write_all(b"GET /_squall/health HTTP/1.1\r\nhost: localhost\r\n\r\n").unwrap();
    matches!(stream.read(&mut [0; 4096]), Ok(1..))
}

fn limit(server: &Running, descriptors: &str) {
    let id = server.child.id().to_string();
    let limit = format!("--nofile={descriptors}");
    assert!(Command::new("prlimit").args(["--pid", &id, &limit]).status().unwrap().success());
}

/// Hundredths of a second that the process has computed.
fn computed(server: &Running) -> u64 {
    let stat = fs::read_to_string(format!("/proc/{}/stat", server.child.id())).unwrap();
    let fields: Vec<&str> = stat.rsplit_once(')').unwrap().1.split_whitespace().collect();
    fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap()
}

#[test]
fn too_few_are_refused_in_one_sentence() {
    for few in [10, 20, 32] {
        let output = in_shell(&format!("ulimit -n {few}"), &[]).output().unwrap();
        let (out, err) = (text(&output.stdout), text(&output.stderr));
        assert_eq!(output.status.code(), Some(2), "{few}: {out}{err}");
        assert!(out.is_empty() && err.lines().count() == 1, "{out}{err}");
        assert!(err.contains(&format!("{few} file descriptors are too few")), "{err}");
    }
}

/// With a data directory and three listeners, as many as there are descriptors reserved for.
#[test]
fn few_are_enough_for_few() {
    let place = Place::new("few");
    let others = ["--listen", "127.0.0.1:0", "--listen", "127.0.0.1:0"];
    let data = ["--data", place.path().to_str().unwrap()];
    let server = Running::start_in_shell("ulimit -n 35", &[&others[..], &data].concat());
    for _ in 0..100 {
        assert!(ask(&mut connect(&server)));
    }
    server.endpoint().door("PUT", "/snapshots/one", None).unwrap();
    server.endpoint().door("POST", "/snapshots/one/restore", None).unwrap();
    // More than there is room for: some wait, nothing hangs, and there is room again when they go.
    let crowd: Vec<TcpStream> = (0..60).map(|_| connect(&server)).collect();
    drop(crowd);
    assert!(ask(&mut connect(&server)));
    let said = server.said();
    assert!(said.iter().any(|line| line.contains("file descriptors suffice for 4 connections")), "{said:?}");
}

#[test]
fn the_soft_limit_is_raised_to_the_hard_one() {
    let server = Running::start_in_shell("ulimit -S -n 40", &[]);
    let mut crowd: Vec<TcpStream> = (0..200).map(|_| connect(&server)).collect();
    assert!(crowd.iter_mut().all(ask));
}

#[test]
fn when_none_is_left_it_waits_without_haste_and_goes_on() {
    let server = Running::start(&[]);
    let mut known = connect(&server);
    assert!(ask(&mut known));
    let open = fs::read_dir(format!("/proc/{}/fd", server.child.id())).unwrap().count();
    limit(&server, &format!("{open}:"));
    let mut waiting: Vec<TcpStream> = (0..5).map(|_| connect(&server)).collect();
    let before = computed(&server);
    thread::sleep(Duration::from_millis(600));
    assert!(computed(&server) - before < 20, "it spins");
    assert!(ask(&mut known), "those who are in are served");
    limit(&server, "1024:");
    let begun = Instant::now();
    assert!(waiting.iter_mut().all(ask));
    assert!(begun.elapsed() < PATIENCE / 2);
}
