//! Applications, and the clusters that are deployed from them.

pub(crate) mod app;
pub(crate) mod app_lease;
pub(crate) mod app_version;
pub(crate) mod cluster;
pub(crate) mod cluster_node;
pub(crate) mod cluster_role;

pub use app::App;
pub use app_lease::{AppKey, AppLease, AppService};
pub use app_version::AppVersion;
pub use cluster::Cluster;
pub use cluster_node::{ClusterNode, NODE_DISK_GIB};
pub use cluster_role::ClusterRole;
