//! TLS on a socket: which certificate a client is shown, and the handshake.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use rustls::ServerConfig;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use tokio_rustls::TlsAcceptor;

use super::authority::Authority;
use super::socket::Socket;

/// The first byte of every TLS connection (a handshake record), and of no HTTP request.
pub(super) const FIRST_BYTE: u8 = 0x16;

/// Configurations kept: one for each local address and tunnel host, so far more than there are.
const CONFIGS_KEPT: usize = 256;

/// Shows the certificate of the name the client asks for, if that is served, and to those who ask for none that of the
/// name they must have used.
#[derive(Debug)]
struct ByName {
    authority: Arc<Authority>,
    otherwise: String,
}

impl ResolvesServerCert for ByName {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let leaf = match hello.server_name() {
            Some(name) => self.authority.leaf(name),
            None => self.authority.leaf_without_name(&self.otherwise),
        };
        leaf.ok()
    }
}

/// TLS configurations, one for each name that clients without one must have used.
#[derive(Debug)]
pub(super) struct Configs {
    authority: Arc<Authority>,
    kept: Mutex<HashMap<String, Arc<ServerConfig>>>,
}

impl Configs {
    pub(super) fn new(authority: Arc<Authority>) -> Self {
        Configs { authority, kept: Mutex::default() }
    }

    fn get(&self, otherwise: &str) -> Option<Arc<ServerConfig>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(config) = kept.get(otherwise) {
            return Some(config.clone());
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let by_name = ByName { authority: self.authority.clone(), otherwise: otherwise.to_owned() };
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .ok()?
            .with_no_client_auth()
            .with_cert_resolver(Arc::new(by_name));
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        if kept.len() >= CONFIGS_KEPT {
            kept.clear();
        }
        let config = Arc::new(config);
        kept.insert(otherwise.to_owned(), config.clone());
        Some(config)
    }

    /// Answers the client's handshake; `None` if it came to nothing.
    pub(super) async fn handshake(&self, socket: Socket, otherwise: &str) -> Option<Socket> {
        let stream = TlsAcceptor::from(self.get(otherwise)?).accept(socket).await.ok()?;
        Some(Socket::Tls(Box::new(stream)))
    }
}
