//! The operator's settings of QingCloud's world: hosts, pools, components, switches.

use super::{fields, invalid, licence};
use crate::checks::platform::{JOB_CAPACITY, OVERLOADED};
use crate::founding::ADDRESS_POOL;
use crate::traits::Service;
use serde_json::{Map, Value, json};
use squall_api::cloud::{Answer, Host, Period, Platform, World};
use squall_api::setting::{patch_periods, show_periods};

/// The switch of the Warehouse service.
pub(crate) const WAREHOUSE: &str = "warehouse";
/// The switch of licence enforcement.
pub(crate) const LICENCE_ENFORCED: &str = "licence_enforced";
/// How `CreateSnapshots` answers with its job: a text on the page and in older SDKs, a list in Go's since 2024.
const SNAPSHOT_JOB: &str = "snapshot_job_id";
const SNAPSHOT_JOB_FORMS: [&str; 2] = ["string", "list"];
const KNOWN: [&str; 9] = [
    "hosts",
    "pools",
    "services",
    "warehouse",
    "overloaded",
    "licence",
    "job_capacity",
    "periods",
    SNAPSHOT_JOB,
];
const HOST_FIELDS: [&str; 5] = ["name", "cpu", "memory_mib", "storage_gib", "encryption"];
/// The states that end by themselves here.
const PERIODS: [Period; 3] = [Period::Recycle, Period::Grace, Period::Memory];
/// The most hosts of a world.
pub(crate) const HOSTS_MOST: usize = 10_000;

/// Whether `CreateSnapshots` answers with a list of its one job.
pub(crate) fn snapshot_job_is_listed(platform: &Platform) -> bool {
    platform.settings.get(SNAPSHOT_JOB).is_some_and(|form| form == SNAPSHOT_JOB_FORMS[1])
}

/// The settings as JSON.
pub(crate) fn show(world: &World<'_>) -> Answer<Value> {
    let platform = world.platform()?;
    let hosts: Vec<Value> = world
        .hosts()?
        .iter()
        .map(|host| {
            json!({"name": host.name, "cpu": host.cpu, "memory_mib": host.memory_mib,
                "storage_gib": host.storage_gib, "encryption": host.encryption})
        })
        .collect();
    let services: Map<String, Value> = Service::ALL
        .iter()
        .map(|service| (service.word().to_owned(), platform.service(service.word()).into()))
        .collect();
    let (licence_file, revoked) = licence::show(&platform);
    let capacity = platform.settings.get(JOB_CAPACITY).and_then(|text| text.parse::<u64>().ok());
    Ok(json!({
        "hosts": hosts,
        "pools": {"eip": world.pool(ADDRESS_POOL)?.free},
        "services": services,
        "warehouse": platform.switch(WAREHOUSE, false),
        "overloaded": platform.switch(OVERLOADED, false),
        "licence": {
            "enforced": platform.switch(LICENCE_ENFORCED, false), "file": licence_file, "revoked": revoked,
        },
        "job_capacity": capacity,
        "periods": show_periods(world, &PERIODS)?,
        "snapshot_job_id": SNAPSHOT_JOB_FORMS[usize::from(snapshot_job_is_listed(&platform))],
    }))
}

