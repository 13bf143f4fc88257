//! How long things take, and how much fits: the vendor's figures where it publishes any, ours elsewhere.

use squall_api::cloud::Span;

/// How long a configuration takes to reach all nodes, unless the operator says otherwise.
pub(crate) const DEPLOY: i64 = 300;
/// How long a purge, preheat or comparison takes.
pub(crate) const TASK: Span = Span::minutes(5);
/// How long task records are shown.
pub(crate) const RECORDS: Span = Span::days(30);
/// How far a timestamp may be from the server's time, in either direction.
pub(crate) const SIGNATURE_WINDOW: Span = Span::hours(2);
/// How long an account may owe something before only queries work.
pub(crate) const DEBT: Span = Span::hours(24);
/// How much time a certificate must have left.
pub(crate) const CERTIFICATE_LEFT: Span = Span::hours(24);
/// How long must lie between ban and release of one address.
pub(crate) const BETWEEN_BANS: Span = Span::minutes(15);
/// How long a token for the DSA configuration is good, and how many an account may have at once.
pub(crate) const TOKEN: Span = Span::seconds(600);
pub(crate) const TOKENS: usize = 20;
/// How long the traffic of a package can be used.
pub(crate) const PACKAGE_MONTHS: u32 = 6;
/// The accelerated hosts of an account, unless its quota says otherwise.
pub(crate) const HOSTS: u64 = 100;

/// How many addresses a day may be worked on, by what is done.
pub(crate) const PURGED_URLS: usize = 10_000;
pub(crate) const PURGED_FOLDERS: usize = 100;
pub(crate) const PREHEATED: usize = 1_000;
pub(crate) const BANNED: usize = 3_000;
pub(crate) const COMPARED: usize = 50;
