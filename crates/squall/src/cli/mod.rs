//! The command line. Each command is a file; this one tells them apart and turns what they answer into exit codes.

mod actions;
mod admin_token;
mod call;
mod codes;
mod environment;
mod explain;
mod exposure;
mod founding;
mod greeting;
mod nearest;
mod output;
mod parameter;
mod reproduce;
mod serve;

use clap::{CommandFactory as _, Parser, Subcommand};
use std::process::ExitCode;

const EXAMPLES: &str = "\
Examples:
  squall serve
  squall explain qingcloud 1400";

/// How a command ends when it does not simply succeed.
#[derive(Debug)]
pub enum End {
    /// The thing asked about failed: exit code 1. What was to be said has been said.
    Failed,
    /// The question made no sense or could not be asked: one sentence and exit code 2.
    Usage(String),
}

impl From<String> for End {
    fn from(sentence: String) -> End {
        End::Usage(sentence)
    }
}

type Ended = Result<(), End>;

/// The world or its directory cannot be used: nothing is wrong with the command line.
fn failed(error: &dyn std::fmt::Display) -> End {
    output::complain(&format!("squall: {error}"));
    End::Failed
}

#[derive(Parser)]
#[command(name = "squall", version, about = "A local cloud that fails the way the real ones do.")]
#[command(after_help = EXAMPLES)]
struct Arguments {
    /// When to colour the output; `auto` follows the terminal and NO_COLOR.
    #[arg(long, value_enum, global = true, value_name = "WHEN", default_value_t = output::Color::Auto)]
    color: output::Color,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the emulator.
    Serve(serve::Serve),
    /// Say what an error code means, whose fault it is, whether to retry and what to do.
    Explain(explain::Explain),
    /// List the catalogue of codes.
    Codes(codes::Codes),
    /// List what a system serves: actions, their parameters and the codes they raise.
    Actions(actions::Actions),
    /// Sign and send one call, print the response body.
    Call(call::Call),
    /// Bring about error codes by their real causes and show every step.
    Reproduce(reproduce::Reproduce),
    /// Print the environment variables that a vendor's own SDK or CLI reads.
    Env(environment::Environment),
    /// Print the certificate of squall's own authority.
    Ca(environment::Ca),
}

/// Says in one line what no user should ever see; nothing where a panic becomes an answer of its own.
fn quieten_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        if !squall_store::is_guarded() {
            output::complain(&format!("squall: an internal error at {place}; please report it"));
        }
    }));
}

/// The command line itself, for completions and manual pages.
pub fn command() -> clap::Command {
    Arguments::command()
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    quieten_panics();
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let code = if error.use_stderr() { 2 } else { 0 };
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    output::choose(arguments.color);
    let ended = match arguments.command {
        Command::Serve(command) => command.run(),
        Command::Explain(command) => command.run(),
        Command::Codes(command) => command.run(),
        Command::Actions(command) => command.run(),
        Command::Call(command) => command.run(),
        Command::Reproduce(command) => command.run(),
        Command::Env(command) => command.run(),
        Command::Ca(command) => command.run(),
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(End::Failed) => ExitCode::from(1),
        Err(End::Usage(sentence)) => {
            output::complain(&format!("squall: {sentence}"));
            ExitCode::from(2)
        }
    }
}

/// A system by its word, or a sentence that lists the words.
fn system(word: &str) -> Result<squall_catalogue::System, End> {
    use squall_catalogue::System;
    System::parse(word).ok_or_else(|| {
        let words: Vec<&str> = System::ALL.iter().map(|system| system.as_str()).collect();
        End::Usage(format!("there is no system `{word}`; there are: {}", words.join(", ")))
    })
}

/// Every built system, over a store that holds nothing: for what only their declarations tell.
fn bare_universe() -> squall_api::Universe {
    crate::assembly::universe(squall_store::Store::memory(), 0)
}