/// Merges a patch into the settings.
pub(crate) fn patch(world: &World<'_>, patch: &Value) -> Answer<()> {
    let patch = fields(patch, &KNOWN)?;
    let mut platform = world.platform()?;
    for (name, value) in patch {
        match name.as_str() {
            "hosts" => replace_hosts(world, value)?,
            "pools" => patch_pools(world, value)?,
            "services" => {
                let words = Service::ALL.map(Service::word);
                for (service, state) in fields(value, &words)? {
                    match state.as_str() {
                        Some("up") => platform.services.remove(service),
                        Some(state @ ("updating" | "down")) => {
                            platform.services.insert(service.clone(), state.to_owned())
                        }
                        _ => return Err(invalid("`services.*` must be one of: up, updating, down")),
                    };
                }
            }
            "periods" => patch_periods(world, value, &PERIODS)?,
            "licence" => patch_licence(&mut platform, value)?,
            "job_capacity" => match value.as_u64() {
                Some(most) => drop(platform.settings.insert(JOB_CAPACITY.to_owned(), most.to_string())),
                None if value.is_null() => drop(platform.settings.remove(JOB_CAPACITY)),
                None => return Err(invalid("`job_capacity` must be a whole number or null")),
            },
            SNAPSHOT_JOB => match value.as_str().filter(|form| SNAPSHOT_JOB_FORMS.contains(form)) {
                Some(form) => drop(platform.settings.insert(SNAPSHOT_JOB.to_owned(), form.to_owned())),
                None => return Err(invalid("`snapshot_job_id` must be one of: string, list")),
            },
            switch => drop(platform.switches.insert(switch.to_owned(), boolean(value)?)),
        }
    }
    world.save_platform(&platform)
}

fn boolean(value: &Value) -> Answer<bool> {
    value.as_bool().ok_or_else(|| invalid("expected true or false"))
}

fn patch_licence(platform: &mut Platform, value: &Value) -> Answer<()> {
    for (name, value) in fields(value, &["enforced", "file", "revoked"])? {
        match name.as_str() {
            "enforced" => drop(platform.switches.insert(LICENCE_ENFORCED.to_owned(), boolean(value)?)),
            "file" => licence::set_file(platform, value)?,
            _ => licence::set_revoked(platform, value)?,
        }
    }
    Ok(())
}

fn patch_pools(world: &World<'_>, value: &Value) -> Answer<()> {
    if let Some(free) = fields(value, &["eip"])?.get("eip") {
        let mut pool = world.pool(ADDRESS_POOL)?;
        let free = free.as_u64().filter(|free| *free <= u64::from(pool.span));
        pool.free = free.ok_or_else(|| invalid("`pools.eip` must be a whole number of free addresses"))?;
        world.save_pool(ADDRESS_POOL, &pool)?;
    }
    Ok(())
}

/// A list of hosts replaces the whole list; a host that carries something may shrink but not below what it
/// carries.
fn replace_hosts(world: &World<'_>, value: &Value) -> Answer<()> {
    let Some(list) = value.as_array().filter(|list| list.len() <= HOSTS_MOST) else {
        return Err(invalid("`hosts` must be a list of at most 10000 hosts"));
    };
    let mut names = Vec::new();
    for item in list {
        let item = fields(item, &HOST_FIELDS)?;
        let name = item.get("name").and_then(Value::as_str).filter(|name| !name.is_empty());
        let name = name.ok_or_else(|| invalid("a host needs a `name`"))?;
        if names.contains(&name) {
            return Err(invalid("two hosts have one `name`"));
        }
        names.push(name);
        let known = world.host(name)?;
        let id = match &known {
            Some(host) => host.id.clone(),
            None => world.mint("hyp-", 8)?,
        };
        let known = known.unwrap_or(Host { storage_gib: 100_000, ..Host::default() });
        let number = |field: &str, default: u64| match item.get(field) {
            None => Ok(default),
            Some(value) => {
                value.as_u64().ok_or_else(|| invalid(&format!("`hosts.{field}` must be a whole number")))
            }
        };
        let encryption = item.get("encryption").map_or(Ok(known.encryption), boolean)?;
        let (cpu, memory_mib) = (number("cpu", known.cpu)?, number("memory_mib", known.memory_mib)?);
        let storage_gib = number("storage_gib", known.storage_gib)?;
        let host = Host { name: name.to_owned(), id, cpu, memory_mib, storage_gib, encryption, ..known };
        if cpu < host.cpu_used || memory_mib < host.memory_used_mib || storage_gib < host.storage_used_gib {
            return Err(invalid(&format!("host `{name}` carries more than that")));
        }
        world.save_host(&host)?;
    }
    let gone = world.hosts()?.into_iter().filter(|host| !names.contains(&&*host.name));
    gone.into_iter().try_for_each(|host| world.erase_host(&host))
}
