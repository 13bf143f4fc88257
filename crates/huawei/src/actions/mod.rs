//! CloudDC's operations, and the few of its neighbours that its users need: one resource a file.

mod instance;
mod instance_create;
mod instance_delete;
mod instance_ip;
mod instance_reinstall;
mod instance_view;
mod order;
mod power;
mod registration;
mod server;

use crate::Huawei;
use squall_api::Entry;

/// Every operation, gathered from the files.
pub(crate) const ALL: &[&[Entry<Huawei>]] = &[
    instance::ACTIONS,
    instance_create::ACTIONS,
    instance_delete::ACTIONS,
    instance_ip::ACTIONS,
    instance_reinstall::ACTIONS,
    power::ACTIONS,
    registration::ACTIONS,
    server::ACTIONS,
];
