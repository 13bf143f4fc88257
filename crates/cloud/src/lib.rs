//! The engine: a cloud's facts and verbs, shared by all systems. It knows accounts, money, time, room and
//! resources; it has never heard of HTTP, of any vendor, or of an error code.
//!
//! A `World` is one transaction's view of one system at one instant. Facts answer questions about rows,
//! verbs change rows, and everything else — indexes, quotas, bills, occupation — follows from the rows in
//! one place, `shelf.rs`.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

/// The two accessors that every kind of row writes the same way.
macro_rules! headed {
    () => {
        fn head(&self) -> &Head {
            &self.head
        }
        fn head_mut(&mut self) -> &mut Head {
            &mut self.head
        }
    };
}

/// Names every kind of row to a macro: the one list that auditors and simulations walk.
macro_rules! every_kind {
    ($macro:ident) => {
        $macro!(
            Instance,
            Volume,
            Snapshot,
            Image,
            KeyPair,
            Network,
            Router,
            RouterRule,
            Address,
            Nic,
            Firewall,
            FirewallRule,
            IpSet,
            Balancer,
            Listener,
            Backend,
            Policy,
            PolicyRule,
            Certificate,
            Alias,
            Tag,
            Cluster,
            AppLease,
            Session,
            ClusterNode,
            App,
            AppVersion,
            Attachment,
            Job,
            UserData,
            Contract,
            LogExport,
            Alarm,
            Event,
            Metal,
            Forwarding,
            NatRule,
            NatGateway,
            Port,
            Subnet,
            Vpc,
            Server,
            Rack,
            Room,
            AcceleratedHost,
            DeliveryTask,
            PackageOrder,
            ConfigToken,
        )
    };
}
pub(crate) use every_kind;

mod accounts;
mod apps;
mod balancing;
mod billing;
mod delivery;
mod fleet;
mod hardware;
mod law;
mod machines;
mod networking;
mod nonce;
mod refusal;
mod rows;
mod sealing;
mod tag;
mod time;
mod world;

pub use accounts::{AccessKey, Account, Errand, Licence, Mail, Platform, Session, Standing, Term};
pub use apps::{
    App, AppKey, AppLease, AppService, AppVersion, Cluster, ClusterNode, ClusterRole, NODE_DISK_GIB,
};
pub use balancing::{
    Backend, Balancer, Certificate, Forwarding, Listener, Policy, PolicyRule, Purpose as CertificatePurpose,
    Reach as BackendReach,
};
pub use billing::{
    AtEnd, Bill, COUPONS_MOST, CYCLES_MOST, Cause, Charge, Conditions, Contract, Cycle, Money, Movement,
    OpenCharge, Order, OrderKind, OrderState, PaidTerm, Part, Plan, Purse, PurseSort, REFERENCE_BYTES,
    Rounding, Spend, Stretch, Subject, TermStage,
};
pub use delivery::{
    AcceleratedHost, ConfigToken, DeliveryTask, Deployed, Duty, PackageOrder, Reach, Waiting,
};
pub use fleet::{
    Amounts, Audience, Condition, EVERYWHERE, Host, HostSet, Need, Placement, QuotaScope, StoragePool,
    Strategy, Zone,
};
pub use hardware::{
    Alarm, Controller, Event, Health, Incident, LogExport, Metal, Rack, Room, Server, Stage, Task, Trouble,
};
pub use law::{
    Aftermath, Bonds, ByState, Claims, Fate, Holding, Kinds, Law, Laws, NatScope, NetworkLaw, PERIOD_MOST,
    Period, Periods, Price, Quote, Rate, RenewedFrom, Tariff, Tie,
};
pub use machines::{Attachment, Image, Instance, KeyPair, Snapshot, System, UserData, Volume};
pub use networking::{
    Address, Alias, Cidr, Cidr6, Family, Firewall, FirewallRule, Interface, IpSet, NatGateway, NatRule,
    Network, Nic, Offer, Operand, Pool, Pool6, Port, PortMap, Router, RouterRule, RuleEntry, Subnet,
    Translation, Vpc,
};
pub use refusal::Refusal;
pub use rows::{Change, Head, Kind, Resource, State, Verb, adopt, schema};
pub use sealing::{SEAL_BYTES, SealingKey};
pub use tag::Tag;
pub use time::{
    BATCH_EVENTS, BATCH_WORK, Batch, Calendar, Clock, Due, Job, Progress, Purpose, Reading, SetAside, Span,
    Swept, Time, earliest, horizon, next_due, settle,
};
pub use world::{Answer, Realm, World};
