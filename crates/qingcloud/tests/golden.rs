//! Raw requests and the raw replies they get, byte for byte: no sockets, nothing blotted out, because clock
//! and ids are fixed. `SQUALL_BLESS=1` writes the replies anew; read the difference before you commit it.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use bytes::Bytes;
use squall_api::Request;
use squall_simulate::Desk;
use std::fmt::Write as _;
use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;

const SEPARATOR: &str = "=====\n";

fn parse(text: &str) -> Request {
    let (head, body) = text.split_once("\n\n").unwrap();
    let mut lines = head.lines();
    let mut first = lines.next().unwrap().split(' ');
    let (method, target) = (first.next().unwrap(), first.next().unwrap());
    let mut builder = http::Request::builder().method(method).uri(target);
    for (name, value) in lines.map(|line| line.split_once(": ").unwrap()) {
        builder = builder.header(name, value);
    }
    let body = Bytes::from(body.trim_end().to_owned());
    Request::new(builder.body(body).unwrap(), IpAddr::V4(Ipv4Addr::LOCALHOST))
}

fn reply_to(request: &Request) -> String {
    let desk = Desk::new();
    let response = desk.cloud().answer(request).response;
    let mut text = format!("HTTP/1.1 {}\n", response.status());
    let mut headers: Vec<_> = response.headers().iter().collect();
    headers.sort_by_key(|(name, _)| name.as_str());
    for (name, value) in headers {
        writeln!(text, "{name}: {}", value.to_str().unwrap()).unwrap();
    }
    writeln!(text, "\n{}", std::str::from_utf8(response.body()).unwrap()).unwrap();
    text
}

#[test]
fn raw_requests_get_exactly_these_replies() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut files: Vec<_> = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() > 10);
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let (request, expected) = text.split_once(SEPARATOR).unwrap();
        let reply = reply_to(&parse(request));
        if std::env::var_os("SQUALL_BLESS").is_some() {
            std::fs::write(&file, format!("{request}{SEPARATOR}{reply}")).unwrap();
        } else {
            assert_eq!(reply, expected, "{}", file.display());
        }
    }
}
