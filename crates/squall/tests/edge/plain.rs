//! Plain HTTP: framing and deliveries.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use squall::edge::Limits;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};

use crate::rig::{Client, Mirror, Rig};

#[tokio::test]
async fn answers_keeps_alive_and_serves_pipelined_requests_in_order() {
    let rig = Rig::start(Limits::default()).await;
    let mut client = rig.client().await;
    assert_eq!(client.get("/iaas/?a=1").await.text(), "GET /iaas/?a=1 body=0 tls=false tunnel=None");
    client.send("POST /p HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\n\r\nbody").await;
    assert_eq!(client.answer().await.text(), "POST /p body=4 tls=false tunnel=None");
    let get = |n: u32| format!("GET /{n} HTTP/1.1\r\nhost: x\r\n\r\n");
    client.send((1..=40).map(get).collect::<String>()).await;
    for n in 1..=40 {
        assert!(client.answer().await.text().starts_with(&format!("GET /{n} ")));
    }
}

#[tokio::test]
async fn header_names_are_spelt_as_the_vendors_spell_them() {
    let rig = Rig::start(Limits::default()).await;
    let mut client = rig.client().await;
    client.send("GET /stream HTTP/1.0\r\nhost: x\r\n\r\n").await;
    let head = client.until(b"\r\n\r\n").await;
    let head = String::from_utf8(client.seen(head).to_vec()).unwrap();
    assert!(
        head.contains("\r\nContent-Type: text/event-stream\r\n") && head.contains("\r\nDate: "),
        "{head}"
    );
}

#[tokio::test]
async fn other_methods_and_older_http_reach_the_handler() {
    let rig = Rig::start(Limits::default()).await;
    let mut client = rig.client().await;
    client.send("BREW /pot HTTP/1.1\r\nhost: x\r\n\r\n").await;
    assert!(client.answer().await.text().starts_with("BREW /pot "));
    client.send("HEAD /head HTTP/1.1\r\nhost: x\r\n\r\nGET /next HTTP/1.1\r\nhost: x\r\n\r\n").await;
    let end = client.until(b"\r\n\r\n").await;
    assert!(end > 0);
    let all = client.until(b"GET /next ").await;
    assert!(all > end, "HEAD has no body, so the next answer follows its head");

    let mut old = rig.client().await;
    old.send("GET /old HTTP/1.0\r\n\r\n").await;
    let text = String::from_utf8(old.rest().await).unwrap();
    assert!(text.starts_with("HTTP/1.0 200") && text.contains("GET /old "), "{text}");
}

#[tokio::test]
async fn targets_longer_than_a_uri_arrive_whole() {
    let rig = Rig::start(Limits::default()).await;
    let mut client = rig.client().await;
    let long = format!("/iaas/?a={}&b=%E4%BA%91", "x".repeat(200_000));
    for _ in 0..3 {
        let answer = client.get(&long).await;
        assert!(answer.text() == format!("GET {long} body=0 tls=false tunnel=None"), "{}", answer.head);
        assert!(client.get("/short?y=1").await.text().starts_with("GET /short?y=1 body"));
    }
    let pipelined = format!("GET {long} HTTP/1.1\r\nhost: x\r\n\r\n").repeat(3);
    client.send(pipelined + "GET /last HTTP/1.1\r\nhost: x\r\n\r\n").await;
    for _ in 0..3 {
        assert!(client.answer().await.text().starts_with(&format!("GET {long} ")));
    }
    assert!(client.answer().await.text().starts_with("GET /last "));
    client.send(format!("GET /{} HTTP/1.1\r\nhost: x\r\n\r\n", "x".repeat(400_000))).await;
    let refused = client.answer().await;
    assert_eq!(refused.status(), 414);
    assert!(refused.text().contains("262144 bytes"), "{}", refused.text());
}

#[tokio::test]
async fn a_client_that_closes_its_sending_side_still_gets_its_answers() {
    let rig = Rig::start(Limits::default()).await;
    for path in ["/now", "/delay", "/large"] {
        half_closed(rig.client().await, path).await;
        half_closed(rig.tls_client("localhost").await, path).await;
    }
}

async fn half_closed<S: AsyncRead + AsyncWrite + Unpin>(mut client: Client<S>, path: &str) {
    client.send(format!("GET {path} HTTP/1.1\r\nhost: x\r\n\r\n").repeat(3)).await;
    client.stream.shutdown().await.unwrap();
    let started = Instant::now();
    for n in 0..3 {
        let answer = client.answer().await;
        assert_eq!(answer.status(), 200, "answer {n} of {path}");
    }
    assert!(client.rest().await.is_empty());
    assert!(started.elapsed() < Duration::from_secs(5), "and the connection ends after them");
}

#[tokio::test]
async fn a_client_that_leaves_inside_a_request_is_forgotten() {
    let rig = Rig::start(Limits::default()).await;
    let rests = ["POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nabc", "GE", "\r\n"];
    for (n, rest) in rests.iter().enumerate() {
        leaves_inside(rig.client().await, rest).await;
        leaves_inside(rig.tls_client("localhost").await, rest).await;
        assert_eq!(rig.mirror.calls.load(Ordering::SeqCst), 2 * (n + 1));
    }
}

