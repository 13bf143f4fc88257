//! The real binary, started and stopped.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used, clippy::panic, missing_docs)]

use squall_recipes::Endpoint;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Output, Stdio};

pub fn squall(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_squall")).args(arguments).stdin(Stdio::null()).output().unwrap()
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A `squall serve` on a free port, in a shell that does something else first. Its standard error is to be read.
pub fn in_shell(before: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", &format!("{before}\nexec \"$@\""), "sh", env!("CARGO_BIN_EXE_squall")]);
    command.args(["serve", "--listen", "127.0.0.1:0"]).args(arguments);
    command.stdin(Stdio::null()).stderr(Stdio::piped());
    command
}

/// A `squall serve` on a free port; killed when dropped.
pub struct Running {
    pub base: String,
    pub child: Child,
}

impl Running {
    pub fn start(arguments: &[&str]) -> Running {
        let mut command = Command::new(env!("CARGO_BIN_EXE_squall"));
        command.args(["serve", "--listen", "127.0.0.1:0"]).args(arguments).stderr(Stdio::null());
        Running::start_by(&mut command)
    }

    /// As `start`, in a shell that does something else before it becomes `squall serve`.
    pub fn start_in_shell(before: &str, arguments: &[&str]) -> Running {
        Running::start_by(&mut in_shell(before, arguments))
    }

    /// A `squall serve` that this command is.
    pub fn start_by(command: &mut Command) -> Running {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let base = line.trim().strip_prefix("squall ready ").unwrap_or_else(|| panic!("{line:?}")).to_owned();
        Running { base, child }
    }

    pub fn endpoint(&self) -> Endpoint {
        Endpoint::new(&self.base, None)
    }

    /// SIGTERM, then the exit code.
    pub fn terminate(mut self) -> Option<i32> {
        self.signal("TERM");
        self.child.wait().unwrap().code()
    }

    pub fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-s", name, &id]).status().unwrap().success());
    }

    /// Everything said on standard error until the end.
    pub fn said(mut self) -> Vec<String> {
        let heard = self.child.stderr.take().unwrap();
        assert_eq!(self.terminate(), Some(0));
        BufReader::new(heard).lines().map(Result::unwrap).collect()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
