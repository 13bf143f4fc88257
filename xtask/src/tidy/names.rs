//! Files and folders are named after what is in them.

use super::Finding;
use super::source::Source;

/// Names under which anything could be kept.
const EMPTY_NAMES: [&str; 9] =
    ["util", "utils", "helper", "helpers", "common", "manager", "managers", "misc", "shared"];

/// Names that say nothing, among the file's own and its folders'.
pub(crate) fn check(source: &Source) -> Vec<Finding> {
    let parts = source.path.split('/').map(|part| part.split('.').next().unwrap_or(part));
    parts
        .filter(|part| EMPTY_NAMES.contains(&part.to_lowercase().as_str()))
        .map(|part| (1, format!("a name that says nothing: {part}")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_names_are_found_in_files_and_folders() {
        let found = |path: &str| check(&Source::new(path, "")).len();
        assert_eq!(found("crates/api/src/utils.rs"), 1);
        assert_eq!(found("crates/api/src/common/Helpers.rs"), 2);
        assert_eq!(found("tests/clients/manager.py"), 1);
        assert_eq!(found("crates/api/src/commonly.rs"), 0);
    }
}
