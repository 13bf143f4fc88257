//! CloudDC's operations, and the few of its neighbours that its users need: one resource a file.

mod alarms;
mod instances;
mod neighbours;
mod servers;

pub(crate) use neighbours::vpc_error;

use crate::Huawei;
use squall_api::Entry;

/// Every operation, gathered from the files.
pub(crate) const ALL: &[&[Entry<Huawei>]] = &[
    alarms::alarm::ACTIONS,
    alarms::alarm_statistics::ACTIONS,
    servers::console::ACTIONS,
    alarms::event::ACTIONS,
    servers::hardware::ACTIONS,
    neighbours::image::ACTIONS,
    instances::instance::ACTIONS,
    instances::instance_create::ACTIONS,
    instances::instance_delete::ACTIONS,
    instances::instance_ip::ACTIONS,
    instances::instance_reinstall::ACTIONS,
    servers::log_export::ACTIONS,
    neighbours::port::ACTIONS,
    servers::power::ACTIONS,
    neighbours::project::ACTIONS,
    servers::rack::ACTIONS,
    servers::registration::ACTIONS,
    servers::room::ACTIONS,
    servers::server::ACTIONS,
    servers::status::ACTIONS,
    neighbours::subnet::ACTIONS,
    servers::tag::ACTIONS,
    neighbours::token::ACTIONS,
    neighbours::vpc::ACTIONS,
];
