//! The few operations of other services that CloudDC's users need.

pub(crate) mod image;
pub(crate) mod neighbour;
pub(crate) mod port;
pub(crate) mod project;
pub(crate) mod subnet;
pub(crate) mod token;
pub(crate) mod vpc;
pub(crate) mod vpc_error;
pub(crate) mod vpc_text;
