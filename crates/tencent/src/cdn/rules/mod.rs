//! What may be configured, in the order in which it is judged: names, origins, projects, platforms, headers,
//! certificates.

pub(crate) mod certificate;
pub(crate) mod chain;
pub(crate) mod header;
pub(crate) mod name;
pub(crate) mod origin;
pub(crate) mod project;
pub(crate) mod setting;
