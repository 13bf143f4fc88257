//! Stopping: what still runs is finished, what idles is closed.

use std::time::{Duration, Instant};

use squall::edge::Limits;

use crate::rig::Rig;

#[tokio::test]
async fn the_drain_finishes_what_runs_and_closes_what_idles() {
    let rig = Rig::start(Limits::default()).await;
    let mut idle = rig.client().await;
    assert_eq!(idle.get("/").await.status(), 200);
    let mut untouched = rig.client().await;
    let mut stream = rig.client().await;
    stream.send("GET /stream HTTP/1.1\r\nhost: x\r\n\r\n").await;
    stream.until(b"data: 2\n\n").await;
    let mut running = rig.client().await;
    running.send("GET /delay HTTP/1.1\r\nhost: x\r\n\r\n").await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    let (at, started) = (rig.at, Instant::now());
    let served = rig.stop();
    assert!(idle.rest().await.is_empty());
    assert!(untouched.rest().await.is_empty());
    assert!(stream.rest().await.ends_with(b"0\r\n\r\n"), "a growing body ends properly");
    let last = running.answer().await;
    assert_eq!(last.status(), 200);
    assert!(last.head.contains("connection: close"), "{}", last.head);
    assert_eq!(served.await.unwrap().cut_off, 0);
    assert!(started.elapsed() < Duration::from_secs(2), "{:?}", started.elapsed());
    assert!(tokio::net::TcpStream::connect(at).await.is_err());
}

#[tokio::test]
async fn the_drain_does_not_wait_for_ever() {
    let limits = Limits { drain_time: Duration::from_millis(100), ..Limits::default() };
    let rig = Rig::start(limits).await;
    let mut running = rig.client().await;
    running.send("GET /delay HTTP/1.1\r\nhost: x\r\n\r\n").await;
    tokio::time::sleep(Duration::from_millis(50)).await;
    let served = rig.stop();
    assert!(running.rest().await.is_empty());
    assert_eq!(served.await.unwrap().cut_off, 1);
}
