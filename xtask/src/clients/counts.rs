//! What Python's test runner says at its end.

use std::fmt;

/// How many tests ran, and how they ended.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    ran: u64,
    failed: u64,
    skipped: u64,
}

impl Counts {
    /// Takes in one line; any but the two closing ones means nothing.
    ///
    /// They read `Ran 3 tests in 0.010s` and `FAILED (failures=1, errors=1)` or `OK (skipped=1)`.
    pub(crate) fn read(&mut self, line: &str) {
        let mut words = line.split_whitespace();
        match (words.next(), words.next(), words.next()) {
            (Some("Ran"), Some(number), Some("test" | "tests")) => self.ran = number.parse().unwrap_or(0),
            (Some("FAILED" | "OK"), Some(first), _) if first.starts_with('(') => {
                self.failed =
                    named(line, "failures") + named(line, "errors") + named(line, "unexpected successes");
                self.skipped = named(line, "skipped");
            }
            _ => {}
        }
    }

    /// Whether at least one test ran, and none failed or was left out.
    pub(crate) fn all_passed(&self) -> bool {
        self.ran > 0 && self.failed == 0 && self.skipped == 0
    }
}

/// The number behind `name=` in the list in brackets; 0 where it is not mentioned.
fn named(line: &str, name: &str) -> u64 {
    let list = line.split_once('(').map_or("", |(_, list)| list.trim_end_matches(')'));
    let values = list.split(", ").filter_map(|item| item.split_once('='));
    values.filter(|(key, _)| *key == name).filter_map(|(_, number)| number.parse::<u64>().ok()).sum()
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let passed = self.ran.saturating_sub(self.failed + self.skipped);
        write!(f, "{passed} passed, {} failed, {} skipped", self.failed, self.skipped)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(lines: &[&str]) -> Counts {
        let mut counts = Counts::default();
        lines.iter().for_each(|line| counts.read(line));
        counts
    }

    #[test]
    fn a_clean_run_passes() {
        let counts = after(&["test_a (m.T) ... ok", "Ran 3 tests in 0.010s", "", "OK"]);
        assert_eq!(counts.to_string(), "3 passed, 0 failed, 0 skipped");
        assert!(counts.all_passed());
    }

    #[test]
    fn failures_and_errors_add_up() {
        let counts = after(&["Ran 7 tests in 2.1s", "FAILED (failures=2, errors=1, skipped=1)"]);
        assert_eq!(counts.to_string(), "3 passed, 3 failed, 1 skipped");
        assert!(!counts.all_passed());
    }

    #[test]
    fn nothing_run_is_nothing_passed() {
        assert!(!after(&[]).all_passed());
        assert!(!after(&["Ran 0 tests in 0.000s", "OK"]).all_passed());
        assert!(!after(&["Ran 2 tests in 0.1s", "OK (skipped=1)"]).all_passed());
    }
}
