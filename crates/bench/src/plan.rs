//! How long and how often is measured.

use crate::crowd::Size;
use std::time::Duration;

/// How much of everything is done.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    /// Turns of the servers.
    pub(crate) rounds: usize,
    /// How long a turn lasts.
    pub(crate) window: Duration,
    /// Starts that the median is taken of.
    pub(crate) starts: usize,
    /// Resources in the worlds that are compared: the smallest first.
    pub(crate) sizes: [usize; 3],
    /// Connections beside ordinary ones. The turns with them must be over before slow ones are cut off, after 30 s.
    pub(crate) crowd: Size,
    /// Requests that are signed before a run and sent again and again.
    pub(crate) signed: usize,
}

impl Plan {
    /// What the report is made of.
    pub(crate) const FULL: Plan = Plan {
        rounds: 9,
        window: Duration::from_millis(400),
        starts: 41,
        sizes: [1_000, 100_000, 1_000_000],
        crowd: Size { idle: 10_000, slow: 1_000 },
        signed: 50_000,
    };

    /// For a glance while working: the figures are rough, and the large worlds are small.
    pub(crate) const QUICK: Plan = Plan {
        rounds: 3,
        window: Duration::from_millis(100),
        starts: 5,
        sizes: [1_000, 5_000, 20_000],
        crowd: Size { idle: 500, slow: 50 },
        signed: 2_000,
    };
}
