//! Raw requests in files, with the raw replies they get.
//!
//! A file holds a request as it goes over the wire, `=====`, and the reply. `$(x*32769)` in a request repeats a letter;
//! lines `given world {…}` and `given account LABEL {…}` before it set the stage. `SQUALL_BLESS=1` writes the replies
//! anew: read the difference before you commit it.
#![allow(clippy::unwrap_used)]

use crate::{Desk, Vendor};
use bytes::Bytes;
use squall_api::Request;
use std::fmt::Write as _;
use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};

const SEPARATOR: &str = "=====\n";

/// Compares every file of a folder with what a fresh world of a system answers; there must be so many at least.
pub fn compare(vendor: &'static dyn Vendor, folder: &str, least: usize) {
    let entries = std::fs::read_dir(Path::new(folder)).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= least, "{} files", files.len());
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let (request, expected) = text.split_once(SEPARATOR).unwrap();
        let reply = reply_to(vendor, request);
        if std::env::var_os("SQUALL_BLESS").is_some() {
            std::fs::write(&file, format!("{request}{SEPARATOR}{reply}")).unwrap();
        } else {
            assert_eq!(reply, expected, "{}", file.display());
        }
    }
}

fn reply_to(vendor: &'static dyn Vendor, mut text: &str) -> String {
    let desk = Desk::of(vendor);
    while let Some((given, rest)) = text.strip_prefix("given ").and_then(|text| text.split_once('\n')) {
        let (what, patch) = given.split_at(given.find('{').unwrap());
        let patch = serde_json::from_str(patch).unwrap();
        match what.trim().split_once(' ') {
            Some((_, label)) => desk.patch_account(label, &patch),
            None => desk.patch_world(&patch),
        }
        text = rest;
    }
    let response = desk.cloud().answer(&parse(&repeated(text))).response;
    let mut reply = format!("HTTP/1.1 {}\n", response.status());
    let mut headers: Vec<_> = response.headers().iter().collect();
    headers.sort_by_key(|(name, _)| name.as_str());
    for (name, value) in headers {
        writeln!(reply, "{name}: {}", value.to_str().unwrap()).unwrap();
    }
    writeln!(reply, "\n{}", std::str::from_utf8(response.body()).unwrap()).unwrap();
    reply
}

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

/// A text with its repetitions written out.
fn repeated(text: &str) -> String {
    let mut pieces = text.split("$(");
    let mut whole = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (repetition, rest) = piece.split_once(')').unwrap();
        let (what, times) = repetition.split_once('*').unwrap();
        whole.push_str(&what.repeat(times.parse().unwrap()));
        whole.push_str(rest);
    }
    whole
}
