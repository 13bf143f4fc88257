//! How fast squall is, measured on the machine at hand: [`cases`] says what, `docs/performance.md` what came of it.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]
// A measurement speaks on the terminal; that is all it has.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod bare;
mod cases;
mod clock;
mod crowd;
mod histogram;
mod load;
mod machine;
mod pin;
mod plan;
mod process;
mod reply;
mod report;
mod script;
mod statistics;
mod toil;
mod world;

use clap::{Parser, Subcommand};
use plan::Plan;
use report::Report;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

/// Measure squall against a bare server.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    bare: Option<Bare>,
    /// Measure roughly, within seconds.
    #[arg(long)]
    quick: bool,
    /// Measure one case only.
    #[arg(long, value_name = "CASE", value_parser = cases::ALL.map(|case| case.name))]
    only: Option<String>,
    /// Write the document here as well, when everything was measured in full.
    #[arg(long, value_name = "FILE")]
    write: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Bare {
    /// Serve so many bytes to whoever asks; for this program itself.
    Bare {
        /// Of each reply's body.
        bytes: usize,
    },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = match arguments.bare {
        Some(Bare::Bare { bytes }) => {
            bare::serve(bytes, |address| writeln!(io::stdout(), "bare ready http://{address}"))
        }
        None => measure(&arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

fn measure(arguments: &Arguments) -> io::Result<()> {
    let plan = if arguments.quick { Plan::QUICK } else { Plan::FULL };
    let core = pin::separate();
    let mut report = Report::default();
    let wanted = |case: &&cases::Case| arguments.only.as_deref().is_none_or(|only| only == case.name);
    for case in cases::ALL.iter().filter(wanted) {
        eprintln!("measuring {}", case.name);
        (case.run)(case.name, &plan, core, &mut report)
            .map_err(|error| io::Error::other(format!("{}: {error}", case.name)))?;
    }
    let text = report.text(&plan, core);
    println!("{text}");
    match &arguments.write {
        Some(file) if !arguments.quick && arguments.only.is_none() => std::fs::write(file, text),
        _ => Ok(()),
    }
}
