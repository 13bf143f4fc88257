//! Where an authority is kept: its certificate and its key, in a directory of squall's.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rcgen::KeyPair;
use squall_store::private;

use super::authority::{Authority, AuthorityError};
use super::names::Names;

const CERTIFICATE_FILE: &str = "ca.pem";
const KEY_FILE: &str = "ca.key";

/// What a directory holds of an authority. Nothing there has been changed yet.
pub struct AuthorityFiles {
    dir: PathBuf,
    key: Option<String>,
    certificate: Option<String>,
}

impl AuthorityFiles {
    /// Reads what there is; that may be nothing, and no directory either.
    ///
    /// # Errors
    /// Where a file cannot be read or used, or the two do not belong together.
    pub fn read(dir: &Path) -> Result<AuthorityFiles, AuthorityError> {
        let (key_path, path) = (dir.join(KEY_FILE), dir.join(CERTIFICATE_FILE));
        let key = private::read(&key_path).map_err(|error| AuthorityError::File(key_path.clone(), error))?;
        let certificate = read(&path)?;
        let files = AuthorityFiles { dir: dir.to_owned(), key, certificate };
        match (files.key()?, &files.certificate) {
            (None, Some(_)) => return Err(AuthorityError::NoKey(key_path, CERTIFICATE_FILE)),
            (Some(key), Some(pem)) => {
                let authority = Authority::new(key, pem.clone(), Names::new([]))?;
                authority.must_belong().map_err(|why| AuthorityError::Certificate(path, KEY_FILE, why))?;
            }
            (_, None) => {}
        }
        Ok(files)
    }

    /// The authority for these names; what is missing is made, the directory included. A certificate that permits any
    /// name, or not all of these, is made anew for the same key: whoever trusts the old one is served as before.
    /// `report` then hears of it in one sentence.
    ///
    /// # Errors
    /// Where a file cannot be written.
    pub fn authority(self, names: Names, report: impl Fn(&str)) -> Result<Authority, AuthorityError> {
        let key = match self.key()? {
            Some(key) => key,
            None => {
                self.make_dir()?;
                let key = KeyPair::generate()?;
                self.write(KEY_FILE, &key.serialize_pem())?;
                key
            }
        };
        if let Some(pem) = &self.certificate {
            let authority = Authority::new(key, pem.clone(), names)?;
            if authority.is_limited_to_names()? {
                return Ok(authority);
            }
            let authority = authority.with_new_certificate()?;
            self.write(CERTIFICATE_FILE, authority.certificate_pem())?;
            report(&format!(
                "{} was made anew, with the same key, and permits the names of this squall only: give it to \
                 clients in the old one's place",
                self.dir.join(CERTIFICATE_FILE).display()
            ));
            return Ok(authority);
        }
        let authority = Authority::with_key(key, names)?;
        self.write(CERTIFICATE_FILE, authority.certificate_pem())?;
        Ok(authority)
    }

    fn key(&self) -> Result<Option<KeyPair>, AuthorityError> {
        let read = self.key.as_deref().map(KeyPair::from_pem).transpose();
        read.map_err(|error| AuthorityError::Key(self.dir.join(KEY_FILE), error.to_string()))
    }

    fn make_dir(&self) -> Result<(), AuthorityError> {
        let made = match self.dir.is_dir() {
            true => private::check_dir(&self.dir),
            false => private::make_dir(&self.dir),
        };
        made.map_err(|error| AuthorityError::File(self.dir.clone(), error))
    }

    fn write(&self, file: &str, text: &str) -> Result<(), AuthorityError> {
        let path = self.dir.join(file);
        private::write(&path, text).map_err(|error| AuthorityError::File(path, error))
    }
}

/// A file that may be anybody's to read: what it says is held against the key.
fn read(path: &Path) -> Result<Option<String>, AuthorityError> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Ok(None)
        }
        Err(error) => Err(AuthorityError::File(path.to_owned(), error)),
    }
}
