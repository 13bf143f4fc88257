//! CloudDC's operations, and the few of its neighbours that its users need: one resource a file.

mod alarm;
mod alarm_statistics;
mod console;
mod event;
mod hardware;
mod image;
mod instance;
mod instance_create;
mod instance_delete;
mod instance_ip;
mod instance_reinstall;
mod instance_view;
mod log_export;
mod neighbour;
mod order;
mod port;
mod power;
mod project;
mod rack;
mod registration;
mod room;
mod server;
mod status;
mod subnet;
mod tag;
mod token;
mod vpc;

use crate::Huawei;
use squall_api::Entry;

/// Every operation, gathered from the files.
pub(crate) const ALL: &[&[Entry<Huawei>]] = &[
    alarm::ACTIONS,
    alarm_statistics::ACTIONS,
    console::ACTIONS,
    event::ACTIONS,
    hardware::ACTIONS,
    image::ACTIONS,
    instance::ACTIONS,
    instance_create::ACTIONS,
    instance_delete::ACTIONS,
    instance_ip::ACTIONS,
    instance_reinstall::ACTIONS,
    log_export::ACTIONS,
    port::ACTIONS,
    power::ACTIONS,
    project::ACTIONS,
    rack::ACTIONS,
    registration::ACTIONS,
    room::ACTIONS,
    server::ACTIONS,
    status::ACTIONS,
    subnet::ACTIONS,
    tag::ACTIONS,
    token::ACTIONS,
    vpc::ACTIONS,
];
