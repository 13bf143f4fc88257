//! Hosts put into service, taken out of it and deleted.

use super::DYNAMIC;
use crate::cdn::actions::cdn::life::{LIVING, delete, put_online, take_offline};
use crate::cdn::{TencentCdn, Traits, lookup};
use crate::protocol::Reply;
use squall_api::{Action, Cx, Entry, Outcome, Params};

pub(in crate::cdn::actions) const ACTIONS: &[Entry<TencentCdn>] = &[
    Entry::of::<OnlineDsaHost>(Traits::DSA, LIVING),
    Entry::of::<OfflineDsaHost>(Traits::DSA, LIVING),
    Entry::of::<DeleteDsaHost>(Traits::DSA, LIVING),
];

/// Puts a host into service.
#[derive(Params)]
struct OnlineDsaHost {
    #[param(name = "hostId", required, id = "host")]
    id: i64,
}

impl Action<TencentCdn> for OnlineDsaHost {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        put_online(cx, lookup::host(cx, self.id, DYNAMIC)?)?;
        Ok(Reply::empty())
    }
}

/// Takes a host out of service.
#[derive(Params)]
struct OfflineDsaHost {
    #[param(name = "hostId", required, id = "host")]
    id: i64,
}

impl Action<TencentCdn> for OfflineDsaHost {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        take_offline(cx, lookup::host(cx, self.id, DYNAMIC)?)?;
        Ok(Reply::raw("[]"))
    }
}

/// Deletes a host that is out of service.
#[derive(Params)]
struct DeleteDsaHost {
    #[param(name = "hostId", required, id = "host")]
    id: i64,
}

impl Action<TencentCdn> for DeleteDsaHost {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        delete(cx, lookup::host(cx, self.id, DYNAMIC)?)?;
        Ok(Reply::empty())
    }
}
