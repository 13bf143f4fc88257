//! Physical servers and where they stand.

pub(crate) mod console;
pub(crate) mod hardware;
pub(crate) mod log_export;
pub(crate) mod power;
pub(crate) mod rack;
pub(crate) mod registration;
pub(crate) mod room;
pub(crate) mod server;
pub(crate) mod status;
pub(crate) mod tag;
