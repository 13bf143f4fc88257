//! The repository keeps its own habits.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[test]
fn the_repository_is_tidy() {
    let violations = xtask::tidy::tidy(&xtask::root()).unwrap();
    let list: Vec<String> = violations.iter().map(ToString::to_string).collect();
    assert!(list.is_empty(), "{}\n{} violations", list.join("\n"), list.len());
}
