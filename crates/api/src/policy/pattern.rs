//! Names in parts, such as `clouddc:imetal:list`, and the patterns that fit them part by part.

use super::Effect;

/// A part of the name of what is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part<'n> {
    /// It is this.
    One(&'n str),
    /// It has two names, either of which a pattern may mean.
    Either(&'n str, &'n str),
    /// It could be any. Then it is denied where one of them is, and allowed where all of them are.
    Any,
}

/// A pattern: as many parts as a name of its kind has. `*` stands for any characters or none, `?` for exactly one;
/// whether a grammar has them, and in which case its names are compared, is its own business.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pattern(Vec<String>);

impl Pattern {
    /// A pattern of these parts.
    pub fn of<P: Into<String>>(parts: impl IntoIterator<Item = P>) -> Pattern {
        Pattern(parts.into_iter().map(Into::into).collect())
    }

    /// The pattern that fits every name of so many parts.
    pub fn all(parts: usize) -> Pattern {
        Pattern(vec!["*".to_owned(); parts])
    }

    /// Whether it fits a name. What is not known counts for a denial and against a permission.
    pub fn fits(&self, name: &[Part<'_>], effect: Effect) -> bool {
        let part_fits = |(pattern, part): (&String, &Part<'_>)| match part {
            Part::One(text) => fits(pattern, text),
            Part::Either(text, other) => fits(pattern, text) || fits(pattern, other),
            Part::Any => effect == Effect::Deny || is_everything(pattern),
        };
        self.0.len() == name.len() && self.0.iter().zip(name).all(part_fits)
    }
}

fn is_everything(pattern: &str) -> bool {
    !pattern.is_empty() && pattern.bytes().all(|byte| byte == b'*')
}

/// Whether a pattern fits the whole of a text. Each piece between two `*` is sought once, from where the last one
/// ended, so no number of them makes it slow; only a piece with `?` is compared anew at every place.
pub(super) fn fits(pattern: &str, text: &str) -> bool {
    let mut pieces = pattern.split('*');
    let Some(rest) = pieces.next().and_then(|first| after(text, first)) else { return false };
    let Some(last) = pieces.next_back() else { return rest.is_empty() };
    match pieces.try_fold(rest, |rest, piece| seek(rest, piece)) {
        Some(rest) => ends_with(rest, last),
        None => false,
    }
}

/// What is left of a text that begins with a piece.
fn after<'t>(text: &'t str, piece: &str) -> Option<&'t str> {
    if !piece.contains('?') {
        return text.strip_prefix(piece);
    }
    let mut rest = text.chars();
    let begins =
        piece.chars().all(|wanted| rest.next().is_some_and(|given| wanted == '?' || wanted == given));
    begins.then_some(rest.as_str())
}

/// What is left of a text behind the first place where it has a piece.
fn seek<'t>(text: &'t str, piece: &str) -> Option<&'t str> {
    if !piece.contains('?') {
        return text.find(piece).map(|at| &text[at + piece.len()..]);
    }
    text.char_indices().find_map(|(at, _)| after(&text[at..], piece))
}

fn ends_with(text: &str, piece: &str) -> bool {
    let mut rest = text.chars().rev();
    piece.chars().rev().all(|wanted| rest.next().is_some_and(|given| wanted == '?' || wanted == given))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same by trying everything.
    fn fits_slowly(pattern: &[char], text: &[char]) -> bool {
        match (pattern, text) {
            ([], []) => true,
            (['*', rest @ ..], _) => {
                fits_slowly(rest, text) || (!text.is_empty() && fits_slowly(pattern, &text[1..]))
            }
            ([wanted, rest @ ..], [given, more @ ..]) => {
                (*wanted == '?' || wanted == given) && fits_slowly(rest, more)
            }
            _ => false,
        }
    }

    fn words(letters: &[char], longest: usize) -> Vec<String> {
        let mut all = vec![String::new()];
        let mut last = all.clone();
        for _ in 0..longest {
            let longer =
                |word: &String| letters.iter().map(|letter| format!("{word}{letter}")).collect::<Vec<_>>();
            last = last.iter().flat_map(longer).collect();
            all.extend(last.iter().cloned());
        }
        all
    }

    #[test]
    fn every_short_pattern_fits_what_it_should() {
        let (patterns, texts) = (words(&['a', 'ü', '*', '?'], 5), words(&['a', 'ü', 'b'], 4));
        for pattern in &patterns {
            let slow: Vec<char> = pattern.chars().collect();
            for text in &texts {
                let expected = fits_slowly(&slow, &text.chars().collect::<Vec<_>>());
                assert_eq!(fits(pattern, text), expected, "{pattern} {text}");
            }
        }
    }

    #[test]
    fn a_pattern_of_many_stars_is_as_fast_as_any() {
        let (pattern, text) = ("a*".repeat(5_000) + "b", "a".repeat(100_000));
        assert!(!fits(&pattern, &text));
    }

    #[test]
    fn what_is_not_known_is_denied_and_not_allowed() {
        let fits =
            |pattern: &str, part, effect| Pattern::of(["x", pattern]).fits(&[Part::One("x"), part], effect);
        for effect in [Effect::Allow, Effect::Deny] {
            assert!(fits("pek3*", Part::Either("sh1a", "pek3"), effect));
            assert!(!fits("pek3*", Part::Either("sh1a", "sh1"), effect) && fits("**", Part::Any, effect));
            assert_eq!(fits("pek3", Part::Any, effect), effect == Effect::Deny);
            assert!(!Pattern::all(3).fits(&[Part::One("x"), Part::Any], effect));
            assert!(Pattern::all(2).fits(&[Part::One("x"), Part::Any], effect));
        }
    }
}
