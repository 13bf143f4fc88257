//! Hosts as they are.

use super::CONTENT;
use crate::cdn::rules::{name, project};
use crate::cdn::view::{self, Around};
use crate::cdn::{TencentCdn, Traits, lookup, pace};
use crate::people;
use crate::protocol::Reply;
use squall_api::catalogue::tencent_cdn::*;
use squall_api::cloud::{AcceleratedHost, Reach};
use squall_api::{Action, Cx, Entry, Outcome, Params};

pub(in crate::cdn::actions) const ACTIONS: &[Entry<TencentCdn>] = &[
    Entry::of::<DescribeCdnHosts>(Traits::CDN.administrative(), &[PROJECT_INVALID]).reading(),
    Entry::of::<GetHostInfoByHost>(Traits::CDN.often(1_000), &[HOST_INVALID, HOST_TOO_LONG]).reading(),
    Entry::of::<GetHostInfoById>(Traits::CDN.often(1_000), &[]).reading(),
];

/// The hosts of the caller's account on some networks, newest first; deleted ones only where they are wanted.
pub(in crate::cdn::actions) fn owned(
    cx: &Cx<'_>,
    networks: &[Reach],
    with_deleted: bool,
) -> Outcome<Vec<AcceleratedHost>> {
    let mut hosts = cx.owned::<AcceleratedHost>(lookup::owner(cx))?;
    hosts.retain(|host| networks.contains(&host.reach) && (with_deleted || host.head.state.is_live()));
    Ok(hosts)
}

/// A reply with the hosts of a page, and how many there are.
pub(in crate::cdn::actions) fn page(
    cx: &Cx<'_>,
    hosts: &[AcceleratedHost],
    offset: usize,
    limit: usize,
) -> Outcome<Reply> {
    let shown = hosts.iter().skip(offset).take(limit);
    with_around(cx, |around| {
        Reply::data(|data| {
            data.objects("hosts", shown, |host, object| view::write(object, host, around));
            data.int("total", hosts.len());
        })
    })
}

/// What hosts are shown with.
pub(in crate::cdn::actions) fn with_around<T>(
    cx: &Cx<'_>,
    show: impl FnOnce(&Around<'_>) -> T,
) -> Outcome<T> {
    let (account, platform) = (lookup::account(cx)?, lookup::platform(cx)?);
    let is_in_debt = people::owes_for(&account, cx.now, pace::DEBT);
    Ok(show(&Around { account: &account, platform: &platform, is_in_debt }))
}

/// The most hosts of one page.
pub(in crate::cdn::actions) const PAGE: usize = 3_000;

/// Lists the account's hosts.
#[derive(Params)]
struct DescribeCdnHosts {
    #[param(default = 0, range = 0..=1_000_000_000)]
    offset: usize,
    #[param(default = PAGE, range = 0..=3_000)]
    limit: usize,
    #[param(max_len = 256)]
    keyword: Option<String>,
    #[param(one_of = ["0", "1"])]
    mode: Option<String>,
    #[param(invalid = "2130", max_items = 100)]
    projects: Vec<String>,
}

impl Action<TencentCdn> for DescribeCdnHosts {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let account = lookup::account(cx)?;
        let projects = self.projects.iter().map(|one| project::configured(&account, one));
        let projects: Vec<u64> = projects.collect::<Outcome<_>>()?;
        let mut hosts = owned(cx, &[Reach::Inland], false)?;
        hosts.retain(|host| projects.is_empty() || projects.contains(&host.project));
        if let Some(keyword) = &self.keyword {
            hosts.retain(|host| host.head.name.contains(&**keyword));
        }
        // The command line's `mode` asks for banned hosts alone.
        let platform = lookup::platform(cx)?;
        if self.mode.as_deref() == Some("1") {
            hosts.retain(|host| crate::cdn::settings::verdict(&platform, &host.head.name).is_banned);
        }
        page(cx, &hosts, self.offset, self.limit)
    }
}

/// Shows hosts by their names.
#[derive(Params)]
struct GetHostInfoByHost {
    #[param(required, id = "name", max_items = 100)]
    hosts: Vec<String>,
}

impl Action<TencentCdn> for GetHostInfoByHost {
    /// What is not the account's is left out.
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        self.hosts.iter().try_for_each(|host| name::must_be_well_formed(host))?;
        let mut hosts = owned(cx, CONTENT, false)?;
        hosts.retain(|host| self.hosts.iter().any(|name| name.eq_ignore_ascii_case(&host.head.name)));
        page(cx, &hosts, 0, PAGE)
    }
}

/// Shows hosts by their ids.
#[derive(Params)]
struct GetHostInfoById {
    #[param(required, id = "host", max_items = 100)]
    ids: Vec<i64>,
}

impl Action<TencentCdn> for GetHostInfoById {
    /// What is not the account's is left out.
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut hosts = owned(cx, CONTENT, false)?;
        hosts.retain(|host| self.ids.iter().any(|id| id.to_string() == host.head.id));
        page(cx, &hosts, 0, PAGE)
    }
}
