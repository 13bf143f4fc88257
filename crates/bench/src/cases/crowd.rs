//! Whether ordinary requests are held up by a crowd of idle and slow connections beside them.

use crate::crowd::Crowd;
use crate::load::{self, Load};
use crate::pin::Core;
use crate::plan::Plan;
use crate::report::{Figure, Report, Target, grouped};
use crate::statistics::{median, median_ratio};
use crate::world::{CONNECTIONS, SUCCESS, World, expect};
use std::io;

/// Tags in both worlds.
const TAGS: usize = 1_000;

/// Two servers in turns, one of which has the crowd.
pub(super) fn run(case: &'static str, plan: &Plan, core: Core, report: &mut Report) -> io::Result<()> {
    let size = plan.crowd.that_fits();
    let worlds = [World::with_tags(TAGS, core, None)?, World::with_tags(TAGS, core, None)?];
    let mut scripts = worlds.each_ref().map(|world| world.reads(plan.signed));
    let first = scripts[1].next().unwrap_or_default().to_vec();
    let mut crowd = Crowd::open(worlds[1].squall.address, size, &first)?;
    let mut p99 = [const { Vec::new() }; 2];
    for round in 0..=plan.rounds {
        for (which, (world, script)) in worlds.iter().zip(&mut scripts).enumerate() {
            let load =
                Load { server: world.squall.address, connections: CONNECTIONS, window: Some(plan.window) };
            crowd.resume();
            let run = load::run_beside(&load, script, &mut expect(200, SUCCESS), &mut |now| match which {
                0 => Ok(()),
                _ => crowd.drip(now),
            })?;
            if round > 0 {
                p99[which].push(run.latencies.percentile(99.0).as_secs_f64() * 1e6);
            }
        }
    }
    crowd.stands()?;
    let beside = format!(
        "{} idle and {} slow connections beside them",
        grouped(size.idle as f64),
        grouped(size.slow as f64)
    );
    for (p99, with) in p99.iter().zip(["nobody else", &beside]) {
        report.figures.push(Figure {
            case,
            what: format!("p99 of reads by id, {with}"),
            value: median(p99.iter().copied()),
            unit: "us",
            target: None,
        });
    }
    report.figures.push(Figure {
        case,
        what: "the second of these p99s, of the first".to_owned(),
        value: median_ratio(&p99[1], &p99[0]),
        unit: "",
        target: Some(Target::AtMost(2.0)),
    });
    Ok(())
}
