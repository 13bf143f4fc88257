//! From the start of the process to its first answer.

use crate::clock;
use crate::pin::Core;
use crate::plan::Plan;
use crate::process::Process;
use crate::report::{Figure, Report, Target};
use crate::script::single;
use crate::statistics::median;
use crate::world::{SUCCESS, expect};
use std::io;

/// Starts a fresh world again and again, each time to ask for its zones.
pub(super) fn run(case: &'static str, plan: &Plan, core: Core, report: &mut Report) -> io::Result<()> {
    let mut taken = Vec::new();
    for _ in 0..plan.starts {
        let script = single("DescribeZones", &[]);
        let began = clock::now();
        let squall = Process::squall(core, None)?;
        let reply = squall.ask(script)?;
        taken.push(began.elapsed().as_secs_f64() * 1e3);
        expect(200, SUCCESS)(200, &reply).map_err(io::Error::other)?;
    }
    report.figures.push(Figure {
        case,
        what: format!("start of the process to the first signed answer, median of {}", plan.starts),
        value: median(taken),
        unit: "ms",
        target: Some(Target::AtMost(15.0)),
    });
    Ok(())
}
