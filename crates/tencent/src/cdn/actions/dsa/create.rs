//! New hosts, and changed configurations.

use super::DYNAMIC;
use crate::cdn::actions::cdn::create::{CREATING, NAME_BYTES, Order};
use crate::cdn::actions::cdn::list::with_around;
use crate::cdn::actions::cdn::update::{UPDATING, reconfigure};
use crate::cdn::actions::configuration::Configuration;
use crate::cdn::{TencentCdn, Traits, lookup, view};
use crate::protocol::Reply;
use squall_api::cloud::{AcceleratedHost, Reach};
use squall_api::{Action, Cx, Entry, Outcome, Params};

pub(in crate::cdn::actions) const ACTIONS: &[Entry<TencentCdn>] = &[
    Entry::of::<CreateDsaHost>(Traits::DSA, CREATING),
    Entry::of::<UpdateDsaHostInfo>(Traits::DSA, UPDATING),
];

/// The numbers that HTTPS may have: off, on with the origin by HTTP, on with it by the same protocol.
pub(super) const MODES: [i64; 3] = [0, 2, 4];

/// A reply with a host.
pub(super) fn shown(cx: &Cx<'_>, host: &AcceleratedHost) -> Outcome<Reply> {
    with_around(cx, |around| Reply::data(|data| view::write(data, host, around)))
}

/// Adds a host.
#[derive(Params)]
struct CreateDsaHost {
    #[param(required, max_len = NAME_BYTES)]
    host: String,
    #[param(flatten, only = [
        "origin", "projectId", "platform", "pidConfig", "extension", "rspHeader", "https", "fwdHost", "strategyWeight",
        "backupOrigin", "area", "ipAccess", "ipFreqLimit",
    ])]
    configuration: Configuration,
}

impl Action<TencentCdn> for CreateDsaHost {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let order = Order { name: &self.host, reach: Reach::Dynamic, service: "dsa" };
        let host = order.place(cx, "cname", &self.configuration, &MODES)?;
        shown(cx, &host)
    }
}

/// Changes a host's configuration.
#[derive(Params)]
struct UpdateDsaHostInfo {
    #[param(name = "hostId", required, id = "host")]
    id: i64,
    #[param(flatten, only = [
        "origin", "projectId", "platform", "pidConfig", "extension", "rspHeader", "https", "fwdHost", "strategyWeight",
        "backupOrigin", "area", "ipAccess", "ipFreqLimit",
    ])]
    configuration: Configuration,
}

impl Action<TencentCdn> for UpdateDsaHostInfo {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        self.configuration.must_make_sense()?;
        let host = lookup::host(cx, self.id, DYNAMIC)?;
        let host = reconfigure(cx, host, &self.configuration, &MODES)?;
        shown(cx, &host)
    }
}
