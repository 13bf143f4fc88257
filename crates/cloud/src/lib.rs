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
            Port,
            Subnet,
            Vpc,
            Server,
            Rack,
            Room,
        )
    };
}
pub(crate) use every_kind;

mod account;
mod address;
mod adopt;
mod alarm;
mod alias;
mod app;
mod app_lease;
mod app_version;
mod arrears;
mod attachment;
mod audit;
mod audit_events;
mod backend;
mod balancer;
mod certificate;
mod cidr;
mod clock;
mod cluster;
mod cluster_node;
mod contract;
mod due;
mod event;
mod evict;
mod firewall;
mod firewall_rule;
mod fleet;
mod happen;
mod image;
mod instance;
mod ip_set;
mod job;
mod keypair;
mod kind;
mod law;
mod ledger;
mod licence;
mod life;
mod listener;
mod log_export;
mod mail;
mod metal;
mod mint;
mod money;
mod network;
mod nic;
mod nonce;
mod platform;
mod policy;
mod policy_rule;
mod pool;
mod port;
mod quota;
mod rack;
mod refusal;
mod registration;
mod resource;
mod room;
mod router;
mod router_rule;
mod schema;
mod sealing;
mod server;
mod session;
mod settle;
mod shelf;
mod snapshot;
mod subnet;
mod tag;
mod time;
mod user_data;
mod volume;
mod vpc;
mod world;

pub use account::{AccessKey, Account, Standing};
pub use address::Address;
pub use adopt::adopt;
pub use alarm::Alarm;
pub use alias::Alias;
pub use app::App;
pub use app_lease::{AppKey, AppLease, AppService};
pub use app_version::AppVersion;
pub use attachment::Attachment;
pub use backend::Backend;
pub use balancer::Balancer;
pub use certificate::Certificate;
pub use cidr::Cidr;
pub use clock::{Clock, Reading, earliest};
pub use cluster::{Cluster, ClusterRole};
pub use cluster_node::{ClusterNode, NODE_DISK_GIB};
pub use contract::Contract;
pub use due::{Due, Purpose, Swept, horizon, next_due};
pub use event::{Event, Incident};
pub use firewall::Firewall;
pub use firewall_rule::{FirewallRule, Operand};
pub use fleet::{
    Amounts, Audience, Condition, EVERYWHERE, Host, HostSet, Need, Placement, QuotaScope, StoragePool,
    Strategy, Zone,
};
pub use image::Image;
pub use instance::{Instance, System};
pub use ip_set::IpSet;
pub use job::{Job, Progress};
pub use keypair::KeyPair;
pub use kind::Kind;
pub use law::{
    Aftermath, Bonds, ByState, Claims, Fate, Kinds, Law, Laws, PERIOD_MOST, Period, Periods, Rate, Tie,
};
pub use ledger::{Charge, OpenCharge, Subject};
pub use licence::{Licence, Term};
pub use listener::Listener;
pub use log_export::LogExport;
pub use mail::{Errand, Mail};
pub use metal::Metal;
pub use money::Money;
pub use network::Network;
pub use nic::Nic;
pub use platform::Platform;
pub use policy::Policy;
pub use policy_rule::PolicyRule;
pub use pool::Pool;
pub use port::Port;
pub use rack::Rack;
pub use refusal::Refusal;
pub use resource::{Change, Head, Resource, State, Verb};
pub use room::Room;
pub use router::Router;
pub use router_rule::{RouterRule, RuleEntry};
pub use schema::schema;
pub use sealing::{SEAL_BYTES, SealingKey};
pub use server::{Controller, Health, Server, Stage, Task, Trouble};
pub use session::Session;
pub use settle::{BATCH_EVENTS, BATCH_WORK, Batch, SetAside, settle};
pub use snapshot::Snapshot;
pub use subnet::Subnet;
pub use tag::Tag;
pub use time::{Span, Time};
pub use user_data::UserData;
pub use volume::Volume;
pub use vpc::Vpc;
pub use world::{Answer, Realm, World};
