//! Standard streams that are closed, or whose other end goes away.

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use squall_recipes::Endpoint;

use crate::running::{Running, in_shell};

/// Says a line on standard error after it is ready.
const SECOND: [&str; 2] = ["--listen", "127.0.0.1:0"];

fn is_up(base: &str) -> bool {
    Endpoint::new(base, None).door("GET", "/health", None).is_ok()
}

#[test]
fn input_and_error_may_be_closed() {
    for closed in ["exec <&-", "exec 2>&-", "exec <&- 2>&-"] {
        let server = Running::start_in_shell(closed, &SECOND);
        assert!(is_up(&server.base), "{closed}");
        assert_eq!(server.terminate(), Some(0), "{closed}");
    }
}

#[test]
fn output_may_be_closed() {
    for closed in ["exec >&-", "exec <&- >&-"] {
        let mut child = in_shell(closed, &SECOND).stdout(Stdio::piped()).spawn().unwrap();
        let mut said = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
        let line = said.find(|line| line.contains("also listens on")).unwrap();
        let base = line.rsplit(' ').next().unwrap().to_owned();
        assert!(is_up(&base), "{closed}");
        let server = Running { base, child };
        assert_eq!(server.terminate(), Some(0), "{closed}");
    }
}

#[test]
fn a_reader_that_goes_away_takes_nothing_along() {
    let mut server = Running::start_in_shell(":", &SECOND);
    drop((server.child.stdout.take(), server.child.stderr.take()));
    assert!(is_up(&server.base));
    assert_eq!(server.terminate(), Some(0));
}
