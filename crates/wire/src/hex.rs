//! Bytes in hexadecimal, in lower case as all signatures here are.

/// Writes bytes as two digits each.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = vec![0; bytes.len() * 2];
    for (two, byte) in text.chunks_exact_mut(2).zip(bytes) {
        two[0] = DIGITS[usize::from(byte >> 4)];
        two[1] = DIGITS[usize::from(byte & 15)];
    }
    String::from_utf8(text).unwrap_or_default()
}

/// Reads exactly so many bytes; `None` for anything else, and for digits in upper case.
pub fn unhex<const BYTES: usize>(text: &str) -> Option<[u8; BYTES]> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let mut bytes = [0; BYTES];
    if text.len() != BYTES * 2 {
        return None;
    }
    for (byte, two) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        *byte = digit(two[0])? << 4 | digit(two[1])?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes_and_nothing_else() {
        let all: Vec<u8> = (0..=255).collect();
        for chunk in all.chunks_exact(16) {
            assert_eq!(unhex::<16>(&hex(chunk)).as_ref().map(|bytes| &bytes[..]), Some(chunk));
        }
        assert_eq!(hex(&[0, 10, 0xff]), "000aff");
        for text in ["", "0", "000", "0A", "0g", "+1", "é"] {
            assert_eq!(unhex::<1>(text), None, "{text}");
        }
    }
}
