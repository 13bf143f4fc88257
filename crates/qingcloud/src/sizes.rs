//! Sizes of instances (reference 2.5): which cores and memory can be had, and what the names of types stand for.

use squall_api::cloud::Placement;

/// The cores an instance can have.
pub(crate) const CPU: [u64; 5] = [1, 2, 4, 8, 16];
/// The memory an instance can have, in MiB.
pub(crate) const MEMORY_MIB: [u64; 9] = [1_024, 2_048, 4_096, 6_144, 8_192, 12_288, 16_384, 24_576, 32_768];
/// The classes of hardware.
pub(crate) const CLASSES: [u32; 12] = [0, 1, 2, 3, 4, 5, 6, 100, 101, 200, 201, 300];

/// Older documents' names of sizes.
const OLD: [(&str, u64, u64); 9] = [
    ("micro", 1, 1_024),
    ("small_a", 1, 1_024),
    ("small_b", 1, 2_048),
    ("small_c", 1, 4_096),
    ("medium_a", 2, 4_096),
    ("medium_b", 2, 8_192),
    ("large_a", 4, 8_192),
    ("large_b", 4, 16_384),
    ("xlarge_a", 8, 16_384),
];
/// The suffixes of the families and the cores they stand for.
const SUFFIXES: [(&str, u64); 8] = [
    ("small", 1),
    ("large", 2),
    ("xlarge", 4),
    ("2xlarge", 8),
    ("3xlarge", 12),
    ("4xlarge", 16),
    ("6xlarge", 24),
    ("8xlarge", 32),
];
/// The families and their class of hardware.
const FAMILIES: [(&str, u32); 4] = [("s1", 101), ("e1", 201), ("e2", 201), ("p1", 0)];
/// Gibibytes for each core that families come in.
const RATIOS: [u64; 3] = [1, 2, 4];

/// A size: name, cores, memory in MiB, class.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Size {
    pub(crate) name: String,
    pub(crate) cpu: u64,
    pub(crate) memory_mib: u64,
    pub(crate) class: u32,
}

/// Every size that has a name.
pub(crate) fn all() -> Vec<Size> {
    let classic = CPU.iter().flat_map(|cpu| {
        [1_u64, 2, 4, 8, 16].into_iter().map(move |gib| Size {
            name: format!("c{cpu}m{gib}"),
            cpu: *cpu,
            memory_mib: gib * 1_024,
            class: 0,
        })
    });
    let old = OLD.iter().map(|(name, cpu, memory_mib)| Size {
        name: (*name).to_owned(),
        cpu: *cpu,
        memory_mib: *memory_mib,
        class: 0,
    });
    let families = FAMILIES.iter().flat_map(|(family, class)| {
        SUFFIXES.iter().flat_map(move |(suffix, cpu)| {
            RATIOS.iter().map(move |ratio| Size {
                name: format!("{family}.{suffix}.r{ratio}"),
                cpu: *cpu,
                memory_mib: cpu * ratio * 1_024,
                class: *class,
            })
        })
    });
    classic.chain(old).chain(families).collect()
}

/// The size of a name.
pub(crate) fn named(name: &str) -> Option<Size> {
    all().into_iter().find(|size| size.name == name)
}

/// The room that a node of a load balancer takes on a host, by its type. The documents only tell how many connections each
/// type bears; the rooms are ours.
pub(crate) fn balancer_node(balancer_type: u32) -> Placement {
    let cpu = match balancer_type {
        0 | 1 => 1,
        2 | 3 => 2,
        4 => 4,
        _ => 8,
    };
    Placement { host: String::new(), cpu, memory_mib: cpu * 1_024, storage_gib: 0 }
}
