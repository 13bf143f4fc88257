//! CloudDC's operations, and the few of its neighbours that its users need: one resource a file.

mod image;
mod instance;
mod instance_create;
mod instance_delete;
mod instance_ip;
mod instance_reinstall;
mod instance_view;
mod neighbour;
mod order;
mod port;
mod power;
mod project;
mod registration;
mod server;
mod subnet;
mod token;
mod vpc;

use crate::Huawei;
use squall_api::Entry;

/// Every operation, gathered from the files.
pub(crate) const ALL: &[&[Entry<Huawei>]] = &[
    image::ACTIONS,
    instance::ACTIONS,
    instance_create::ACTIONS,
    instance_delete::ACTIONS,
    instance_ip::ACTIONS,
    instance_reinstall::ACTIONS,
    port::ACTIONS,
    power::ACTIONS,
    project::ACTIONS,
    registration::ACTIONS,
    server::ACTIONS,
    subnet::ACTIONS,
    token::ACTIONS,
    vpc::ACTIONS,
];
