//! Keys as bytes whose order is the order of the values.

/// A table's key: bytes that sort like the value and in which no component is the beginning of
/// another.
///
/// Both properties together make a prefix of whole components a contiguous range. Integers are big
/// endian (the sign flipped), strings end in two zero bytes with every inner zero followed by
/// `0xff`, tuples are their parts in a row.
///
/// A key type of your own is best made with [`newtype_key!`](crate::newtype_key); one that
/// implements this trait by hand also needs [`lookup_by_self!`](crate::lookup_by_self).
pub trait Key: Sized {
    /// Appends the encoded key.
    fn encode(&self, out: &mut Vec<u8>);

    /// Reads one key off the front of `bytes`; `None` if they are not an encoded key.
    fn decode(bytes: &mut &[u8]) -> Option<Self>;

    /// Appends the name of the encoding: two kinds of keys with one name have the same bytes.
    fn shape(out: &mut String);
}

const ZERO: u8 = 0x00;
const END: u8 = 0x00;
const ESCAPED: u8 = 0xff;

macro_rules! unsigned {
    ($($t:ty),*) => {$(
        impl Key for $t {
            fn encode(&self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_be_bytes());
            }

            fn decode(bytes: &mut &[u8]) -> Option<Self> {
                let (head, rest) = bytes.split_first_chunk()?;
                *bytes = rest;
                Some(<$t>::from_be_bytes(*head))
            }

            fn shape(out: &mut String) {
                out.push_str(stringify!($t));
            }
        }
    )*};
}

unsigned!(u8, u16, u32, u64);

const SIGN: u64 = 1 << 63;

impl Key for i64 {
    fn encode(&self, out: &mut Vec<u8>) {
        (self.cast_unsigned() ^ SIGN).encode(out);
    }

    fn decode(bytes: &mut &[u8]) -> Option<Self> {
        u64::decode(bytes).map(|raw| (raw ^ SIGN).cast_signed())
    }

    fn shape(out: &mut String) {
        out.push_str("i64");
    }
}

impl Key for bool {
    fn encode(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }

    fn decode(bytes: &mut &[u8]) -> Option<Self> {
        match u8::decode(bytes)? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }

    fn shape(out: &mut String) {
        out.push_str("bool");
    }
}

pub(crate) fn encode_str(text: &str, out: &mut Vec<u8>) {
    out.reserve(text.len() + 2);
    let mut rest = text.as_bytes();
    while let Some(at) = rest.iter().position(|byte| *byte == ZERO) {
        out.extend_from_slice(&rest[..at]);
        out.extend_from_slice(&[ZERO, ESCAPED]);
        rest = &rest[at + 1..];
    }
    out.extend_from_slice(rest);
    out.extend_from_slice(&[ZERO, END]);
}

impl Key for String {
    fn encode(&self, out: &mut Vec<u8>) {
        encode_str(self, out);
    }

    fn decode(bytes: &mut &[u8]) -> Option<Self> {
        let mut text = Vec::new();
        loop {
            let at = bytes.iter().position(|byte| *byte == ZERO)?;
            text.extend_from_slice(&bytes[..at]);
            let mark = *bytes.get(at + 1)?;
            *bytes = &bytes[at + 2..];
            match mark {
                END => return String::from_utf8(text).ok(),
                ESCAPED => text.push(ZERO),
                _ => return None,
            }
        }
    }

    fn shape(out: &mut String) {
        out.push_str("string");
    }
}

impl Key for () {
    fn encode(&self, _out: &mut Vec<u8>) {}

    fn decode(_bytes: &mut &[u8]) -> Option<Self> {
        Some(())
    }

    fn shape(out: &mut String) {
        out.push_str("()");
    }
}

macro_rules! tuple {
    ($($part:ident $name:ident),+) => {
        impl<$($part: Key),+> Key for ($($part,)+) {
            fn encode(&self, out: &mut Vec<u8>) {
                let ($($name,)+) = self;
                $($name.encode(out);)+
            }

            fn decode(bytes: &mut &[u8]) -> Option<Self> {
                Some(($($part::decode(bytes)?,)+))
            }

            fn shape(out: &mut String) {
                out.push('(');
                $($part::shape(out); out.push(',');)+
                out.push(')');
            }
        }
    };
}

tuple!(A a);
tuple!(A a, B b);
tuple!(A a, B b, C c);
tuple!(A a, B b, C c, D d);
tuple!(A a, B b, C c, D d, E e);

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes<K: Key>(key: &K) -> Vec<u8> {
        let mut out = Vec::new();
        key.encode(&mut out);
        out
    }

    fn sorts_and_returns<K: Key + Ord + Clone + std::fmt::Debug>(mut keys: Vec<K>) {
        keys.sort();
        for pair in keys.windows(2) {
            assert_eq!(bytes(&pair[0]).cmp(&bytes(&pair[1])), pair[0].cmp(&pair[1]), "{pair:?}");
        }
        for key in keys {
            let encoded = bytes(&key);
            let mut rest = encoded.as_slice();
            assert_eq!(K::decode(&mut rest), Some(key));
            assert!(rest.is_empty());
        }
    }

    #[test]
    fn every_kind_keeps_its_order() {
        sorts_and_returns(vec![0u8, 1, 127, 128, 255]);
        sorts_and_returns(vec![0u16, 255, 256, u16::MAX]);
        sorts_and_returns(vec![0u32, 65_535, 65_536, u32::MAX]);
        sorts_and_returns(vec![0u64, 1 << 32, u64::MAX]);
        sorts_and_returns(vec![i64::MIN, -256, -1, 0, 1, 255, i64::MAX]);
        sorts_and_returns(vec![false, true]);
        sorts_and_returns(
            ["", "\0", "\0\0", "\0a", "a", "a\0", "a\0\u{ff}", "a\u{1}", "ab", "é", "云", "🌩"]
                .map(String::from)
                .to_vec(),
        );
        sorts_and_returns(vec![("a".to_string(), 255u8), ("a\0".to_string(), 0), ("ab".to_string(), 0)]);
    }

    #[test]
    fn no_string_begins_another() {
        let texts = ["", "\0", "a", "a\0", "ab", "a\0b", "\u{ff}"];
        for one in texts {
            for other in texts.iter().filter(|other| **other != one) {
                assert!(
                    !bytes(&other.to_string()).starts_with(&bytes(&one.to_string())),
                    "{one:?} {other:?}"
                );
            }
        }
    }

    #[test]
    fn damaged_keys_do_not_decode() {
        for raw in [&b"ab"[..], b"ab\0", b"ab\0\x07", b"\xff\0\0"] {
            assert_eq!(String::decode(&mut &raw[..]), None, "{raw:?}");
        }
        assert_eq!(u32::decode(&mut &[1u8, 2, 3][..]), None);
        assert_eq!(bool::decode(&mut &[2u8][..]), None);
    }
}
