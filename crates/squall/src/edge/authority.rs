//! The edge's own certificate authority: made once, kept in a directory or in memory only.

use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rcgen::{
    BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    date_time_ymd,
};

/// The file names inside the directory.
const CERTIFICATE_FILE: &str = "ca.pem";
const KEY_FILE: &str = "ca.key";

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// How long the authority itself is valid.
const AUTHORITY_DAYS: u32 = 3650;

/// A certificate authority whose leaves are made on demand.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
}

impl fmt::Debug for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Authority")
    }
}

/// Why an authority could not be made or loaded; displays one sentence.
#[derive(Debug)]
pub enum AuthorityError {
    /// A file could not be read or written.
    File(PathBuf, io::Error),
    /// One of the two files is there and the other is not.
    Half(PathBuf),
    /// The key file holds no ECDSA P-256 key.
    Key(PathBuf, String),
    /// Keys or certificates could not be made.
    Crypto(String),
}

impl fmt::Display for AuthorityError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AuthorityError::File(path, error) => write!(f, "{}: {error}", path.display()),
            AuthorityError::Half(path) => write!(
                f,
                "{} is missing while its counterpart is there; restore it, or remove both to start a new authority",
                path.display()
            ),
            AuthorityError::Key(path, error) => {
                write!(
                    f,
                    "{} is not the private key of an authority: {error}",
                    path.display()
                )
            }
            AuthorityError::Crypto(error) => {
                write!(f, "the certificate authority could not be made: {error}")
            }
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
        let params = authority_params(&key);
        let pem = params.self_signed(&key)?.pem();
        Ok(Authority {
            issuer: Issuer::new(params, key),
            pem,
        })
    }

    /// The authority kept in `dir` as `ca.pem` and `ca.key`; made there if neither exists.
    pub fn in_dir(dir: &Path) -> Result<Authority, AuthorityError> {
        let (certificate, key) = (dir.join(CERTIFICATE_FILE), dir.join(KEY_FILE));
        match (read(&certificate)?, read(&key)?) {
            (Some(pem), Some(secret)) => {
                let key = KeyPair::from_pem(&secret)
                    .map_err(|e| AuthorityError::Key(key, e.to_string()))?;
                Ok(Authority {
                    issuer: Issuer::new(authority_params(&key), key),
                    pem,
                })
            }
            (Some(_), None) => Err(AuthorityError::Half(key)),
            (None, Some(_)) => Err(AuthorityError::Half(certificate)),
            (None, None) => {
                let made = Authority::ephemeral()?;
                write(&key, &made.issuer.key().serialize_pem(), 0o600)?;
                write(&certificate, &made.pem, 0o644)?;
                Ok(made)
            }
        }
    }

    /// The authority's certificate, for clients to trust.
    pub fn certificate_pem(&self) -> &str {
        &self.pem
    }
}

/// Everything about the authority but its key; it must come out the same each time the key is loaded, since
/// leaves name it as their issuer. So its name follows from the key.
fn authority_params(key: &KeyPair) -> CertificateParams {
    let digest = ring::digest::digest(&ring::digest::SHA256, key.public_key_raw());
    let mark: String = digest
        .as_ref()
        .iter()
        .take(4)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let mut params = CertificateParams::default();
    params.distinguished_name.remove(DnType::CommonName);
    params
        .distinguished_name
        .push(DnType::CommonName, format!("squall local authority {mark}"));
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    set_validity(&mut params, AUTHORITY_DAYS);
    params
}

/// From a day ago, so that a client whose clock is behind still accepts it, for so many days from now.
fn set_validity(params: &mut CertificateParams, days: u32) {
    let since_epoch = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    let now = date_time_ymd(1970, 1, 1) + since_epoch;
    params.not_before = now - DAY;
    params.not_after = now + DAY * days;
}

fn read(path: &Path) -> Result<Option<String>, AuthorityError> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(AuthorityError::File(path.to_owned(), error)),
    }
}

/// Creates the file with this mode; it must not exist.
fn write(path: &Path, text: &str, mode: u32) -> Result<(), AuthorityError> {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true).mode(mode);
    options
        .open(path)
        .and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.sync_all()
        })
        .map_err(|error| AuthorityError::File(path.to_owned(), error))
}
