//! Networks, the addresses in them, and what stands between them.

pub(crate) mod address;
pub(crate) mod alias;
pub(crate) mod cidr;
pub(crate) mod firewall;
pub(crate) mod firewall_rule;
pub(crate) mod ip_set;
pub(crate) mod network;
pub(crate) mod nic;
pub(crate) mod occupancy;
pub(crate) mod pool;
pub(crate) mod port;
pub(crate) mod router;
pub(crate) mod router_rule;
pub(crate) mod subnet;
pub(crate) mod vpc;

pub use address::Address;
pub use alias::Alias;
pub use cidr::Cidr;
pub use firewall::Firewall;
pub use firewall_rule::{FirewallRule, Operand};
pub use ip_set::IpSet;
pub use network::Network;
pub use nic::Nic;
pub use occupancy::Offer;
pub use pool::Pool;
pub use port::Port;
pub use router::Router;
pub use router_rule::{RouterRule, RuleEntry};
pub use subnet::Subnet;
pub use vpc::Vpc;
