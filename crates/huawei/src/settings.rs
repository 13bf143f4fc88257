//! The operator's settings of this system, under the names by which they are kept.

use crate::pace;
use squall_api::cloud::Platform;

/// Components that can be down.
pub(crate) const IAM: &str = "iam";
pub(crate) const IMS: &str = "ims";
pub(crate) const VPC: &str = "vpc";
/// What is behind the gateway.
pub(crate) const BACKEND: &str = "backend";
/// What the backend can be, besides up.
pub(crate) const BACKENDS: [&str; 5] = ["up", "down", "slow", "absent", "drained"];
/// Whether the gateway takes TLS only.
pub(crate) const HTTPS_ONLY: &str = "https_only";
/// Whether the gateway itself fails.
pub(crate) const FAULTY: &str = "faulty";
/// Whether an instance must be stopped before it is deleted.
pub(crate) const STRICT_DELETE: &str = "strict_delete";
/// Calls a second of one user to one operation.
pub(crate) const THROTTLE: &str = "throttle_per_second";
/// Calls a second of one project to the service.
pub(crate) const SERVICE_THROTTLE: &str = "service_throttle_per_second";
/// Ports of a project that may be under construction at once.
pub(crate) const PORTS_BUDGET: &str = "ports_budget";
/// Users that the gateway turns away, by name or id.
pub(crate) const DENIED_USERS: &str = "denied_users";
/// Addresses that the gateway turns away.
pub(crate) const DENIED_IPS: &str = "denied_ips";
/// Regions without CloudDC.
pub(crate) const CLOSED_REGIONS: &str = "closed_regions";

/// The regions that the vendor's SDK knows.
pub(crate) const REGIONS: [&str; 4] = ["cn-east-3", "cn-southwest-2", "cn-south-1", "ap-southeast-3"];

/// A setting that is a number.
pub(crate) fn number<T: std::str::FromStr>(platform: &Platform, name: &str) -> Option<T> {
    platform.settings.get(name)?.parse().ok()
}

/// A setting that is a list, kept one entry a line.
pub(crate) fn list<'p>(platform: &'p Platform, name: &str) -> impl Iterator<Item = &'p str> + use<'p> {
    platform.settings.get(name).map_or("", String::as_str).lines()
}

/// Calls a second of one user to one operation.
pub(crate) fn calls_per_second(platform: &Platform) -> u32 {
    number(platform, THROTTLE).unwrap_or(pace::CALLS_PER_SECOND)
}

/// Ports of a project that may be under construction at once.
pub(crate) fn ports_budget(platform: &Platform) -> usize {
    number(platform, PORTS_BUDGET).unwrap_or(pace::PORTS_BUDGET)
}
