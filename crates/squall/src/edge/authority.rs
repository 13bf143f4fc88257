//! The edge's own certificate authority: made once, kept in a directory or in memory only, with a certificate
//! for every host name that clients ask for.

use std::collections::HashMap;
use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
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

/// The file names inside the directory.
const CERTIFICATE_FILE: &str = "ca.pem";
const KEY_FILE: &str = "ca.key";

/// How old a leaf may be when it is shown.
const LEAF_REUSE: Duration = Duration::from_secs(300 * 24 * 60 * 60);
/// Leaves kept; when there would be more, all are dropped and made again as they are needed.
const LEAVES_KEPT: usize = 1024;

/// A certificate authority whose leaves are made on demand.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
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
    /// The certificate is there and this key file is not.
    NoKey(PathBuf),
    /// The key file holds no ECDSA P-256 key.
    Key(PathBuf, String),
    /// The certificate file holds no certificate of this key.
    Certificate(PathBuf, String),
    /// Keys or certificates could not be made.
    Crypto(String),
}

impl fmt::Display for AuthorityError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AuthorityError::File(path, error) => write!(f, "{}: {error}", path.display()),
            AuthorityError::NoKey(path) => write!(
                f,
                "{} is missing while {CERTIFICATE_FILE} is there; restore it, or remove {CERTIFICATE_FILE} \
                 too for a new authority",
                path.display()
            ),
            AuthorityError::Key(path, error) => {
                write!(f, "{} is not the private key of an authority: {error}", path.display())
            }
            AuthorityError::Certificate(path, error) => write!(
                f,
                "{} is not the certificate that belongs to {KEY_FILE}: {error}; remove it to have it \
                 made again",
                path.display()
            ),
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
    /// A new authority that is gone with the process.
    pub fn ephemeral() -> Result<Authority, AuthorityError> {
        let key = KeyPair::generate()?;
        let pem = authority_params(&key).self_signed(&key)?.pem();
        Authority::of(key, pem)
    }

    /// The authority kept in `dir` as `ca.pem` and `ca.key`; whatever is missing, the directory included, is
    /// made there, except a key for a certificate that is already out.
    pub fn in_dir(dir: &Path) -> Result<Authority, AuthorityError> {
        if let Some(authority) = Authority::known(dir)? {
            return Ok(authority);
        }
        let (pem_path, key_path) = (dir.join(CERTIFICATE_FILE), dir.join(KEY_FILE));
        fs::create_dir_all(dir).map_err(|error| AuthorityError::File(dir.to_owned(), error))?;
        let secret = read_or_make(&key_path, 0o600, || Ok(KeyPair::generate()?.serialize_pem()))?;
        let key = KeyPair::from_pem(&secret).map_err(|e| AuthorityError::Key(key_path, e.to_string()))?;
        let pem = read_or_make(&pem_path, 0o644, || Ok(authority_params(&key).self_signed(&key)?.pem()))?;
        Authority::of(key, pem)
    }

    /// The authority kept in `dir`; `None`, and nothing is made, where one of its files is still to be made.
    pub fn known(dir: &Path) -> Result<Option<Authority>, AuthorityError> {
        let (pem_path, key_path) = (dir.join(CERTIFICATE_FILE), dir.join(KEY_FILE));
        let (secret, pem) = (read(&key_path)?, read(&pem_path)?);
        let Some(secret) = secret else {
            return if pem.is_some() { Err(AuthorityError::NoKey(key_path)) } else { Ok(None) };
        };
        let key = KeyPair::from_pem(&secret).map_err(|e| AuthorityError::Key(key_path, e.to_string()))?;
        let Some(pem) = pem else {
            return Ok(None);
        };
        let authority = Authority::of(key, pem)?;
        authority.verify().map_err(|reason| AuthorityError::Certificate(pem_path, reason))?;
        Ok(Some(authority))
    }

    fn of(key: KeyPair, pem: String) -> Result<Authority, AuthorityError> {
        let leaf_key = KeyPair::generate()?;
        let secret = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(leaf_key.serialize_der()));
        let leaf_signer = rustls::crypto::ring::sign::any_ecdsa_type(&secret)
            .map_err(|error| AuthorityError::Crypto(error.to_string()))?;
        Ok(Authority {
            issuer: Issuer::new(authority_params(&key), key),
            pem,
            leaf_key,
            leaf_signer,
            leaves: Mutex::default(),
        })
    }

    /// The authority's certificate, for clients to trust.
    pub fn certificate_pem(&self) -> &str {
        &self.pem
    }

    /// Whether a client that trusts the certificate accepts what the key signs.
    fn verify(&self) -> Result<(), String> {
        let certificate = CertificateDer::from_pem_slice(self.pem.as_bytes()).map_err(|e| e.to_string())?;
        let mut roots = RootCertStore::empty();
        roots.add(certificate).map_err(|e| e.to_string())?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider)
            .build()
            .map_err(|e| e.to_string())?;
        let leaf = self.leaf("localhost").map_err(|e| e.to_string())?;
        let shown = leaf.end_entity_cert().map_err(|e| e.to_string())?;
        let name = ServerName::try_from("localhost").map_err(|e| e.to_string())?;
        verifier
            .verify_server_cert(shown, &[], &name, &[], UnixTime::now())
            .map(drop)
            .map_err(|e| e.to_string())
    }

    /// The certificate for one host name or address, and its key.
    #[allow(clippy::disallowed_methods, reason = "clients judge a certificate by the host's time")]
    pub(super) fn leaf(&self, host: &str) -> Result<Arc<CertifiedKey>, AuthorityError> {
        let host = host.to_ascii_lowercase();
        let now = SystemTime::now();
        let mut leaves = self.leaves.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(leaf) = leaves.get(&host)
            && now.duration_since(leaf.made).is_ok_and(|age| age < LEAF_REUSE)
        {
            return Ok(leaf.key.clone());
        }
        let certificate = leaf_params(&host, now)?.signed_by(&self.leaf_key, &self.issuer)?;
        let key = Arc::new(CertifiedKey::new(vec![certificate.into()], self.leaf_signer.clone()));
        if leaves.len() >= LEAVES_KEPT {
            leaves.clear();
        }
        leaves.insert(host, Leaf { made: now, key: key.clone() });
        Ok(key)
    }
}

fn read(path: &Path) -> Result<Option<String>, AuthorityError> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Ok(None)
        }
        Err(error) => Err(AuthorityError::File(path.to_owned(), error)),
    }
}

/// The file's text; if there is no such file, it is made with this mode. It gets its name once it is whole, so that
/// a death on the way leaves none instead of half a one.
fn read_or_make(
    path: &Path,
    mode: u32,
    text: impl FnOnce() -> Result<String, AuthorityError>,
) -> Result<String, AuthorityError> {
    use std::os::unix::fs::OpenOptionsExt;
    if let Some(text) = read(path)? {
        return Ok(text);
    }
    let text = text()?;
    let new = path.with_added_extension("new");
    let mut options = fs::OpenOptions::new();
    let options = options.write(true).create(true).truncate(true).mode(mode);
    let made = options.open(&new).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&new, path)
    });
    made.map(|()| text).map_err(|error| AuthorityError::File(path.to_owned(), error))
}
