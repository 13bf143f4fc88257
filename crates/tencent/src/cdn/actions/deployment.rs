//! Bringing a changed configuration to all nodes, which takes the workers of the platform.

use crate::cdn::{lookup, pace, rules, say, settings};
use crate::people;
use squall_api::catalogue::Code;
use squall_api::catalogue::tencent_cdn::*;
use squall_api::cloud::{AcceleratedHost, EVERYWHERE, Head, Platform, Reach, State, Verb};
use squall_api::{Cx, Outcome};

/// The quota that hosts are counted against.
const HOSTS: &str = "hosts";

/// What every change of a host that is there can raise.
pub(crate) const CHANGING: &[Code] =
    &[HOST_NOT_FOUND, HOST_INVALID, HOST_TOO_LONG, HOST_BANNED, HOST_LOCKED, OPERATION_IN_PROGRESS];

/// Without its workers the platform deploys nothing (1000), and without its configuration service nothing dynamic
/// (10000).
pub(crate) fn must_be_possible(platform: &Platform, reach: Reach) -> Outcome<()> {
    must_have_workers(platform)?;
    let config_down = reach == Reach::Dynamic && platform.service(settings::DSA_CONFIG) != "up";
    say::must(!config_down, DSA_CONFIG_SYSTEM_ERROR, || "the configuration service is down".to_owned())
}

/// Without its workers the platform does none of its work (1000).
pub(crate) fn must_have_workers(platform: &Platform) -> Outcome<()> {
    say::must(platform.service(settings::WORKER) == "up", SYSTEM_ERROR, || "the workers are down".to_owned())
}

/// Deploys a host's configuration, or has it wait where the operator says so.
pub(crate) fn deploy(cx: &Cx<'_>, host: &mut AcceleratedHost, verb: Verb, target: State) -> Outcome<()> {
    let platform = &*lookup::platform(cx)?;
    must_be_possible(platform, host.reach)?;
    let verdict = settings::verdict(platform, &host.head.name);
    let is_reviewed = verb == Verb::Create && (verdict.is_in_review || verdict.is_rejected);
    let span = settings::deployment(platform).filter(|_| !is_reviewed);
    Ok(cx.deploy(host, verb, target, span)?)
}

/// A new host of the caller's, which is not deployed yet. The account must be allowed one more (1120), and a platform
/// mapped to the service (1013).
pub(crate) fn new_host(
    cx: &Cx<'_>,
    name: &str,
    reach: Reach,
    service: &str,
    project: u64,
) -> Outcome<AcceleratedHost> {
    let (platform, account) = (&*lookup::platform(cx)?, &*lookup::account(cx)?);
    let most = account.quotas.get(HOSTS).copied().unwrap_or(pace::HOSTS);
    let used = cx.in_use(account, EVERYWHERE, HOSTS)?;
    say::must(used < most, HOST_LIMIT_REACHED, || {
        format!("the account has {used} hosts and may have {most}")
    })?;
    rules::setting::must_be_mapped(platform, service)?;
    must_be_possible(platform, reach)?;
    let id = 1_000_000_000 + cx.mint_number(1_000_000_000)?;
    let owner = people::owner(cx.caller.account());
    let host = AcceleratedHost {
        head: Head::new(id.to_string(), owner, "", name, cx.now).counted([(HOSTS, 1)]),
        reach,
        project,
        origin: String::new(),
        origin_kind: "cname".to_owned(),
        service: service.to_owned(),
        settings: Default::default(),
        certificate: None,
        waiting: None,
        updated_at: cx.now,
    };
    Ok(host)
}
