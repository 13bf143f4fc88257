//! The operator's settings of CloudDC's world.

use super::gateway::{set_lines, set_rate, set_service};
use super::{alarm, boolean, event, fields, gateway, image, invalid, network, rack, server, word};
use crate::settings::*;
use serde_json::{Map, Value, json};
use squall_api::cloud::{Answer, Period, Platform, World};
use squall_api::setting::{patch_periods, show_periods};

const KNOWN: [&str; 18] = [
    "regions",
    "idcs",
    "iracks",
    "servers",
    "vpcs",
    "subnets",
    "images",
    "ports",
    "alarms",
    "events",
    "ports_budget",
    "gateway",
    "service",
    "iam",
    "ims",
    "vpc",
    "strict_delete",
    "periods",
];
/// The periods that mean something here: there is no recycle bin, and nobody is in arrears.
const PERIODS: [Period; 1] = [Period::Memory];

/// The settings as JSON.
pub(crate) fn show(world: &World<'_>) -> Answer<Value> {
    let platform = world.platform()?;
    let closed: Vec<&str> = list(&platform, CLOSED_REGIONS).collect();
    let regions: Map<String, Value> =
        REGIONS.iter().map(|region| ((*region).to_owned(), (!closed.contains(region)).into())).collect();
    Ok(json!({
        "regions": regions,
        "idcs": rack::show_rooms(world)?,
        "iracks": rack::show_racks(world)?,
        "servers": server::show(world)?,
        "vpcs": network::show_vpcs(world)?,
        "subnets": network::show_subnets(world)?,
        "images": image::show(world)?,
        "ports": network::show_ports(world)?,
        "alarms": alarm::show(world)?,
        "events": event::show(world)?,
        "ports_budget": ports_budget(&platform),
        "gateway": gateway::show(&platform),
        "service": {"throttle_per_second": number::<u32>(&platform, SERVICE_THROTTLE)},
        "iam": platform.service(IAM),
        "ims": platform.service(IMS),
        "vpc": platform.service(VPC),
        "strict_delete": platform.switch(STRICT_DELETE, false),
        "periods": show_periods(world, &PERIODS)?,
    }))
}

/// Merges a patch into the settings, in the order in which they are known: a subnet may be of a network that comes
/// with it.
pub(crate) fn patch(world: &World<'_>, patch: &Value) -> Answer<()> {
    let mut platform = world.platform()?;
    let given = fields(patch, &KNOWN)?;
    for (name, value) in KNOWN.into_iter().filter_map(|name| Some((name, given.get(name)?))) {
        match name {
            "idcs" => rack::ROOMS.patch(world, value)?,
            "iracks" => rack::RACKS.patch(world, value)?,
            "servers" => server::SERVERS.patch(world, value)?,
            "vpcs" => network::VPCS.patch(world, value)?,
            "subnets" => network::SUBNETS.patch(world, value)?,
            "images" => image::IMAGES.patch(world, value)?,
            "ports" => network::patch_ports(world, value)?,
            "alarms" => alarm::ALARMS.patch(world, value)?,
            "periods" => patch_periods(world, value, &PERIODS)?,
            "events" => event::EVENTS.patch(world, value)?,
            _ => set(&mut platform, name, value)?,
        }
    }
    world.save_platform(&platform)
}

fn set(platform: &mut Platform, name: &str, value: &Value) -> Answer<()> {
    match name {
        "regions" => set_regions(platform, value)?,
        "gateway" => gateway::patch(platform, value)?,
        "service" => {
            for (_, rate) in fields(value, &["throttle_per_second"])? {
                set_rate(platform, SERVICE_THROTTLE, rate)?;
            }
        }
        "ports_budget" => match value.as_u64() {
            Some(most) => drop(platform.settings.insert(PORTS_BUDGET.to_owned(), most.to_string())),
            None => return Err(invalid("`ports_budget` must be a whole number")),
        },
        "strict_delete" => drop(platform.switches.insert(STRICT_DELETE.to_owned(), boolean(name, value)?)),
        component => set_service(platform, component, word(name, value, &["up", "down"])?),
    }
    Ok(())
}

fn set_regions(platform: &mut Platform, value: &Value) -> Answer<()> {
    let mut closed: Vec<String> = list(platform, CLOSED_REGIONS).map(str::to_owned).collect();
    for (region, open) in fields(value, &REGIONS)? {
        closed.retain(|known| known != region);
        if !boolean(region, open)? {
            closed.push(region.clone());
        }
    }
    set_lines(platform, CLOSED_REGIONS, &closed.join("\n"));
    Ok(())
}
