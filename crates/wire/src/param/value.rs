//! The types that most fields have, and how each is read.

use super::{Invalid, Param, Problem, Rule, Shape};
use crate::tree::Tree;
use std::collections::BTreeMap;

impl Param for String {
    const SHAPE: Shape = Shape::Text;

    fn read(tree: &Tree<'_>, rule: &Rule) -> Result<String, Invalid> {
        let text = tree.text().ok_or_else(|| Invalid::new(tree, Problem::Malformed("a text")))?;
        if text.len() > rule.max_len {
            return Err(Invalid::new(tree, Problem::NotAllowed));
        }
        if !rule.one_of.is_empty() && !rule.one_of.contains(&text) {
            return Err(Invalid::new(tree, Problem::NotAllowed));
        }
        Ok(text.to_owned())
    }
}

macro_rules! whole_numbers {
    ($($type:ty),*) => {$(
        impl Param for $type {
            const SHAPE: Shape = Shape::Int;

            fn read(tree: &Tree<'_>, rule: &Rule) -> Result<$type, Invalid> {
                let malformed = || Invalid::new(tree, Problem::Malformed("an integer"));
                let text = tree.text().ok_or_else(malformed)?;
                let digits = text.strip_prefix('-').unwrap_or(text);
                if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
                    return Err(malformed());
                }
                let not_allowed = || Invalid::new(tree, Problem::NotAllowed);
                let number: i64 = text.parse().map_err(|_| not_allowed())?;
                if number < rule.min || number > rule.max {
                    return Err(not_allowed());
                }
                if !rule.one_of.is_empty() && !rule.one_of.contains(&text) {
                    return Err(not_allowed());
                }
                <$type>::try_from(number).map_err(|_| not_allowed())
            }
        }
    )*};
}

whole_numbers!(i64, u64, u32, u16, u8, usize);

impl Param for bool {
    const SHAPE: Shape = Shape::Flag;

    fn read(tree: &Tree<'_>, _rule: &Rule) -> Result<bool, Invalid> {
        match tree.text() {
            Some("1" | "true" | "True") => Ok(true),
            Some("0" | "false" | "False") => Ok(false),
            _ => Err(Invalid::new(tree, Problem::Malformed("0 or 1"))),
        }
    }
}

impl<T: Param> Param for Option<T> {
    const SHAPE: Shape = T::SHAPE;

    fn read(tree: &Tree<'_>, rule: &Rule) -> Result<Option<T>, Invalid> {
        T::read(tree, rule).map(Some)
    }

    fn absent() -> Option<Option<T>> {
        Some(None)
    }
}

impl<T: Param> Param for Vec<T> {
    const SHAPE: Shape = Shape::List(&T::SHAPE);

    /// A single value is accepted where a list is wanted: vendors' own clients send `status=in-use`.
    fn read(tree: &Tree<'_>, rule: &Rule) -> Result<Vec<T>, Invalid> {
        let items = match tree {
            Tree::List(items) => items.as_slice(),
            Tree::Map(_) => return Err(Invalid::new(tree, Problem::Malformed("a list"))),
            single => std::slice::from_ref(single),
        };
        if items.len() > rule.max_items {
            return Err(Invalid::new(tree, Problem::TooMany(rule.max_items)));
        }
        let numbered = items.iter().enumerate();
        numbered.map(|(at, item)| T::read(item, rule).map_err(|e| e.within(&(at + 1).to_string()))).collect()
    }

    fn absent() -> Option<Vec<T>> {
        Some(Vec::new())
    }
}

impl Param for BTreeMap<String, String> {
    const SHAPE: Shape = Shape::Dictionary;

    /// Keys and values may be of any length here: what an action allows, it says itself.
    fn read(tree: &Tree<'_>, rule: &Rule) -> Result<BTreeMap<String, String>, Invalid> {
        let Tree::Map(entries) = tree else {
            return Err(Invalid::new(tree, Problem::Malformed("a record")));
        };
        if entries.len() > rule.max_items {
            return Err(Invalid::new(tree, Problem::TooMany(rule.max_items)));
        }
        let texts = entries.iter().map(|(name, value)| {
            let text = value.text().ok_or_else(|| Invalid::new(value, Problem::Malformed("a text")));
            Ok((name.to_string(), text.map_err(|invalid| invalid.within(name))?.to_owned()))
        });
        texts.collect()
    }

    fn absent() -> Option<BTreeMap<String, String>> {
        Some(BTreeMap::new())
    }
}
