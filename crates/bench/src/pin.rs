//! Which processor core runs what, by way of Linux's `taskset`.

use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

/// Where a program runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Core {
    /// On this one only.
    Only(usize),
    /// Wherever this program may run itself.
    Inherited,
}

/// The servers' core.
const OF_SERVERS: usize = 0;
/// The load generator's core.
const OF_LOAD: usize = 1;

/// Puts this program on a core of its own and answers the one for servers; `Inherited` where the machine has one
/// core only or no `taskset`.
pub(crate) fn separate() -> Core {
    if thread::available_parallelism().map_or(1, usize::from) < 2 {
        return Core::Inherited;
    }
    let mut move_this = Command::new("taskset");
    move_this.args(["-c", "-p", &OF_LOAD.to_string(), &std::process::id().to_string()]);
    match move_this.stdout(Stdio::null()).stderr(Stdio::null()).status() {
        Ok(status) if status.success() => Core::Only(OF_SERVERS),
        _ => Core::Inherited,
    }
}

/// A command that runs a program there.
pub(crate) fn command(program: &Path, core: Core) -> Command {
    match core {
        Core::Inherited => Command::new(program),
        Core::Only(core) => {
            let mut command = Command::new("taskset");
            command.arg("-c").arg(core.to_string()).arg(program);
            command
        }
    }
}

/// How the machine's cores are shared out, in words.
pub(crate) fn words(core: Core) -> String {
    match core {
        Core::Only(core) => {
            format!("servers on core {core} only, the load generator on core {OF_LOAD} only, by `taskset`")
        }
        Core::Inherited => "nothing is pinned, for want of a second core or of `taskset`".to_owned(),
    }
}
