//! Licences of private-cloud platforms.

use crate::door::world::LICENCE_ENFORCED;
use squall_api::catalogue::qingcloud::LICENCE_MISSING;
use squall_api::cloud::World;
use squall_api::{Outcome, ensure};

pub(crate) const ACTIONS: &[squall_api::Entry<crate::QingCloud>] = &[];

/// Where licences are enforced, a good one must be installed.
pub(crate) fn must_cover(world: &World<'_>) -> Outcome<()> {
    let enforced = world.platform()?.switch(LICENCE_ENFORCED, false);
    ensure!(!enforced, LICENCE_MISSING, "no valid license");
    Ok(())
}
