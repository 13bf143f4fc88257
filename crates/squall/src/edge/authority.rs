//! The edge's own certificate authority: limited to the names it serves, with a leaf for each of them that clients ask
//! for, and for nothing else.

use std::collections::HashMap;
use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use rcgen::{Issuer, KeyPair};
use rustls::RootCertStore;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, ServerName, UnixTime};
use rustls::sign::{CertifiedKey, SigningKey};

use super::certificate::{authority_params, leaf_params};
use super::names::{LOCAL, Names};

/// How old a leaf may be when it is shown.
const LEAF_REUSE: Duration = Duration::from_secs(300 * 24 * 60 * 60);
/// A name that nobody serves, and that no authority of these may sign.
const NOWHERE: &str = "squall.invalid";
/// Leaves kept; when there would be more, all are dropped and made again as they are needed.
const LEAVES_KEPT: usize = 1024;

/// A certificate authority whose leaves are made on demand.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
    names: Names,
    /// All leaves share one key, which is gone with the process.
    leaf_key: KeyPair,
    leaf_signer: Arc<dyn SigningKey>,
    leaves: Mutex<HashMap<String, Leaf>>,
}

struct Leaf {
    made: SystemTime,
    key: Arc<CertifiedKey>,
}

impl fmt::Debug for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Authority")
    }
}

/// Why an authority could not be made or loaded; displays one sentence.
#[derive(Debug)]
pub enum AuthorityError {
    /// A file or the directory could not be read or written.
    File(PathBuf, io::Error),
    /// The certificate, the file of this name, is there and this key file is not.
    NoKey(PathBuf, &'static str),
    /// The key file holds no ECDSA P-256 key.
    Key(PathBuf, String),
    /// The certificate file holds no certificate of the key in the file of this name.
    Certificate(PathBuf, &'static str, String),
    /// The name is none of those served.
    NotServed(String),
    /// Keys or certificates could not be made.
    Crypto(String),
}

impl fmt::Display for AuthorityError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AuthorityError::File(path, error) => write!(f, "{}: {error}", path.display()),
            AuthorityError::NoKey(path, certificate) => write!(
                f,
                "{} is missing while {certificate} is there; restore it, or remove {certificate} \
                 too for a new authority",
                path.display()
            ),
            AuthorityError::Key(path, error) => {
                write!(f, "{} is not the private key of an authority: {error}", path.display())
            }
            AuthorityError::Certificate(path, key, error) => write!(
                f,
                "{} is not the certificate that belongs to {key}: {error}; remove it to have it made again",
                path.display()
            ),
            AuthorityError::NotServed(name) => write!(f, "`{name}` is not served here"),
            AuthorityError::Crypto(error) => write!(f, "no certificate could be made: {error}"),
        }
    }
}

impl std::error::Error for AuthorityError {}

impl From<rcgen::Error> for AuthorityError {
    fn from(error: rcgen::Error) -> Self {
        AuthorityError::Crypto(error.to_string())
    }
}

impl Authority {
    /// A new authority for these names that is gone with the process.
    ///
    /// # Errors
    /// Where keys or certificates cannot be made, as everywhere here.
    pub fn ephemeral(names: Names) -> Result<Authority, AuthorityError> {
        Authority::with_key(KeyPair::generate()?, names)
    }

    /// A new authority of a key.
    pub(super) fn with_key(key: KeyPair, names: Names) -> Result<Authority, AuthorityError> {
        let pem = authority_params(&key, &names).self_signed(&key)?.pem();
        Authority::new(key, pem, names)
    }

    pub(super) fn new(key: KeyPair, pem: String, names: Names) -> Result<Authority, AuthorityError> {
        let leaf_key = KeyPair::generate()?;
        let secret = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(leaf_key.serialize_der()));
        let leaf_signer = rustls::crypto::ring::sign::any_ecdsa_type(&secret)
            .map_err(|error| AuthorityError::Crypto(error.to_string()))?;
        let issuer = Issuer::new(authority_params(&key, &names), key);
        Ok(Authority { issuer, pem, names, leaf_key, leaf_signer, leaves: Mutex::default() })
    }

    /// The same authority with a certificate of today for the same key and name.
    pub(super) fn with_new_certificate(self) -> Result<Authority, AuthorityError> {
        let key = self.issuer.key();
        let pem = authority_params(key, &self.names).self_signed(key)?.pem();
        Ok(Authority { pem, ..self })
    }

    /// The authority's certificate, for clients to trust.
    pub fn certificate_pem(&self) -> &str {
        &self.pem
    }

    /// Whether the certificate is the key's: a client that trusts it accepts what the key signs.
    pub(super) fn must_belong(&self) -> Result<(), String> {
        self.verify(&[LOCAL.to_owned()])
    }

    /// Whether the certificate permits all of the names, and no others.
    pub(super) fn is_limited_to_names(&self) -> Result<bool, AuthorityError> {
        Ok(self.verify(&self.names.samples()).is_ok() && self.verify(&[NOWHERE.to_owned()]).is_err())
    }

    /// Whether a client that trusts the certificate accepts a leaf for all of these at once.
    #[allow(clippy::disallowed_methods, reason = "clients judge a certificate by the host's time")]
    fn verify(&self, names: &[String]) -> Result<(), String> {
        let certificate = CertificateDer::from_pem_slice(self.pem.as_bytes()).map_err(|e| e.to_string())?;
        let mut roots = RootCertStore::empty();
        roots.add(certificate).map_err(|e| e.to_string())?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider)
            .build()
            .map_err(|e| e.to_string())?;
        let leaf = leaf_params(names, SystemTime::now()).map_err(|e| e.to_string())?;
        let leaf = leaf.signed_by(&self.leaf_key, &self.issuer).map_err(|e| e.to_string())?;
        let name = names.first().map(String::as_str).unwrap_or_default();
        let name = ServerName::try_from(name).map_err(|e| e.to_string())?;
        verifier
            .verify_server_cert(leaf.der(), &[], &name, &[], UnixTime::now())
            .map(drop)
            .map_err(|e| e.to_string())
    }

    /// The certificate to show at an address of this machine to clients that name no host: that of the address where
    /// it is served, else one that says what would be.
    pub(super) fn leaf_without_name(&self, here: &str) -> Result<Arc<CertifiedKey>, AuthorityError> {
        self.leaf(if self.names.cover(here) { here } else { LOCAL })
    }

    /// The certificate for one host name or address, and its key.
    ///
    /// # Errors
    /// Also where it is not among the names.
    #[allow(clippy::disallowed_methods, reason = "clients judge a certificate by the host's time")]
    pub(super) fn leaf(&self, host: &str) -> Result<Arc<CertifiedKey>, AuthorityError> {
        if !self.names.cover(host) {
            return Err(AuthorityError::NotServed(host.to_owned()));
        }
        let host = host.to_ascii_lowercase();
        let now = SystemTime::now();
        let mut leaves = self.leaves.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(leaf) = leaves.get(&host)
            && now.duration_since(leaf.made).is_ok_and(|age| age < LEAF_REUSE)
        {
            return Ok(leaf.key.clone());
        }
        let certificate =
            leaf_params(std::slice::from_ref(&host), now)?.signed_by(&self.leaf_key, &self.issuer)?;
        let key = Arc::new(CertifiedKey::new(vec![certificate.into()], self.leaf_signer.clone()));
        if leaves.len() >= LEAVES_KEPT {
            leaves.clear();
        }
        leaves.insert(host, Leaf { made: now, key: key.clone() });
        Ok(key)
    }
}
