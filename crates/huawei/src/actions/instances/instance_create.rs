//! Installing systems on physical servers: one, or many at once.

use super::order::{self, Order, PASSWORD_TEXT, USER_DATA_TEXT, Wiring};
use crate::say::{self, must};
use crate::{Huawei, Reply, Traits, lookup};
use squall_api::catalogue::huawei::*;
use squall_api::cloud::Server;
use squall_api::wire::Object;
use squall_api::{Action, Cx, Entry, Outcome, Params};
use std::collections::BTreeMap;

pub(crate) const ACTIONS: &[Entry<Huawei>] = &[
    Entry::of::<CreateInstance>(
        Traits::post("/v1/{project_id}/instances", "clouddc:instance:create"),
        &[
            SERVER_NOT_FOUND,
            SERVER_NOT_READY,
            SERVERS_INSUFFICIENT,
            IMAGE_NOT_FOUND,
            PASSWORD_INVALID,
            USER_DATA_TOO_LONG,
            METADATA_INVALID,
            SUBNET_NOT_FOUND,
            SUBNET_UNAVAILABLE,
            SUBNET_FULL,
            IP_CONFLICT,
            PORTS_OVERLOADED,
        ],
    ),
    Entry::of::<RunInstances>(
        Traits::post("/v1/{project_id}/instances/batch-create", "clouddc:instance:createBatch"),
        &[
            SERVER_NOT_FOUND,
            SERVER_NOT_READY,
            SERVERS_INSUFFICIENT,
            COUNTS_INVERTED,
            IMAGE_NOT_FOUND,
            PASSWORD_INVALID,
            USER_DATA_TOO_LONG,
            METADATA_INVALID,
            SUBNET_NOT_FOUND,
            SUBNET_UNAVAILABLE,
            SUBNET_FULL,
            IP_IN_BATCH,
            PORTS_OVERLOADED,
        ],
    ),
];

/// The most servers that a placement names.
const SERVERS: usize = 50;

/// An interface that is ordered.
#[derive(Params)]
pub(crate) struct Interface {
    #[param(required, id = "subnet")]
    subnet_id: String,
    ipv4_address: Option<String>,
}

/// Where one instance is to stand.
#[derive(Params)]
pub(crate) struct Placement {
    #[param(id = "server")]
    server_id: Option<String>,
}

/// The order in the fields that both operations declare; records of parameters cannot be nested without a name.
macro_rules! order {
    ($action:expr) => {
        Order {
            name: &$action.name,
            image_id: &$action.image_id,
            vpc_id: &$action.vpc_id,
            interfaces: interfaces(&$action.network_interfaces),
            password: &$action.password,
            metadata: &$action.metadata,
            description: $action.description.as_deref().unwrap_or(""),
            user_data: $action.user_data.as_deref().unwrap_or(""),
        }
    };
}

/// Installs a system on a physical server.
#[derive(Params)]
pub(crate) struct CreateInstance {
    #[param(required)]
    name: String,
    #[param(required, id = "image")]
    image_id: String,
    #[param(required, id = "vpc")]
    vpc_id: String,
    #[param(required, max_items = 100)]
    network_interfaces: Vec<Interface>,
    #[param(required, secret, max_len = PASSWORD_TEXT, invalid = PASSWORD_INVALID.number())]
    password: String,
    #[param(invalid = METADATA_INVALID.number())]
    metadata: BTreeMap<String, String>,
    #[param(max_len = 4_096)]
    description: Option<String>,
    placement: Option<Placement>,
    #[param(secret, max_len = USER_DATA_TEXT, invalid = USER_DATA_TOO_LONG.number())]
    user_data: Option<String>,
}

