//! Whether what a plan asks for makes a cluster: some node names an image (8001), and roles, sizes and counts
//! go together (8003). Whether an image is in its zone (8002) comes between the two and needs the world: see
//! `actions::cluster_order`.

use super::plan::{Nodes, Plan, Volume};
use crate::figures::sizes;
use squall_api::catalogue::qingcloud::{CLUSTER_SETTINGS_INVALID, CONFIG_WITHOUT_IMAGE};
use squall_api::{Outcome, ensure};

/// The cores that a node can have.
const CPU: [u64; 6] = [1, 2, 4, 8, 12, 16];
/// The memory that a node can have, in MiB.
const MEMORY_MIB: [u64; 13] =
    [1_024, 2_048, 4_096, 6_144, 8_192, 12_288, 16_384, 24_576, 32_768, 40_960, 49_152, 65_536, 131_072];
/// The classes of a data volume and the most that one disk of it holds, in GiB.
const VOLUMES: [(u32, u64); 3] = [(0, 1_000), (2, 5_000), (3, 1_000)];
/// What sizes of volumes are multiples of, in GiB.
const VOLUME_STEP_GIB: u64 = 10;
/// The most disks of a node.
const DISKS_MOST: u64 = 3;
/// What may be done to a cluster only where its application says so.
pub(crate) const ADVANCED_ACTIONS: [&str; 3] = ["change_vxnet", SCALE_HORIZONTAL, "associate_eip"];
/// Adding and deleting nodes.
pub(crate) const SCALE_HORIZONTAL: &str = "scale_horizontal";
/// What the platform appends to the role of nodes to name that of their replicas.
pub(crate) const REPLICA: &str = "-replica";

/// Some node must name an image.
///
/// # Errors
/// `CONFIG_WITHOUT_IMAGE`.
pub(crate) fn must_name_image(plan: &Plan) -> Outcome<()> {
    let names = plan.nodes.iter().any(|nodes| !nodes.image.is_empty());
    ensure!(names, CONFIG_WITHOUT_IMAGE, "no image is named in the configuration of cluster [{}]", plan.name);
    Ok(())
}

/// The parts must go together. Roles are held against those of the form, where there is one.
///
/// # Errors
/// `CLUSTER_SETTINGS_INVALID`.
pub(crate) fn must_make_cluster(plan: &Plan, roles: Option<&[&str]>) -> Outcome<()> {
    let total: u64 = plan.nodes.iter().map(|nodes| nodes.count).sum();
    ensure!(total > 0, CLUSTER_SETTINGS_INVALID, "a cluster needs at least one node");
    let nameless = plan.nodes.iter().filter(|nodes| nodes.role.is_empty()).count();
    ensure!(
        nameless == 0 || plan.nodes.len() == 1,
        CLUSTER_SETTINGS_INVALID,
        "every node of a cluster with several roles needs a role"
    );
    for (at, nodes) in plan.nodes.iter().enumerate() {
        let role = &nodes.role;
        let is_new = plan.nodes[..at].iter().all(|other| other.role != *role);
        ensure!(is_new, CLUSTER_SETTINGS_INVALID, "role [{role}] is given twice");
        let is_known = role.is_empty() || roles.is_none_or(|roles| roles.contains(&&**role));
        ensure!(is_known, CLUSTER_SETTINGS_INVALID, "role [{role}] is not in config.json");
        ensure!(!nodes.image.is_empty(), CLUSTER_SETTINGS_INVALID, "role [{role}] has no image");
        must_have_size(nodes)?;
        must_be_known(&nodes.actions)?;
    }
    must_be_known(&plan.actions)
}

fn must_have_size(nodes: &Nodes) -> Outcome<()> {
    let role = &nodes.role;
    ensure!(
        !role.ends_with(REPLICA),
        CLUSTER_SETTINGS_INVALID,
        "role [{role}] ends in [{REPLICA}], which is reserved"
    );
    ensure!(
        nodes.replica == 0 || !role.is_empty(),
        CLUSTER_SETTINGS_INVALID,
        "nodes with replicas need a role"
    );
    must_have_cpu(nodes.cpu)?;
    must_have_memory(nodes.memory_mib)?;
    must_have_class(nodes.class)?;
    ensure!(
        nodes.number_most.is_none_or(|most| nodes.count <= most),
        CLUSTER_SETTINGS_INVALID,
        "count [{}] of role [{role}] is above its server_id_upper_bound",
        nodes.count
    );
    nodes.volume.as_ref().map_or(Ok(()), must_have_volume)
}

/// # Errors
/// `CLUSTER_SETTINGS_INVALID`.
pub(crate) fn must_have_cpu(cpu: u64) -> Outcome<()> {
    ensure!(CPU.contains(&cpu), CLUSTER_SETTINGS_INVALID, "cpu [{cpu}] is not one of {CPU:?}");
    Ok(())
}

/// # Errors
/// `CLUSTER_SETTINGS_INVALID`.
pub(crate) fn must_have_memory(memory: u64) -> Outcome<()> {
    let offered = MEMORY_MIB.contains(&memory);
    ensure!(offered, CLUSTER_SETTINGS_INVALID, "memory [{memory}] is not one of {MEMORY_MIB:?}");
    Ok(())
}

/// # Errors
/// `CLUSTER_SETTINGS_INVALID`.
pub(crate) fn must_have_class(class: u32) -> Outcome<()> {
    let offered = sizes::CLASS_TEXTS.contains(&&*class.to_string());
    ensure!(offered, CLUSTER_SETTINGS_INVALID, "instance_class [{class}] is not valid");
    Ok(())
}

/// The volume is spread evenly over its disks, and each of these is a disk like any other.
///
/// # Errors
/// `CLUSTER_SETTINGS_INVALID`.
pub(crate) fn must_have_volume(volume: &Volume) -> Outcome<()> {
    let Volume { size_gib, class, disks } = volume;
    ensure!(
        (1..=DISKS_MOST).contains(disks),
        CLUSTER_SETTINGS_INVALID,
        "a node has at most {DISKS_MOST} mount points"
    );
    let step = VOLUME_STEP_GIB * disks;
    ensure!(
        *size_gib > 0 && size_gib.is_multiple_of(step),
        CLUSTER_SETTINGS_INVALID,
        "volume size [{size_gib}] is not a multiple of {step}"
    );
    let most = VOLUMES.iter().find(|(known, _)| known == class).map(|(_, most)| *most);
    ensure!(most.is_some(), CLUSTER_SETTINGS_INVALID, "volume class [{class}] is not valid");
    let most = most.unwrap_or(0) * disks;
    ensure!(
        *size_gib <= most,
        CLUSTER_SETTINGS_INVALID,
        "volume size [{size_gib}] is above the limit [{most}] of class [{class}]"
    );
    Ok(())
}

fn must_be_known(actions: &[String]) -> Outcome<()> {
    for action in actions {
        let known = ADVANCED_ACTIONS.contains(&&**action);
        ensure!(known, CLUSTER_SETTINGS_INVALID, "advanced action [{action}] is not known");
    }
    Ok(())
}
