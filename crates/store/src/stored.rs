//! A stored key: its bytes, inside itself while they are few.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// The most bytes that a key holds inside itself: enough for every row that is found by its id, and few enough for a
/// node's keys to lie close together.
const INSIDE: usize = 30;

/// An encoded key. A search through the map compares with keys where they lie, so short ones lie in its nodes: behind
/// pointers each comparison in a large world would wait for memory.
#[derive(Clone)]
pub struct StoredKey(Place);

#[derive(Clone)]
enum Place {
    Inside { length: u8, bytes: [u8; INSIDE] },
    Apart(Arc<[u8]>),
}

impl From<&[u8]> for StoredKey {
    fn from(key: &[u8]) -> Self {
        let mut bytes = [0; INSIDE];
        match (bytes.get_mut(..key.len()), u8::try_from(key.len())) {
            (Some(inside), Ok(length)) => {
                inside.copy_from_slice(key);
                StoredKey(Place::Inside { length, bytes })
            }
            _ => StoredKey(Place::Apart(key.into())),
        }
    }
}

impl Deref for StoredKey {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match &self.0 {
            Place::Inside { length, bytes } => &bytes[..usize::from(*length)],
            Place::Apart(bytes) => bytes,
        }
    }
}

impl Borrow<[u8]> for StoredKey {
    fn borrow(&self) -> &[u8] {
        self
    }
}

impl PartialEq for StoredKey {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for StoredKey {}

impl PartialOrd for StoredKey {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for StoredKey {
    fn cmp(&self, other: &Self) -> Ordering {
        (**self).cmp(&**other)
    }
}

impl fmt::Debug for StoredKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.escape_ascii())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_every_length_keep_their_bytes_and_their_order() {
        let keys: Vec<Vec<u8>> = (0..=INSIDE + 2).map(|length| vec![7; length]).collect();
        for pair in keys.windows(2) {
            let (shorter, longer) = (StoredKey::from(&*pair[0]), StoredKey::from(&*pair[1]));
            assert_eq!((&*shorter, &*longer), (&*pair[0], &*pair[1]));
            assert!(shorter < longer && shorter == shorter.clone());
        }
        assert!(StoredKey::from(&[8][..]) > StoredKey::from(&[7; 100][..]));
    }
}
