//! Numbers that a client may use once. They are rows of the world, so that nothing of them is forgotten while a signed
//! date is still good, whatever the load, and so that copies and restarts know them.

use crate::time::instant::Time;
use crate::world::{Answer, Realm, World};
use squall_store::Table;

/// Realm, key and number: until when it is remembered.
pub(crate) const NONCES: Table<(Realm, String, u64), Time> = Table::new(151, "nonces");
/// The same in the order in which they are forgotten.
pub(crate) const NONCE_ENDS: Table<(i64, Realm, String, u64), ()> = Table::new(152, "ends of nonces");
/// How many that are over are forgotten with each that is used. More than one, so that the rest of a busy hour goes.
const FORGOTTEN: usize = 2;

impl World<'_> {
    /// Uses up a number of a key; answers whether it was unused. It is remembered until an instant by the clock that
    /// signed dates are judged by, which is at `wire` now.
    pub fn use_nonce(&self, key: &str, nonce: u64, wire: Time, until: Time) -> Answer<bool> {
        for ((ends, realm, key, nonce), ()) in self.tx.before(&NONCE_ENDS, &(wire.0,), FORGOTTEN)? {
            self.tx.delete(&NONCE_ENDS, &(ends, realm, &*key, nonce))?;
            self.tx.delete(&NONCES, &(realm, &*key, nonce))?;
        }
        let known = self.tx.get(&NONCES, &(self.realm, key, nonce))?;
        if known.is_some_and(|until| until >= wire) {
            return Ok(false);
        }
        if let Some(ends) = known {
            self.tx.delete(&NONCE_ENDS, &(ends.0, self.realm, key, nonce))?;
        }
        self.tx.put(&NONCES, &(self.realm, key, nonce), &until)?;
        self.tx.put(&NONCE_ENDS, &(until.0, self.realm, key, nonce), &())?;
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::Laws;
    use crate::time::instant::Span;
    use squall_store::Store;

    fn used(store: &Store, key: &str, nonce: u64, wire: i64) -> bool {
        let seconds = |n: i64| Time::default() + Span::seconds(n);
        let (wire, until) = (seconds(wire), seconds(wire + 300));
        store
            .write(|tx| {
                let world = World { tx, realm: 3, now: Time::default(), laws: &Laws::NONE };
                world.use_nonce(key, nonce, wire, until)
            })
            .unwrap()
    }

    #[test]
    fn a_number_is_good_once_for_each_key_within_the_window() {
        let store = Store::memory();
        assert!(used(&store, "a", 1, 0) && used(&store, "b", 1, 0) && used(&store, "a", 2, 0));
        assert!(!used(&store, "a", 1, 0) && !used(&store, "a", 1, 300));
        assert!(used(&store, "a", 1, 301) && !used(&store, "a", 1, 302));
    }

    #[test]
    fn nothing_is_forgotten_early_and_nothing_is_kept_for_long() {
        let store = Store::memory();
        assert!((0..1_000).all(|n| used(&store, "a", n, 0)));
        assert!((0..1_000).all(|n| !used(&store, "a", n, 299)));
        assert!((0..1_000).all(|n| used(&store, "b", n, 301)));
        let kept = store.read(|tx| Ok::<_, squall_store::Error>(tx.prefix(&NONCES, &())?.len())).unwrap();
        let ends = store.read(|tx| Ok::<_, squall_store::Error>(tx.prefix(&NONCE_ENDS, &())?.len())).unwrap();
        assert_eq!((kept, ends), (1_000, 1_000));
    }
}
