//! What QingCloud's kinds claim in which state, and what follows when they go (reference 2.2 and 2.9): whatever is in
//! the recycle bin or gone has let go of everything, and everything has let go of it.

use crate::figures::pace;
use squall_api::cloud::Kind::*;
use squall_api::cloud::{
    Aftermath, Bonds, Calendar, Fate, Holding, Kinds, Law, Laws, NetworkLaw, Periods, QuotaScope, Span,
    State, Strategy, Tariff, Tie,
};

/// Days, quotas and bills turn at midnight in Asia/Shanghai, which has had no daylight saving since 1991.
pub(crate) const CALENDAR: Calendar = Calendar::ahead(Span::hours(8));
/// How many public addresses a load balancer may have.
pub(crate) const BALANCER_ADDRESSES: usize = 4;

/// The laws of the engine.
pub(crate) const LAWS: Laws = Laws {
    periods: Periods {
        recycle: Some(pace::RECYCLE),
        grace: Some(pace::GRACE),
        memory: Some(pace::MEMORY),
        ..Periods::NONE
    },
    lease_delay: pace::LEASE_DELAY,
    placing: Strategy::FirstFit,
    calendar: CALENDAR,
    quota_scope: QuotaScope::Zone,
    tariff: Tariff::CASH,
    network: NetworkLaw {
        in_order: 1_024,
        holders: &[
            Holding::of(Instance).interfaces(usize::MAX).public(1, 0),
            Holding::of(Router).interfaces(usize::MAX).public(1, 0),
            Holding::of(Balancer).public(BALANCER_ADDRESSES, 0),
        ],
        ..NetworkLaw::NONE
    },
    kinds: Kinds::of(&[
        (Instance, charged(&ON_INSTANCE)),
        (Volume, charged(&[]).after(&[State::Suspended], LOOSENED)),
        (Snapshot, charged(&[Tie::of(Snapshot, Fate::Follows)])),
        (Image, charged(&[Tie::of(AppVersion, Fate::Released)])),
        (KeyPair, free(&[Tie::of(Instance, Fate::Released)])),
        (Network, free(&IN_NETWORK)),
        (Router, charged(&ON_ROUTER)),
        (RouterRule, free(&[])),
        (Address, charged(&[Tie::of(Router, Fate::Released)]).after(&[State::Suspended], LOOSENED)),
        (Nic, free(&[])),
        (Firewall, free(&BEHIND_FIREWALL)),
        (FirewallRule, free(&[])),
        (IpSet, free(&[Tie::of(FirewallRule, Fate::Erased)])),
        (Balancer, charged(&ON_BALANCER)),
        (Listener, free(&[Tie::of(Backend, Fate::Erased)])),
        (Backend, free(&[])),
        (Policy, free(&[Tie::of(Backend, Fate::Released), Tie::of(PolicyRule, Fate::Erased)])),
        (PolicyRule, free(&[])),
        (Certificate, free(&[Tie::of(Listener, Fate::Released)])),
        (Alias, free(&[])),
        (Tag, free(&[])),
        // A cluster takes its nodes along by itself.
        (Cluster, charged(&[Tie::of(Cluster, Fate::Released), Tie::of(ClusterNode, Fate::Follows)])),
        (ClusterNode, free(&[Tie::of(Address, Fate::Freed)])),
        (App, free(&[Tie::of(Cluster, Fate::Released), Tie::of(AppVersion, Fate::Erased)])),
        (AppVersion, free(&[Tie::of(Cluster, Fate::Released)])),
        (Attachment, free(&[Tie::of(AppVersion, Fate::Released)])),
        (AppLease, charged(&[])),
        (Contract, free(&[Tie::of(Instance, Fate::Released), Tie::of(Volume, Fate::Released)])),
        (Job, free(&[])),
        (Session, free(&[])),
        (UserData, free(&[Tie::of(Instance, Fate::Released)])),
    ]),
};

/// A suspended volume or address is attached to nothing any more, so there is nothing to return to but freedom.
const LOOSENED: Aftermath = Aftermath::NONE.bonds(Bonds::Loosened).resumed_to(State::Free);

const ON_INSTANCE: [Tie; 5] = [
    Tie::of(Volume, Fate::Freed),
    Tie::of(Address, Fate::Freed),
    Tie::of(Backend, Fate::Erased),
    Tie::of(Nic, Fate::Freed).built_in(Fate::Erased),
    Tie::of(RouterRule, Fate::Erased),
];

/// Only an account that goes takes a network along that is not empty: what others had in it has no place any more.
const IN_NETWORK: [Tie; 5] = [
    Tie::of(Nic, Fate::Erased),
    Tie::of(RouterRule, Fate::Erased),
    Tie::of(Balancer, Fate::Released),
    Tie::of(Cluster, Fate::Erased),
    Tie::of(ClusterNode, Fate::Erased),
];

/// Networks stand alone again.
const ON_ROUTER: [Tie; 5] = [
    Tie::of(Network, Fate::Freed),
    Tie::of(Nic, Fate::Erased),
    Tie::of(RouterRule, Fate::Erased),
    Tie::of(Address, Fate::Freed),
    Tie::of(Backend, Fate::Erased),
];

/// Users of one account may stand behind each other's firewalls.
const BEHIND_FIREWALL: [Tie; 4] = [
    Tie::of(Instance, Fate::Released),
    Tie::of(Router, Fate::Released),
    Tie::of(Balancer, Fate::Released),
    Tie::of(FirewallRule, Fate::Erased),
];

const ON_BALANCER: [Tie; 3] =
    [Tie::of(Backend, Fate::Erased), Tie::of(Listener, Fate::Erased), Tie::of(Address, Fate::Freed)];

/// What costs nothing.
const fn free(ties: &'static [Tie]) -> Law {
    Law::USUAL.after(&[State::Recycled, State::Ceased], Aftermath::of(ties).bonds(Bonds::Dropped))
}

/// What is charged by the hour, and suspended for want of money.
const fn charged(ties: &'static [Tie]) -> Law {
    free(ties).suspended_in_arrears()
}
