//! What `squall serve` says, and to whom.

use super::terminal::Terminal;
use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Command, Stdio};

struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Served {
    fn start(stderr: Stdio) -> Served {
        let command = &mut Command::new(env!("CARGO_BIN_EXE_squall"));
        command.args(["serve", "--listen", "127.0.0.1:0"]).stdout(Stdio::piped()).stderr(stderr);
        Served(command.spawn().unwrap())
    }

    /// SIGTERM; then everything that it ever wrote to standard output.
    fn end(mut self) -> String {
        let mut lines = BufReader::new(self.0.stdout.take().unwrap());
        let mut said = String::new();
        lines.read_line(&mut said).unwrap();
        let id = self.0.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        lines.read_to_string(&mut said).unwrap();
        assert_eq!(self.0.wait().unwrap().code(), Some(0));
        said
    }
}

#[test]
fn a_person_at_a_terminal_is_greeted_once() {
    let terminal = Terminal::open();
    let served = Served::start(terminal.stdio());
    let lines = BufReader::new(terminal.screen.try_clone().unwrap()).lines();
    let mut greeting = Vec::new();
    for line in lines.map(Result::unwrap) {
        let is_last = line.contains("Ctrl-C");
        greeting.push(line);
        if is_last {
            break;
        }
    }
    let said = served.end();
    let base = said.strip_prefix("squall ready ").unwrap().trim_end();
    assert_eq!(said, format!("squall ready {base}\n"));
    let greeting = greeting.join("\n");
    for part in [
        &format!("{base}/_squall/health"),
        &format!("eval \"$(squall env qingcloud --endpoint {base})\""),
        &format!("eval \"$(squall env huawei-imetal --endpoint {base})\""),
        "in memory",
    ] {
        assert_eq!(greeting.matches(part).count(), 1, "{part} in {greeting}");
    }
}

#[test]
fn a_program_at_a_pipe_hears_the_ready_line_and_nothing_else() {
    let mut served = Served::start(Stdio::piped());
    let mut stderr = served.0.stderr.take().unwrap();
    let said = served.end();
    assert!(said.starts_with("squall ready http://127.0.0.1:") && said.lines().count() == 1, "{said}");
    let mut complaints = String::new();
    stderr.read_to_string(&mut complaints).unwrap();
    assert_eq!(complaints, "");
}
