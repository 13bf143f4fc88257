//! Nothing that decides an answer may depend on the host's clock, on chance or on the order of a hash table.

use super::Finding;
use super::source::Source;

/// The crates whose behaviour a seed and a clock of the world must reproduce.
const CRATES: [&str; 7] = ["store", "cloud", "wire", "api", "qingcloud", "huawei", "tencent"];

/// Words that bring in the host's time or chance, each with what to use instead.
const FORBIDDEN: [(&str, &str); 4] = [
    ("SystemTime::now", "take the time from the world's clock"),
    ("Instant::now", "take the time from the world's clock"),
    ("thread_rng", "draw from the world's seed"),
    ("rand::", "draw from the world's seed"),
];

/// Collections whose order is by chance.
const HASHED: [&str; 2] = ["HashMap", "HashSet"];

/// The remark that a hash table is never iterated, on its line or the one above.
const REMARK: &str = "// lookup only";

/// Clock, chance and unordered collections in the crates that must be reproducible.
pub(crate) fn check(source: &Source) -> Vec<Finding> {
    let Some(rust) = source.built_into(&CRATES) else {
        return Vec::new();
    };
    let whole: Vec<&str> = source.text.lines().collect();
    let remarked = |line: usize| {
        let above = line.checked_sub(2).and_then(|index| whole.get(index));
        [above, whole.get(line - 1)].into_iter().flatten().any(|text| text.contains(REMARK))
    };
    let mut found = Vec::new();
    for (line, code) in rust.mask.lines() {
        for (word, instead) in FORBIDDEN.iter().filter(|(word, _)| has_word(&code, word)) {
            found.push((line, format!("{word}: {instead}")));
        }
        let import = code.trim_start().trim_start_matches("pub ").starts_with("use ");
        if import || rust.is_test(line) || remarked(line) {
            continue;
        }
        for word in HASHED.iter().filter(|word| has_word(&code, word)) {
            found.push((line, format!("{word} has no order: use a BTree, or remark `{REMARK}`")));
        }
    }
    found
}

/// Whether `word` stands in the code without being the end of a longer name.
fn has_word(code: &str, word: &str) -> bool {
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        !before.is_some_and(|letter| letter.is_alphanumeric() || letter == '_')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<String> {
        check(&Source::new("crates/cloud/src/clock.rs", text)).into_iter().map(|(_, what)| what).collect()
    }

    #[test]
    fn clock_and_chance_are_found() {
        assert_eq!(said("let a = std::time::SystemTime::now();").len(), 1);
        assert_eq!(said("let a = Instant::now();").len(), 1);
        assert_eq!(said("rand::random()").len(), 1);
        assert_eq!(said("operand::of(a) // Instant::now\n\"thread_rng\"").len(), 0);
    }

    #[test]
    fn hash_tables_need_the_remark() {
        assert_eq!(said("use std::collections::HashMap;").len(), 0);
        assert_eq!(said("a: HashMap<u8, u8>,").len(), 1);
        assert_eq!(said("a: HashMap<u8, u8>, // lookup only").len(), 0);
        assert_eq!(said("// lookup only\na: HashSet<u8>,").len(), 0);
        assert_eq!(said("#[cfg(test)]\nmod tests { fn a() { HashSet::from([1]); } }").len(), 0);
    }

    #[test]
    fn the_edge_may_look_at_the_clock() {
        assert!(check(&Source::new("crates/squall/src/edge/a.rs", "Instant::now()")).is_empty());
    }
}
