//! TLS on the port that plain HTTP is served on, and the authority behind it.

use rustls::ALL_VERSIONS;
use rustls::pki_types::ServerName;
use rustls::version::{TLS12, TLS13};
use squall::edge::Limits;
use tokio::net::TcpStream;

use crate::rig::{Client, Rig};

#[tokio::test]
async fn tls_and_plain_share_the_port() {
    let rig = Rig::start(Limits::default()).await;
    for name in
        ["localhost", "7.w.localhost", "127.0.0.1", "::1", "api.qingcloud.com", "Iam.MyHuaweiCloud.com"]
    {
        let mut client = rig.tls_client(name).await;
        for _ in 0..2 {
            assert_eq!(client.get("/t?x=1").await.text(), "GET /t?x=1 body=0 tls=true tunnel=None");
        }
        assert_eq!(client.stream.get_ref().1.alpn_protocol(), Some(&b"http/1.1"[..]));
    }
    assert!(rig.client().await.get("/p").await.text().contains("tls=false"));
}

#[tokio::test]
async fn both_versions_of_tls_are_spoken() {
    let rig = Rig::start(Limits::default()).await;
    for version in [&TLS12, &TLS13] {
        let tcp = TcpStream::connect(rig.at).await.unwrap();
        let name = ServerName::try_from("localhost").unwrap();
        let mut client = Client::over(rig.connector(&[version]).connect(name, tcp).await.unwrap());
        assert_eq!(client.get("/").await.status(), 200);
        assert_eq!(client.stream.get_ref().1.protocol_version(), Some(version.version));
    }
}

#[tokio::test]
async fn bodies_and_long_targets_pass_through_tls() {
    let rig = Rig::start(Limits::default()).await;
    let mut client = rig.tls_client("localhost").await;
    client.send("POST /b HTTP/1.1\r\nhost: x\r\ncontent-length: 2000000\r\n\r\n").await;
    client.send(vec![b'a'; 2_000_000]).await;
    assert!(client.answer().await.text().contains("body=2000000"));
    let long = format!("/?{}", "y".repeat(150_000));
    assert!(client.get(&long).await.text().starts_with(&format!("GET {long} ")));
    assert_eq!(client.get("/large").await.body.len(), 4 << 20);
}

#[tokio::test]
async fn a_broken_handshake_harms_nobody() {
    let rig = Rig::start(Limits::default()).await;
    let mut client = rig.client().await;
    client.send([0x16, 0x03, 0x01, 0, 2, 1, 1, 9, 9, 9]).await;
    client.rest().await;
    assert_eq!(rig.client().await.get("/").await.status(), 200);
}

#[tokio::test]
async fn a_name_that_is_not_served_gets_no_certificate() {
    let rig = Rig::start(Limits::default()).await;
    for name in ["example.com", "localhost.example.com", "notqingcloud.com", "com", "qingcloud.com.example"] {
        let tcp = TcpStream::connect(rig.at).await.unwrap();
        let refused = rig.connector(ALL_VERSIONS).connect(ServerName::try_from(name).unwrap(), tcp).await;
        let why = refused.err().unwrap().to_string();
        assert!(why.contains("received fatal alert"), "{name}: {why}");
    }
    assert_eq!(rig.client().await.get("/").await.status(), 200);
}

#[test]
fn ureq_trusts_the_authority() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let rig = runtime.block_on(Rig::start(Limits::default()));
    let certificate = ureq::tls::Certificate::from_pem(rig.authority.certificate_pem().as_bytes()).unwrap();
    let tls = ureq::tls::TlsConfig::builder()
        .root_certs(ureq::tls::RootCerts::new_with_certs(&[certificate]))
        .unversioned_rustls_crypto_provider(rustls::crypto::ring::default_provider().into())
        .build();
    let agent = ureq::Agent::new_with_config(ureq::Agent::config_builder().tls_config(tls).build());
    let mut response = agent.get(format!("https://localhost:{}/u", rig.at.port())).call().unwrap();
    assert!(response.body_mut().read_to_string().unwrap().starts_with("GET /u body=0 tls=true"));
}
