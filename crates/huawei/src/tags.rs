//! Tags as they come and as they are kept.

use crate::say;
use squall_api::wire::Array;
use squall_api::{Outcome, Params};

/// The most tags of one call, and of one resource.
pub(crate) const MOST: usize = 20;
const KEY_CHARACTERS: usize = 128;
const VALUE_CHARACTERS: usize = 255;

/// A tag of a call.
#[derive(Params)]
pub(crate) struct Tag {
    #[param(required)]
    pub(crate) key: String,
    pub(crate) value: Option<String>,
}

fn is_allowed(letter: char) -> bool {
    letter.is_alphanumeric() || " _.:=+-@".contains(letter)
}

/// Every tag must be one that can be kept (0001).
pub(crate) fn must_be_good(tags: &[Tag]) -> Outcome<()> {
    for tag in tags {
        let key = &tag.key;
        let good = (1..=KEY_CHARACTERS).contains(&key.chars().count())
            && key.trim() == key
            && !key.starts_with("_sys_")
            && key.chars().all(is_allowed);
        say::must(good, || say::invalid("tags.key"))?;
        let value = tag.value.as_deref().unwrap_or("");
        let good = value.chars().count() <= VALUE_CHARACTERS
            && value.chars().all(|letter| letter == '/' || is_allowed(letter));
        say::must(good, || say::invalid("tags.value"))?;
    }
    Ok(())
}

/// Adds tags to those that are there: of one name the new value counts. There is a most of them (0001).
pub(crate) fn add(kept: &mut Vec<(String, String)>, tags: &[Tag]) -> Outcome<()> {
    for tag in tags {
        kept.retain(|(key, _)| *key != tag.key);
        kept.push((tag.key.clone(), tag.value.clone().unwrap_or_default()));
    }
    kept.sort();
    say::must(kept.len() <= MOST, || say::invalid("tags"))
}

/// Takes tags away: those of the same name, and of the same value where one is given.
pub(crate) fn remove(kept: &mut Vec<(String, String)>, tags: &[Tag]) {
    let goes = |key: &str, value: &str| {
        let same = |tag: &&Tag| tag.key == key && tag.value.as_deref().is_none_or(|wanted| wanted == value);
        tags.iter().any(|tag| same(&tag))
    };
    kept.retain(|(key, value)| !goes(key, value));
}

/// Writes kept tags.
pub(crate) fn write(kept: &[(String, String)], array: &mut Array<'_>) {
    for (key, value) in kept {
        array.object(|tag| {
            tag.text("key", key).text("value", value);
        });
    }
}
