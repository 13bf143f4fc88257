//! Virtual private clouds, subnets and ports in the operator's settings.

use super::listing::{Listing, project};
use super::{boolean, fields, invalid, text, word};
use crate::founding;
use serde_json::{Map, Value, json};
use squall_api::cloud::{Answer, Cidr, Head, Kind, Port, Refusal, State, Subnet, Vpc, World};
use std::net::Ipv4Addr;

/// The words for where a subnet stands.
pub(crate) const STATES: [(&str, State); 3] =
    [("ACTIVE", State::Bound), ("UNKNOWN", State::Free), ("ERROR", State::Failed)];

pub(super) const VPCS: Listing<Vpc> = Listing {
    name: "vpcs",
    known: &["name", "cidr"],
    create: |_, head, fields| Ok(Vpc::new(head.in_state(State::Active), block(fields, "192.168.0.0/16")?)),
    set: |_, vpc, name, value| {
        match name {
            "name" => vpc.head.name = text(name, value)?.to_owned(),
            _ => same(name, value, &vpc.block.to_string())?,
        }
        Ok(())
    },
    remove: |world, vpc| world.dissolve(vpc.clone()),
};

pub(super) const SUBNETS: Listing<Subnet> = Listing {
    name: "subnets",
    known: &["name", "cidr", "gateway_ip", "vpc_id", "status", "available_ip_address_count"],
    create: create_subnet,
    set: |_, subnet, name, value| {
        match name {
            "name" => subnet.head.name = text(name, value)?.to_owned(),
            "status" => {
                let word = word(name, value, &STATES.map(|(word, _)| word))?;
                let state = STATES.iter().find(|(known, _)| *known == word);
                subnet.head.state = state.map_or(State::Bound, |(_, state)| *state);
                subnet.head.change = None;
            }
            "cidr" => same(name, value, &subnet.block.to_string())?,
            "gateway_ip" => same(name, value, &Ipv4Addr::from(subnet.gateway).to_string())?,
            "vpc_id" => same(name, value, &subnet.vpc)?,
            // Shown, never set: it follows from the ports.
            _ if value.is_u64() => {}
            _ => return Err(invalid(&format!("`{name}` must be a whole number"))),
        }
        Ok(())
    },
    remove: |world, subnet| world.dissolve(subnet.clone()),
};

/// A value that cannot be changed once it is there, but may be written as it stands.
fn same(name: &str, value: &Value, present: &str) -> Answer<()> {
    match value.as_str() {
        Some(text) if text == present => Ok(()),
        _ => Err(invalid(&format!("`{name}` cannot be changed"))),
    }
}

fn block(fields: &Map<String, Value>, usual: &str) -> Answer<Cidr> {
    let text = fields.get("cidr").and_then(Value::as_str).unwrap_or(usual);
    Cidr::parse(text).ok_or_else(|| invalid("`cidr` must be a block such as 192.168.0.0/24"))
}

fn create_subnet(world: &World<'_>, head: Head, fields: &Map<String, Value>) -> Answer<Subnet> {
    let vpcs = world.owned::<Vpc>(&head.owner)?;
    let wanted = fields.get("vpc_id").and_then(Value::as_str);
    let found = vpcs.iter().rev().find(|vpc| wanted.is_none_or(|id| vpc.head.id == id));
    let absent = || Refusal::Absent { kind: Kind::Vpc, id: wanted.unwrap_or("").to_owned() };
    let vpc = found.ok_or_else(absent)?;
    let block = block(fields, "192.168.1.0/24")?;
    if !vpc.covers(block) || !world.laws.network.subnet_bits.contains(&block.bits) {
        return Err(invalid("`cidr` must lie in that of its vpc, with a prefix of at most 28"));
    }
    if let Some(other) = world.clash(&vpc.head.id, block)? {
        return Err(invalid(&format!("`cidr` meets the subnet {other} of its vpc")));
    }
    let gateway = match fields.get("gateway_ip") {
        None => None,
        Some(value) => {
            let address: Option<Ipv4Addr> = value.as_str().and_then(|text| text.parse().ok());
            let address = address.map(u32::from).filter(|address| block.contains(*address));
            Some(address.ok_or_else(|| invalid("`gateway_ip` must be an address of the subnet"))?)
        }
    };
    Ok(founding::subnet(head.in_state(State::Bound), &vpc.head.id, block, gateway))
}

