//! A server of the attacker's: it serves the page, hears what the page found, and keeps what else it is asked, or
//! passes it on to where its name has come to lead.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use serde_json::Value;

use crate::rig::connection;

/// What the server tells whoever asks.
pub(super) const SECRET: &str = "the plain server's secret";
/// A browser has to start, and every attempt may take its time.
const PATIENCE: Duration = Duration::from_secs(60);
const PAGE: &str = include_str!("page.html");
/// Where the page has its orders put.
const ORDERS: &str = "ORDERS";

/// What becomes of all requests but those for the page and its report.
#[derive(Clone, Copy)]
pub(super) enum Target {
    /// They are kept and answered.
    Own,
    /// They are passed on as they are: the name leads somewhere else now.
    Other(SocketAddr),
}

/// A request that was kept.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    pub(super) method: String,
    pub(super) path: String,
    /// What its body is said to be.
    pub(super) kind: String,
}

struct Shared {
    target: Target,
    orders: Mutex<Value>,
    seen: Mutex<Vec<Seen>>,
    reports: Mutex<Sender<Value>>,
}

/// The running server; it ends with the process.
pub(super) struct Attacker {
    at: SocketAddr,
    shared: Arc<Shared>,
    reports: Receiver<Value>,
}

impl Attacker {
    pub(super) fn start(target: Target) -> Attacker {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap();
        let (sender, reports) = channel();
        let (orders, seen, sender) = (Mutex::default(), Mutex::default(), Mutex::new(sender));
        let shared = Arc::new(Shared { target, orders, seen, reports: sender });
        let for_connections = shared.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = for_connections.clone();
                thread::spawn(move || serve(&shared, stream));
            }
        });
        Attacker { at, shared, reports }
    }

    pub(super) fn port(&self) -> u16 {
        self.at.port()
    }

    pub(super) fn give_orders(&self, orders: Value) {
        *self.shared.orders.lock().unwrap() = orders;
    }

    /// What the page says that it found.
    pub(super) fn report(&self) -> Value {
        self.reports.recv_timeout(PATIENCE).expect("the page tells what it found")
    }

    /// All that was kept.
    pub(super) fn seen(&self) -> Vec<Seen> {
        self.shared.seen.lock().unwrap().clone()
    }
}

/// Answers one request; the browser may open another connection for the next.
fn serve(shared: &Shared, mut stream: TcpStream) -> Option<()> {
    let request = read(&mut stream)?;
    let text = String::from_utf8_lossy(&request);
    let (head, body) = text.split_once("\r\n\r\n")?;
    let mut words = head.split(' ');
    let (method, target) = (words.next()?, words.next()?);
    let path = target.split('?').next()?;
    match (method, path) {
        ("GET", "/page") => {
            let page = PAGE.replace(ORDERS, &shared.orders.lock().ok()?.to_string());
            reply(&mut stream, "text/html; charset=utf-8", &page)
        }
        ("POST", "/report") => {
            shared.reports.lock().ok()?.send(serde_json::from_str(body).ok()?).ok()?;
            reply(&mut stream, "text/plain", "")
        }
        ("GET", "/favicon.ico") => reply(&mut stream, "text/plain", ""),
        _ => match shared.target {
            Target::Own => {
                let kind = header(head, "content-type").unwrap_or_default().to_owned();
                let seen = Seen { method: method.to_owned(), path: path.to_owned(), kind };
                shared.seen.lock().ok()?.push(seen);
                reply(&mut stream, "text/plain", SECRET)
            }
            Target::Other(at) => {
                let mut other = connection(at);
                other.write_all(&closing(head, body)).ok()?;
                let mut answer = Vec::new();
                let _ = other.read_to_end(&mut answer);
                stream.write_all(&answer).ok()
            }
        },
    }
}

/// The same request as the last of its connection.
fn closing(head: &str, body: &str) -> Vec<u8> {
    let is_connection = |line: &&str| line.to_ascii_lowercase().starts_with("connection:");
    let lines: Vec<&str> = head.split("\r\n").filter(|line| !is_connection(line)).collect();
    format!("{}\r\nconnection: close\r\n\r\n{body}", lines.join("\r\n")).into_bytes()
}

fn header<'h>(head: &'h str, wanted: &str) -> Option<&'h str> {
    let mut fields = head.split("\r\n").filter_map(|line| line.split_once(": "));
    fields.find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value)
}

/// A whole request; nothing where none comes.
fn read(stream: &mut TcpStream) -> Option<Vec<u8>> {
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    let (mut bytes, mut piece) = (Vec::new(), [0; 4096]);
    loop {
        let text = String::from_utf8_lossy(&bytes);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = header(head, "content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
            if body.len() >= length {
                return Some(bytes);
            }
        }
        match stream.read(&mut piece) {
            Ok(count @ 1..) => bytes.extend_from_slice(&piece[..count]),
            _ => return None,
        }
    }
}

fn reply(stream: &mut TcpStream, kind: &str, body: &str) -> Option<()> {
    let length = body.len();
    let head =
        format!("HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\nconnection: close");
    stream.write_all(format!("{head}\r\n\r\n{body}").as_bytes()).ok()
}
