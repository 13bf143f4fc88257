//! Changes as bytes: what a commit has changed, in parts that are not too large.

use std::sync::Arc;

use crate::StoredKey;

/// The bytes after which a part is complete. One row alone may be longer.
pub(super) const PART_BYTES: usize = 1 << 20;

/// Stands for the length of a row that is removed.
const REMOVED: u32 = u32::MAX;
const KEY_LENGTH: usize = 2;
const ROW_LENGTH: usize = 4;

/// The bytes that a row takes in a batch.
pub(super) fn size(key: &[u8], row: &[u8]) -> u64 {
    (KEY_LENGTH + key.len() + ROW_LENGTH + row.len()) as u64
}

/// Appends a change: a row put, or with `None` removed. Keys and rows keep to the store's limits, which are far below
/// what their lengths can say.
pub(super) fn push(out: &mut Vec<u8>, key: &[u8], row: Option<&[u8]>) {
    out.extend_from_slice(&u16::try_from(key.len()).unwrap_or(u16::MAX).to_le_bytes());
    out.extend_from_slice(key);
    let length = row.map_or(REMOVED, |row| u32::try_from(row.len()).unwrap_or(REMOVED));
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(row.unwrap_or_default());
}

/// Takes the first change off a batch; `None` where there is none that is whole.
pub(super) fn take(batch: &mut &[u8]) -> Option<(StoredKey, Option<Arc<[u8]>>)> {
    let (length, rest) = batch.split_first_chunk::<KEY_LENGTH>()?;
    let (key, rest) = rest.split_at_checked(usize::from(u16::from_le_bytes(*length)))?;
    let (length, rest) = rest.split_first_chunk::<ROW_LENGTH>()?;
    let (row, rest) = match u32::from_le_bytes(*length) {
        REMOVED => (None, rest),
        length => {
            let (row, rest) = rest.split_at_checked(usize::try_from(length).ok()?)?;
            (Some(Arc::from(row)), rest)
        }
    };
    *batch = rest;
    Some((StoredKey::from(key), row))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_come_back_as_they_were_and_cut_ones_do_not() {
        let changes: [(&[u8], Option<&[u8]>); 4] =
            [(b"key", Some(b"row")), (b"", Some(b"")), (b"gone", None), (&[7; 100], Some(&[8; 1_000]))];
        let mut batch = Vec::new();
        changes.iter().for_each(|(key, row)| push(&mut batch, key, *row));
        let mut rest = &batch[..];
        for (key, row) in changes {
            let (stored, found) = take(&mut rest).unwrap();
            assert_eq!((&*stored, found.as_deref()), (key, row));
        }
        assert!(rest.is_empty() && take(&mut rest).is_none());
        let last = batch.len() - size(&[7; 100], &[8; 1_000]) as usize;
        for end in last + 1..batch.len() {
            assert!(take(&mut &batch[last..end]).is_none());
        }
    }
}
