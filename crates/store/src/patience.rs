//! How long a transaction may keep the thread that runs it.

use std::time::Duration;

/// What a transaction may ask of its thread. Where it would take more it ends in
/// [`Error::Lengthy`](crate::Error::Lengthy), without a trace, and may be begun again with more patience.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Patience {
    /// How long it waits for its turn to write; `None` is for as long as it takes.
    pub turn: Option<Duration>,
    /// How much work it does: rows looked at or changed, long ones counted for each KiB, and whatever else is counted
    /// by [`Tx::spend`](crate::Tx::spend).
    pub work: u64,
}

impl Patience {
    /// For a thread on which others wait.
    pub const SHORT: Patience = Patience { turn: Some(Duration::from_millis(1)), work: 5_000 };
    /// For a thread of its own, where somebody waits who only looks.
    pub const LONG: Patience = Patience { turn: Some(Duration::from_millis(20)), work: u64::MAX };
    /// For a thread of its own, for as long as it takes.
    pub const FULL: Patience = Patience { turn: None, work: u64::MAX };

    /// Whether others wait on the thread.
    pub fn is_short(self) -> bool {
        self.work != u64::MAX
    }
}
