//! Inside `CONNECT` there are vendors and no door.

use std::io::Write as _;
use std::net::TcpStream;
use std::sync::Arc;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use crate::rig::{Reply, Request, Rig, connection, exchange, read_reply};

const HOST: &str = "api.qingcloud.com";

fn tunnel(rig: &Rig) -> TcpStream {
    let mut stream = connection(rig.at);
    write!(stream, "CONNECT {HOST}:443 HTTP/1.1\r\nhost: {HOST}:443\r\n\r\n").unwrap();
    assert_eq!(read_reply(&mut stream, false).status, 200);
    stream
}

fn over_tls(rig: &Rig, stream: TcpStream) -> StreamOwned<ClientConnection, TcpStream> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(rig.authority.certificate_pem().as_bytes()).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = Arc::new(config.with_root_certificates(roots).with_no_client_auth());
    let name = ServerName::try_from(HOST).unwrap();
    StreamOwned::new(ClientConnection::new(config, name).unwrap(), stream)
}

fn inside(rig: &Rig, request: &Request) -> [Reply; 2] {
    let bytes = request.to_bytes(rig.at.port());
    [exchange(tunnel(rig), &bytes), exchange(over_tls(rig, tunnel(rig)), &bytes)]
}

#[test]
fn no_route_of_the_door_is_inside() {
    let rig = Rig::start();
    let before = rig.state();
    for (method, path) in rig.routes() {
        for host in [HOST, "localhost", "127.0.0.1"] {
            for reply in inside(&rig, &Request::new(&method, &path).with("host", host)) {
                assert_eq!((reply.status, reply.is_problem()), (403, true), "{method} {path} for {host}");
                assert!(rig.state() == before, "{method} {path} changed the world");
            }
        }
    }
}

#[test]
fn the_vendor_is_inside_and_not_for_pages_of_others() {
    let rig = Rig::start();
    let call = Request::new("GET", "/iaas/?action=DescribeZones").with("host", HOST);
    for reply in inside(&rig, &call) {
        assert!(reply.status == 200 && reply.json()["ret_code"].is_number(), "{reply:?}");
    }
    for page in [("origin", "https://console.qingcloud.com"), ("sec-fetch-site", "same-site")] {
        for reply in inside(&rig, &call.clone().with(page.0, page.1)) {
            assert_eq!((reply.status, reply.is_problem()), (403, true), "{page:?}");
        }
    }
}
