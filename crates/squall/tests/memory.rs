//! What the real process takes at most while callers without credentials send what is large.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, missing_docs)]

mod running;

use running::Running;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::thread;
use std::time::Duration;

/// What the process may take beyond what it took when it was ready, with 64 MiB allowed for requests.
const MOST_MIB: u64 = 220;
const MIB: usize = 1 << 20;

/// The most memory that a process has had so far, in MiB.
fn peak_mib(server: &Running) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.child.id())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() / 1024
}

fn connect(server: &Running) -> TcpStream {
    let stream = TcpStream::connect(server.base.trim_start_matches("http://")).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    stream
}

/// Posts a body and reads the beginning of the answer; a connection that was closed meanwhile is one as well.
fn post(server: &Running, path: &str, body: &[u8]) -> String {
    let mut stream = connect(server);
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    let mut answer = [0; 1024];
    let sent = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body));
    let read = sent.and_then(|()| stream.read(&mut answer)).unwrap_or(0);
    String::from_utf8_lossy(&answer[..read]).into_owned()
}

fn at_once(server: &Running, requests: usize, path: &str, body: &[u8]) {
    thread::scope(|scope| (0..requests).for_each(|_| drop(scope.spawn(|| post(server, path, body)))));
}

#[test]
fn the_process_stays_small_whatever_strangers_send() {
    let server = Running::start(&["--max-held", "64"]);
    let before = peak_mib(&server);
    let judge = |what: &str| {
        let now = peak_mib(&server) - before;
        println!("{what}: {now} MiB more");
        assert!(now <= MOST_MIB, "{what}: {now} MiB more than when it was ready");
    };

    let large = "x".repeat(8 * MIB);
    for _ in 0..40 {
        let answer = post(&server, "/iaas/", format!("action={large}").as_bytes());
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }
    judge("actions of 8 MiB, which the log would keep");

    let half = format!("GET / HTTP/1.1\r\nhost: localhost\r\nx-long: {}", "a".repeat(250_000));
    let mut waiting = Vec::new();
    for _ in 0..400 {
        let mut stream = connect(&server);
        // What there is no room for is refused while it is being sent.
        let _ = stream.write_all(half.as_bytes());
        waiting.push(stream);
    }
    assert_eq!(server.endpoint().door("GET", "/health", None).unwrap()["status"], "ok");
    judge("half heads");
    drop(waiting);

    let lists = format!("[{}0]", "0,".repeat(5 * MIB));
    at_once(&server, 7, "/v3/auth/tokens", lists.as_bytes());
    at_once(&server, 7, "/_squall/systems/qingcloud/accounts", lists.as_bytes());
    judge("lists of five million numbers");
    let many: Vec<String> = (0..400_000).map(|n| format!("a{n}.b.c.d=1")).collect();
    at_once(&server, 7, "/iaas/", many.join("&").as_bytes());
    judge("records of one field each");

    let rule = format!(r#"{{"match":{{"action":"{large}"}},"do":{{"drop":true}}}}"#);
    for _ in 0..16 {
        let answer = post(&server, "/_squall/faults", rule.as_bytes());
        assert!(answer.starts_with("HTTP/1.1 422"), "{answer}");
    }
    judge("fault rules of 8 MiB");
    let door = server.endpoint();
    let log = door.door("GET", "/requests?limit=2000", None).unwrap();
    assert!(log.as_array().unwrap().len() >= 40 && log.to_string().len() < MIB);
    assert_eq!(door.door("GET", "/faults", None).unwrap().as_array().unwrap().len(), 0);
}
