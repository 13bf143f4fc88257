//! Putting the declarations of several records together when the program is built.

use crate::param::{Field, Rule, Shape};

const NONE: Field = Field { name: "", shape: Shape::Text, required: false, rule: Rule::ANY };

/// How many fields some groups have together.
pub const fn count(groups: &[&[Field]]) -> usize {
    let (mut sum, mut at) = (0, 0);
    while at < groups.len() {
        sum += groups[at].len();
        at += 1;
    }
    sum
}

/// The fields of some groups, one behind the other.
pub const fn join<const N: usize>(groups: &[&[Field]]) -> [Field; N] {
    let mut fields = [NONE; N];
    let (mut done, mut at) = (0, 0);
    while at < groups.len() {
        let mut inner = 0;
        while inner < groups[at].len() {
            fields[done] = groups[at][inner];
            done += 1;
            inner += 1;
        }
        at += 1;
    }
    fields
}

/// The fields of some names, in the order of the names.
///
/// # Panics
/// When there is no field of a name; only ever while the program is built.
pub const fn select<const N: usize>(fields: &[Field], names: [&str; N]) -> [Field; N] {
    let mut selected = [NONE; N];
    let mut at = 0;
    while at < N {
        let mut inner = 0;
        while !is_same(fields[inner].name, names[at]) {
            inner += 1;
        }
        selected[at] = fields[inner];
        at += 1;
    }
    selected
}

const fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    let mut at = 0;
    while at < one.len() {
        if one[at] != other[at] {
            return false;
        }
        at += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn named(name: &'static str) -> Field {
        Field { name, ..NONE }
    }

    const ONE: &[Field] = &[named("a"), named("bc")];
    const OTHER: &[Field] = &[named("d")];
    const BOTH: &[Field] = &join::<{ count(&[ONE, OTHER, ONE]) }>(&[ONE, OTHER, ONE]);

    #[test]
    fn groups_keep_their_order() {
        assert_eq!(BOTH.iter().map(|field| field.name).collect::<Vec<_>>(), ["a", "bc", "d", "a", "bc"]);
        assert_eq!(select(BOTH, ["d", "a"]).map(|field| field.name), ["d", "a"]);
    }
}
