//! How long things take in CloudDC, and how much fits. The vendor publishes none of these figures: they are ours, short
//! enough for tests that wait and long enough to be seen.

use squall_api::cloud::Span;

/// How long what is terminated can be looked at.
pub(crate) const MEMORY: Span = Span::hours(1);

/// Installing a system, for the first time or again.
pub(crate) const INSTALL: Span = Span::seconds(60);
/// Wiping a server.
pub(crate) const UNINSTALL: Span = Span::seconds(30);
/// Putting changed addresses into force.
pub(crate) const MODIFY_IP: Span = Span::seconds(15);
/// Switching a server on or off; on and again off takes twice as long.
pub(crate) const POWER: Span = Span::seconds(10);
/// Switching a server off and on again.
pub(crate) const REBOOT: Span = Span::seconds(20);
/// Building a port.
pub(crate) const BUILD_PORT: Span = Span::seconds(3);
/// Making a new subnet known to its router.
pub(crate) const ATTACH_SUBNET: Span = Span::seconds(3);
/// Collecting a server's logs.
pub(crate) const EXPORT_LOGS: Span = Span::seconds(20);

/// How long a token is valid.
pub(crate) const TOKEN: Span = Span::hours(24);
/// How long the gateway may go on trusting a token that was revoked.
pub(crate) const TOKEN_CACHE: Span = Span::minutes(30);
/// How far the date of a signature may be from ours, in either direction.
pub(crate) const SIGNATURE_WINDOW: Span = Span::minutes(15);
/// How many authentication failures in a row an access key may have.
pub(crate) const FAILURES: usize = 5;
/// How long a key with more is locked.
pub(crate) const LOCK: Span = Span::minutes(5);

/// Calls a second of one user to one operation, unless the operator says otherwise: the gateway's documented default.
pub(crate) const CALLS_PER_SECOND: u32 = 200;
/// Ports of a project that may be under construction at once.
pub(crate) const PORTS_BUDGET: usize = 20;
