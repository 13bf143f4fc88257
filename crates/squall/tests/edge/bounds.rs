//! Every limit of size, number and time.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use squall::edge::Limits;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::rig::{Mirror, Rig};

#[tokio::test]
async fn bodies_at_the_limit_pass_and_larger_ones_are_refused() {
    let rig = Rig::start(Limits { body_bytes: 300_000, ..Limits::default() }).await;
    let mut client = rig.client().await;
    let post = |length: usize| format!("POST /b HTTP/1.1\r\nhost: x\r\ncontent-length: {length}\r\n\r\n");
    client.send(post(300_000)).await;
    client.send(vec![b'a'; 300_000]).await;
    assert!(client.answer().await.text().contains("body=300000"));

    client.send(post(300_001)).await;
    let refused = client.answer().await;
    assert_eq!(refused.status(), 413);
    assert!(refused.head.contains("application/problem+json"));
    assert!(refused.text().contains("300000 bytes"), "{}", refused.text());

    // In chunks the size shows only while reading, and all of it is sent before the answer is looked for.
    let mut client = rig.client().await;
    client.send("POST /b HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n").await;
    for _ in 0..60 {
        client.send("4000\r\n").await;
        client.send([b'a'; 0x4000]).await;
        client.send("\r\n").await;
    }
    assert_eq!(client.answer().await.status(), 413);
    assert_eq!(rig.mirror.calls.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn bodies_together_stay_within_their_memory() {
    let rig = Rig::start(Limits { held_bytes: 100_000, ..Limits::default() }).await;
    let mut client = rig.client().await;
    client.send("POST /b HTTP/1.1\r\nhost: x\r\ncontent-length: 200000\r\n\r\n").await;
    client.send(vec![b'a'; 200_000]).await;
    assert_eq!(client.answer().await.status(), 503);
    let mut client = rig.client().await;
    client.send("POST /b HTTP/1.1\r\nhost: x\r\ncontent-length: 100000\r\n\r\n").await;
    client.send(vec![b'a'; 100_000]).await;
    assert_eq!(client.answer().await.status(), 200, "the refused body was given back");
}

#[tokio::test]
async fn heads_under_way_stay_within_the_same_memory() {
    let rig = Rig::start(Limits { held_bytes: 1 << 20, ..Limits::default() }).await;
    let half = format!("GET /x HTTP/1.1\r\nhost: x\r\nx-long: {}", "a".repeat(200_000));
    let mut waiting = Vec::new();
    for _ in 0..5 {
        let mut client = rig.client().await;
        client.send(&half).await;
        waiting.push(client);
    }
    // What was sent is also read before long; only then is there no room.
    let refused = loop {
        let mut client = rig.client().await;
        client.send(&half).await;
        match tokio::time::timeout(Duration::from_millis(200), client.answer()).await {
            Ok(answer) => break answer,
            Err(_) => waiting.push(client),
        }
        assert!(waiting.len() < 10, "ten half heads of 200 kB are held where one MiB is allowed");
    };
    assert!(refused.status() == 503 && refused.head.contains("connection: close"), "{}", refused.head);
    assert!(refused.text().contains("too many bytes"), "{}", refused.text());
    let mut usual = rig.client().await;
    assert_eq!(usual.get("/").await.status(), 200, "short heads always have room");
    for client in &mut waiting {
        client.send("\r\n\r\n").await;
        assert_eq!(client.answer().await.status(), 200, "what is held is also served");
    }
    let mut late = rig.client().await;
    late.send(format!("{half}\r\n\r\n")).await;
    assert_eq!(late.answer().await.status(), 200, "and then given back");
}

#[tokio::test(flavor = "multi_thread")]
async fn large_bodies_are_read_a_few_at_a_time() {
    let rig = Rig::with(Limits::default(), Mirror { blocking: true, ..Mirror::default() }).await;
    let post = format!("POST /block HTTP/1.1\r\nhost: x\r\ncontent-length: {}\r\n\r\n", 2 << 20);
    let (mut clients, started) = (Vec::new(), Instant::now());
    for _ in 0..8 {
        let mut client = rig.client().await;
        client.send(&post).await;
        client.send(vec![b'a'; 2 << 20]).await;
        clients.push(client);
    }
    for client in &mut clients {
        assert_eq!(client.answer().await.status(), 200);
    }
    assert_eq!(rig.mirror.calls.load(Ordering::SeqCst), 8);
    assert!(started.elapsed() >= Duration::from_millis(790), "two rounds of 400 ms, four in each");
}

#[tokio::test]
async fn slow_heads_and_bodies_are_cut_off_and_pooled_connections_are_not() {
    let limits = Limits {
        head_time: Duration::from_millis(300),
        body_time: Duration::from_millis(300),
        idle_time: Duration::from_millis(1500),
        ..Limits::default()
    };
    let rig = Rig::start(limits).await;
    let mut pooled = rig.client().await;
    assert_eq!(pooled.get("/a").await.status(), 200);

    let mut slow = rig.client().await;
    let started = Instant::now();
    slow.send("GET / HTTP/1.1\r\nhos").await;
    tokio::time::sleep(Duration::from_millis(150)).await;
    slow.send("t:").await;
    assert!(slow.rest().await.is_empty());
    assert!(started.elapsed() >= Duration::from_millis(290), "{:?}", started.elapsed());
    assert!(started.elapsed() < Duration::from_millis(1200), "{:?}", started.elapsed());

    let mut slow = rig.client().await;
    slow.send("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nabc").await;
    assert_eq!(slow.answer().await.status(), 408);

    assert_eq!(pooled.get("/b").await.status(), 200, "idle is not slow");
    let started = Instant::now();
    assert!(pooled.rest().await.is_empty());
    assert!(started.elapsed() >= Duration::from_millis(1400), "{:?}", started.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_much_at_once_gets_the_handlers_busy_answer() {
    let limits = Limits { in_flight: 1, ..Limits::default() };
    let rig = Rig::with(limits, Mirror { blocking: true, ..Mirror::default() }).await;
    let mut first = rig.client().await;
    first.send("GET /block HTTP/1.1\r\nhost: x\r\n\r\n").await;
    while rig.mirror.calls.load(Ordering::SeqCst) == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let mut second = rig.client().await;
    let busy = second.get("/").await;
    assert_eq!((busy.status(), busy.text()), (503, "busy"));
    assert_eq!(first.answer().await.status(), 200);
    assert_eq!(second.get("/").await.status(), 200);
}

#[tokio::test]
async fn connections_over_the_limit_wait_their_turn() {
    let rig = Rig::start(Limits { connections: 1, spare_connections: 0, ..Limits::default() }).await;
    let mut first = rig.client().await;
    assert_eq!(first.get("/").await.status(), 200);
    let mut second = rig.client().await;
    second.send("GET /second HTTP/1.1\r\nhost: x\r\n\r\n").await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(rig.mirror.calls.load(Ordering::SeqCst), 1);
    drop(first);
    assert!(second.answer().await.text().starts_with("GET /second"));
}

#[tokio::test]
async fn spare_connections_are_told_that_it_is_busy() {
    let linger_time = Duration::from_millis(200);
    let rig =
        Rig::start(Limits { connections: 1, spare_connections: 2, linger_time, ..Limits::default() }).await;
    let mut first = rig.client().await;
    assert_eq!(first.get("/").await.status(), 200);
    let mut mute = rig.client().await;
    let mut second = rig.client().await;
    second
        .send("POST /second HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\n\r\nabcGET / HTTP/1.1\r\n\r\n")
        .await;
    let busy = second.answer().await;
    assert_eq!((busy.status(), busy.text()), (503, "busy"));
    assert!(busy.head.contains("connection: close"), "{}", busy.head);
    assert!(second.rest().await.is_empty(), "one question, one answer");
    assert!(mute.rest().await.is_empty(), "a spare connection is not for those who say nothing");
    let mut third = rig.tls_client("localhost").await;
    assert_eq!(third.get("/").await.text(), "busy");
    assert_eq!(rig.mirror.calls.load(Ordering::SeqCst), 1);
    drop((first, second, mute, third));
    while rig.client().await.get("/").await.status() != 200 {}
}

#[tokio::test]
async fn the_last_request_of_a_connection_closes_it() {
    let rig = Rig::start(Limits { requests: 2, ..Limits::default() }).await;
    let mut client = rig.client().await;
    client.send("GET /1 HTTP/1.1\r\nhost: x\r\n\r\n".repeat(5)).await;
    assert!(!client.answer().await.head.contains("connection: close"));
    assert!(client.answer().await.head.contains("connection: close"));
    client.stream.shutdown().await.unwrap();
    assert!(client.rest().await.is_empty());
    assert_eq!(rig.mirror.calls.load(Ordering::SeqCst), 2, "what was sent after it is not served");
}

#[tokio::test]
async fn a_client_that_does_not_read_is_let_go() {
    let limits = Limits {
        stall_time: Duration::from_millis(300),
        head_time: Duration::from_millis(300),
        connections: 1,
        spare_connections: 0,
        ..Limits::default()
    };
    let rig = Rig::start(limits).await;
    let mut deaf = rig.client().await;
    for _ in 0..8 {
        deaf.send("GET /large HTTP/1.1\r\nhost: x\r\n\r\n").await;
    }
    let mut next = rig.client().await;
    assert_eq!(next.get("/").await.status(), 200, "its place is free again");
}

/// A client that takes a little of a large answer now and then keeps moving, and is let go all the same.
#[tokio::test]
async fn a_client_that_reads_too_slowly_is_let_go() {
    let (reply_time, head_time) = (Duration::from_millis(600), Duration::from_millis(300));
    let rig = Rig::start(Limits { reply_time, head_time, ..Limits::default() }).await;
    let mut slow = rig.client().await;
    for _ in 0..4 {
        slow.send("GET /large HTTP/1.1\r\nhost: x\r\n\r\n").await;
    }
    let mut piece = vec![0; 64 * 1024];
    let mut read = 0;
    loop {
        tokio::time::sleep(Duration::from_millis(20)).await;
        match slow.stream.read(&mut piece).await {
            Ok(0) | Err(_) => break,
            Ok(more) => read += more,
        }
    }
    assert!(read < 4 * (4 << 20), "it was served to the end");
}

#[tokio::test]
async fn replies_that_nobody_takes_count_as_held() {
    let rig = Rig::start(Limits { held_bytes: 4 << 20, ..Limits::default() }).await;
    let mut deaf = Vec::new();
    let mut busy = 0;
    // The sockets' own buffers take the first ones.
    for _ in 0..10 {
        let mut client = rig.client().await;
        client.send("GET /large HTTP/1.1\r\nhost: x\r\n\r\n".repeat(4)).await;
        deaf.push(client);
        let mut other = rig.client().await;
        busy += usize::from(other.get("/").await.status() == 503);
    }
    assert!(busy > 0, "memory for replies has no bound");
    drop(deaf);
    while rig.client().await.get("/").await.status() != 200 {}
}
