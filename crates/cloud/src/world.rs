//! One transaction's view of one system's world at one instant: where every fact and verb of the engine is reached.

use crate::law::Laws;
use crate::refusal::Refusal;
use crate::time::instant::Time;
use squall_store::{Table, Tx};

/// A system's number in stored keys.
pub type Realm = u8;

/// What the engine's facts and verbs hang on. Cheap to make, lives as long as its transaction.
#[derive(Clone, Copy)]
pub struct World<'t> {
    /// The transaction underneath.
    pub tx: &'t Tx<'t>,
    /// The system whose world it is.
    pub realm: Realm,
    /// The world's time, the same for the whole transaction.
    pub now: Time,
    /// The system's laws.
    pub laws: &'static Laws,
}

/// What facts and verbs answer.
pub type Answer<T> = Result<T, Refusal>;

pub(crate) const SEED: Table<(), u64> = Table::new(105, "seed");
pub(crate) const COUNTERS: Table<u8, u64> = Table::new(106, "counters");

/// The streams that ids and secrets are drawn from; there is room for 15.
#[derive(Clone, Copy)]
pub(crate) enum Stream {
    Ids = 1,
    Secrets = 2,
    Due = 3,
    Mails = 4,
    Records = 5,
}

impl World<'_> {
    /// The same world at another instant.
    pub fn at(&self, now: Time) -> Self {
        World { now, ..*self }
    }

    /// The seed that all ids of this world follow from. It is no secret: the default one is public.
    pub fn seed(&self) -> Answer<u64> {
        Ok(self.tx.get(&SEED, &())?.unwrap_or_default())
    }

    /// Sets the seed, once, when the world is made.
    pub fn set_seed(&self, seed: u64) -> Answer<()> {
        Ok(self.tx.put(&SEED, &(), &seed)?)
    }

    /// The next number of a stream. Every system has its own, so that none changes another's ids.
    pub(crate) fn next(&self, stream: Stream) -> Answer<u64> {
        let key = self.realm << 4 | stream as u8;
        let next = self.tx.get(&COUNTERS, &key)?.unwrap_or_default() + 1;
        self.tx.put(&COUNTERS, &key, &next)?;
        Ok(next)
    }
}
