//! Sizes of instances (reference 2.5): which cores and memory can be had, and what the names of types stand
//! for.

use squall_api::catalogue::qingcloud as code;
use squall_api::cloud::{Need, Placement};
use squall_api::{Outcome, Raise};

/// The cores an instance can have.
pub(crate) const CPU: [u64; 5] = [1, 2, 4, 8, 16];
/// The same as they stand in a call.
pub(crate) const CPU_TEXTS: [&str; 5] = ["1", "2", "4", "8", "16"];
/// The memory an instance can have in MiB, as it stands in a call.
pub(crate) const MEMORY_TEXTS: [&str; 9] =
    ["1024", "2048", "4096", "6144", "8192", "12288", "16384", "24576", "32768"];
/// The classes of hardware, as they stand in a call.
pub(crate) const CLASS_TEXTS: [&str; 19] = [
    "0", "1", "2", "3", "4", "5", "6", "7", "100", "101", "200", "201", "202", "203", "300", "301", "400",
    "1002", "1003",
];
/// The class of high performance, which has quotas of its own.
pub(crate) const HIGH_PERFORMANCE: u32 = 1;
/// The most GiB of a system disk.
pub(crate) const OS_DISK_MOST: u64 = 100;

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

/// The size that a call asks for. Cores and memory together win over a type's name, as documented; the type
/// still tells the class of hardware where the call does not.
///
/// # Errors
/// `MALFORMED_REQUEST` where neither is complete, `INVALID_REQUEST` for a type that does not exist.
pub(crate) fn chosen(
    instance_type: Option<&str>,
    cpu: Option<u64>,
    memory_mib: Option<u64>,
    class: Option<u32>,
) -> Outcome<Size> {
    let unknown = |name| move || format!("instance_type [{name}] is not valid");
    let typed = match instance_type {
        Some(name) => Some(named(name).or_raise(code::INVALID_REQUEST, unknown(name))?),
        None => None,
    };
    let mut size = match (typed, cpu, memory_mib) {
        (Some(typed), Some(cpu), Some(memory_mib)) => {
            let is_same = typed.cpu == cpu && typed.memory_mib == memory_mib;
            let name = if is_same { typed.name } else { name_of(cpu, memory_mib) };
            Size { name, cpu, memory_mib, class: typed.class }
        }
        (Some(typed), _, _) => typed,
        (None, cpu, memory_mib) => {
            let missing = if cpu.is_none() && memory_mib.is_none() { "instance_type" } else { "cpu" };
            let required = |name: &'static str| move || format!("parameter [{name}] is required");
            let cpu = cpu.or_raise(code::MALFORMED_REQUEST, required(missing))?;
            let memory_mib = memory_mib.or_raise(code::MALFORMED_REQUEST, required("memory"))?;
            Size { name: name_of(cpu, memory_mib), cpu, memory_mib, class: 0 }
        }
    };
    size.class = class.unwrap_or(size.class);
    Ok(size)
}

/// The classic name of so many cores and so much memory; empty where there is none.
fn name_of(cpu: u64, memory_mib: u64) -> String {
    let name = format!("c{cpu}m{}", memory_mib / 1_024);
    if named(&name).is_some_and(|size| size.memory_mib == memory_mib) { name } else { String::new() }
}

/// The room that a node of a load balancer takes on a host, by its type. The documents only tell how many
/// connections each type bears; the rooms are ours.
pub(crate) fn balancer_node(balancer_type: u32) -> Need<'static> {
    let cpu = match balancer_type {
        0 | 1 => 1,
        2 | 3 => 2,
        4 => 4,
        _ => 8,
    };
    Need::of(Placement { cpu, memory_mib: cpu * 1_024, ..Placement::default() })
}
