//! May this caller do this, from here, in this region, this often?

use crate::people::{self, DENIED_REGIONS, NOT_ENABLED, PROJECT, REGION, USER_ID, USER_NAME};
use crate::say::{self, must};
use crate::settings::{self, CLOSED_REGIONS, DENIED_IPS, DENIED_USERS, SERVICE_THROTTLE};
use crate::traits::Service;
use crate::{Huawei, policy};
use squall_api::catalogue::System;
use squall_api::catalogue::huawei::*;
use squall_api::cloud::{Account, Standing};
use squall_api::{Caller, Outcome, Passage};
use std::sync::Arc;

/// Whether the request comes through the gateway at all; the provider's own operations do not.
pub(super) fn passes_gateway(passage: &Passage<'_, Huawei>) -> bool {
    passage.entry.is_none_or(|entry| entry.traits.service != Service::Provider)
}

/// The caller's account, where there is somebody.
fn account<'p>(passage: &'p Passage<'_, Huawei>) -> Option<&'p Arc<Account>> {
    passage.caller().map(Caller::account)
}

/// The gateway's list of addresses (0402).
pub(crate) fn may_come_from_here(passage: &mut Passage<'_, Huawei>) -> Outcome<()> {
    let peer = passage.request.peer.to_canonical();
    let is_listed = |listed: &str| listed.parse().is_ok_and(|listed: std::net::IpAddr| listed == peer);
    let denied = passes_gateway(passage) && settings::list(passage.platform()?, DENIED_IPS).any(is_listed);
    must(!denied, || say::plain(IP_NOT_AUTHORIZED))
}

/// The gateway's list of users (0302).
pub(crate) fn is_on_no_black_list(passage: &mut Passage<'_, Huawei>) -> Outcome<()> {
    let Some(account) = account(passage) else { return Ok(()) };
    let names = [account.attribute(USER_NAME), account.attribute(USER_ID)];
    let denied = settings::list(passage.platform()?, DENIED_USERS).any(|listed| names.contains(&listed));
    must(!denied, || say::plain(USER_NOT_AUTHORIZED))
}

/// The region must have the service (0801) and be open to the user (0802).
pub(crate) fn may_use_region(passage: &mut Passage<'_, Huawei>) -> Outcome<()> {
    let Some(account) = account(passage) else { return Ok(()) };
    let domain = people::domain(&passage.world, account)?;
    let region = domain.attribute(REGION);
    let is_iams = passage.entry.is_some_and(|entry| entry.traits.service == Service::Iam);
    let closed =
        !is_iams && settings::list(passage.platform()?, CLOSED_REGIONS).any(|closed| closed == region);
    must(!closed, || say::plain(REGION_UNAVAILABLE))?;
    let forbidden = account.attribute(DENIED_REGIONS).lines().any(|denied| denied == region);
    must(!forbidden, || say::plain(REGION_FORBIDDEN))
}

/// The service must have been enabled for the account (0306).
pub(crate) fn is_enabled(passage: &mut Passage<'_, Huawei>) -> Outcome<()> {
    let Some(account) = account(passage) else { return Ok(()) };
    let is_clouddcs = passage.entry.is_some_and(|entry| entry.traits.service == Service::CloudDc);
    let enabled = people::domain(&passage.world, account)?.attribute(NOT_ENABLED).is_empty();
    must(enabled || !is_clouddcs, || say::plain(API_ACCESS_DENIED))
}

/// The project must not be frozen (0310).
pub(crate) fn has_available_project(passage: &mut Passage<'_, Huawei>) -> Outcome<()> {
    let Some(account) = account(passage) else { return Ok(()) };
    let frozen = people::domain(&passage.world, account)?.standing == Standing::Frozen;
    must(!frozen, || say::plain(PROJECT_UNAVAILABLE))
}

/// So many calls a second of one user to one operation (0308).
pub(crate) fn is_within_rate(passage: &mut Passage<'_, Huawei>) -> Outcome<()> {
    let (Some(account), Some(entry)) = (account(passage), passage.entry) else { return Ok(()) };
    let most = settings::calls_per_second(passage.platform()?);
    let caller = [&*account.id, "\n", entry.name].concat();
    let admitted = admits(passage, &caller, most);
    must(admitted, || say::throttled(most))
}

/// So many calls a second of one project to the service, where the operator says so (iMetal.0005).
pub(crate) fn is_within_service_rate(passage: &mut Passage<'_, Huawei>) -> Outcome<()> {
    let is_clouddcs = passage.entry.is_some_and(|entry| entry.traits.service == Service::CloudDc);
    let Some(account) = account(passage).filter(|_| is_clouddcs) else { return Ok(()) };
    let Some(most) = settings::number(passage.platform()?, SERVICE_THROTTLE) else { return Ok(()) };
    let admitted = admits(passage, people::domain_id(account), most);
    must(admitted, || say::plain(TOO_MANY_REQUESTS))
}

fn admits(passage: &Passage<'_, Huawei>, caller: &str, per_second: u32) -> bool {
    let (host, now) = (passage.site.host.now(), passage.world.now);
    passage.site.throttle.admits(System::Huawei, caller, per_second, host, now)
}

/// A user of a domain needs the operation's right, and the path must name the caller's own project (iMetal.0004).
pub(crate) fn has_right(passage: &mut Passage<'_, Huawei>) -> Outcome<()> {
    let (Some(account), Some(entry)) = (account(passage), passage.entry) else { return Ok(()) };
    let right = entry.traits.right;
    if account.master.is_some() && !right.is_empty() {
        policy::must_allow(passage, account, right)?;
    }
    match passage.call.tree.text_of("project_id") {
        Some(project) => {
            let own = people::domain(&passage.world, account)?.attribute(PROJECT) == project;
            must(own, || say::plain(PERMISSION_DENIED).because("the project is not the caller's"))
        }
        None => Ok(()),
    }
}
