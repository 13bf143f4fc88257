//! What a call shows of who makes it, read once into one value. Every check looks at that value and none at the
//! parameters, so nothing can be there for one check and absent for the next.

use crate::envelope::{common, required};
use squall_api::catalogue::qingcloud::{INVALID_REQUEST, MALFORMED_REQUEST};
use squall_api::cloud::Time;
use squall_api::wire::sign::qingcloud::Method;
use squall_api::{Call, Outcome, Raise, ensure};

/// What a call shows of who makes it.
#[derive(Clone, Copy, Debug)]
pub enum Credential<'c> {
    /// Nothing, and its action is for anybody.
    Nothing,
    /// The id of a login session.
    Session(&'c str),
    /// A signature.
    Signed(Signed<'c>),
}

/// A signature, with everything that it needs to be judged.
#[derive(Clone, Copy, Debug)]
pub struct Signed<'c> {
    /// Whose it is said to be.
    pub signer: Signer<'c>,
    /// The hash inside it.
    pub method: Method,
    /// The signature itself, in base64.
    pub signature: &'c str,
    /// When the call was signed.
    pub stamp: Time,
    /// Until when it is good, where it says so.
    pub expires: Option<Time>,
}

/// Whose a signature is said to be.
#[derive(Clone, Copy, Debug)]
pub enum Signer<'c> {
    /// That of an access key, by its id.
    Key(&'c str),
    /// That of a role, by its temporary key and the token that goes with it.
    Role {
        /// The id of the key.
        key: &'c str,
        /// The token.
        token: &'c str,
    },
    /// That of an application, which may act for a user.
    App {
        /// The application's id.
        id: &'c str,
        /// The token of the user.
        token: Option<&'c str>,
    },
}

/// Each of these makes a call one that must be signed wholly and rightly. A session or an open action may come with
/// `time_stamp` and the like, which say nothing of who comes.
const SIGNING: [&str; 4] = ["access_key_id", "signature", "signature_method", "signature_version"];

impl<'c> Credential<'c> {
    /// Reads it. What is there must be one text each, complete (1100) and of an allowed value (1101).
    pub(crate) fn of(call: &'c Call<'c>, is_open: bool) -> Outcome<Credential<'c>> {
        let session = common(call, "session_id")?;
        // A `token` is a credential in `/iam/` only: elsewhere actions have parameters of that name.
        let token = if call.module == "iam" { common(call, "token")? } else { None };
        // Applications have no sessions.
        let mut is_signed = call.module == "app" || token.is_some();
        for name in SIGNING {
            is_signed |= common(call, name)?.is_some();
        }
        match session {
            Some(id) if !is_signed => Ok(Credential::Session(id)),
            None if !is_signed && is_open => Ok(Credential::Nothing),
            _ => Signed::of(call, token).map(Credential::Signed),
        }
    }
}

impl<'c> Signed<'c> {
    fn of(call: &'c Call<'c>, token: Option<&'c str>) -> Outcome<Signed<'c>> {
        let stamp = instant("time_stamp", required(call, "time_stamp")?)?;
        let expires = common(call, "expires")?.map(|text| instant("expires", text)).transpose()?;
        let signer = match (call.module, token) {
            ("app", _) => Signer::App { id: required(call, "app_id")?, token: common(call, "access_token")? },
            (_, Some(token)) => Signer::Role { key: required(call, "access_key_id")?, token },
            (_, None) => Signer::Key(required(call, "access_key_id")?),
        };
        let method = required(call, "signature_method")?;
        let unknown = || format!("signature_method [{method}] is not valid");
        let method = Method::parse(method).or_raise(INVALID_REQUEST, unknown)?;
        let version = required(call, "signature_version")?;
        ensure!(matches!(version, "1" | "2"), INVALID_REQUEST, "signature_version [{version}] is not valid");
        let signature = required(call, "signature")?;
        Ok(Signed { signer, method, signature, stamp, expires })
    }
}

/// `YYYY-MM-DDThh:mm:ssZ` and nothing else (1100).
fn instant(name: &str, text: &str) -> Outcome<Time> {
    let read = Some(text).filter(|text| text.len() == 20 && text.ends_with('Z')).and_then(Time::parse);
    read.or_raise(MALFORMED_REQUEST, || format!("{name} [{text}] is not a time"))
}
