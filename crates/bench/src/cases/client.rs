//! What the vendor's clients call most: terraform's provider, cloud storage drivers, consoles that poll.

use super::rate::{Kind, WRITES_A_SECOND, list, measure};
use crate::clock;
use crate::pin::Core;
use crate::plan::Plan;
use crate::report::Report;
use crate::script::Script;
use crate::world::{SUCCESS, World};
use std::io;

/// More machines than any server makes in a second on one core.
const MACHINES_A_SECOND: f64 = 20_000.0;
/// What every machine of a run has.
const MACHINE: [(&str, &str); 4] = [
    ("image_id", "centos7x64d"),
    ("instance_type", "c1m1"),
    ("login_mode", "passwd"),
    ("login_passwd", "Squall2026x"),
];

fn measured(
    (case, asked, least): (&'static str, &'static str, Option<f64>),
    world: World,
    script: Script,
    (plan, core, report): (&Plan, Core, &mut Report),
) -> io::Result<()> {
    measure(Kind { case, asked, least, world, script, status: 200, end: SUCCESS }, plan, core, report)
}

/// One machine, as a program that waits for it asks.
pub(super) fn instances_1(
    case: &'static str,
    plan: &Plan,
    core: Core,
    report: &mut Report,
) -> io::Result<()> {
    let script = list(plan, "DescribeInstances");
    let asked = "`DescribeInstances` of an account with 1";
    measured((case, asked, None), World::with_instances(1, core)?, script, (plan, core, report))
}

/// Ten of the largest resources there are.
pub(super) fn instances_10(
    case: &'static str,
    plan: &Plan,
    core: Core,
    report: &mut Report,
) -> io::Result<()> {
    let script = list(plan, "DescribeInstances");
    let asked = "`DescribeInstances` of an account with 10";
    measured((case, asked, Some(0.3)), World::with_instances(10, core)?, script, (plan, core, report))
}

/// A hundred of them.
pub(super) fn instances_100(
    case: &'static str,
    plan: &Plan,
    core: Core,
    report: &mut Report,
) -> io::Result<()> {
    let script = list(plan, "DescribeInstances");
    let asked = "`DescribeInstances` of an account with 100";
    measured((case, asked, None), World::with_instances(100, core)?, script, (plan, core, report))
}

/// A machine.
pub(super) fn run(case: &'static str, plan: &Plan, core: Core, report: &mut Report) -> io::Result<()> {
    let world = World::with_instances(0, core)?;
    let (mut script, stamp) = (Script::once(), clock::stamp());
    (0..a_run(plan, MACHINES_A_SECOND)).for_each(|_| script.call(&stamp, "RunInstances", &MACHINE));
    measured((case, "`RunInstances` of one", None), world, script, (plan, core, report))
}

/// A volume that is gone, as a driver asks until it is.
pub(super) fn volume_missing(
    case: &'static str,
    plan: &Plan,
    core: Core,
    report: &mut Report,
) -> io::Result<()> {
    let (mut script, stamp) = (Script::repeating(), clock::stamp());
    for number in 0..plan.signed {
        script.call(&stamp, "DescribeVolumes", &[("volumes.1", &format!("vol-{number:08}"))]);
    }
    let (world, end) = (World::with_instances(0, core)?, b",\"ret_code\":2100}");
    let asked = "`DescribeVolumes` of a volume that does not exist: 2100";
    measure(Kind { case, asked, least: Some(0.65), world, script, status: 200, end }, plan, core, report)
}

/// The zones, as every client asks first.
pub(super) fn zones(case: &'static str, plan: &Plan, core: Core, report: &mut Report) -> io::Result<()> {
    let script = list(plan, "DescribeZones");
    measured(
        (case, "`DescribeZones`", Some(0.65)),
        World::with_instances(0, core)?,
        script,
        (plan, core, report),
    )
}

/// A write with a quota, a name and nothing else.
pub(super) fn security_group(
    case: &'static str,
    plan: &Plan,
    core: Core,
    report: &mut Report,
) -> io::Result<()> {
    let (mut script, stamp) = (Script::once(), clock::stamp());
    for number in 0..a_run(plan, WRITES_A_SECOND) {
        let name = format!("sg{number:07}");
        script.call(&stamp, "CreateSecurityGroup", &[("security_group_name", &name)]);
    }
    measured(
        (case, "`CreateSecurityGroup`", Some(0.5)),
        World::with_instances(0, core)?,
        script,
        (plan, core, report),
    )
}

/// The jobs, as a program that waits asks.
pub(super) fn jobs(case: &'static str, plan: &Plan, core: Core, report: &mut Report) -> io::Result<()> {
    let script = list(plan, "DescribeJobs");
    measured(
        (case, "`DescribeJobs` of an account with 1", None),
        World::with_instances(1, core)?,
        script,
        (plan, core, report),
    )
}

/// What terraform's apply does with a firewall and a machine, so far as its calls do not depend on each other.
pub(super) fn terraform(case: &'static str, plan: &Plan, core: Core, report: &mut Report) -> io::Result<()> {
    let world = World::with_instances(1, core)?;
    let (mut script, stamp) = (Script::once(), clock::stamp());
    for number in 0..a_run(plan, MACHINES_A_SECOND) / 4 {
        let name = format!("sg{number:07}");
        script.call(&stamp, "CreateSecurityGroup", &[("security_group_name", &name)]);
        script.call(&stamp, "DescribeSecurityGroups", &[("limit", "1")]);
        script.call(&stamp, "RunInstances", &MACHINE);
        for _ in 0..4 {
            script.call(&stamp, "DescribeJobs", &[("limit", "1")]);
        }
        script.call(&stamp, "DescribeInstances", &[("limit", "1")]);
        script.call(&stamp, "DescribeZones", &[]);
    }
    let asked = "a mix of 9 calls as terraform's apply makes them, 2 of them writes";
    measured((case, asked, None), world, script, (plan, core, report))
}

/// As many calls as are made in a run at most, at so many a second.
fn a_run(plan: &Plan, a_second: f64) -> usize {
    (a_second * plan.window.as_secs_f64() * (plan.rounds + 1) as f64) as usize
}
