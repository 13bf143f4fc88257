//! Systems installed on physical servers.

pub(crate) mod instance;
pub(crate) mod instance_create;
pub(crate) mod instance_delete;
pub(crate) mod instance_ip;
pub(crate) mod instance_reinstall;
pub(crate) mod instance_view;
pub(crate) mod order;
