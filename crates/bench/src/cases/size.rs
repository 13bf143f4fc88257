//! Whether a world full of resources is slower than an empty one, and how much memory they take.

use super::rate::turn;
use crate::pin::Core;
use crate::plan::Plan;
use crate::report::{Figure, Report, Target, grouped};
use crate::script::Script;
use crate::statistics::{median, median_ratio};
use crate::world::{SUCCESS, World, expect};
use std::io;

/// Worlds of every size in turns.
pub(super) fn run(case: &'static str, plan: &Plan, core: Core, report: &mut Report) -> io::Result<()> {
    let filled = plan.sizes.iter().map(|size| World::with_tags(*size, core, None));
    let worlds: Vec<World> = filled.collect::<io::Result<_>>()?;
    let memory = worlds.iter().map(|world| world.squall.memory()).collect::<io::Result<Vec<u64>>>()?;
    let mut scripts: Vec<Script> = worlds.iter().map(|world| world.reads(plan.signed)).collect();
    let mut rates = [const { Vec::new() }; 3];
    for round in 0..=plan.rounds {
        for ((world, script), rates) in worlds.iter().zip(&mut scripts).zip(&mut rates) {
            let run = turn(&world.squall, script, plan.window, &mut expect(200, SUCCESS))?;
            if round > 0 {
                rates.push(run.rate());
            }
        }
    }
    for (size, rates_there) in plan.sizes.iter().zip(&rates) {
        report.figures.push(Figure {
            case,
            what: format!("reads by id a second with {} tags in the world", grouped(*size as f64)),
            value: median(rates_there.iter().copied()),
            unit: "",
            target: None,
        });
    }
    let [smallest, _, largest] = &rates;
    let [least, _, most] = plan.sizes;
    report.figures.push(Figure {
        case,
        what: format!("the rate with {} of that with {}", grouped(most as f64), grouped(least as f64)),
        value: median_ratio(largest, smallest),
        unit: "",
        target: Some(Target::AtLeast(0.9)),
    });
    report.figures.push(Figure {
        case,
        what: "memory for each tag, of the difference between these two worlds".to_owned(),
        value: (memory[2] - memory[0]) as f64 / (most - least) as f64,
        unit: "bytes",
        target: Some(Target::AtMost(1_500.0)),
    });
    Ok(())
}
