//! How one logs in to an instance. The documents name the two modes; the rule for passwords is the console's:
//! at least 8 characters with digits, lower-case and upper-case letters.

use crate::lookup;
use squall_api::catalogue::qingcloud::{INVALID_REQUEST, MALFORMED_REQUEST};
use squall_api::cloud::KeyPair;
use squall_api::{Cx, Outcome, Raise, ensure};

/// By a key pair.
const BY_KEY: &str = "keypair";
/// The modes of login.
pub(crate) const MODES: [&str; 2] = [BY_KEY, "passwd"];
/// The fewest characters of a password.
const PASSWORD_LEAST: usize = 8;

/// The login that a call asks for.
pub(crate) struct Login<'a> {
    pub(crate) mode: &'a str,
    pub(crate) key_pair: Option<&'a str>,
    pub(crate) password: Option<&'a str>,
}

impl Login<'_> {
    /// What the mode needs is there (1100), and a password keeps to the rule (1101).
    ///
    /// # Errors
    /// `MALFORMED_REQUEST`, `INVALID_REQUEST`.
    pub(crate) fn must_be_complete(&self) -> Outcome<()> {
        if self.mode == BY_KEY {
            self.key_pair
                .or_raise(MALFORMED_REQUEST, || "parameter [login_keypair] is required".to_owned())?;
            return Ok(());
        }
        let password = self
            .password
            .or_raise(MALFORMED_REQUEST, || "parameter [login_passwd] is required".to_owned())?;
        let has = |test: fn(char) -> bool| password.chars().any(test);
        let is_good = password.chars().count() >= PASSWORD_LEAST
            && has(|letter| letter.is_ascii_digit())
            && has(|letter| letter.is_ascii_lowercase())
            && has(|letter| letter.is_ascii_uppercase());
        ensure!(
            is_good,
            INVALID_REQUEST,
            "login_passwd is not valid, at least 8 characters with digits, lower-case and upper-case letters \
             are required"
        );
        Ok(())
    }

    /// The key pairs that are let in: the caller's own (2100, 1400). Windows knows passwords only (1101).
    ///
    /// # Errors
    /// `RESOURCE_NOT_FOUND`, `PERMISSION_DENIED`, `INVALID_REQUEST`.
    pub(crate) fn key_pairs(&self, cx: &Cx<'_>, platform: &str) -> Outcome<Vec<String>> {
        if self.mode != BY_KEY {
            return Ok(Vec::new());
        }
        ensure!(platform != "windows", INVALID_REQUEST, "login_mode [{BY_KEY}] is not valid for windows");
        let key_pair = lookup::live::<KeyPair>(cx, self.key_pair.unwrap_or(""))?;
        Ok(vec![key_pair.head.id])
    }
}