impl Action<Huawei> for CreateInstance {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let order = order!(self);
        order.must_be_well_formed(cx)?;
        let named = self.placement.as_ref().and_then(|placement| placement.server_id.as_deref());
        let placed = named.map(|id| lookup::server(cx, id)).transpose()?;
        let image = order::image(cx, order.image_id)?;
        let wiring = Wiring::find(cx, &order.interfaces)?;
        wiring.must_belong_to(order.vpc_id)?;
        if let Some(server) = &placed {
            must(order::is_free(cx, server)?, || say::about(SERVER_NOT_READY, [&server.head.id]))?;
        }
        wiring.must_be_active()?;
        let server = match placed {
            Some(server) => server,
            None => {
                let first = order::free_servers(cx)?.into_iter().next();
                first.ok_or_else(|| say::plain(SERVERS_INSUFFICIENT))?
            }
        };
        wiring.must_have_room(cx, 1, &[])?;
        let id = order::install(cx, &order, &image, &wiring, &server)?;
        let mut reply = Object::new();
        reply.text("instance_id", &id);
        Ok(Reply::from(reply).status(202))
    }
}

fn interfaces(declared: &[Interface]) -> Vec<(&str, &str)> {
    declared.iter().map(|it| (&*it.subnet_id, it.ipv4_address.as_deref().unwrap_or(""))).collect()
}

/// Where many instances are to stand.
#[derive(Params)]
pub(crate) struct Placements {
    #[param(id = "server", max_items = SERVERS)]
    server_id_set: Vec<String>,
}

/// Installs the same system on many physical servers; all that were asked for at least, or none.
#[derive(Params)]
pub(crate) struct RunInstances {
    #[param(required)]
    name: String,
    #[param(required, id = "image")]
    image_id: String,
    #[param(required, id = "vpc")]
    vpc_id: String,
    #[param(required, max_items = 100)]
    network_interfaces: Vec<Interface>,
    #[param(required, secret, max_len = PASSWORD_TEXT, invalid = PASSWORD_INVALID.number())]
    password: String,
    #[param(invalid = METADATA_INVALID.number())]
    metadata: BTreeMap<String, String>,
    #[param(max_len = 4_096)]
    description: Option<String>,
    placement: Option<Placements>,
    #[param(secret, max_len = USER_DATA_TEXT, invalid = USER_DATA_TOO_LONG.number())]
    user_data: Option<String>,
    #[param(default = 1, range = 1..=1_000)]
    min_count: u32,
    #[param(range = 1..=1_000)]
    max_count: Option<u32>,
}

impl Action<Huawei> for RunInstances {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let order = order!(self);
        let max_count = self.max_count.unwrap_or(self.min_count);
        must(max_count >= self.min_count, || say::plain(COUNTS_INVERTED))?;
        order.must_be_well_formed(cx)?;
        let asks = order.interfaces.iter().any(|(_, address)| !address.is_empty());
        must(!asks, || say::plain(IP_IN_BATCH))?;
        let named = self.placement.as_ref().map_or(&[][..], |placement| &placement.server_id_set);
        let placed = lookup::servers(cx, named)?;
        let image = order::image(cx, order.image_id)?;
        let wiring = Wiring::find(cx, &order.interfaces)?;
        wiring.must_belong_to(order.vpc_id)?;
        must_be_free(cx, &placed)?;
        wiring.must_be_active()?;
        let servers = match placed.is_empty() {
            true => order::free_servers(cx)?,
            false => placed,
        };
        let wanted = servers.len().min(max_count as usize);
        must(wanted >= self.min_count as usize, || say::plain(SERVERS_INSUFFICIENT))?;
        wiring.must_have_room(cx, wanted, &[])?;
        let mut ids = Vec::with_capacity(wanted);
        for server in &servers[..wanted] {
            ids.push(order::install(cx, &order, &image, &wiring, server)?);
        }
        let mut reply = Object::new();
        reply.objects("instances", &ids, |id, instance| {
            instance.text("id", id);
        });
        Ok(Reply::from(reply).status(202))
    }
}

/// Every server that was named must be free (0101, about all that are not).
fn must_be_free(cx: &Cx<'_>, servers: &[Server]) -> Outcome<()> {
    let mut unready = Vec::new();
    for server in servers {
        if !order::is_free(cx, server)? {
            unready.push(&server.head.id);
        }
    }
    must(unready.is_empty(), || say::about(SERVER_NOT_READY, &unready))
}
