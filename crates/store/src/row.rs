//! Rows as postcard bytes.

use postcard::ser_flavors::Flavor;
use serde::{Serialize, de::DeserializeOwned};

/// Anything serde can write and read back. Rows are stored as postcard, which names no fields: a
/// row type whose fields change needs a new table id.
pub trait Row: Serialize + DeserializeOwned {}

impl<T: Serialize + DeserializeOwned> Row for T {}

/// Appends to a buffer that is kept between rows, so that a put costs one allocation, that of the
/// stored bytes.
struct Append<'a>(&'a mut Vec<u8>);

impl Flavor for Append<'_> {
    type Output = ();

    fn try_extend(&mut self, data: &[u8]) -> postcard::Result<()> {
        self.0.extend_from_slice(data);
        Ok(())
    }

    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        self.0.push(byte);
        Ok(())
    }

    fn finalize(self) -> postcard::Result<()> {
        Ok(())
    }
}

pub(crate) fn encode<V: Row>(row: &V, out: &mut Vec<u8>) -> Result<(), String> {
    postcard::serialize_with_flavor(row, Append(out)).map_err(|why| why.to_string())
}

/// `None` if the bytes are not exactly one row.
pub(crate) fn decode<V: Row>(bytes: &[u8]) -> Option<V> {
    match postcard::take_from_bytes(bytes) {
        Ok((row, [])) => Some(row),
        _ => None,
    }
}
