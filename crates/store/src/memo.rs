//! Rows decoded once. Some rows (who calls, what the operator has set) are read by nearly every request and change
//! seldom; what was decoded from them is kept beside the very bytes it came from, so that it cannot be out of date.

use std::any::Any;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::{Error, Row};

/// The most rows of a generation; two generations are kept.
const ROWS: usize = 512;
/// The most bytes of a row that is kept decoded: larger ones are seldom read and would make the memo large.
const ROW_BYTES: usize = 16 << 10;

type Decoded = Arc<dyn Any + Send + Sync>;
/// By the address of the bytes, which are held so that no others can come to lie there.
type Generation = BTreeMap<usize, (Arc<[u8]>, Decoded)>;

/// Decoded rows: those asked for lately, and those asked for before them.
#[derive(Default)]
pub(crate) struct Memo {
    generations: Mutex<(Generation, Generation)>,
}

impl Memo {
    /// What these bytes are decoded to, by `decode` if nobody has asked lately.
    pub(crate) fn row<V: Row + Send + Sync + 'static>(
        &self,
        bytes: &Arc<[u8]>,
        decode: impl FnOnce() -> Result<V, Error>,
    ) -> Result<Arc<V>, Error> {
        if bytes.len() > ROW_BYTES {
            return decode().map(Arc::new);
        }
        let place = Arc::as_ptr(bytes).addr();
        let mut generations = self.generations.lock().unwrap_or_else(PoisonError::into_inner);
        let (young, old) = &mut *generations;
        if let Some(row) = found(young, place) {
            return Ok(row);
        }
        let row = match found(old, place) {
            Some(row) => row,
            None => Arc::new(decode()?),
        };
        if young.len() >= ROWS {
            *old = std::mem::take(young);
        }
        young.insert(place, (bytes.clone(), row.clone()));
        Ok(row)
    }
}

fn found<V: Send + Sync + 'static>(generation: &Generation, place: usize) -> Option<Arc<V>> {
    let (_, row) = generation.get(&place)?;
    row.clone().downcast().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[test]
    fn a_row_is_decoded_once_while_it_is_asked_for() {
        let (memo, decoded) = (Memo::default(), Cell::new(0));
        let ask = |bytes: &Arc<[u8]>| {
            let decode = || {
                decoded.set(decoded.get() + 1);
                Ok(u32::from(bytes[0]))
            };
            *memo.row(bytes, decode).unwrap()
        };
        let often: Arc<[u8]> = Arc::from([7]);
        for n in 0..ROWS * 8 {
            assert_eq!(ask(&Arc::from([n as u8])), n as u32 % 256);
            assert_eq!(ask(&often), 7);
        }
        assert_eq!(decoded.get(), ROWS * 8 + 1);
        let generations = memo.generations.lock().unwrap();
        assert!(generations.0.len() <= ROWS && generations.1.len() <= ROWS);
    }

    #[test]
    fn large_rows_are_not_kept() {
        let (memo, bytes) = (Memo::default(), Arc::from(vec![7; ROW_BYTES + 1]));
        assert_eq!(*memo.row(&bytes, || Ok(7_u32)).unwrap(), 7);
        assert!(memo.generations.lock().unwrap().0.is_empty());
    }

    #[test]
    fn the_same_bytes_as_another_type_are_decoded_as_that() {
        let (memo, bytes) = (Memo::default(), Arc::from([7]));
        assert_eq!(*memo.row(&bytes, || Ok(7_u32)).unwrap(), 7);
        assert_eq!(*memo.row(&bytes, || Ok("seven".to_owned())).unwrap(), "seven");
        let broken = memo.row::<u64>(&bytes, || Err(Error::ReadOnly));
        assert_eq!(broken.err(), Some(Error::ReadOnly));
    }
}
