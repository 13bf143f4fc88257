//! A running edge with a handler that says what reached it, and a client that speaks raw bytes.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use http::Response;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ALL_VERSIONS, ClientConfig, RootCertStore, SupportedProtocolVersion};
use squall::edge::{Arrival, Authority, Delivery, Drained, Handler, Limits, serve};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// Nothing in these tests takes this long unless it hangs.
const PATIENCE: Duration = Duration::from_secs(20);

/// Answers by path; everything else is described back.
#[derive(Default)]
pub(crate) struct Mirror {
    pub(crate) blocking: bool,
    pub(crate) calls: AtomicUsize,
    /// Set once the receiving end of `/stream` is gone.
    pub(crate) streams_closed: Arc<AtomicUsize>,
    /// Requests to `/later` that came to their end.
    pub(crate) done_later: Arc<AtomicUsize>,
}

impl Handler for Mirror {
    fn handle(&self, arrival: Arrival) -> Delivery {
        self.calls.fetch_add(1, Ordering::SeqCst);
        match arrival.request.uri().path() {
            "/drop" => Delivery::Drop,
            "/panic" => panic!("asked for"),
            "/delay" => Delivery::Delayed(describe(&arrival), Duration::from_millis(600)),
            "/later" => {
                let (done, reply) = (self.done_later.clone(), describe(&arrival));
                Delivery::Later(Box::pin(async move {
                    tokio::time::sleep(Duration::from_millis(300)).await;
                    done.fetch_add(1, Ordering::SeqCst);
                    Delivery::Reply(reply)
                }))
            }
            "/panic-later" => Delivery::Later(Box::pin(async {
                tokio::task::yield_now().await;
                panic!("asked for, later")
            })),
            "/block" => {
                std::thread::sleep(Duration::from_millis(400));
                Delivery::Reply(describe(&arrival))
            }
            "/large" => Delivery::Reply(Response::new(Bytes::from(vec![b'x'; 4 << 20]))),
            "/stream" => {
                let (items, receiver) = mpsc::channel(4);
                let closed = self.streams_closed.clone();
                tokio::spawn(async move {
                    for n in 0.. {
                        if items.send(Bytes::from(format!("data: {n}\n\n"))).await.is_err() {
                            break;
                        }
                        if n == 2 {
                            items.closed().await;
                        }
                    }
                    closed.fetch_add(1, Ordering::SeqCst);
                });
                let (head, ()) = Response::builder()
                    .header("content-type", "text/event-stream")
                    .body(())
                    .unwrap()
                    .into_parts();
                Delivery::Stream(head, receiver)
            }
            _ => Delivery::Reply(describe(&arrival)),
        }
    }

    fn overloaded(&self, _: Arrival) -> Delivery {
        Delivery::Reply(Response::builder().status(503).body(Bytes::from_static(b"busy")).unwrap())
    }

    fn may_block(&self, _path: &str) -> bool {
        self.blocking
    }

    fn tunnel_allowed(&self, host: &str) -> bool {
        host == "api.qingcloud.com"
    }
}

fn describe(arrival: &Arrival) -> Response<Bytes> {
    let request = &arrival.request;
    let text = format!(
        "{} {} body={} tls={} tunnel={:?}",
        request.method(),
        arrival.target(),
        request.body().len(),
        arrival.visitor.tls,
        arrival.visitor.tunnel
    );
    Response::new(Bytes::from(text))
}

pub(crate) struct Rig {
    pub(crate) at: SocketAddr,
    pub(crate) mirror: Arc<Mirror>,
    pub(crate) authority: Arc<Authority>,
    stop: oneshot::Sender<()>,
    served: JoinHandle<Drained>,
}

impl Rig {
    pub(crate) async fn start(limits: Limits) -> Rig {
        Rig::with(limits, Mirror::default()).await
    }

