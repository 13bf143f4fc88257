//! The second factor of a login: time-based one-time passwords (RFC 6238) of six digits, with HMAC-SHA1 and
//! steps of 30 seconds, as every authenticator application makes them.

use ring::hmac;
use squall_api::cloud::Time;

/// The length of a step in seconds.
const STEP: i64 = 30;
/// By how many steps a user's clock may be off.
const DRIFT: i64 = 1;
/// The shortest secret in bytes; RFC 4226 wants 16, its own test vectors and most applications use as few as
/// 10.
const SECRET_LEAST: usize = 10;

/// The bytes of a secret in base32 (RFC 4648); blanks and padding do not count, nor does the case of letters.
pub(crate) fn secret(text: &str) -> Option<Vec<u8>> {
    let (mut bytes, mut bits, mut held) = (Vec::new(), 0_u32, 0_u32);
    for letter in text.trim_end_matches('=').bytes().filter(|byte| *byte != b' ') {
        let value = match letter.to_ascii_uppercase() {
            letter @ b'A'..=b'Z' => letter - b'A',
            digit @ b'2'..=b'7' => digit - b'2' + 26,
            _ => return None,
        };
        held = (held << 5) | u32::from(value);
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits) as u8);
            held &= (1 << bits) - 1;
        }
    }
    Some(bytes).filter(|bytes| bytes.len() >= SECRET_LEAST)
}

/// The code of a step.
fn code(secret: &[u8], step: i64) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret);
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let tag = tag.as_ref();
    let at = tag.last().map_or(0, |last| usize::from(last & 15));
    let word = tag.get(at..at + 4).and_then(|word| word.try_into().ok()).unwrap_or([0; 4]);
    format!("{:06}", (u32::from_be_bytes(word) & 0x7FFF_FFFF) % 1_000_000)
}

/// The step near an instant to which a code belongs, if any.
pub(crate) fn step_of(secret: &[u8], given: &str, now: Time) -> Option<i64> {
    let present = now.seconds().div_euclid(STEP);
    (present - DRIFT..=present + DRIFT).find(|step| code(secret, *step) == given)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn makes_the_codes_of_the_rfc() {
        let key = secret("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ").unwrap();
        assert_eq!(key, b"12345678901234567890");
        for (second, wanted) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(step_of(&key, wanted, Time::from_seconds(second)), Some(second / 30));
        }
        assert_eq!(step_of(&key, "287082", Time::from_seconds(59 + 61)), None);
        assert_eq!(step_of(&key, "287082", Time::from_seconds(59 + 30)), Some(1));
    }

    #[test]
    fn a_secret_is_base32_of_some_length() {
        assert_eq!(secret("gezd gnbv gy3t qojq"), Some(b"1234567890".to_vec()));
        assert!(secret("GEZDGNBV").is_none() && secret("GEZDGNBVGY3TQOJ1").is_none());
    }
}
