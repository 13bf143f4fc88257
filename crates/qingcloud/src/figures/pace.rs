//! How long things take, and how long they are kept. QingCloud publishes only the recycle bin's two hours
//! and the five days after arrears; all other spans are ours, chosen near what its users report. The lease
//! delay stays well below the 30 seconds that terraform's provider sleeps for it.

use squall_api::cloud::Span;

/// How long the recycle bin keeps things.
pub(crate) const RECYCLE: Span = Span::hours(2);
/// How long suspended things are kept before they go there.
pub(crate) const GRACE: Span = Span::days(5);
/// How long ceased things can still be described.
pub(crate) const MEMORY: Span = Span::days(7);
/// How long after a resource has come into being its lease is ready.
pub(crate) const LEASE_DELAY: Span = Span::seconds(3);

/// How long an application for a reserved contract waits for its payment.
pub(crate) const CONTRACT_PATIENCE: Span = Span::hours(24);

pub(crate) const CREATE_INSTANCE: Span = Span::seconds(12);
pub(crate) const START_INSTANCE: Span = Span::seconds(6);
pub(crate) const STOP_INSTANCE: Span = Span::seconds(6);
pub(crate) const RESTART_INSTANCE: Span = Span::seconds(10);
pub(crate) const RESET_INSTANCE: Span = Span::seconds(15);
pub(crate) const RESIZE_INSTANCE: Span = Span::seconds(5);
pub(crate) const TERMINATE_INSTANCE: Span = Span::seconds(6);
pub(crate) const RECOVER_INSTANCE: Span = Span::seconds(10);
pub(crate) const CEASE_INSTANCE: Span = Span::seconds(3);
pub(crate) const CREATE_VOLUME: Span = Span::seconds(3);
pub(crate) const ATTACH_VOLUME: Span = Span::seconds(3);
pub(crate) const RESIZE_VOLUME: Span = Span::seconds(4);
pub(crate) const RECOVER_VOLUME: Span = Span::seconds(3);
pub(crate) const DELETE_VOLUME: Span = Span::seconds(3);
pub(crate) const CREATE_SNAPSHOT: Span = Span::seconds(20);
pub(crate) const APPLY_SNAPSHOT: Span = Span::seconds(15);
pub(crate) const RECOVER_SNAPSHOT: Span = Span::seconds(3);
pub(crate) const DELETE_SNAPSHOT: Span = Span::seconds(3);
pub(crate) const CAPTURE_IMAGE: Span = Span::seconds(30);
pub(crate) const DELETE_IMAGE: Span = Span::seconds(3);
pub(crate) const BIND_ADDRESS: Span = Span::seconds(3);
pub(crate) const CHANGE_ADDRESS: Span = Span::seconds(2);
/// How long a public address's mode of billing stays as it is after a change.
pub(crate) const BILLING_MODE_REST: Span = Span::hours(24);
pub(crate) const RELEASE_ADDRESS: Span = Span::seconds(2);
pub(crate) const JOIN_NETWORK: Span = Span::seconds(3);
pub(crate) const CREATE_ROUTER: Span = Span::seconds(10);
pub(crate) const UPDATE_ROUTER: Span = Span::seconds(5);
pub(crate) const POWER_ROUTER: Span = Span::seconds(5);
pub(crate) const DELETE_ROUTER: Span = Span::seconds(5);
pub(crate) const APPLY_FIREWALL: Span = Span::seconds(2);
pub(crate) const ATTACH_KEY_PAIR: Span = Span::seconds(2);
pub(crate) const CREATE_BALANCER: Span = Span::seconds(15);
pub(crate) const UPDATE_BALANCER: Span = Span::seconds(5);
pub(crate) const DELETE_BALANCER: Span = Span::seconds(5);
pub(crate) const CREATE_CLUSTER: Span = Span::seconds(60);
pub(crate) const CHANGE_CLUSTER: Span = Span::seconds(30);

/// How long a session may be idle.
pub(crate) const SESSION_IDLE: Span = Span::hours(1);
/// Within which span failed logins add up (the console's security guide).
pub(crate) const FAILURES_COUNT: Span = Span::hours(6);
/// How long a terminal stays locked after the last of them (the same).
pub(crate) const LOCK: Span = Span::hours(24);
/// How long a code that proves an address is good.
pub(crate) const CODE_LIFE: Span = Span::minutes(30);
/// How long the code that completes a registration is good.
pub(crate) const ACTIVATION_LIFE: Span = Span::hours(24);
/// How long the token of a forgotten password is good.
pub(crate) const TOKEN_LIFE: Span = Span::minutes(30);
/// The least time between two mails about a forgotten password.
pub(crate) const RESET_INTERVAL: Span = Span::seconds(60);
/// How long an application's lease of a service takes.
pub(crate) const LEASE_APP: Span = Span::seconds(2);