async fn leaves_inside<S: AsyncRead + AsyncWrite + Unpin>(mut client: Client<S>, rest: &str) {
    client.send(format!("GET /delay HTTP/1.1\r\nhost: x\r\n\r\n{rest}")).await;
    client.stream.shutdown().await.unwrap();
    let started = Instant::now();
    assert!(client.answer().await.text().starts_with("GET /delay "));
    // What is left of a head may be answered 400, anything else is not.
    let last = client.rest().await;
    assert!(last.is_empty() || last.starts_with(b"HTTP/1.1 400"), "{last:?}");
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn what_is_answered_later_comes_to_its_end_whoever_leaves() {
    let rig = Rig::start(Limits { in_flight: 1, ..Limits::default() }).await;
    let mut client = rig.client().await;
    assert!(client.get("/later").await.text().starts_with("GET /later "));
    assert_eq!(client.get("/panic-later").await.status(), 500);
    let mut leaving = rig.client().await;
    leaving.send("GET /later HTTP/1.1\r\nhost: x\r\n\r\n").await;
    while rig.mirror.calls.load(Ordering::SeqCst) < 3 {
        tokio::task::yield_now().await;
    }
    drop(leaving);
    assert_eq!(client.get("/now").await.status(), 503, "it still takes the one place there is");
    while rig.mirror.done_later.load(Ordering::SeqCst) < 2 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    while client.get("/now").await.status() == 503 {}
}

#[tokio::test]
async fn chunked_bodies_and_expectations_work() {
    let rig = Rig::start(Limits::default()).await;
    let mut client = rig.client().await;
    client.send("POST /c HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n").await;
    client.send("4\r\ndefg\r\n0\r\n\r\n").await;
    assert!(client.answer().await.text().contains("body=7"));
    client.send("POST /e HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 5\r\n\r\n").await;
    assert_eq!(client.answer().await.status(), 100);
    client.send("hello").await;
    assert!(client.answer().await.text().contains("body=5"));
    client
        .send("POST /e HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 99999999\r\n\r\n")
        .await;
    assert_eq!(client.answer().await.status(), 413, "refused before the client sends it");
}

#[tokio::test]
async fn bad_http_is_answered_and_harms_nobody() {
    let rig = Rig::start(Limits::default()).await;
    for (bytes, status) in [
        ("\0\0\0\0\r\n\r\n".to_owned(), "400"),
        ("GET / HTTP/1.1\r\nbad header\r\n\r\n".to_owned(), "400"),
        ("POST / HTTP/1.1\r\ncontent-length: x\r\n\r\n".to_owned(), "400"),
        ("GET / HTTP/9.9\r\n\r\n".to_owned(), "400"),
        (format!("GET / HTTP/1.1\r\nx: {}\r\n\r\n", "a".repeat(300_000)), "431"),
    ] {
        let mut client = rig.client().await;
        client.send(bytes).await;
        let text = String::from_utf8(client.rest().await).unwrap();
        assert!(text.starts_with(&format!("HTTP/1.1 {status}")), "{text}");
    }
    assert_eq!(rig.client().await.get("/").await.status(), 200);
}

#[tokio::test]
async fn a_dropped_delivery_closes_without_a_byte() {
    let rig = Rig::start(Limits::default()).await;
    let mut client = rig.client().await;
    assert_eq!(client.get("/a").await.status(), 200);
    client.send("GET /drop HTTP/1.1\r\nhost: x\r\n\r\n").await;
    assert!(client.rest().await.is_empty());
}

#[tokio::test]
async fn a_delayed_delivery_waits_alone() {
    let rig = Rig::start(Limits::default()).await;
    let mut late = rig.client().await;
    let started = Instant::now();
    late.send("GET /delay HTTP/1.1\r\nhost: x\r\n\r\n").await;
    assert_eq!(rig.client().await.get("/").await.status(), 200);
    assert!(started.elapsed() < Duration::from_millis(550));
    assert_eq!(late.answer().await.status(), 200);
    assert!(started.elapsed() >= Duration::from_millis(600));
}

#[tokio::test]
async fn a_panic_costs_its_own_request_only() {
    for blocking in [false, true] {
        let rig = Rig::with(Limits::default(), Mirror { blocking, ..Mirror::default() }).await;
        let mut client = rig.client().await;
        assert_eq!(client.get("/panic").await.status(), 500);
        assert_eq!(client.get("/after").await.status(), 200);
    }
}

#[tokio::test]
async fn a_stream_streams_and_ends_with_its_client() {
    let rig = Rig::start(Limits::default()).await;
    let mut client = rig.client().await;
    client.send("GET /stream HTTP/1.1\r\nhost: x\r\n\r\n").await;
    client.until(b"data: 0\n\n").await;
    client.until(b"data: 2\n\n").await;
    assert_eq!(rig.mirror.streams_closed.load(Ordering::SeqCst), 0);
    drop(client);
    let started = Instant::now();
    while rig.mirror.streams_closed.load(Ordering::SeqCst) == 0 {
        assert!(started.elapsed() < Duration::from_secs(5), "the receiver outlives its client");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
