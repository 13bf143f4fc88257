//! What the log looks like on disk: its tables, and the checksum that every stored value carries.
//!
//! Rows are stored under a layer and their key. A layer is a set of changes upon its parent, or
//! upon nothing; a world is the chain of layers down to one without a parent. The current layer
//! takes the writes, every other layer is sealed.

use redb::TableDefinition;

/// The version of everything below. Another one is refused.
pub(super) const FORMAT: u32 = 2;

/// Layer and key to a tag and the row.
pub(super) const ROWS: TableDefinition<&[u8], &[u8]> = TableDefinition::new("rows");
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

const TOMBSTONE: u8 = 0;
const PRESENT: u8 = 1;

const CRC_BYTES: usize = 4;
const LAYER_BYTES: usize = 4;

const CRC_TABLE: [u32; 256] = {
    let mut table = [0; 256];
    let mut index = 0;
    while index < 256 {
        let mut crc = index as u32;
        let mut bit = 0;
        while bit < 8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
            bit += 1;
        }
        table[index] = crc;
        index += 1;
    }
    table
};

/// CRC-32 as in Ethernet and zip.
fn crc32(parts: [&[u8]; 2]) -> u32 {
    let mut crc = u32::MAX;
    for byte in parts.into_iter().flatten() {
        crc = (crc >> 8) ^ CRC_TABLE[((crc ^ u32::from(*byte)) & 0xff) as usize];
    }
    !crc
}

/// A value with its checksum in front, which covers the key as well.
pub(super) fn seal(key: &[u8], value: &[u8]) -> Vec<u8> {
    let mut sealed = Vec::with_capacity(CRC_BYTES + value.len());
    sealed.extend_from_slice(&crc32([key, value]).to_le_bytes());
    sealed.extend_from_slice(value);
    sealed
}

/// The value of a sealed one; `None` if key and checksum do not agree with it.
pub(super) fn unseal<'a>(key: &[u8], sealed: &'a [u8]) -> Option<&'a [u8]> {
    let (crc, value) = sealed.split_first_chunk::<CRC_BYTES>()?;
    (u32::from_le_bytes(*crc) == crc32([key, value])).then_some(value)
}

/// Where a row of a layer is stored. Keys sort by layer first.
pub(super) fn place(layer: u32, key: &[u8]) -> Vec<u8> {
    let mut place = Vec::with_capacity(LAYER_BYTES + key.len());
    place.extend_from_slice(&layer.to_be_bytes());
    place.extend_from_slice(key);
    place
}

/// Layer and key of a place.
pub(super) fn placed(place: &[u8]) -> Option<(u32, &[u8])> {
    let (layer, key) = place.split_first_chunk::<LAYER_BYTES>()?;
    Some((u32::from_be_bytes(*layer), key))
}

/// A row, or with `None` the absence of one that the parent has, ready to be stored.
pub(super) fn seal_row(place: &[u8], row: Option<&[u8]>) -> Vec<u8> {
    let mut tagged = vec![if row.is_some() { PRESENT } else { TOMBSTONE }];
    tagged.extend_from_slice(row.unwrap_or_default());
    seal(place, &tagged)
}

/// The outer `None` means damage.
pub(super) fn unseal_row<'a>(place: &[u8], sealed: &'a [u8]) -> Option<Option<&'a [u8]>> {
    match unseal(place, sealed)?.split_first()? {
        (&PRESENT, row) => Some(Some(row)),
        (&TOMBSTONE, []) => Some(None),
        _ => None,
    }
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
    fn the_checksum_is_the_known_one() {
        assert_eq!(crc32([b"1234", b"56789"]), 0xcbf4_3926);
    }

    #[test]
    fn every_flipped_bit_of_key_and_value_is_found() {
        let place = place(7, b"key");
        let sealed = seal_row(&place, Some(b"row"));
        assert_eq!(unseal_row(&place, &sealed), Some(Some(&b"row"[..])));
        assert_eq!(unseal_row(&place, &seal_row(&place, None)), Some(None));
        for bit in 0..sealed.len() * 8 {
            let mut bad = sealed.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(unseal_row(&place, &bad), None, "value bit {bit}");
        }
        for bit in 0..place.len() * 8 {
            let mut bad = place.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(unseal_row(&bad, &sealed), None, "key bit {bit}");
        }
    }
}
