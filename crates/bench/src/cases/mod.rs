//! What is measured, one case a name.

mod client;
mod crowd;
mod durable;
mod memory;
mod rate;
mod rest;
mod size;
mod start;
mod toil;

use crate::pin::Core;
use crate::plan::Plan;
use crate::report::Report;
use std::io;

/// A case: its name on the command line, and what measures it.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) run: fn(&'static str, &Plan, Core, &mut Report) -> io::Result<()>,
}

/// Every case, in the order of the report.
pub(crate) const ALL: [Case; 24] = [
    Case { name: "read", run: rate::read },
    Case { name: "list-10", run: rate::list_10 },
    Case { name: "list-100", run: rate::list_100 },
    Case { name: "write", run: rate::write },
    Case { name: "missing", run: rate::missing },
    Case { name: "signature", run: rate::signature },
    Case { name: "instances-1", run: client::instances_1 },
    Case { name: "instances-10", run: client::instances_10 },
    Case { name: "instances-100", run: client::instances_100 },
    Case { name: "run-instances", run: client::run },
    Case { name: "volume-missing", run: client::volume_missing },
    Case { name: "zones", run: client::zones },
    Case { name: "security-group", run: client::security_group },
    Case { name: "jobs", run: client::jobs },
    Case { name: "terraform", run: client::terraform },
    Case { name: "rest-read", run: rest::read },
    Case { name: "rest-missing", run: rest::missing },
    Case { name: "rest-locked", run: rest::locked },
    Case { name: "size", run: size::run },
    Case { name: "start", run: start::run },
    Case { name: "memory", run: memory::run },
    Case { name: "crowd", run: crowd::run },
    Case { name: "toil", run: toil::run },
    Case { name: "durable", run: durable::run },
];
