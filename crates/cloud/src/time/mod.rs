//! Instants, the two clocks, and the queue of what is to happen.

pub(crate) mod calendar;
pub(crate) mod clock;
pub(crate) mod due;
pub(crate) mod happen;
pub(crate) mod instant;
pub(crate) mod job;
pub(crate) mod life;
pub(crate) mod settle;

pub use calendar::Calendar;
pub use clock::{Clock, Reading, earliest};
pub use due::{Due, Purpose, Swept, horizon, next_due};
pub use instant::{Span, Time};
pub use job::{Job, Progress};
pub use settle::{BATCH_EVENTS, BATCH_WORK, Batch, SetAside, settle};
