//! Hosts put into service, taken out of it and deleted.

use super::CONTENT;
use crate::cdn::actions::deployment::{self, must_have_workers};
use crate::cdn::{TencentCdn, Traits, lookup, rules, say};
use crate::protocol::Reply;
use squall_api::catalogue::Code;
use squall_api::catalogue::tencent_cdn::*;
use squall_api::cloud::{AcceleratedHost, Reach, Span, State, Verb};
use squall_api::{Action, Cx, Entry, Outcome, Params};

pub(in crate::cdn::actions) const ACTIONS: &[Entry<TencentCdn>] = &[
    Entry::of::<OnlineHost>(Traits::CDN, LIVING),
    Entry::of::<OfflineHost>(Traits::CDN, LIVING),
    Entry::of::<DeleteCdnHost>(Traits::CDN, LIVING),
];

/// What changes of a host's life can raise.
pub(in crate::cdn::actions) const LIVING: &[Code] = &[
    HOST_NOT_FOUND,
    HOST_INVALID,
    HOST_TOO_LONG,
    HOST_BANNED,
    HOST_LOCKED,
    OPERATION_IN_PROGRESS,
    HOST_NOT_ONLINE_YET,
    HOST_OFFLINE,
    HOST_WITHOUT_FILING,
    HOST_BLACKLISTED,
    DSA_HOST_ONLINE,
    DSA_CONFIG_SYSTEM_ERROR,
    SYSTEM_ERROR,
    RESOURCE_OPERATION_FAILED,
    PARTIAL_SUCCESS,
];

/// Puts a host into service that was taken out of it.
pub(in crate::cdn::actions) fn put_online(cx: &Cx<'_>, mut host: AcceleratedHost) -> Outcome<()> {
    let platform = &*lookup::platform(cx)?;
    lookup::may_change(cx, &host)?;
    say::must(host.head.state != State::Pending, HOST_NOT_ONLINE_YET, || "it was never online".to_owned())?;
    say::must(host.head.state == State::Stopped, DSA_HOST_ONLINE, || "it is online already".to_owned())?;
    rules::name::must_not_be_black(platform, &host.head.name)?;
    if host.reach != Reach::Overseas {
        rules::name::must_be_filed(platform, &host.head.name)?;
    }
    deployment::deploy(cx, &mut host, Verb::Start, State::Active)
}

/// Takes a host out of service.
pub(in crate::cdn::actions) fn take_offline(cx: &Cx<'_>, mut host: AcceleratedHost) -> Outcome<()> {
    lookup::may_change(cx, &host)?;
    lookup::must_be_online(&host)?;
    deployment::deploy(cx, &mut host, Verb::Stop, State::Stopped)
}

/// Deletes a host that is out of service, or was never in it and still waits for its review.
pub(in crate::cdn::actions) fn delete(cx: &Cx<'_>, mut host: AcceleratedHost) -> Outcome<()> {
    lookup::may_change(cx, &host)?;
    deployment::must_be_possible(&*lookup::platform(cx)?, host.reach)?;
    let was_never_deployed = host.head.state == State::Pending && host.head.change.is_none();
    let is_out = host.head.state == State::Stopped || was_never_deployed;
    if host.head.state == State::Pending && !was_never_deployed {
        lookup::must_be_online(&host)?;
    }
    say::must(is_out, DSA_HOST_ONLINE, || "it is still online".to_owned())?;
    host.waiting = None;
    Ok(cx.begin(&mut host, Verb::Cease, State::Ceased, Span::ZERO)?)
}

/// A host by id or name, or several by their ids.
#[derive(Params)]
struct Which {
    #[param(name = "hostId", id = "host")]
    id: Option<i64>,
    #[param(id = "name", max_len = 1_024)]
    host: Option<String>,
    #[param(name = "hostIds", id = "host", max_items = 100)]
    ids: Vec<i64>,
}

impl Which {
    /// Does the same to one host, or to each of several by itself.
    fn each(&self, cx: &Cx<'_>, work: fn(&Cx<'_>, AcceleratedHost) -> Outcome<()>) -> Outcome<Option<Reply>> {
        must_have_workers(&*lookup::platform(cx)?)?;
        if self.ids.is_empty() {
            work(cx, lookup::either(cx, self.id, self.host.as_deref(), CONTENT)?)?;
            return Ok(None);
        }
        let mut items = Vec::new();
        for id in &self.ids {
            let outcome = cx.item(|| work(cx, lookup::host(cx, *id, CONTENT)?))?;
            items.push((id.to_string(), outcome));
        }
        let codes = (RESOURCE_OPERATION_FAILED, PARTIAL_SUCCESS);
        Ok(Some(Reply::batch(&items, codes, INTERNAL_ERROR)))
    }
}

/// Puts a host into service.
#[derive(Params)]
struct OnlineHost {
    #[param(name = "hostId", id = "host")]
    id: Option<i64>,
    #[param(id = "name", max_len = 1_024)]
    host: Option<String>,
}

impl Action<TencentCdn> for OnlineHost {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        must_have_workers(&*lookup::platform(cx)?)?;
        put_online(cx, lookup::either(cx, self.id, self.host.as_deref(), CONTENT)?)?;
        Ok(Reply::empty())
    }
}

/// Takes hosts out of service.
#[derive(Params)]
struct OfflineHost {
    #[param(flatten)]
    which: Which,
}

impl Action<TencentCdn> for OfflineHost {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        Ok(self.which.each(cx, take_offline)?.unwrap_or_default())
    }
}

/// Deletes hosts that are out of service.
#[derive(Params)]
struct DeleteCdnHost {
    #[param(flatten)]
    which: Which,
}

impl Action<TencentCdn> for DeleteCdnHost {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        Ok(self.which.each(cx, delete)?.unwrap_or_else(|| Reply::raw("[]")))
    }
}
