//! Every `--help` ends with an example, and every example is a command line that is accepted.

use super::running::{squall, text};
use squall::cli::command;

/// The words of an example, without what the shell does with them.
fn words(example: &str) -> Vec<String> {
    let start = example.find("squall ").unwrap();
    let command = example[start..].split(['|', '<', '>', ')', '"']).next().unwrap();
    command.split_whitespace().map(str::to_owned).collect()
}

#[test]
fn every_help_ends_with_an_example_that_works() {
    let names: Vec<String> = command().get_subcommands().map(|one| one.get_name().to_owned()).collect();
    assert!(names.len() >= 8, "{names:?}");
    for name in std::iter::once(None).chain(names.iter().map(Some)) {
        let arguments: Vec<&str> = name.map(String::as_str).into_iter().chain(["--help"]).collect();
        let output = squall(&arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        let help = text(&output.stdout);
        let (_, examples) = help.trim_end().rsplit_once("Examples:\n").unwrap_or_else(|| panic!("{help}"));
        for example in examples.lines() {
            let words = words(example.strip_prefix("  ").unwrap_or_else(|| panic!("{example}")));
            assert!(name.is_none_or(|name| words[1] == *name), "{example} in the help of {name:?}");
            assert!(command().try_get_matches_from(&words).is_ok(), "{example} is not accepted");
        }
    }
}
