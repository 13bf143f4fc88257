//! What can be had at all, in numbers: the sizes of volumes and instances, and the most of many things.

use crate::figures::sizes::{CLASS_TEXTS, CPU_TEXTS, MEMORY_TEXTS, OS_DISK_MOST};
use crate::traits::{Service, Traits};
use crate::{QingCloud, figures::disks};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply};

pub(crate) const ACTIONS: &[Entry<QingCloud>] =
    &[Entry::of::<GetResourceLimit>(Traits::of(Service::Platform).looking(), &[]).reading()];

/// Limits that are told beside those of sizes. Those that squall keeps stand as it keeps them; the others are of things
/// that it has none of, so that none can be had.
const NUMBERS: [(&str, u64); 48] = [
    ("ban_mm_vxnets", 0),
    ("enable_nic_bandwidth", 0),
    ("hcs_volume_step", 10),
    ("hdfs_disks_per_node", 0),
    ("max_abuse_eip_cnt", 0),
    ("max_alarm_policy_actions", 0),
    ("max_alarm_policy_resources", 0),
    ("max_alarm_policy_rules", 0),
    ("max_change_eip_billing_mode_cnt", 1),
    ("max_eip_bandwidth", 1_000),
    ("max_eip_count", 100),
    ("max_gpu_count", 8),
    ("max_hcs_volume_size", 5_000),
    ("max_image_shared_users", 100),
    ("max_instance_count", 200),
    ("max_item_in_resource_group", 0),
    ("max_listener_backends", 100),
    ("max_loadbalancer_listeners", 100),
    ("max_loadbalancer_policy_rewrite_rules", 0),
    ("max_loadbalancer_policy_rules", 100),
    ("max_member_in_user_group", 0),
    ("max_nic_per_instance", 252),
    ("max_resource_shared_users", 0),
    ("max_rg_cnt_item_can_join", 0),
    ("max_router_count", 20),
    ("max_router_entries", 1_000),
    ("max_router_statics", 100),
    ("max_router_vxnets", 253),
    ("max_rule_in_group_role", 0),
    ("max_security_group_rules", 100),
    ("max_security_group_rulesets", 0),
    ("max_security_group_snapshots", 100),
    ("max_users_in_one_department", 0),
    ("max_volume_count", 200),
    ("max_volume_per_inst", 24),
    ("max_vos_replica_count", 0),
    ("max_vxnet_count", 100),
    ("min_abuse_eip_sec", 0),
    ("min_hcs_volume_size", 20),
    ("min_hosts_per_dedicated_group", 0),
    ("min_reserved_hosts_in_pool", 0),
    ("privilege_of_lxc", 0),
    ("vpc_ipv6_prefixlen", 0),
    ("vxnet_ipv6_prefixlen", 0),
    ("hc_volume_step", disks::STEP_GIB),
    ("hps_volume_step", disks::STEP_GIB),
    ("volume_step", disks::STEP_GIB),
    ("max_os_disk_size", OS_DISK_MOST),
];
/// Lists of things that squall has none of.
const NONE: [&str; 7] = [
    "bm_zones",
    "disabled_actions",
    "disabled_features",
    "gpu_zones",
    "valid_cache_size",
    "valid_dedicated_host_group_classes",
    "valid_resource_classes",
];
/// Tables of products that squall has none of.
const TABLES: [&str; 5] =
    ["hadoop_types", "hbase_types", "spark_types", "storm_types", "valid_cpu_memory_pairs"];
/// Texts that say nothing.
const TEXTS: [&str; 4] =
    ["__comments", "bucket_create_whitelist", "ignore_mm_vxnet_users", "vxnet_ks_white_list"];

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
            .int("min-size", disks::least_gib(self.volume_type))
            .int("max-size", disks::most_gib(self.volume_type))
            .int("step", disks::STEP_GIB)
            .int("vxnet_version", 2)
            .array("vxnet_subnets", |_| {})
            .object("resource_limits", write);
        Ok(reply)
    }
}

fn write(limits: &mut Reply) {
    numbers(limits, "valid_cpu_cores", &CPU_TEXTS);
    numbers(limits, "valid_memory_size", &MEMORY_TEXTS);
    numbers(limits, "valid_instance_classes", &CLASS_TEXTS);
    numbers(limits, "valid_volume_types", &disks::TYPES);
    numbers(limits, "valid_loadbalancer_types", &["0", "1", "2", "3", "4", "5"]);
    for (prefix, volume_type) in [("", 0), ("hc_", 2), ("hps_", 3)] {
        limits
            .int(&format!("min_{prefix}volume_size"), disks::least_gib(volume_type))
            .int(&format!("max_{prefix}volume_size"), disks::most_gib(volume_type));
    }
    for (name, number) in NUMBERS {
        limits.int(name, number);
    }
    for name in NONE {
        limits.array(name, |_| {});
    }
    for name in TABLES {
        limits.object(name, |_| {});
    }
    for name in TEXTS {
        limits.text(name, "");
    }
}

fn numbers(limits: &mut Reply, name: &str, texts: &[&str]) {
    limits.array(name, |list| texts.iter().for_each(|text| list.raw(text)));
}
