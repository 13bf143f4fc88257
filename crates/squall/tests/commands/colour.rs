//! Colours: on a terminal by itself, elsewhere when asked, never when asked not.

use super::running::text;
use super::terminal::Terminal;
use std::io::Read as _;
use std::process::Command;

const ESCAPE: &str = "\u{1b}[";

fn explain(options: &[&str], environment: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_squall"));
    command.args(["explain", "qingcloud", "1400"]).args(options);
    command.env_remove("NO_COLOR").env("TERM", "xterm").envs(environment.iter().copied());
    command
}

/// Whether it is coloured on a terminal.
fn on_terminal(options: &[&str], environment: &[(&str, &str)]) -> bool {
    let mut terminal = Terminal::open();
    let mut child = explain(options, environment).stdout(terminal.stdio()).spawn().unwrap();
    let mut seen = [0; 64];
    let length = terminal.screen.read(&mut seen).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    text(&seen[..length]).contains(ESCAPE)
}

/// Whether it is coloured on a pipe.
fn on_pipe(options: &[&str], environment: &[(&str, &str)]) -> bool {
    text(&explain(options, environment).output().unwrap().stdout).contains(ESCAPE)
}

#[test]
fn colours_are_where_they_are_wanted() {
    let none = [("NO_COLOR", "1")];
    assert!(on_terminal(&[], &[]) && on_terminal(&[], &[("NO_COLOR", "")]));
    assert!(!on_terminal(&[], &none) && !on_terminal(&[], &[("TERM", "dumb")]));
    assert!(!on_terminal(&["--color", "never"], &[]) && on_terminal(&["--color", "always"], &none));
    assert!(!on_pipe(&[], &[]) && !on_pipe(&["--color", "auto"], &[]));
    assert!(on_pipe(&["--color", "always"], &[]) && on_pipe(&["--color=always"], &none));
    assert_eq!(explain(&["--color", "sometimes"], &[]).output().unwrap().status.code(), Some(2));
}
