//! Quotas: what they are and what is left of them.

use crate::QingCloud;
use crate::figures::quotas::{self, API_CALLS, Called, DEFAULTS};
use crate::traits::{Service, Traits};
use squall_api::catalogue::qingcloud::INVALID_REQUEST;
use squall_api::cloud::Account;
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply, ensure};

pub(crate) const ACTIONS: &[Entry<QingCloud>] =
    &[Entry::of::<DescribeQuotas>(TRAITS, &[]).reading(), Entry::of::<GetQuotaLeft>(TRAITS, &[]).reading()];

const TRAITS: Traits = Traits::of(Service::Platform).looking();

/// Tells the caller's quotas. The documents' own sample is no JSON; the list here has one object with a field
/// for each quota.
#[derive(Params)]
pub(crate) struct DescribeQuotas {}

impl Action<QingCloud> for DescribeQuotas {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let holder = holder(cx)?;
        let mut reply = Reply::new();
        reply.text("user_id", &holder.id).array("quota_set", |set| {
            set.object(|entry| {
                for name in names() {
                    entry.int(name, quotas::limit(&holder, name));
                }
            });
        });
        Ok(reply)
    }
}

/// Tells how much is left of the caller's quotas in a zone: of those that are named, or of all.
#[derive(Params)]
pub(crate) struct GetQuotaLeft {
    resource_types: Vec<String>,
}

impl Action<QingCloud> for GetQuotaLeft {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut wanted: Vec<&str> = Vec::new();
        for name in &self.resource_types {
            let known = names().find(|known| known == name);
            ensure!(known.is_some(), INVALID_REQUEST, "resource_types [{name}] is not valid");
            wanted.extend(known);
        }
        if wanted.is_empty() {
            wanted.extend(names());
        }
        let holder = holder(cx)?;
        let mut left = Vec::new();
        for name in wanted {
            // What belongs to no zone is counted without one.
            let used = cx.in_use(&holder, cx.zone(), name)? + cx.in_use(&holder, "", name)?;
            left.push((name, quotas::limit(&holder, name).saturating_sub(used)));
        }
        let mut reply = Reply::new();
        reply.objects("quota_left_set", left, |(name, left), entry| {
            entry.text("resource_type", name).int("left", left);
        });
        Ok(reply)
    }
}

/// The account whose quotas are the caller's.
fn holder(cx: &Cx<'_>) -> Outcome<Account> {
    Ok(cx.account(cx.caller.account().quota_holder())?)
}

/// The quotas of resources; calls are counted apart.
fn names() -> impl Iterator<Item = &'static str> {
    DEFAULTS.iter().map(|(name, _)| *name).filter(|name| *name != API_CALLS)
}
