//! Readings of clusters' nodes.

use super::cluster_node_view;
use crate::QingCloud;
use crate::actions::platform::monitor::{Reading, data, readable};
use crate::forms::Instant;
use crate::lookup;
use crate::package::order;
use crate::traits::{Service, Traits};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Cluster, ClusterNode};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply, ensure, raise};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[Entry::of::<GetClusterMonitor>(
    Traits::of(Service::Cluster).looking(),
    &[RESOURCE_NOT_FOUND, WAREHOUSE_DISABLED],
)
.reading()];

const STEPS: [&str; 7] = ["1m", "5m", "15m", "30m", "1h", "2h", "1d"];
/// The most meters of a call.
const METERS_MOST: usize = 100;
/// The meter whose items the application's developers define. What nodes would answer nobody here knows, so it has no
/// readings.
const STATS: &str = "stats";

/// Reads meters of a node of a cluster.
#[derive(Params)]
pub(crate) struct GetClusterMonitor {
    #[param(id = "cluster node")]
    resource: String,
    #[param(required, max_items = METERS_MOST)]
    meters: Vec<String>,
    #[param(one_of = STEPS)]
    step: String,
    start_time: Instant,
    end_time: Instant,
    role: Option<String>,
    #[param(id = "application")]
    app_id: Option<String>,
    #[param(id = "application version")]
    version_id: Option<String>,
}

impl Action<QingCloud> for GetClusterMonitor {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let _ = (&self.app_id, &self.version_id);
        let span = readable(cx, self.start_time, self.end_time, &self.step)?;
        let node = lookup::own::<ClusterNode>(cx, &self.resource)?;
        let is_of = self.role.as_ref().is_none_or(|role| *role == node.role);
        ensure!(is_of, INVALID_REQUEST, "role [{}] is not valid", self.role.as_deref().unwrap_or(""));
        let cluster = cx.fetch::<Cluster>(&node.cluster)?;
        let said = order::read(&cluster.order);
        let mut set = Vec::new();
        for meter in &self.meters {
            let readings = match reading(&node, meter) {
                Some(reading) => data(cx, &node.head, meter, reading, span)?,
                None if meter == STATS => "[]".to_owned(),
                None => raise!(INVALID_REQUEST, "meters [{meter}] is not valid"),
            };
            set.push((meter, readings));
        }
        let info = cluster_node_view::monitor(&said, &node.role);
        let mut reply = Reply::new();
        reply.text("resource_id", &node.head.id).objects("meter_set", &set, |(meter, data), object| {
            object.text("meter_id", meter).raw("data_set", data);
            if *meter == STATS {
                object.raw("meter_info", &info);
            }
        });
        Ok(reply)
    }
}

fn reading(node: &ClusterNode, meter: &str) -> Option<Reading> {
    match meter {
        "cpu" | "memory" => Some(Reading::Share),
        "disk-us-volume" => Some(Reading::Space(node.volume_gib)),
        "disk-iops-volume" => Some(Reading::Pair(1_200)),
        "disk-volume" => Some(Reading::Pair(40_000_000)),
        _ => None,
    }
}
