//! User data of instances: a text in the call itself, or an archive that was uploaded before.

use crate::lookup;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use squall_api::catalogue::qingcloud::{INVALID_REQUEST, MALFORMED_REQUEST};
use squall_api::cloud::UserData;
use squall_api::{Cx, Outcome, Raise, ensure};
use std::collections::BTreeMap;

/// An uploaded archive.
const ARCHIVE: &str = "tar";
/// The forms of user data.
pub(crate) const TYPES: [&str; 3] = ["plain", "exec", ARCHIVE];
/// The most bytes of user data in the call itself, in base64.
pub(crate) const PLAIN_BYTES: usize = 4_096;
/// Where user data and metadata are put unless the call says otherwise.
const PATH: &str = "/etc/qingcloud/userdata";
/// Where an executable is put unless the call says otherwise.
const FILE: &str = "/etc/rc.local";

/// The user data that a call gives.
pub(crate) struct Given<'a> {
    pub(crate) form: Option<&'a str>,
    pub(crate) value: Option<&'a str>,
    pub(crate) path: Option<&'a str>,
    pub(crate) file: Option<&'a str>,
}

impl Given<'_> {
    /// Form and value are there (1100), and a text is in base64 (1101).
    ///
    /// # Errors
    /// `MALFORMED_REQUEST`, `INVALID_REQUEST`.
    pub(crate) fn must_be_complete(&self) -> Outcome<()> {
        let required = |name: &'static str| move || format!("parameter [{name}] is required");
        let form = self.form.or_raise(MALFORMED_REQUEST, required("userdata_type"))?;
        let value = self.value.or_raise(MALFORMED_REQUEST, required("userdata_value"))?;
        ensure!(
            form == ARCHIVE || STANDARD.decode(value).is_ok(),
            INVALID_REQUEST,
            "userdata_value is not valid, base64 is required"
        );
        Ok(())
    }

    /// The uploaded archive that is meant (2100, 1400), if one is.
    ///
    /// # Errors
    /// `RESOURCE_NOT_FOUND`, `PERMISSION_DENIED`.
    pub(crate) fn attachment(&self, cx: &Cx<'_>) -> Outcome<Option<String>> {
        match (self.form, self.value) {
            (Some(ARCHIVE), Some(id)) => Ok(Some(lookup::live::<UserData>(cx, id)?.head.id)),
            _ => Ok(None),
        }
    }

    /// The text of the call itself; empty where an archive is meant.
    pub(crate) fn inline(&self) -> String {
        self.value.filter(|_| self.form != Some(ARCHIVE)).unwrap_or("").to_owned()
    }

    /// Notes form and places with an instance. A path that is not absolute counts as none, as documented.
    pub(crate) fn note(&self, traits: &mut BTreeMap<String, String>) {
        let absolute = |path: Option<&str>, otherwise: &str| {
            path.filter(|path| path.starts_with('/')).unwrap_or(otherwise).to_owned()
        };
        traits.insert("userdata_type".to_owned(), self.form.unwrap_or("").to_owned());
        traits.insert("userdata_path".to_owned(), absolute(self.path, PATH));
        if self.form == Some("exec") {
            traits.insert("userdata_file".to_owned(), absolute(self.file, FILE));
        }
    }
}
