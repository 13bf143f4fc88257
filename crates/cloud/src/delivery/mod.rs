//! Content delivery: accelerated hosts, what is done to what they deliver, packages of traffic.

pub(crate) mod config_token;
pub(crate) mod delivery_task;
pub(crate) mod host;
pub(crate) mod package_order;

pub use config_token::ConfigToken;
pub use delivery_task::{DeliveryTask, Duty};
pub use host::{AcceleratedHost, Deployed, Reach, Waiting};
pub use package_order::PackageOrder;
