//! Which names somebody may have meant who wrote one that is not there.

/// How many names are told.
const TOLD: usize = 3;
/// How alike they must be at least, 1 being the same.
const ALIKE: f64 = 0.6;

/// The names most like a wrong one, the likeliest first.
pub(super) fn nearest<'n>(wrong: &str, names: impl IntoIterator<Item = &'n str>) -> Vec<&'n str> {
    let wrong = wrong.to_lowercase();
    let likeness = |name: &str| strsim::normalized_damerau_levenshtein(&wrong, &name.to_lowercase());
    let mut rated: Vec<(f64, &str)> = names.into_iter().map(|name| (likeness(name), name)).collect();
    rated.retain(|(likeness, _)| *likeness >= ALIKE);
    rated.sort_by(|(a, first), (b, second)| b.total_cmp(a).then(first.cmp(second)));
    rated.into_iter().take(TOLD).map(|(_, name)| name).collect()
}

/// Says which those are; nothing where none is alike.
pub(super) fn hint(nearest: &[&str]) -> String {
    match nearest {
        [] => String::new(),
        [one] => format!("; the nearest is {one}"),
        more => format!("; the nearest are {}", more.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_likeliest_comes_first_and_strangers_never() {
        let names = ["StopInstances", "StartInstances", "DescribeZones"];
        assert_eq!(nearest("stopinstance", names), ["StopInstances", "StartInstances"]);
        assert!(nearest("Frobnicate", names).is_empty());
        assert_eq!(hint(&["A", "B"]), "; the nearest are A, B");
        assert_eq!((hint(&["A"]), hint(&[])), ("; the nearest is A".to_owned(), String::new()));
    }
}
