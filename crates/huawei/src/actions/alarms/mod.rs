//! What is reported of physical servers.

pub(crate) mod alarm;
pub(crate) mod alarm_statistics;
pub(crate) mod event;
