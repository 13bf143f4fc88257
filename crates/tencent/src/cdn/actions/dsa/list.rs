//! Hosts as they are.

use super::DYNAMIC;
use super::create::shown;
use crate::cdn::actions::cdn::list::{PAGE, owned, page};
use crate::cdn::{TencentCdn, Traits, lookup, view};
use crate::protocol::Reply;
use squall_api::catalogue::tencent_cdn::HOST_NOT_FOUND;
use squall_api::{Action, Cx, Entry, Outcome, Params};

pub(in crate::cdn::actions) const ACTIONS: &[Entry<TencentCdn>] = &[
    Entry::of::<GetDsaHostList>(Traits::DSA, &[]).reading(),
    Entry::of::<GetDsaHostInfo>(Traits::DSA, &[HOST_NOT_FOUND]).reading(),
    Entry::of::<GetDsaHttpsHostList>(Traits::DSA, &[]).reading(),
];

/// Lists the account's hosts, newest first.
#[derive(Params)]
struct GetDsaHostList {
    #[param(default = 0, range = 0..=1_000_000_000)]
    offset: usize,
    #[param(default = PAGE, range = 0..=3_000)]
    length: usize,
    #[param(name = "includeDeleted", default = 0, one_of = ["0", "1"])]
    with_deleted: i64,
}

impl Action<TencentCdn> for GetDsaHostList {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        page(cx, &owned(cx, DYNAMIC, self.with_deleted == 1)?, self.offset, self.length)
    }
}

/// Shows a host.
#[derive(Params)]
struct GetDsaHostInfo {
    #[param(name = "hostId", required, id = "host")]
    id: i64,
}

impl Action<TencentCdn> for GetDsaHostInfo {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        shown(cx, &lookup::host(cx, self.id, DYNAMIC)?)
    }
}

/// Lists the hosts that have a certificate.
#[derive(Params)]
struct GetDsaHttpsHostList {
    #[param(default = 0, range = 0..=1_000_000_000)]
    offset: usize,
    #[param(default = PAGE, range = 0..=3_000)]
    length: usize,
}

impl Action<TencentCdn> for GetDsaHttpsHostList {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut hosts = owned(cx, DYNAMIC, false)?;
        hosts.retain(|host| host.certificate.is_some());
        Ok(Reply::data(|data| {
            data.objects("hosts", hosts.iter().skip(self.offset).take(self.length), |host, object| {
                object.int("host_id", host.head.id.parse::<u64>().unwrap_or_default());
                object.text("host", &host.head.name);
                view::https(object, host);
            });
            data.int("total", hosts.len());
        }))
    }
}
