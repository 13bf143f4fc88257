//! How many requests of one kind a second, against the bare server.

use crate::clock;
use crate::load::{self, Check, Load, Run};
use crate::pin::Core;
use crate::plan::Plan;
use crate::process::Process;
use crate::report::{Rate, Report};
use crate::script::Script;
use crate::statistics::{median, median_ratio};
use crate::world::{CONNECTIONS, SUCCESS, World, expect, imaginary_reads, writes};
use std::io;
use std::time::Duration;

/// Tags in the world of single reads.
const TAGS: usize = 1_000;
/// More writes than any server makes in a second on one core.
pub(super) const WRITES_A_SECOND: f64 = 60_000.0;

/// A kind of request, ready to be measured.
pub(super) struct Kind {
    pub(super) case: &'static str,
    pub(super) asked: &'static str,
    /// The ratio to the bare server that it is to reach, where one was set.
    pub(super) least: Option<f64>,
    pub(super) world: World,
    pub(super) script: Script,
    /// The HTTP status of each reply.
    pub(super) status: u16,
    /// How each reply ends.
    pub(super) end: &'static [u8],
}

/// One resource by its id.
pub(super) fn read(case: &'static str, plan: &Plan, core: Core, report: &mut Report) -> io::Result<()> {
    let world = World::with_tags(TAGS, core, None)?;
    let script = world.reads(plan.signed);
    let asked = "`DescribeTags` of one of 1,000 tags";
    measure(
        Kind { case, asked, least: Some(0.55), world, script, status: 200, end: SUCCESS },
        plan,
        core,
        report,
    )
}

/// Ten resources.
pub(super) fn list_10(case: &'static str, plan: &Plan, core: Core, report: &mut Report) -> io::Result<()> {
    let (world, asked) = (World::with_tags(10, core, None)?, "`DescribeTags` of an account with 10");
    let script = list(plan, "DescribeTags");
    measure(
        Kind { case, asked, least: Some(0.3), world, script, status: 200, end: SUCCESS },
        plan,
        core,
        report,
    )
}

/// A hundred resources.
pub(super) fn list_100(case: &'static str, plan: &Plan, core: Core, report: &mut Report) -> io::Result<()> {
    let (world, asked) = (World::with_tags(100, core, None)?, "`DescribeTags` of an account with 100");
    let script = list(plan, "DescribeTags");
    measure(Kind { case, asked, least: None, world, script, status: 200, end: SUCCESS }, plan, core, report)
}

/// A small write.
pub(super) fn write(case: &'static str, plan: &Plan, core: Core, report: &mut Report) -> io::Result<()> {
    let seconds = plan.window.as_secs_f64() * (plan.rounds + 1) as f64;
    let (world, script) = (World::with_tags(0, core, None)?, writes(0, (WRITES_A_SECOND * seconds) as usize));
    let asked = "`CreateTag`, each with a name of its own, in memory";
    measure(
        Kind { case, asked, least: Some(0.4), world, script, status: 200, end: SUCCESS },
        plan,
        core,
        report,
    )
}

/// A resource that is not there.
pub(super) fn missing(case: &'static str, plan: &Plan, core: Core, report: &mut Report) -> io::Result<()> {
    let (world, script) = (World::with_tags(TAGS, core, None)?, imaginary_reads(plan.signed));
    let asked = "`DescribeTags` of a tag that does not exist";
    measure(
        Kind { case, asked, least: Some(0.55), world, script, status: 200, end: SUCCESS },
        plan,
        core,
        report,
    )
}

/// A signature that is not the key's.
pub(super) fn signature(case: &'static str, plan: &Plan, core: Core, report: &mut Report) -> io::Result<()> {
    let (world, mut script, stamp) =
        (World::with_tags(TAGS, core, None)?, Script::repeating(), clock::stamp());
    for number in 0..plan.signed {
        script.forged(&stamp, "DescribeTags", &[("tags.1", &world.tags[number % TAGS])]);
    }
    let (asked, end) = ("`DescribeTags` signed with another secret: 1200", b",\"ret_code\":1200}");
    measure(Kind { case, asked, least: Some(0.55), world, script, status: 200, end }, plan, core, report)
}

/// Listings that differ in nothing, as those of a program that polls.
pub(super) fn list(plan: &Plan, action: &str) -> Script {
    let (mut script, stamp) = (Script::repeating(), clock::stamp());
    (0..plan.signed.min(1_000)).for_each(|_| script.call(&stamp, action, &[("limit", "100")]));
    script
}

/// Both servers in turns, after one turn of each that does not count.
pub(super) fn measure(mut kind: Kind, plan: &Plan, core: Core, report: &mut Report) -> io::Result<()> {
    let check = expect(kind.status, kind.end);
    let mut bytes = 0;
    let squall = |script: &mut Script, bytes: &mut usize| {
        let before = kind.world.squall.worked()?;
        let run = turn(&kind.world.squall, script, plan.window, &mut |status, body| {
            *bytes = body.len();
            check(status, body)
        })?;
        let busy = (kind.world.squall.worked()? - before) as f64 / run.took.as_nanos() as f64;
        Ok::<_, io::Error>((run, busy))
    };
    squall(&mut kind.script, &mut bytes)?;
    let bare_server = Process::bare(core, bytes)?;
    let mut of_bare = imaginary_reads(plan.signed);
    let mut bare = || turn(&bare_server, &mut of_bare, plan.window, &mut |_, _| Ok(()));
    bare()?;
    let (mut bare_runs, mut squall_runs) = (Vec::new(), Vec::new());
    for _ in 0..plan.rounds {
        bare_runs.push(bare()?);
        squall_runs.push(squall(&mut kind.script, &mut bytes)?);
    }
    let rates = |runs: &mut dyn Iterator<Item = &Run>| runs.map(Run::rate).collect::<Vec<_>>();
    let (bare, squall) = (rates(&mut bare_runs.iter()), rates(&mut squall_runs.iter().map(|(run, _)| run)));
    let micros = |percent: f64| {
        let of_run = |(run, _): &(Run, f64)| run.latencies.percentile(percent).as_secs_f64() * 1e6;
        median(squall_runs.iter().map(of_run))
    };
    report.rates.push(Rate {
        case: kind.case,
        asked: kind.asked,
        bytes,
        ratio: median_ratio(&squall, &bare),
        least: kind.least,
        bare: median(bare),
        squall: median(squall),
        p50_us: micros(50.0),
        p99_us: micros(99.0),
        busy: median(squall_runs.iter().map(|(_, busy)| *busy)),
    });
    Ok(())
}

/// One server's turn.
pub(super) fn turn(
    server: &Process,
    script: &mut Script,
    window: Duration,
    check: &mut Check<'_>,
) -> io::Result<Run> {
    let load = Load { server: server.address, connections: CONNECTIONS, window: Some(window) };
    load::run(&load, script, check)
}
