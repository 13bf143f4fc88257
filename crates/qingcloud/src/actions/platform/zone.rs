//! Zones.

use crate::QingCloud;
use crate::figures::zones;
use crate::traits::{Service, Traits};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply};

pub(crate) const ACTIONS: &[Entry<QingCloud>] =
    &[Entry::of::<DescribeZones>(Traits::of(Service::Platform).anywhere().looking(), &[]).reading()];

/// Lists the zones that the caller may use.
#[derive(Params)]
pub(crate) struct DescribeZones {
    zones: Vec<String>,
    #[param(one_of = ["active", "faulty", "defunct"])]
    status: Vec<String>,
}

impl Action<QingCloud> for DescribeZones {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let is_wanted =
            |wanted: &[String], text: &str| wanted.is_empty() || wanted.iter().any(|item| item == text);
        let shown: Vec<_> = zones::ALL
            .iter()
            .filter(|(id, status)| is_wanted(&self.zones, id) && is_wanted(&self.status, status))
            .filter(|(id, _)| zones::may_use(cx.caller.account(), id))
            .collect();
        let mut reply = Reply::new();
        reply.int("total_count", shown.len()).objects("zone_set", shown, |(id, status), zone| {
            zone.text("zone_id", id).text("status", status);
        });
        Ok(reply)
    }
}
