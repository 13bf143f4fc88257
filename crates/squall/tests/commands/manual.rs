//! The manual pages and completions that are kept in `docs` are those of this command line.

use super::pages;
use squall::cli::command;
use std::path::Path;

const DOCS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs");

#[test]
fn what_is_kept_is_fresh() {
    let stale = pages::stale(Path::new(DOCS)).unwrap();
    assert!(stale.is_empty(), "{stale:?} are stale; cargo xtask docs --write mends it");
}

#[test]
fn every_command_and_option_is_in_them() {
    let made = pages::made(Path::new(DOCS)).unwrap();
    let text = |path: &str| &made.iter().find(|(known, _)| known == path).unwrap().1;
    for one in command().get_subcommands() {
        let name = one.get_name();
        let page = text(&format!("man/squall-{name}.1"));
        assert!(page.contains("Examples:") && page.contains(&format!("squall {name}")), "{name}");
        for option in one.get_arguments().filter_map(|argument| argument.get_long()) {
            for path in ["completions/squall.bash", "completions/squall.fish", "completions/_squall"] {
                assert!(text(path).contains(option), "--{option} of {name} in {path}");
            }
            assert!(page.replace('\\', "").contains(&format!("--{option}")), "--{option} in {name}'s page");
        }
    }
}

#[test]
fn what_is_written_is_fresh_and_what_is_left_over_goes() {
    let folder = std::env::temp_dir().join(format!("squall-manual-{}", std::process::id()));
    let written = pages::write(&folder).unwrap();
    assert_eq!(written.len(), pages::made(&folder).unwrap().len());
    std::fs::write(folder.join("man/squall-gone.1"), "").unwrap();
    std::fs::write(folder.join("man/squall.1"), "").unwrap();
    assert_eq!(pages::stale(&folder).unwrap(), ["man/squall.1", "man/squall-gone.1"]);
    assert_eq!(pages::write(&folder).unwrap().len(), 2);
    assert!(pages::stale(&folder).unwrap().is_empty());
    std::fs::remove_dir_all(&folder).unwrap();
}
