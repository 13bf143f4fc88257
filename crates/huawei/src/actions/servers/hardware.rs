//! What a physical server is made of, and what runs in its parts.

use super::registration::failed;
use crate::inventory::Inventory;
use crate::say::must;
use crate::{Huawei, Reply, Traits, lookup, words};
use squall_api::catalogue::huawei::*;
use squall_api::cloud::{Controller, Server};
use squall_api::wire::{Object, json};
use squall_api::{Action, Cx, Entry, Outcome, Params};

pub(crate) const ACTIONS: &[Entry<Huawei>] = &[
    Entry::of::<ShowServerHardwareAttributes>(
        Traits::get(
            "/v1/{project_id}/physicalservers/{server_id}/hardware-attributes",
            "clouddc:imetal:getHardwareAttribute",
        ),
        &[SERVER_NOT_FOUND, INSPECTION_FAILED],
    )
    .reading(),
    Entry::of::<ShowServerFirmwareAttributes>(
        Traits::get(
            "/v1/{project_id}/physicalservers/{server_id}/firmware-attributes",
            "clouddc:imetal:getFirmwareAttribute",
        ),
        &[SERVER_NOT_FOUND, INSPECTION_FAILED],
    )
    .reading(),
];

/// Shows a physical server's hardware, as its last inspection found it.
#[derive(Params)]
pub(crate) struct ShowServerHardwareAttributes {
    #[param(required, id = "server")]
    server_id: String,
}

impl Action<Huawei> for ShowServerHardwareAttributes {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let server = inspected(cx, &self.server_id)?;
        let mut reply = Object::new();
        Inventory::of(cx, &server)?.write(&mut reply);
        Ok(reply.into())
    }
}

/// Shows the versions of a physical server's firmware, as a bare list.
#[derive(Params)]
pub(crate) struct ShowServerFirmwareAttributes {
    #[param(required, id = "server")]
    server_id: String,
}

impl Action<Huawei> for ShowServerFirmwareAttributes {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let server = inspected(cx, &self.server_id)?;
        let inventory = Inventory::of(cx, &server)?;
        Ok(Reply::json(200, json::list(|array| inventory.write_firmware(array))))
    }
}

/// A server of which anything is known: it must have been inspected with success once (0110).
fn inspected(cx: &Cx<'_>, id: &str) -> Outcome<Server> {
    let server = lookup::server(cx, id)?;
    let why = match server.controller {
        Controller::Answers => "the hardware has not been collected yet",
        controller => words::controller(controller),
    };
    must(server.inspected, || failed(&server, why))?;
    Ok(server)
}
