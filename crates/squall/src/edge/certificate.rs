//! What the authority's certificate and its leaves say.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair, KeyUsagePurpose,
    SanType, SerialNumber, date_time_ymd,
};

use super::names::{LOCAL, Names};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// How long the authority itself is valid.
const AUTHORITY_DAYS: u32 = 3650;
/// How long a leaf is valid; some clients refuse more than 398 days.
const LEAF_DAYS: u32 = 397;

/// One leaf for these host names or addresses.
pub(super) fn leaf_params(hosts: &[String], now: SystemTime) -> Result<CertificateParams, rcgen::Error> {
    let mut params = CertificateParams::new(hosts)?;
    if hosts.iter().any(|host| host == LOCAL || host.parse::<IpAddr>().is_ok()) {
        // Whoever names no host came by an address, or by the name that every address of this machine has.
        let here = CertificateParams::new(vec![LOCAL.to_owned()])?.subject_alt_names;
        let loopback = [IpAddr::from(Ipv4Addr::LOCALHOST), IpAddr::from(Ipv6Addr::LOCALHOST)];
        for name in here.into_iter().chain(loopback.map(SanType::IpAddress)) {
            if !params.subject_alt_names.contains(&name) {
                params.subject_alt_names.push(name);
            }
        }
    }
    params.distinguished_name.remove(DnType::CommonName);
    params.distinguished_name.push(DnType::CommonName, "squall");
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    // Left alone it would follow from the key, and browsers refuse an issuer's second leaf with one number.
    params.serial_number = Some(serial(&hosts.concat(), now));
    set_validity(&mut params, now, LEAF_DAYS);
    Ok(params)
}

/// Everything about the authority but its key, limited to these names. Its own name must come out the same each time
/// the key is loaded, since leaves carry it as their issuer. So it follows from the key.
#[allow(clippy::disallowed_methods, reason = "clients judge a certificate by the host's time")]
pub(super) fn authority_params(key: &KeyPair, names: &Names) -> CertificateParams {
    let now = SystemTime::now();
    let digest = ring::digest::digest(&ring::digest::SHA256, key.public_key_raw());
    let mark: String = digest.as_ref().iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    let mut params = CertificateParams::default();
    params.distinguished_name.remove(DnType::CommonName);
    params.distinguished_name.push(DnType::CommonName, format!("squall local authority {mark}"));
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.name_constraints = Some(names.constraints());
    // One key may have several certificates, one after another.
    params.serial_number = Some(serial(&mark, now));
    set_validity(&mut params, now, AUTHORITY_DAYS);
    params
}

/// From a day ago, so that a client whose clock is behind still accepts it, for so many days from now.
fn set_validity(params: &mut CertificateParams, now: SystemTime, days: u32) {
    let now = date_time_ymd(1970, 1, 1) + now.duration_since(UNIX_EPOCH).unwrap_or_default();
    params.not_before = now - DAY;
    params.not_after = now + DAY * days;
}

fn serial(subject: &str, now: SystemTime) -> SerialNumber {
    let mut context = ring::digest::Context::new(&ring::digest::SHA256);
    context.update(&now.duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos().to_be_bytes());
    context.update(subject.as_bytes());
    let digest = context.finish();
    let mut number = [0; 16];
    number.copy_from_slice(&digest.as_ref()[..16]);
    // Positive, and never of fewer bytes.
    number[0] = number[0] & 0x3f | 0x40;
    SerialNumber::from_slice(&number)
}
