//! How it ends, and how it does not.

use crate::place::Place;
use crate::running::{Running, in_shell, text};

fn is_up(server: &Running) -> bool {
    server.endpoint().door("GET", "/health", None).is_ok()
}

#[test]
fn these_signals_end_it_in_good_order() {
    for signal in ["TERM", "INT", "HUP"] {
        let place = Place::new(&format!("end-{signal}"));
        let mut server = place.start();
        server.endpoint().door("PUT", "/snapshots/one", None).unwrap();
        server.signal(signal);
        assert_eq!(server.child.wait().unwrap().code(), Some(0), "{signal}");
        let again = place.start().endpoint().door("GET", "/snapshots", None).unwrap();
        assert!(again.to_string().contains("one"), "{again}");
    }
}

#[test]
fn a_terminal_that_goes_away_does_not_end_what_nohup_began() {
    let server = Running::start_in_shell("trap '' HUP", &[]);
    server.signal("HUP");
    server.signal("HUP");
    assert!(is_up(&server));
    assert_eq!(server.terminate(), Some(0));
}

#[test]
fn a_file_that_may_grow_no_more_does_not_end_it() {
    let place = Place::new("no-room");
    let output = in_shell("ulimit -f 1", &["--data", place.path().to_str().unwrap()]).output().unwrap();
    let err = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{err}");
    assert!(err.lines().count() == 1 && err.contains("File too large"), "{err}");
}
