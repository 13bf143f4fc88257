//! The operator's settings of this system, under the names by which they are kept beside those of the other edition.

use super::pace;
use serde_json::{Map, Value};
use squall_api::cloud::{Platform, Span};

/// Components that can be down.
pub(crate) const DB: &str = "db";
pub(crate) const WORKER: &str = "worker";
pub(crate) const DSA_CONFIG: &str = "dsa-config";
pub(crate) const SERVICES: [&str; 3] = [DB, WORKER, DSA_CONFIG];
/// Actions under maintenance, and those that were withdrawn, one a line.
pub(crate) const MAINTENANCE: &str = "cdn.maintenance";
pub(crate) const WITHDRAWN: &str = "cdn.withdrawn";
/// How many seconds a deployment takes, and whether deployments wait.
pub(crate) const DEPLOY_SECONDS: &str = "cdn.deploy_seconds";
pub(crate) const HOLD: &str = "cdn.hold";
/// Registrable domains that are filed, one a line.
pub(crate) const ICP: &str = "cdn.icp";
/// Suffixes of the vendor's own, of restricted and of forbidden names, one a line.
pub(crate) const INTERNAL: &str = "cdn.internal";
pub(crate) const RESTRICTED: &str = "cdn.restricted";
pub(crate) const BLACK: &str = "cdn.black";
/// Origins that are forbidden, one a line.
pub(crate) const ORIGIN_BLACKLIST: &str = "cdn.origin_blacklist";
/// The platform of each service, as a JSON object.
pub(crate) const PLATFORMS: &str = "cdn.platforms";
/// What the operator decided of single hosts, as a JSON object.
pub(crate) const HOSTS: &str = "cdn.hosts";
/// Certificates that are trusted beside the public ones, as a JSON list.
pub(crate) const ROOTS: &str = "cdn.roots";
/// Whether actions have their documented frequency.
pub(crate) const FREQUENCY: &str = "cdn.frequency";
/// Packages on sale that differ from the price list, as a JSON object.
pub(crate) const PACKAGES: &str = "cdn.packages";

/// The domains that are filed in a fresh world.
pub(crate) const FILED: &str = "example.com";
/// The platform of each service in a fresh world.
pub(crate) const USUAL_PLATFORMS: [(&str, &str); 5] =
    [("web", "1"), ("download", "2"), ("media", "3"), ("live", "4"), ("dsa", "5")];
/// The packages of the vendor's price list, in yuan.
pub(crate) const USUAL_PACKAGES: [(&str, &str); 8] = [
    ("100GB", "22.00"),
    ("500GB", "108.00"),
    ("1TB", "212.00"),
    ("5TB", "1040.00"),
    ("10TB", "2060.00"),
    ("50TB", "10200.00"),
    ("200TB", "28500.00"),
    ("1PB", "140000.00"),
];

/// A setting that is a list, kept one entry a line.
pub(crate) fn list<'p>(platform: &'p Platform, name: &str) -> impl Iterator<Item = &'p str> + use<'p> {
    let usual = if name == ICP { FILED } else { "" };
    platform.settings.get(name).map_or(usual, String::as_str).lines()
}

/// A setting that is a JSON object; empty where it was never set.
pub(crate) fn object(platform: &Platform, name: &str) -> Map<String, Value> {
    let kept = platform.settings.get(name).and_then(|text| serde_json::from_str(text).ok());
    kept.unwrap_or_default()
}

/// The platform of each service.
pub(crate) fn platforms(platform: &Platform) -> Map<String, Value> {
    match platform.settings.contains_key(PLATFORMS) {
        true => object(platform, PLATFORMS),
        false => USUAL_PLATFORMS.iter().map(|(name, id)| ((*name).to_owned(), (*id).into())).collect(),
    }
}

/// The packages on sale: price and, where it is limited, stock.
pub(crate) fn packages(platform: &Platform) -> Map<String, Value> {
    match platform.settings.contains_key(PACKAGES) {
        true => object(platform, PACKAGES),
        false => USUAL_PACKAGES
            .iter()
            .map(|(name, price)| ((*name).to_owned(), serde_json::json!({"price": price})))
            .collect(),
    }
}

/// The roots that are trusted beside the public ones, as PEM texts.
pub(crate) fn roots(platform: &Platform) -> Vec<String> {
    let kept = platform.settings.get(ROOTS).and_then(|text| serde_json::from_str(text).ok());
    kept.unwrap_or_default()
}

/// How long a deployment takes; nothing where deployments wait.
pub(crate) fn deployment(platform: &Platform) -> Option<Span> {
    (!platform.switch(HOLD, false)).then(|| deployment_when_let(platform))
}

/// How long a deployment takes once it begins.
pub(crate) fn deployment_when_let(platform: &Platform) -> Span {
    let seconds = platform.settings.get(DEPLOY_SECONDS).and_then(|text| text.parse().ok());
    Span::seconds(seconds.unwrap_or(pace::DEPLOY))
}

/// What the operator decided of one host.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Verdict {
    /// Whether it is locked against changes.
    pub(crate) is_locked: bool,
    /// Whether it is banned.
    pub(crate) is_banned: bool,
    /// Whether it is under review.
    pub(crate) is_in_review: bool,
    /// Whether the review rejected it.
    pub(crate) is_rejected: bool,
}

/// What the operator decided of a host.
pub(crate) fn verdict(platform: &Platform, host: &str) -> Verdict {
    let hosts = object(platform, HOSTS);
    let Some(said) = hosts.get(&host.to_ascii_lowercase()) else { return Verdict::default() };
    let is = |name: &str| said.get(name).and_then(Value::as_bool).unwrap_or(false);
    let review = said.get("review").and_then(Value::as_str).unwrap_or_default();
    Verdict {
        is_locked: is("locked"),
        is_banned: is("banned"),
        is_in_review: review == "pending",
        is_rejected: review == "rejected",
    }
}
