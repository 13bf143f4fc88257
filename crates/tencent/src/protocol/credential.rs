//! What a call shows of who makes it: the five common parameters, read once.

use super::host;
use squall_api::param::{Field, Rule, Shape};
use squall_api::wire::Tree;
use squall_api::wire::sign::tencent::{Method, Signed};
use squall_api::{Call, Fault, Outcome, Request};

/// A key's id and what was signed with its secret.
pub struct Credential<'c> {
    /// The key's id.
    pub secret_id: &'c str,
    /// The instant at which it was signed, in seconds since 1970.
    pub timestamp: i64,
    /// The number that is good once.
    pub nonce: u64,
    /// The token of a temporary key.
    pub token: Option<&'c str>,
    signature: &'c str,
    method: Method,
    has_version: bool,
    signed: Signed<'c>,
}

/// What is wrong with a common parameter.
pub(crate) enum Wrong {
    /// It is not there.
    Missing(&'static str),
    /// It is a list or a record.
    Shape(&'static str),
    /// It is no number of its kind.
    Value(&'static str),
}

const fn declared(name: &'static str, secret: bool) -> Field {
    Field { name, shape: Shape::Text, required: false, rule: Rule { secret, ..Rule::ANY } }
}

/// What every call carries besides its action's parameters.
pub(crate) const COMMON: &[Field] = &[
    declared("Action", false),
    declared("Region", false),
    declared("Timestamp", false),
    declared("Nonce", false),
    declared("SecretId", false),
    declared("Signature", true),
    declared("SignatureMethod", false),
    declared("Token", true),
    declared("Version", false),
    declared("RequestClient", false),
    declared("RequestSource", false),
];

impl<'c> Credential<'c> {
    /// The credential of a call.
    ///
    /// # Errors
    /// The edition's word for the first parameter that is missing or cannot be read.
    pub(crate) fn of(
        request: &'c Request,
        call: &'c Call<'c>,
        refuse: fn(Wrong) -> Fault,
    ) -> Outcome<Credential<'c>> {
        let text = |name: &'static str| text(&call.tree, name).map_err(refuse);
        let must = |name: &'static str| text(name)?.ok_or_else(|| refuse(Wrong::Missing(name)));
        must("Action")?;
        let (timestamp, nonce) = (must("Timestamp")?, must("Nonce")?);
        let (secret_id, signature) = (must("SecretId")?, must("Signature")?);
        Ok(Credential {
            secret_id,
            timestamp: digits(timestamp).ok_or_else(|| refuse(Wrong::Value("Timestamp")))?,
            nonce: digits(nonce).ok_or_else(|| refuse(Wrong::Value("Nonce")))?,
            token: text("Token")?,
            signature,
            method: Method::of(text("SignatureMethod")?),
            has_version: text("Version")?.is_some(),
            signed: Signed {
                method: request.http.method().as_str(),
                host: host::of(request),
                path: request.path(),
                pairs: &call.pairs,
            },
        })
    }

    /// Whether the call was signed with a secret.
    pub(crate) fn is_signed_with(&self, secret: &str) -> bool {
        self.signed.verify(self.method, secret, self.signature, self.has_version)
    }

    /// By what its number is good once: clients draw few numbers, so each is for its second alone.
    pub(crate) fn nonce_key(&self) -> String {
        format!("{}|{}", self.secret_id, self.timestamp)
    }
}

fn text<'c>(tree: &'c Tree<'_>, name: &'static str) -> Result<Option<&'c str>, Wrong> {
    match tree.get(name) {
        None => Ok(None),
        Some(Tree::Text(text)) => Ok(Some(text)),
        Some(_) => Err(Wrong::Shape(name)),
    }
}

fn digits<N: std::str::FromStr>(text: &str) -> Option<N> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}
