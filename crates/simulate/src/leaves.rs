//! The single values that an action takes, however deep they stand in lists and records.

use squall_api::param::{Field, Rule, Shape};

/// A single value.
#[derive(Clone, Debug)]
pub struct Leaf {
    /// Its name with those around it, `.1` for lists: `rules.1.val1`.
    pub path: String,
    /// Its own name.
    pub name: &'static str,
    /// What it takes.
    pub shape: Shape,
    /// What it must keep to.
    pub rule: Rule,
    /// Whether it, or what it stands in, is declared secret.
    pub is_secret: bool,
}

/// The single values of some fields, in the order of their declaration.
pub fn of(fields: &[Field]) -> Vec<Leaf> {
    let mut found = Vec::new();
    gather(fields, "", false, &mut found);
    found
}

fn gather(fields: &[Field], before: &str, is_secret: bool, found: &mut Vec<Leaf>) {
    for field in fields {
        let (mut path, is_secret) = (format!("{before}{}", field.name), is_secret || field.rule.secret);
        let mut shape = field.shape;
        while let Shape::List(inner) = shape {
            path.push_str(".1");
            shape = *inner;
        }
        match shape {
            Shape::Record(inner) => gather(inner, &format!("{path}."), is_secret, found),
            shape => found.push(Leaf { path, name: field.name, shape, rule: field.rule, is_secret }),
        }
    }
}
