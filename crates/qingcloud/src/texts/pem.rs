//! Certificates and private keys in PEM: enough of it to tell a certificate from anything else.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The most blocks of one text: a certificate and those above it.
const BLOCKS: usize = 16;
/// DER's tags of a sequence and of a string of bits.
const SEQUENCE: u8 = 0x30;
const BIT_STRING: u8 = 0x03;
/// The labels of keys that are not encrypted.
const KEYS: [&str; 3] = ["PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"];
/// What some tools write in front of the key of an elliptic curve.
const CURVE: &str = "EC PARAMETERS";

/// The contents of a certificate, and of those above it, in their order; `None` for anything else.
pub(crate) fn certificates(text: &str) -> Option<Vec<Vec<u8>>> {
    let blocks = blocks(text)?;
    let are_certificates = !blocks.is_empty()
        && blocks.iter().all(|(label, der)| *label == "CERTIFICATE" && is_certificate(der));
    are_certificates.then(|| blocks.into_iter().map(|(_, der)| der).collect())
}

/// Whether a text is exactly one private key that is not encrypted.
pub(crate) fn is_private_key(text: &str) -> bool {
    let Some(mut blocks) = blocks(text) else { return false };
    blocks.retain(|(label, _)| *label != CURVE);
    matches!(&blocks[..], [(label, der)] if KEYS.contains(label) && sequence(der).is_some())
}

/// The blocks of a text: label and content. Nothing but space may stand around them.
fn blocks(text: &str) -> Option<Vec<(&str, Vec<u8>)>> {
    let mut blocks = Vec::new();
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    while let Some(line) = lines.next() {
        let label = line.strip_prefix("-----BEGIN ")?.strip_suffix("-----")?;
        let mut content = String::new();
        loop {
            let line = lines.next()?;
            match line.strip_prefix("-----END ") {
                Some(end) if end.strip_suffix("-----") == Some(label) => break,
                Some(_) => return None,
                None => content.push_str(line),
            }
        }
        if blocks.len() == BLOCKS {
            return None;
        }
        blocks.push((label, STANDARD.decode(content).ok()?));
    }
    Some(blocks)
}

/// A certificate is a sequence of what is certified, the algorithm, and the signature.
fn is_certificate(der: &[u8]) -> bool {
    let Some(parts) = sequence(der) else { return false };
    let Some((SEQUENCE, _, rest)) = value(parts) else { return false };
    let Some((SEQUENCE, _, rest)) = value(rest) else { return false };
    matches!(value(rest), Some((BIT_STRING, _, [])))
}

/// What is in a sequence that fills the whole of a text.
fn sequence(der: &[u8]) -> Option<&[u8]> {
    match value(der) {
        Some((SEQUENCE, content, [])) => Some(content),
        _ => None,
    }
}

/// The first value: tag, content, and what follows.
fn value(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (tag, rest) = der.split_first()?;
    let (first, rest) = rest.split_first()?;
    let (len, rest) = match usize::from(*first) {
        len @ 0..=0x7f => (len, rest),
        // Up to four bytes of length, which is more than any text here has.
        long @ 0x81..=0x84 => {
            let (digits, rest) = rest.split_at_checked(long - 0x80)?;
            (digits.iter().fold(0_usize, |len, digit| len << 8 | usize::from(*digit)), rest)
        }
        _ => return None,
    };
    let (content, rest) = rest.split_at_checked(len)?;
    Some((*tag, content, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(label: &str, der: &[u8]) -> String {
        format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", STANDARD.encode(der))
    }

    #[test]
    fn a_certificate_has_three_parts_and_nothing_after_them() {
        let good = [0x30, 9, 0x30, 1, 5, 0x30, 0, 0x03, 2, 0, 1];
        assert_eq!(certificates(&block("CERTIFICATE", &good)).unwrap(), [good.to_vec()]);
        assert_eq!(certificates(&block("CERTIFICATE", &good).repeat(2)).unwrap().len(), 2);
        for bad in [
            String::new(),
            "certificate".to_owned(),
            block("CERTIFICATE", &good).replace("-----END", "-----STOP"),
            block("CERTIFICATE", &good) + "tail",
            block("CERTIFICATE REQUEST", &good),
            block("CERTIFICATE", &good[..10]),
            block("CERTIFICATE", &[0x30, 0]),
            block("CERTIFICATE", &[0x30, 0x84, 0xff, 0xff, 0xff, 0xff]),
            block("CERTIFICATE", &good).repeat(BLOCKS + 1),
        ] {
            assert!(certificates(&bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_private_key_stands_alone_and_is_not_encrypted() {
        let der = [0x30, 3, 2, 1, 0];
        assert!(is_private_key(&block("PRIVATE KEY", &der)));
        assert!(is_private_key(&(block(CURVE, &[6, 1, 1]) + &block("EC PRIVATE KEY", &der))));
        assert!(!is_private_key(&block("PRIVATE KEY", &der).repeat(2)));
        assert!(!is_private_key(&block("ENCRYPTED PRIVATE KEY", &der)));
        assert!(!is_private_key(&block("PUBLIC KEY", &der)));
        assert!(!is_private_key(&block("RSA PRIVATE KEY", &[2, 1, 0])));
    }
}
