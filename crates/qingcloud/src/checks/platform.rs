//! Can the platform do this at present?

use crate::QingCloud;
use crate::door::world::WAREHOUSE;
use crate::traits::Service;
use squall_api::catalogue::qingcloud::{SERVER_BUSY, SERVICE_UPDATING, WAREHOUSE_DISABLED};
use squall_api::cloud::World;
use squall_api::{Outcome, Passage, ensure};

/// The operator's switch for an overloaded platform.
pub(crate) const OVERLOADED: &str = "overloaded";
/// The operator's limit of jobs under way, above which the platform is busy.
pub(crate) const JOB_CAPACITY: &str = "job_capacity";

/// Where licences are enforced, what creates something needs a good one (4000, 4001, 4003, 4005).
pub(crate) fn is_licensed(passage: &mut Passage<'_, QingCloud>) -> Outcome<()> {
    match passage.entry {
        Some(entry) if entry.traits.licensed => crate::actions::platform::licence::must_cover(&passage.world),
        _ => Ok(()),
    }
}

/// The Warehouse service must be enabled (5500).
pub(crate) fn has_warehouse(world: &World<'_>) -> Outcome<()> {
    let enabled = world.platform()?.switch(WAREHOUSE, false);
    ensure!(enabled, WAREHOUSE_DISABLED, "warehouse service is not enabled");
    Ok(())
}

/// The component that does the work must be up (5300), and so must the Warehouse where it is asked (5500).
pub(crate) fn is_up(passage: &mut Passage<'_, QingCloud>) -> Outcome<()> {
    let Some(entry) = passage.entry.filter(|entry| entry.traits.service != Service::Platform) else {
        return Ok(());
    };
    let service = entry.traits.service.word();
    let state = passage.platform()?.service(service);
    ensure!(state == "up", SERVICE_UPDATING, "service [{service}] is {state}, please try later");
    if entry.traits.warehouse { has_warehouse(&passage.world) } else { Ok(()) }
}

/// The platform must have room for another job (5100).
pub(crate) fn has_room(passage: &mut Passage<'_, QingCloud>) -> Outcome<()> {
    let platform = passage.platform()?;
    ensure!(!platform.switch(OVERLOADED, false), SERVER_BUSY, "server is busy, please try later");
    let looks = passage.entry.is_none_or(|entry| entry.traits.looks);
    if let Some(most) = platform.settings.get(JOB_CAPACITY).and_then(|text| text.parse::<usize>().ok()) {
        let busy = !looks && passage.world.jobs_under_way()? >= most;
        ensure!(!busy, SERVER_BUSY, "too many jobs under way, please try later");
    }
    Ok(())
}
