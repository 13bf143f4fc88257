//! What the log looks like on disk: its tables, and the checksum that every stored value carries.
//!
//! Changes are stored in batches, one or more for each commit, under a layer and a number that grows.
//! A layer is a sequence of changes upon its parent, or upon nothing; a world is the chain of layers
//! down to one without a parent. The current layer takes the writes, every other layer is sealed.

use redb::TableDefinition;

/// The version of everything below. Another one is refused.
pub(super) const FORMAT: u32 = 3;

/// Layer and number to a batch of changes.
pub(super) const BATCHES: TableDefinition<&[u8], &[u8]> = TableDefinition::new("batches");
/// Layer to its parent.
pub(super) const LAYERS: TableDefinition<&[u8], &[u8]> = TableDefinition::new("layers");
/// Name of a snapshot to its layer.
pub(super) const NAMES: TableDefinition<&[u8], &[u8]> = TableDefinition::new("names");
/// Id of a table of rows to its name and shape.
pub(super) const SHAPES: TableDefinition<&[u8], &[u8]> = TableDefinition::new("shapes");
/// The format, the current layer and the count of commits.
pub(super) const META: TableDefinition<&[u8], &[u8]> = TableDefinition::new("meta");

pub(super) const META_FORMAT: &[u8] = b"format";
pub(super) const META_CURRENT: &[u8] = b"current";
pub(super) const META_COMMITS: &[u8] = b"commits";

/// Where the count of acknowledged commits is noted in the file: in the engine's first page, of
/// which its header uses the first 320 bytes only, and in another sector than that.
pub(super) const NOTE_AT: u64 = 2048;
/// The size of the note.
pub(super) const NOTE_BYTES: usize = CRC_BYTES + 8;

/// Stored as the parent of a layer that has none.
const NO_PARENT: u32 = u32::MAX;
/// The greatest id of a layer.
pub(super) const LAYER_MAX: u32 = NO_PARENT - 1;

const CRC_BYTES: usize = 4;
const LAYER_BYTES: usize = 4;
const PLACE_BYTES: usize = LAYER_BYTES + 8;

/// The checksum of a value, which covers the key as well.
fn checksum(key: &[u8], value: &[u8]) -> [u8; CRC_BYTES] {
    let mut crc = crc32fast::Hasher::new();
    crc.update(key);
    crc.update(value);
    crc.finalize().to_le_bytes()
}

/// A value with its checksum in front, which covers the key as well.
pub(super) fn seal(key: &[u8], value: &[u8]) -> Vec<u8> {
    [&checksum(key, value), value].concat()
}

/// The value of a sealed one; `None` if key and checksum do not agree with it.
pub(super) fn unseal<'a>(key: &[u8], sealed: &'a [u8]) -> Option<&'a [u8]> {
    let (crc, value) = sealed.split_first_chunk::<CRC_BYTES>()?;
    (*crc == checksum(key, value)).then_some(value)
}

/// Where a batch of a layer is stored. Batches sort by layer first, and then in the order of their numbers.
pub(super) fn place(layer: u32, number: u64) -> [u8; PLACE_BYTES] {
    let mut place = [0; PLACE_BYTES];
    place[..LAYER_BYTES].copy_from_slice(&layer.to_be_bytes());
    place[LAYER_BYTES..].copy_from_slice(&number.to_be_bytes());
    place
}

/// Layer and number of a place.
pub(super) fn placed(place: &[u8]) -> Option<(u32, u64)> {
    let (layer, number) = place.split_first_chunk::<LAYER_BYTES>()?;
    Some((u32::from_be_bytes(*layer), u64::from_be_bytes(number.try_into().ok()?)))
}

pub(super) fn seal_u32(key: &[u8], value: u32) -> Vec<u8> {
    seal(key, &value.to_be_bytes())
}

pub(super) fn unseal_u32(key: &[u8], sealed: &[u8]) -> Option<u32> {
    Some(u32::from_be_bytes(unseal(key, sealed)?.try_into().ok()?))
}

pub(super) fn seal_u64(key: &[u8], value: u64) -> Vec<u8> {
    seal(key, &value.to_be_bytes())
}

pub(super) fn unseal_u64(key: &[u8], sealed: &[u8]) -> Option<u64> {
    Some(u64::from_be_bytes(unseal(key, sealed)?.try_into().ok()?))
}

pub(super) fn seal_parent(layer: &[u8], parent: Option<u32>) -> Vec<u8> {
    seal_u32(layer, parent.unwrap_or(NO_PARENT))
}

/// The outer `None` means damage. A parent is always older than its child.
pub(super) fn unseal_parent(layer: &[u8], sealed: &[u8]) -> Option<(u32, Option<u32>)> {
    let id = u32::from_be_bytes(layer.try_into().ok()?);
    match unseal_u32(layer, sealed)? {
        NO_PARENT => Some((id, None)),
        parent if parent < id => Some((id, Some(parent))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_flipped_bit_of_key_and_value_is_found() {
        let place = place(7, 9);
        assert_eq!(placed(&place), Some((7, 9)));
        let sealed = seal(&place, b"changes");
        assert_eq!(unseal(&place, &sealed), Some(&b"changes"[..]));
        for bit in 0..sealed.len() * 8 {
            let mut bad = sealed.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(unseal(&place, &bad), None, "value bit {bit}");
        }
        for bit in 0..place.len() * 8 {
            let mut bad = place;
            bad[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(unseal(&bad, &sealed), None, "key bit {bit}");
        }
    }
}
