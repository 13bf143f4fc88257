//! Sizes that are on offer, of instances and of volumes.

use crate::figures::quotas::Called;
use crate::figures::sizes::{self, CLASS_TEXTS, CPU_TEXTS, MEMORY_TEXTS, OS_DISK_MOST};
use crate::traits::{Service, Traits};
use crate::{QingCloud, figures::disks};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<DescribeInstanceTypes>(Traits::of(Service::Compute).looking(), &[]).reading(),
    Entry::of::<GetResourceLimit>(Traits::of(Service::Platform).looking(), &[]).reading(),
];

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

/// Tells which sizes can be had: those of a type of volume, and all those of instances.
#[derive(Params)]
pub(crate) struct GetResourceLimit {
    #[param(default = 0, one_of = disks::TYPES)]
    volume_type: u32,
}

impl Action<QingCloud> for GetResourceLimit {
    fn perform(&self, _cx: &Cx<'_>) -> Outcome<Reply> {
        let mut reply = Reply::new();
        reply
            .int("min-size", disks::LEAST_GIB)
            .int("max-size", disks::most_gib(self.volume_type))
            .int("step", disks::STEP_GIB)
            .object("resource_limits", |limits| {
                numbers(limits, "valid_cpu_cores", &CPU_TEXTS);
                numbers(limits, "valid_memory_size", &MEMORY_TEXTS);
                numbers(limits, "valid_instance_classes", &CLASS_TEXTS);
                numbers(limits, "valid_volume_types", &disks::TYPES);
                limits
                    .int("max_os_disk_size", OS_DISK_MOST)
                    .int("min_volume_size", disks::LEAST_GIB)
                    .int("max_volume_size", disks::most_gib(0))
                    .int("volume_step", disks::STEP_GIB)
                    .int("min_hc_volume_size", disks::LEAST_GIB)
                    .int("max_hc_volume_size", disks::most_gib(2))
                    .int("hc_volume_step", disks::STEP_GIB)
                    .int("min_hps_volume_size", disks::LEAST_GIB)
                    .int("max_hps_volume_size", disks::most_gib(3))
                    .int("hps_volume_step", disks::STEP_GIB);
            });
        Ok(reply)
    }
}

fn numbers(limits: &mut Reply, name: &str, texts: &[&str]) {
    limits.array(name, |list| texts.iter().for_each(|text| list.raw(text)));
}
