//! What a platform is made of: zones, sets of hosts, hosts and pools of storage, each in a condition; and where among
//! them something finds room. What is in use of them follows from the rows that are placed there (`occupation.rs`).

mod host;
mod maintenance;
mod occupation;
mod placement;
mod set;
mod storage;
mod zone;

pub(crate) use host::HOSTS;
pub use host::Host;
pub use placement::{Amounts, Need, Placement, Strategy};
pub(crate) use set::SETS;
pub use set::{Audience, HostSet};
pub(crate) use storage::STORAGE_POOLS;
pub use storage::StoragePool;
pub(crate) use zone::ZONES;
pub use zone::{EVERYWHERE, QuotaScope, Zone};

use serde::{Deserialize, Serialize};

/// What a part of the platform is fit for. Nothing new is placed but where all is available.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Condition {
    /// In use, and open for more.
    #[default]
    Available,
    /// In use, closed for more.
    Locked,
    /// What runs on it is being moved elsewhere.
    EnteringMaintenance,
    /// Nothing runs on it.
    Maintenance,
    /// Not ready yet: new, or starting anew.
    Preparing,
    /// Broken.
    Down,
}
