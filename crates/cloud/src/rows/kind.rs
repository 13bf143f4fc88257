//! The kinds of things an account can own, in the engine's own plain words.

use serde::{Deserialize, Serialize};

macro_rules! kinds {
    ($($(#[doc = $doc:literal])* $name:ident = $number:literal $word:literal,)*) => {
        /// A kind of resource. The number is that of its table and part of stored keys: it is never used again. A kind
        /// whose rows take another form gets another number, and `rows/adopt_rows.rs` brings the former rows over.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[repr(u8)]
        pub enum Kind { $($(#[doc = $doc])* $name = $number,)* }

        /// The kinds in the same order, without gaps.
        enum Place { $($name,)* }

        impl Kind {
            /// Every kind.
            pub const ALL: &'static [Kind] = &[$(Kind::$name,)*];

            /// Its place among all kinds, counted from 0.
            pub const fn place(self) -> usize {
                match self { $(Kind::$name => Place::$name as usize,)* }
            }

            /// Its name in words.
            pub const fn word(self) -> &'static str {
                match self { $(Kind::$name => $word,)* }
            }
        }
    };
}

kinds! {
    /// A virtual machine.
    Instance = 1 "instance",
    /// A block volume.
    Volume = 2 "volume",
    /// A point in a chain of copies of a volume or instance.
    Snapshot = 3 "snapshot",
    /// A system image.
    Image = 4 "image",
    /// An SSH key pair.
    KeyPair = 5 "key pair",
    /// A private network.
    Network = 6 "network",
    /// A router or VPC.
    Router = 7 "router",
    /// A static rule of a router.
    RouterRule = 8 "router rule",
    /// A public address.
    Address = 9 "address",
    /// A network interface.
    Nic = 10 "network interface",
    /// A firewall.
    Firewall = 11 "firewall",
    /// A rule of a firewall.
    FirewallRule = 12 "firewall rule",
    /// A named set of addresses or ports for firewall rules.
    IpSet = 13 "ip set",
    /// A load balancer.
    Balancer = 14 "load balancer",
    /// A listener of a load balancer.
    Listener = 15 "listener",
    /// A backend of a listener.
    Backend = 16 "backend",
    /// A forwarding policy.
    Policy = 17 "forwarding policy",
    /// A rule of a forwarding policy.
    PolicyRule = 18 "forwarding rule",
    /// A server certificate.
    Certificate = 198 "certificate",
    /// A DNS alias.
    Alias = 20 "dns alias",
    /// A tag.
    Tag = 21 "tag",
    /// A cluster of an application.
    Cluster = 22 "cluster",
    /// A node of a cluster.
    ClusterNode = 23 "cluster node",
    /// An application.
    App = 24 "application",
    /// A version of an application.
    AppVersion = 25 "application version",
    /// The files of an application version.
    Attachment = 26 "attachment",
    /// A reserved contract.
    Contract = 27 "contract",
    /// A platform licence.
    Licence = 28 "licence",
    /// A physical host.
    Host = 29 "host",
    /// An application's lease of a service.
    AppLease = 30 "application lease",
    /// A job.
    Job = 31 "job",
    /// A pair of access key id and secret.
    AccessKey = 32 "access key",
    /// An account or one of its users.
    Account = 33 "account",
    /// A login session.
    Session = 34 "session",
    /// A message delivered to a user: a verification code or a reset token.
    Mail = 35 "mail",
    /// User data to start instances with.
    UserData = 36 "user data",
    /// A physical server.
    Server = 37 "physical server",
    /// A rack.
    Rack = 38 "rack",
    /// An equipment room.
    Room = 39 "equipment room",
    /// A bare-metal instance.
    Metal = 40 "bare-metal instance",
    /// A virtual private cloud.
    Vpc = 192 "virtual private cloud",
    /// A subnet of a virtual private cloud.
    Subnet = 193 "subnet",
    /// A port of a subnet.
    Port = 194 "port",
    /// An alarm about a server.
    Alarm = 44 "alarm",
    /// Something reported of a server.
    Event = 45 "event",
    /// A collection of a server's logs.
    LogExport = 46 "log export",
    /// A gateway that translates addresses between a virtual private cloud and the world.
    NatGateway = 195 "nat gateway",
    /// A rule of such a gateway.
    NatRule = 196 "nat rule",
    /// Which requests to a listener go to which of its backends.
    Forwarding = 197 "forwarding",
    /// A host name that a network delivers.
    AcceleratedHost = 210 "accelerated host",
    /// Work on what a network delivers.
    DeliveryTask = 211 "delivery task",
    /// An order of packages of traffic.
    PackageOrder = 212 "package order",
    /// A token for one change of a configuration.
    ConfigToken = 213 "configuration token",
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rows::adopt_rows::FORMER;
    use std::collections::BTreeSet;

    #[test]
    fn every_kind_stands_in_its_place() {
        assert!(Kind::ALL.iter().enumerate().all(|(place, kind)| kind.place() == place));
    }

    #[test]
    fn no_number_is_given_twice_or_that_of_a_former_table() {
        let numbers: BTreeSet<u8> = Kind::ALL.iter().map(|kind| *kind as u8).collect();
        assert_eq!(numbers.len(), Kind::ALL.len());
        assert!(FORMER.iter().all(|number| !numbers.contains(number)));
    }
}
