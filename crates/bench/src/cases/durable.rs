//! Writes that last, against how often the disk itself can be asked to keep something.

use crate::clock;
use crate::load::{self, Load};
use crate::pin::Core;
use crate::plan::Plan;
use crate::report::{Figure, Report, Target};
use crate::statistics::{median, median_ratio};
use crate::world::{SUCCESS, World, expect, writes};
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Clients, each of which waits for its write before it sends the next.
const CLIENTS: [usize; 3] = [1, 8, 64];
/// What is appended before each sync of the machine's own: a page.
const PAGE: usize = 4_096;
/// More writes than a second has room for.
const WRITES_A_SECOND: f64 = 60_000.0;

/// A folder that is gone when this is dropped.
struct Folder(PathBuf);

impl Folder {
    /// A new folder below the one for everything that is built, on the file system of the repository.
    fn new() -> io::Result<Folder> {
        let program = std::env::current_exe()?;
        let target = program.parent().and_then(Path::parent).unwrap_or(Path::new("."));
        let folder = target.join(format!("bench-data-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        Ok(Folder(folder))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The machine's syncs and every number of clients in turns.
pub(super) fn run(case: &'static str, plan: &Plan, core: Core, report: &mut Report) -> io::Result<()> {
    let folder = Folder::new()?;
    let world = World::with_tags(0, core, Some(&folder.0.join("world")))?;
    let mut own = File::create(folder.0.join("own"))?;
    let (mut syncs, mut rates) = (Vec::new(), [const { Vec::new() }; 3]);
    let mut written = 0;
    for round in 0..=plan.rounds {
        let sync_rate = syncs_a_second(&mut own, plan.window)?;
        if round > 0 {
            syncs.push(sync_rate);
        }
        for (clients, rates) in CLIENTS.iter().zip(&mut rates) {
            let count = (WRITES_A_SECOND * plan.window.as_secs_f64()) as usize;
            let mut script = writes(written, count);
            written += count;
            let load =
                Load { server: world.squall.address, connections: *clients, window: Some(plan.window) };
            let run = load::run(&load, &mut script, &mut expect(200, SUCCESS))?;
            if round > 0 {
                rates.push(run.rate());
            }
        }
    }
    report.figures.push(Figure {
        case,
        what: "the machine's own: appends of 4 KiB, each followed by `fdatasync`, a second".to_owned(),
        value: median(syncs.iter().copied()),
        unit: "",
        target: None,
    });
    for (clients, rates) in CLIENTS.iter().zip(&rates) {
        report.figures.push(Figure {
            case,
            what: format!("`CreateTag` a second with `--data`, {clients} at a time"),
            value: median(rates.iter().copied()),
            unit: "",
            target: None,
        });
        report.figures.push(Figure {
            case,
            what: format!("{clients} at a time, of the machine's own rate"),
            value: median_ratio(rates, &syncs),
            unit: "",
            target: (*clients == 64).then_some(Target::AtLeast(10.0)),
        });
    }
    Ok(())
}

fn syncs_a_second(file: &mut File, window: Duration) -> io::Result<f64> {
    let (began, page, mut syncs) = (clock::now(), [7_u8; PAGE], 0.0);
    while began.elapsed() < window {
        file.write_all(&page)?;
        file.sync_data()?;
        syncs += 1.0;
    }
    Ok(syncs / began.elapsed().as_secs_f64())
}
