//! What a request shows of who makes it, read once into one value. Every check looks at that value and none at the
//! headers, so nothing can be there for one check and absent for the next.

use crate::Huawei;
use crate::say::{self, auth_failure};
use http::HeaderName;
use http::header::AUTHORIZATION;
use squall_api::catalogue::huawei::AUTH_SCHEME_UNKNOWN;
use squall_api::wire::sign::huawei::{ALGORITHM, Authorization};
use squall_api::{Entry, Outcome, Request};

/// The header that bears a token.
pub(crate) const TOKEN: HeaderName = HeaderName::from_static("x-auth-token");
/// The header that bears a token beside a temporary key; there are no such keys here.
pub(crate) const SECURITY_TOKEN: HeaderName = HeaderName::from_static("x-security-token");
/// The header that bears the date of the signature, and must be signed itself.
pub(crate) const DATE: HeaderName = HeaderName::from_static("x-sdk-date");
/// The header that stands for the hash of the body.
pub(crate) const CONTENT_HASH: HeaderName = HeaderName::from_static("x-sdk-content-sha256");

/// What a request shows of who makes it.
#[derive(Clone, Copy, Debug)]
pub enum Credential<'c> {
    /// Nothing that counts: its operation is for anybody, or stands behind the operator's door.
    Nothing,
    /// A signature.
    Signed(Signature<'c>),
    /// A token of IAM.
    Token(&'c str),
}

/// A signature, with the headers that it is judged by.
#[derive(Clone, Copy, Debug)]
pub struct Signature<'c> {
    /// Whose it is said to be, and of what.
    pub authorization: Authorization<'c>,
    /// When it was made.
    pub date: Option<&'c str>,
    /// What is said to stand for the hash of the body.
    pub content_hash: Option<ContentHash<'c>>,
}

/// What a header says that stands for the hash of the body.
#[derive(Clone, Copy, Debug)]
pub struct ContentHash<'c> {
    /// Its value.
    pub stands: &'c str,
    /// Whether the header is itself signed.
    pub is_signed: bool,
}

impl<'c> Credential<'c> {
    /// Reads it (0305, 0301). Where a signature and a token both come, the signature counts; the vendor does not tell.
    pub(crate) fn of(request: &'c Request, entry: Option<&Entry<Huawei>>) -> Outcome<Credential<'c>> {
        if entry.is_some_and(Entry::is_open) {
            return Ok(Credential::Nothing);
        }
        let present = |name: HeaderName| request.header(name).filter(|value| !value.is_empty());
        let (shown, token) = (present(AUTHORIZATION), present(TOKEN));
        let shown = shown.map(|shown| shown.split_once(' ').unwrap_or((shown, "")));
        match (shown, token) {
            (Some((scheme, rest)), _) if scheme == ALGORITHM => {
                Signature::of(request, rest).map(Credential::Signed)
            }
            // The SDK signs unless an Authorization header is there already: who has a token puts in any.
            (_, Some(text)) => Ok(Credential::Token(text)),
            (Some(_), None) => Err(say::plain(AUTH_SCHEME_UNKNOWN)),
            (None, None) => Err(auth_failure("x-auth-token not found")),
        }
    }
}

impl<'c> Signature<'c> {
    fn of(request: &'c Request, shown: &'c str) -> Outcome<Signature<'c>> {
        let malformed = || auth_failure("verify aksk signature fail, the Authorization header is malformed");
        let authorization = Authorization::parse(shown).ok_or_else(malformed)?;
        let is_signed = authorization.signs(CONTENT_HASH.as_str());
        let content_hash = request.header(&CONTENT_HASH).map(|stands| ContentHash { stands, is_signed });
        Ok(Signature { authorization, date: request.header(&DATE), content_hash })
    }
}