/// Ports are made by users; an operator binds an address to one, so that it is held, or loosens it. A list must be of
/// all ports there are.
pub(super) fn patch_ports(world: &World<'_>, value: &Value) -> Answer<()> {
    let shown = show_ports(world)?;
    match value {
        Value::Object(entries) => {
            entries.iter().try_for_each(|(id, patch)| patch_port(world, &shown, id, patch))
        }
        Value::Array(entries) => {
            if entries.len() != shown.len() {
                return Err(invalid("only users make ports and take them away"));
            }
            entries.iter().try_for_each(|patch| {
                let id = text("id", patch.get("id").unwrap_or(&Value::Null))?;
                patch_port(world, &shown, id, patch)
            })
        }
        _ => Err(invalid("`ports` must be a list, or an object whose names are ids")),
    }
}

fn patch_port(world: &World<'_>, shown: &[Value], id: &str, patch: &Value) -> Answer<()> {
    let known = ["id", "project_id", "subnet_id", "ip_address", "status", "device_id", "held"];
    let mut port = world.fetch::<Port>(id)?;
    let present = shown.iter().find(|shown| shown["id"] == id);
    for (name, value) in fields(patch, &known)? {
        match name.as_str() {
            "held" => port.held = boolean(name, value)?,
            _ if present.is_some_and(|shown| shown[name] == *value) => {}
            _ => return Err(invalid(&format!("`{name}` cannot be changed"))),
        }
    }
    world.save(&port)
}

pub(super) fn show_vpcs(world: &World<'_>) -> Answer<Vec<Value>> {
    let show = |vpc: &Vpc| {
        Ok(json!({
            "id": vpc.head.id, "project_id": project(world, &vpc.head)?, "name": vpc.head.name,
            "cidr": vpc.block.to_string(),
        }))
    };
    world.every::<Vpc>()?.iter().map(show).collect()
}

pub(super) fn show_subnets(world: &World<'_>) -> Answer<Vec<Value>> {
    let show = |subnet: &Subnet| {
        Ok(json!({
            "id": subnet.head.id, "project_id": project(world, &subnet.head)?, "name": subnet.head.name,
            "cidr": subnet.block.to_string(), "gateway_ip": Ipv4Addr::from(subnet.gateway).to_string(),
            "vpc_id": subnet.vpc, "status": subnet_status(subnet),
            "available_ip_address_count": world.free_addresses(subnet)?,
        }))
    };
    world.every::<Subnet>()?.iter().map(show).collect()
}

pub(super) fn show_ports(world: &World<'_>) -> Answer<Vec<Value>> {
    let show = |port: &Port| {
        Ok(json!({
            "id": port.head.id, "project_id": project(world, &port.head)?, "subnet_id": port.subnet,
            "ip_address": Ipv4Addr::from(port.address).to_string(), "status": port_status(port),
            "device_id": port.device, "held": port.held,
        }))
    };
    world.every::<Port>()?.iter().map(show).collect()
}

/// The word for where a subnet stands.
pub(crate) fn subnet_status(subnet: &Subnet) -> &'static str {
    STATES.iter().find(|(_, state)| *state == subnet.head.state).map_or("UNKNOWN", |(word, _)| word)
}

/// The words for where a port stands.
pub(crate) const PORT_STATUSES: [&str; 3] = ["BUILD", "ACTIVE", "DOWN"];

/// The one for where a port stands.
pub(crate) fn port_status(port: &Port) -> &'static str {
    let [build, active, down] = PORT_STATUSES;
    match port.head.state {
        State::Pending => build,
        State::Bound => active,
        _ => down,
    }
}
