//! `CONNECT`: which tunnels open, and what is served inside them.

use rustls::ALL_VERSIONS;
use rustls::pki_types::ServerName;
use squall::edge::Limits;
use tokio::net::TcpStream;

use crate::rig::{Client, Rig};

const HOST: &str = "api.qingcloud.com";

async fn tunnel(rig: &Rig) -> TcpStream {
    let mut client = rig.client().await;
    client.send(format!("CONNECT {HOST}:443 HTTP/1.1\r\nhost: {HOST}:443\r\n\r\n")).await;
    let opened = client.answer().await;
    assert_eq!(opened.status(), 200);
    assert!(!opened.head.to_ascii_lowercase().contains("content-length"), "{}", opened.head);
    client.stream
}

#[tokio::test]
async fn tls_inside_a_tunnel_ends_here() {
    let rig = Rig::start(Limits::default()).await;
    let connector = rig.connector(ALL_VERSIONS);
    let name = ServerName::try_from(HOST).unwrap();
    let mut client = Client::over(connector.connect(name, tunnel(&rig).await).await.unwrap());
    for n in 0..3 {
        let expected = format!("GET /iaas/?n={n} body=0 tls=true tunnel=Some(\"{HOST}\")");
        assert_eq!(client.get(&format!("/iaas/?n={n}")).await.text(), expected);
    }
    client.send(format!("CONNECT {HOST}:443 HTTP/1.1\r\nhost: x\r\n\r\n")).await;
    assert_eq!(client.answer().await.status(), 403, "no tunnel inside a tunnel");
}

#[tokio::test]
async fn a_client_that_names_no_host_is_shown_the_tunnels() {
    let rig = Rig::start(Limits::default()).await;
    let mut config = (*rig.connector(ALL_VERSIONS).config().clone()).clone();
    config.enable_sni = false;
    let connector = tokio_rustls::TlsConnector::from(std::sync::Arc::new(config));
    let name = ServerName::try_from(HOST).unwrap();
    let mut client = Client::over(connector.connect(name, tunnel(&rig).await).await.unwrap());
    assert_eq!(client.get("/").await.status(), 200);
}

#[tokio::test]
async fn another_name_inside_a_tunnel_gets_no_certificate() {
    let rig = Rig::start(Limits::default()).await;
    let name = ServerName::try_from("example.com").unwrap();
    assert!(rig.connector(ALL_VERSIONS).connect(name, tunnel(&rig).await).await.is_err());
}

#[tokio::test]
async fn plain_http_inside_a_tunnel_is_served() {
    let rig = Rig::start(Limits::default()).await;
    let mut client = Client::over(tunnel(&rig).await);
    let expected = format!("GET /p body=0 tls=false tunnel=Some(\"{HOST}\")");
    assert_eq!(client.get("/p").await.text(), expected);
    assert_eq!(client.get("/p").await.text(), expected);
}

#[tokio::test]
async fn bytes_sent_before_the_answer_are_not_lost() {
    let rig = Rig::start(Limits::default()).await;
    let mut client = rig.client().await;
    client
        .send(format!("CONNECT {HOST}:443 HTTP/1.1\r\nhost: x\r\n\r\nGET /early HTTP/1.1\r\nhost: x\r\n\r\n"))
        .await;
    assert_eq!(client.answer().await.status(), 200);
    assert!(client.answer().await.text().starts_with("GET /early "));
}

#[tokio::test]
async fn other_hosts_and_ports_are_refused() {
    let rig = Rig::start(Limits::default()).await;
    for to in ["example.com:443", "api.qingcloud.com:80", "api.qingcloud.com"] {
        let mut client = rig.client().await;
        client.send(format!("CONNECT {to} HTTP/1.1\r\nhost: {to}\r\n\r\n")).await;
        let refused = client.answer().await;
        assert_eq!(refused.status(), 403, "{to}");
        assert!(refused.head.contains("application/problem+json"));
        assert!(refused.text().contains(to), "{}", refused.text());
    }
    let mut client = rig.client().await;
    client.send("CONNECT API.QingCloud.com:443 HTTP/1.1\r\nhost: x\r\n\r\n").await;
    assert_eq!(client.answer().await.status(), 200, "names have no case");
}

#[tokio::test]
async fn the_drain_closes_tunnels() {
    let rig = Rig::start(Limits::default()).await;
    let mut unused = Client::over(tunnel(&rig).await);
    let connector = rig.connector(ALL_VERSIONS);
    let name = ServerName::try_from(HOST).unwrap();
    let mut idle = Client::over(connector.connect(name, tunnel(&rig).await).await.unwrap());
    assert_eq!(idle.get("/").await.status(), 200);
    let started = std::time::Instant::now();
    let served = rig.stop();
    assert!(idle.rest().await.is_empty());
    assert!(unused.rest().await.is_empty());
    assert_eq!(served.await.unwrap().cut_off, 0);
    assert!(started.elapsed() < std::time::Duration::from_secs(2));
}
