//! The machine that the figures hold for.

use std::fs;

/// Processor, cores, memory and kernel, one a line of the report.
pub(crate) fn description() -> Vec<(&'static str, String)> {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let field = |text: &str, name: &str| {
        let line = text.lines().find(|line| line.starts_with(name));
        line.and_then(|line| line.split_once(':'))
            .map_or("unknown".to_owned(), |(_, value)| value.trim().to_owned())
    };
    let cpu = read("/proc/cpuinfo");
    let processor = format!(
        "{} (family {}, model {})",
        field(&cpu, "model name"),
        field(&cpu, "cpu family"),
        field(&cpu, "model\t")
    );
    vec![
        ("processor", processor),
        ("cores", cpu.lines().filter(|line| line.starts_with("processor")).count().to_string()),
        ("memory", field(&read("/proc/meminfo"), "MemTotal")),
        ("kernel", format!("Linux {}", read("/proc/sys/kernel/osrelease").trim())),
    ]
}
