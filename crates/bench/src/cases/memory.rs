//! How much memory an idle squall holds, and one that has been worked hard.

use super::rate::turn;
use crate::pin::Core;
use crate::plan::Plan;
use crate::report::{Figure, Report, Target};
use crate::script::single;
use crate::world::{SUCCESS, World, expect};
use std::io;

/// Tags in the world under load.
const TAGS: usize = 1_000;
/// A mebibyte.
const MIB: f64 = 1_048_576.0;

/// The resident set of a fresh world after its first answer, and of one after as much load as a case puts on it.
pub(super) fn run(case: &'static str, plan: &Plan, core: Core, report: &mut Report) -> io::Result<()> {
    let idle = World::with_tags(0, core, None)?;
    idle.squall.ask(single("DescribeZones", &[]))?;
    report.figures.push(Figure {
        case,
        what: "memory of a fresh world after its first answer".to_owned(),
        value: idle.squall.memory()? as f64 / MIB,
        unit: "MiB",
        target: Some(Target::AtMost(12.0)),
    });
    let world = World::with_tags(TAGS, core, None)?;
    let mut script = world.reads(plan.signed);
    turn(&world.squall, &mut script, plan.window * plan.rounds as u32, &mut expect(200, SUCCESS))?;
    report.figures.push(Figure {
        case,
        what: "memory with 1,000 tags after the load of `read`".to_owned(),
        value: world.squall.memory()? as f64 / MIB,
        unit: "MiB",
        target: None,
    });
    Ok(())
}
