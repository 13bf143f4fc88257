//! Ranges of encoded keys, and the way back from bytes to keys and rows.

use crate::{Error, Key, Pair, Prefix, Row, Table, row};

/// The bytes that a key has room for from the start.
const ROOM: usize = 64;

/// Encoded keys from `from` up to and without `to`.
#[derive(Clone)]
pub(crate) struct Range {
    pub(crate) from: Vec<u8>,
    pub(crate) to: Vec<u8>,
}

impl Range {
    pub(crate) fn of<K: Key, V>(table: &Table<K, V>, prefix: &(impl Prefix<K> + ?Sized)) -> Range {
        let mut from = Vec::with_capacity(ROOM);
        from.push(table.id());
        prefix.encode_prefix(&mut from);
        let mut to = from.clone();
        // The table's id is below 255, so there is always a byte left to count up.
        while to.last() == Some(&u8::MAX) {
            to.pop();
        }
        if let Some(last) = to.last_mut() {
            *last += 1;
        }
        Range { from, to }
    }
}

/// The smallest key after `key`.
pub(crate) fn successor(key: &[u8]) -> Vec<u8> {
    let mut next = Vec::with_capacity(key.len() + 1);
    next.extend_from_slice(key);
    next.push(0);
    next
}

pub(crate) fn decode_pair<K: Key, V: Row>(table: &Table<K, V>, (key, row): &Pair) -> Result<(K, V), Error> {
    Ok((decode_key(table, key)?, decode_row(table, key, row)?))
}

pub(crate) fn decode_key<K: Key, V>(table: &Table<K, V>, raw: &[u8]) -> Result<K, Error> {
    let mut rest = raw.get(1..).unwrap_or_default();
    match K::decode(&mut rest) {
        Some(key) if rest.is_empty() => Ok(key),
        _ => Err(Error::Corrupt { table: table.name(), key: raw.to_vec(), why: "its key does not decode" }),
    }
}

pub(crate) fn decode_row<K, V: Row>(table: &Table<K, V>, raw: &[u8], bytes: &[u8]) -> Result<V, Error> {
    row::decode(bytes).ok_or_else(|| Error::Corrupt {
        table: table.name(),
        key: raw.to_vec(),
        why: "its row does not decode",
    })
}