    pub(crate) async fn with(limits: Limits, mirror: Mirror) -> Rig {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = listener.local_addr().unwrap();
        let mirror = Arc::new(mirror);
        let authority = Arc::new(Authority::ephemeral(squall::assembly::names()).unwrap());
        let (stop, stopped) = oneshot::channel();
        let served = tokio::spawn(serve(vec![listener], mirror.clone(), authority.clone(), limits, stopped));
        Rig { at, mirror, authority, stop, served }
    }

    pub(crate) async fn client(&self) -> Client<TcpStream> {
        Client::over(TcpStream::connect(self.at).await.unwrap())
    }

    /// A rustls client that trusts the edge's authority, with TLS up to this version.
    pub(crate) fn connector(&self, versions: &[&'static SupportedProtocolVersion]) -> TlsConnector {
        let certificate = CertificateDer::from_pem_slice(self.authority.certificate_pem().as_bytes());
        let mut roots = RootCertStore::empty();
        roots.add(certificate.unwrap()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = ClientConfig::builder_with_provider(provider)
            .with_protocol_versions(versions)
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        TlsConnector::from(Arc::new(config))
    }

    pub(crate) async fn tls_client(&self, name: &str) -> Client<TlsStream<TcpStream>> {
        let tcp = TcpStream::connect(self.at).await.unwrap();
        let name = ServerName::try_from(name.to_owned()).unwrap();
        Client::over(self.connector(ALL_VERSIONS).connect(name, tcp).await.unwrap())
    }

    /// Tells the edge to stop without waiting for it.
    pub(crate) fn stop(self) -> JoinHandle<Drained> {
        self.stop.send(()).unwrap();
        self.served
    }
}

/// One answer: status line and headers as text, in lower case, and the body.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn status(&self) -> u16 {
        self.head.split(' ').nth(1).unwrap().parse().unwrap()
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }
}

pub(crate) struct Client<S> {
    pub(crate) stream: S,
    read: Vec<u8>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Client<S> {
    pub(crate) fn over(stream: S) -> Self {
        Client { stream, read: Vec::new() }
    }

    pub(crate) async fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.stream.write_all(bytes.as_ref()).await.unwrap();
        self.stream.flush().await.unwrap();
    }

    pub(crate) async fn get(&mut self, target: &str) -> Answer {
        self.send(format!("GET {target} HTTP/1.1\r\nhost: x\r\n\r\n")).await;
        self.answer().await
    }

    /// Reads until the bytes read contain this.
    pub(crate) async fn until(&mut self, part: &[u8]) -> usize {
        loop {
            if let Some(at) = self.read.windows(part.len()).position(|window| window == part) {
                return at + part.len();
            }
            assert!(self.more().await, "closed before {:?}", String::from_utf8_lossy(part));
        }
    }

    /// The first so many of the bytes read, as they came.
    pub(crate) fn seen(&self, bytes: usize) -> &[u8] {
        &self.read[..bytes]
    }

    /// One whole answer with a content length.
    pub(crate) async fn answer(&mut self) -> Answer {
        let end = self.until(b"\r\n\r\n").await;
        let head = String::from_utf8(self.read.drain(..end).collect()).unwrap().to_ascii_lowercase();
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: ").map(|n| n.parse().unwrap()))
            .unwrap_or(0);
        while self.read.len() < length {
            assert!(self.more().await, "closed inside a body");
        }
        Answer { head, body: self.read.drain(..length).collect() }
    }

    /// Reads on; false at the end of the stream, by whichever means the peer ended it.
    pub(crate) async fn more(&mut self) -> bool {
        let read = self.stream.read_buf(&mut self.read);
        matches!(tokio::time::timeout(PATIENCE, read).await.expect("something to be read"), Ok(1..))
    }

    /// Everything up to the end of the stream.
    pub(crate) async fn rest(&mut self) -> Vec<u8> {
        while self.more().await {}
        std::mem::take(&mut self.read)
    }
}
