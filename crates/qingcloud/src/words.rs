//! QingCloud's words for the engine's states and verbs (reference 2.2). Only documented words appear:
//! terraform's provider fails on any other.

use squall_api::cloud::{Head, Kind, State, Time, Verb};

/// The word for a state of a kind of resource.
pub(crate) const fn status(kind: Kind, state: State) -> &'static str {
    match (kind, state) {
        (Kind::Contract, State::Stopped) => "ineffective",
        (Kind::Contract, State::Active) => "effective",
        (Kind::Contract, State::Ceased) => "expired",
        (_, State::Pending) => "pending",
        (Kind::Instance, State::Active) => "running",
        (_, State::Active) => "active",
        (Kind::Router, State::Stopped) => "poweroffed",
        (_, State::Stopped) => "stopped",
        (_, State::Free) => "available",
        (Kind::Address, State::Bound) => "associated",
        (_, State::Bound) => "in-use",
        (_, State::Deprecated) => "deprecated",
        (_, State::Suspended) => "suspended",
        (Kind::Instance, State::Recycled) => "terminated",
        (Kind::Address, State::Recycled) => "released",
        (_, State::Recycled) => "deleted",
        (_, State::Ceased) => "ceased",
        (_, State::Failed) => "error",
    }
}

/// The word for what is being done to a kind of resource; empty when nothing is.
pub(crate) const fn transition(kind: Kind, head: &Head) -> &'static str {
    let Some(change) = head.change else { return "" };
    match (kind, change.verb) {
        (_, Verb::Create) => "creating",
        (Kind::Router, Verb::Start) => "poweroning",
        (_, Verb::Start) => "starting",
        (Kind::Router, Verb::Stop) => "poweroffing",
        (_, Verb::Stop) => "stopping",
        (_, Verb::Restart) => "restarting",
        (_, Verb::Reset) => "resetting",
        (_, Verb::Suspend) => "suspending",
        (_, Verb::Resume) => "resuming",
        // Networks that join or leave a router show on it as an update.
        (Kind::Router, Verb::Attach | Verb::Detach) => "updating",
        (Kind::Address, Verb::Attach) => "associating",
        (_, Verb::Attach) => "attaching",
        (Kind::Address, Verb::Detach) => "dissociating",
        (_, Verb::Detach) => "detaching",
        (_, Verb::Update | Verb::Resize) => "updating",
        (Kind::Instance, Verb::Delete | Verb::Cease) => "terminating",
        (Kind::Address, Verb::Delete) => "releasing",
        (Kind::Cluster, Verb::Cease) => "ceasing",
        (_, Verb::Delete | Verb::Cease) => "deleting",
        (_, Verb::Recover) => "recovering",
        (_, Verb::Replace) => "resetting",
        (_, Verb::Migrate) => "migrating",
    }
}

/// The words that a listing of a kind may be filtered by.
pub(crate) const fn statuses(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Instance => &["pending", "running", "stopped", "suspended", "terminated", "ceased"],
        Kind::Volume => &["pending", "available", "in-use", "suspended", "deleted", "ceased"],
        Kind::Address => &["pending", "available", "associated", "suspended", "released", "ceased"],
        Kind::Image => &["pending", "available", "deprecated", "suspended", "deleted", "ceased"],
        Kind::Router => &["pending", "active", "poweroffed", "suspended", "deleted", "ceased"],
        Kind::Balancer | Kind::Cluster => &["pending", "active", "stopped", "suspended", "deleted", "ceased"],
        Kind::Snapshot => &["pending", "available", "suspended", "deleted", "ceased"],
        Kind::Contract => &["pending", "ineffective", "effective", "expired"],
        Kind::Nic => &["available", "in-use"],
        Kind::App => &["active"],
        Kind::AppVersion => &["active", "suspended"],
        _ => &[],
    }
}

/// The vendor's word for a kind, as it stands in `resource_type`.
pub(crate) const fn resource_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Instance => "instance",
        Kind::Volume => "volume",
        Kind::Snapshot => "snapshot",
        Kind::Image => "image",
        Kind::KeyPair => "keypair",
        Kind::Network => "vxnet",
        Kind::Router => "router",
        Kind::Address => "eip",
        Kind::Nic => "nic",
        Kind::Firewall => "security_group",
        Kind::Balancer => "loadbalancer",
        Kind::Cluster => "cluster",
        Kind::ClusterNode => "cluster_node",
        Kind::Tag => "tag",
        Kind::FirewallRule => "security_group_rule",
        Kind::IpSet => "security_group_ipset",
        Kind::Listener => "loadbalancer_listener",
        Kind::Backend => "loadbalancer_backend",
        Kind::Policy => "loadbalancer_policy",
        Kind::PolicyRule => "loadbalancer_policy_rule",
        Kind::Certificate => "server_certificate",
        Kind::Contract => "contract",
        other => other.word(),
    }
}

/// The word for where a resource's lease stands; only `active` is documented, the others are proposals.
pub(crate) fn lease(head: &Head, now: Time) -> &'static str {
    match head.state {
        State::Recycled | State::Ceased => "ceased",
        State::Suspended => "suspended",
        _ if head.lease_is_ready(now) => "active",
        _ => "creating",
    }
}
