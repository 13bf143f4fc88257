//! Certificates as such: read, compared with their key and with a host, and led to a root.

use rustls::crypto::ring::sign::any_supported_type;
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer, TrustAnchor, UnixTime};
use squall_api::catalogue::Code;
use squall_api::catalogue::tencent_cdn::{
    CERTIFICATE_CHAIN_BROKEN, CERTIFICATE_EXPIRED, CERTIFICATE_EXPIRING, CERTIFICATE_HOST_MISMATCH,
    CERTIFICATE_KEY_MISMATCH, CERTIFICATE_UNREADABLE, CERTIFICATE_UNUSABLE,
};
use squall_api::cloud::Time;
use std::time::Duration;
use x509_parser::prelude::{FromDer, GeneralName, X509Certificate};

/// The most certificates of a chain, and the longest text of one in bytes.
const CERTIFICATES: usize = 10;
const BYTES: usize = 64 * 1_024;

/// What a certificate says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Facts {
    /// The name that it was made for.
    pub common_name: String,
    /// The last instant at which it is good.
    pub expires_at: Time,
}

/// Judges a certificate with those above it, and a private key, for a host at an instant: unreadable (3001), unusable
/// (3000), another's key (3003), another host's (3002), expired (3004) or about to (3005), and whether it leads to one
/// of the public roots or of `roots` (3006), in this order.
///
/// # Errors
/// The code and why.
pub fn judge(
    content: &str,
    private_key: &str,
    host: &str,
    now: Time,
    roots: &[String],
) -> Result<Facts, (Code, &'static str)> {
    let unreadable = (CERTIFICATE_UNREADABLE, "it is no certificate in PEM");
    if content.len() > BYTES {
        return Err(unreadable);
    }
    let chain: Vec<CertificateDer<'_>> = CertificateDer::pem_slice_iter(content.as_bytes())
        .take(CERTIFICATES)
        .collect::<Result<_, _>>()
        .map_err(|_| unreadable)?;
    let parsed: Vec<X509Certificate<'_>> = chain
        .iter()
        .map(|der| X509Certificate::from_der(der).map(|(_, parsed)| parsed).map_err(|_| unreadable))
        .collect::<Result<_, _>>()?;
    let leaf = parsed.first().ok_or(unreadable)?;
    let from = Time::from_seconds(leaf.validity().not_before.timestamp());
    let until = Time::from_seconds(leaf.validity().not_after.timestamp());
    must_be_usable(leaf)?;
    let key = read_key(private_key).ok_or((CERTIFICATE_UNUSABLE, "its private key cannot be read"))?;
    if now < from {
        return Err((CERTIFICATE_UNUSABLE, "it is not valid yet"));
    }
    if key != leaf.tbs_certificate.subject_pki.raw {
        return Err((CERTIFICATE_KEY_MISMATCH, "the private key is another certificate's"));
    }
    if !is_for(leaf, host) {
        return Err((CERTIFICATE_HOST_MISMATCH, "it is for another host"));
    }
    if until <= now {
        return Err((CERTIFICATE_EXPIRED, "it has expired"));
    }
    if until.since(now) < crate::cdn::pace::CERTIFICATE_LEFT {
        return Err((CERTIFICATE_EXPIRING, "it expires within a day"));
    }
    let in_order = parsed.windows(2).all(|two| two[0].issuer() == two[1].subject());
    if !in_order || !leads_to_a_root(&chain, from, roots) {
        return Err((CERTIFICATE_CHAIN_BROKEN, "it leads to no trusted root"));
    }
    let common_name = leaf.subject().iter_common_name().next().and_then(|name| name.as_str().ok());
    Ok(Facts { common_name: common_name.unwrap_or(host).to_owned(), expires_at: until })
}

/// Whose certificate it is: a server's, and no authority's.
fn must_be_usable(leaf: &X509Certificate<'_>) -> Result<(), (Code, &'static str)> {
    if leaf.is_ca() {
        return Err((CERTIFICATE_UNUSABLE, "it is an authority's"));
    }
    match leaf.extended_key_usage() {
        Ok(None) => Ok(()),
        Ok(Some(usage)) if usage.value.server_auth || usage.value.any => Ok(()),
        _ => Err((CERTIFICATE_UNUSABLE, "it is not for servers")),
    }
}

/// The public half of a private key, as certificates write it.
fn read_key(text: &str) -> Option<Vec<u8>> {
    if text.len() > BYTES {
        return None;
    }
    let key = PrivateKeyDer::from_pem_slice(text.as_bytes()).ok()?;
    Some(any_supported_type(&key).ok()?.public_key()?.to_vec())
}

/// Whether a certificate names a host; its common name counts only where there are no other names.
fn is_for(leaf: &X509Certificate<'_>, host: &str) -> bool {
    match leaf.subject_alternative_name() {
        Ok(Some(names)) => names.value.general_names.iter().any(|name| match name {
            GeneralName::DNSName(name) => covers(name, host),
            _ => false,
        }),
        Ok(None) => {
            let mut names = leaf.subject().iter_common_name();
            names.any(|name| name.as_str().is_ok_and(|name| covers(name, host)))
        }
        Err(_) => false,
    }
}

/// Whether a name is a host's; a star stands for its first label.
fn covers(name: &str, host: &str) -> bool {
    match name.strip_prefix("*.") {
        Some(rest) => host.split_once('.').is_some_and(|(_, parent)| parent.eq_ignore_ascii_case(rest)),
        None => name.eq_ignore_ascii_case(host),
    }
}

/// Whether a path of good signatures leads to a root. When the certificates end is not asked here: they are judged by
/// the instant at which the first of them began.
fn leads_to_a_root(chain: &[CertificateDer<'_>], from: Time, roots: &[String]) -> bool {
    let Some((leaf, above)) = chain.split_first() else { return false };
    let Ok(leaf) = webpki::EndEntityCert::try_from(leaf) else { return false };
    let own: Vec<CertificateDer<'_>> =
        roots.iter().flat_map(|pem| CertificateDer::pem_slice_iter(pem.as_bytes()).flatten()).collect();
    let own = own.iter().filter_map(|der| webpki::anchor_from_trusted_cert(der).ok());
    let anchors: Vec<TrustAnchor<'_>> = webpki_roots::TLS_SERVER_ROOTS.iter().cloned().chain(own).collect();
    let at = UnixTime::since_unix_epoch(Duration::from_secs(from.seconds().unsigned_abs()));
    let (algorithms, usage) = (webpki::ALL_VERIFICATION_ALGS, webpki::KeyUsage::server_auth());
    leaf.verify_for_usage(algorithms, &anchors, above, at, usage, None, None).is_ok()
}
