//! Sizes of instances that are on offer.

use crate::QingCloud;
use crate::figures::quotas::Called;
use crate::figures::sizes;
use crate::traits::{Service, Traits};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply};

pub(crate) const ACTIONS: &[Entry<QingCloud>] =
    &[Entry::of::<DescribeInstanceTypes>(Traits::of(Service::Compute).looking(), &[]).reading()];

/// Lists the sizes that instances can have by name: all, or those of the names.
#[derive(Params)]
pub(crate) struct DescribeInstanceTypes {
    instance_types: Vec<String>,
    /// Accepted; that bare metal comes in other sizes is not documented.
    baremetal: Option<bool>,
}

impl Action<QingCloud> for DescribeInstanceTypes {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let _ = self.baremetal;
        let mut sizes = sizes::all();
        sizes.retain(|size| self.instance_types.is_empty() || self.instance_types.contains(&size.name));
        let mut reply = Reply::new();
        reply.int("total_count", sizes.len()).objects("instance_type_set", &sizes, |size, entry| {
            let name = format!("{}核{}G", size.cpu, size.memory_mib / 1_024);
            entry
                .text("instance_type_id", &size.name)
                .text("instance_type_name", &name)
                .text("description", "")
                .int("vcpus_current", size.cpu)
                .int("memory_current", size.memory_mib)
                .int("instance_class", size.class)
                .text("status", "available")
                .text("zone_id", cx.zone());
        });
        Ok(reply)
    }
}
