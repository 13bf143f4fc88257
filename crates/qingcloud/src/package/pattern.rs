//! Patterns that answers must match, and how much work it is to match one.
//!
//! The matcher goes through a text once, but at each byte it may come to every state of the pattern, so a small pattern
//! that repeats itself makes a small text take seconds. Both are bounded: how large a pattern may become here, and how
//! much all the patterns of a form may do where answers are held against it.

use regex_lite::{Regex, RegexBuilder};
use std::fmt;

/// The longest pattern, in bytes.
const TEXT_BYTES_MOST: usize = 1_024;
/// The most memory that a compiled pattern may take, in bytes: room for a few hundred repetitions.
const SIZE_MOST: usize = 64 << 10;
/// The smallest size that is told apart, in bytes.
const SIZE_LEAST: usize = 1 << 10;
/// What a state takes at least, in bytes.
const STATE_BYTES: usize = 32;

/// A compiled pattern.
#[derive(Debug)]
pub(super) struct Pattern {
    regex: Regex,
    /// The memory that it takes, rounded up to a power of two.
    size: usize,
}

impl Pattern {
    /// Compiles a pattern.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub(super) fn new(text: &str) -> Result<Pattern, String> {
        if text.len() > TEXT_BYTES_MOST {
            return Err(format!("is longer than {TEXT_BYTES_MOST} bytes"));
        }
        let mut size = SIZE_LEAST;
        loop {
            match RegexBuilder::new(text).size_limit(size).build() {
                Ok(regex) => return Ok(Pattern { regex, size }),
                // Too large for this size, or wrong in any.
                Err(_) if size < SIZE_MOST => size *= 2,
                Err(error) => return Err(format!("cannot be read: {error}")),
            }
        }
    }

    /// The memory that it takes, in bytes.
    pub(super) fn size(&self) -> usize {
        self.size
    }

    /// The steps that it may take to match a text.
    pub(super) fn steps(&self, text: &str) -> u64 {
        (self.size / STATE_BYTES) as u64 * (text.len() as u64 + 1)
    }

    /// Whether it matches anywhere in a text.
    pub(super) fn is_match(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.regex.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_repeats_itself_too_often_is_refused() {
        for text in ["(?:a?){3000}b", "((a{50}){50}){50}", "(){100000}", &"a".repeat(2_000), "(", "[z-a]"] {
            assert!(Pattern::new(text).is_err(), "{text}");
        }
        for text in ["^v[0-9]+$", "^[a-zA-Z][a-zA-Z0-9-]{0,61}[a-z0-9]$", "^.{8,128}$"] {
            let pattern = Pattern::new(text).unwrap();
            assert!(pattern.size() <= 32 << 10 && pattern.steps("0123456789") < 20_000, "{text} {pattern:?}");
        }
    }
}
