//! Certificates that are signed here, in the least that X.509 asks for: Ed25519 keys, one name, an authority and who it
//! vouches for.

use super::der::{SEQUENCE, armoured, tlv};
use ring::signature::{Ed25519KeyPair, KeyPair as _};
use squall_api::cloud::Time;

const ED25519: [u8; 5] = [0x06, 0x03, 0x2B, 0x65, 0x70];
const COMMON_NAME: [u8; 5] = [0x06, 0x03, 0x55, 0x04, 0x03];
const BASIC_CONSTRAINTS: [u8; 5] = [0x06, 0x03, 0x55, 0x1D, 0x13];
/// What stands before the seed of a private key.
const PRIVATE_KEY: [u8; 16] =
    [0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
/// The last year that is written with two digits.
const SHORT_YEARS: &str = "2049";

/// Somebody with a name and a key, which follows from its seed.
pub(crate) struct Party<'a> {
    pub(crate) name: &'a str,
    pub(crate) seed: &'a [u8; 32],
}

impl Party<'_> {
    fn pair(&self) -> Option<Ed25519KeyPair> {
        Ed25519KeyPair::from_seed_unchecked(self.seed).ok()
    }

    /// The private key in PEM.
    pub(crate) fn private_key(&self) -> String {
        armoured("PRIVATE KEY", &[&PRIVATE_KEY[..], self.seed].concat())
    }

    /// A certificate in PEM that an authority, maybe itself, signs; good from one instant to another. `None` when no
    /// key can be made of a seed.
    pub(crate) fn certificate(&self, authority: &Party<'_>, (from, to): (Time, Time)) -> Option<String> {
        let is_authority = self.seed == authority.seed;
        let algorithm = tlv(SEQUENCE, &[&ED25519]);
        let key = tlv(0x03, &[&[0], self.pair()?.public_key().as_ref()]);
        let mut serial = self.seed[..8].to_vec();
        // A serial number is positive.
        serial[0] = serial[0] & 0x7F | 0x40;
        let constraints = tlv(SEQUENCE, &[&tlv(0x01, &[&[0xFF]])]);
        let extension =
            tlv(SEQUENCE, &[&BASIC_CONSTRAINTS, &tlv(0x01, &[&[0xFF]]), &tlv(0x04, &[&constraints])]);
        let extensions = tlv(0xA3, &[&tlv(SEQUENCE, &[&extension])]);
        let body = tlv(
            SEQUENCE,
            &[
                &tlv(0xA0, &[&tlv(0x02, &[&[2]])]),
                &tlv(0x02, &[&serial]),
                &algorithm,
                &named(authority.name),
                &tlv(SEQUENCE, &[&instant(from), &instant(to)]),
                &named(self.name),
                &tlv(SEQUENCE, &[&algorithm, &key]),
                if is_authority { &extensions } else { &[] },
            ],
        );
        let signature = authority.pair()?.sign(&body);
        let signature = tlv(0x03, &[&[0], signature.as_ref()]);
        Some(armoured("CERTIFICATE", &tlv(SEQUENCE, &[&body, &algorithm, &signature])))
    }
}

fn named(name: &str) -> Vec<u8> {
    let attribute = tlv(SEQUENCE, &[&COMMON_NAME, &tlv(0x0C, &[name.as_bytes()])]);
    tlv(SEQUENCE, &[&tlv(0x31, &[&attribute])])
}

fn instant(at: Time) -> Vec<u8> {
    let digits: String = at.to_string().chars().filter(char::is_ascii_digit).take(14).collect();
    let is_short = digits.get(..4).is_some_and(|year| year <= SHORT_YEARS);
    let (tag, text) = if is_short { (0x17, digits.get(2..).unwrap_or("")) } else { (0x18, &*digits) };
    tlv(tag, &[text.as_bytes(), b"Z"])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::pem;
    use ring::signature::{ED25519 as VERIFY, UnparsedPublicKey};

    #[test]
    fn an_authority_signs_who_it_vouches_for() {
        let (ca, client) = (Party { name: "ca", seed: &[1; 32] }, Party { name: "client", seed: &[2; 32] });
        let span = (Time::from_seconds(0), Time::from_seconds(3_000_000_000));
        let text = client.certificate(&ca, span).unwrap();
        let der = pem::certificates(&text).unwrap().remove(0);
        // The body follows the outer head, the signature ends the whole.
        let head = if der[1] == 0x82 { 4 } else { 3 };
        let body = head..der.len() - 7 - 3 - 64;
        let key = UnparsedPublicKey::new(&VERIFY, ca.pair().unwrap().public_key().as_ref().to_vec());
        key.verify(&der[body], &der[der.len() - 64..]).unwrap();
        assert!(pem::is_private_key(&client.private_key()));
        assert!(ca.certificate(&ca, span).unwrap().len() > text.len());
    }
}
