//! Flat dotted parameters, as query APIs send them: `instances.1=i-a&rules.2.protocol=tcp`.

use crate::name;
use crate::percent::{self, Broken};
use crate::tree::Tree;
use std::borrow::Cow;
use std::fmt;

/// The most parameters of one request.
pub const PARAMETERS: usize = 20_000;
/// The longest name of a parameter, in bytes.
pub const NAME_BYTES: usize = 256;
/// The most dots in a name.
pub const DEPTH: usize = 4;
/// The most lists and records that parameters may make together.
pub const RECORDS: usize = 20_000;

/// Decoded pairs in the byte order of their names: the order in which they are signed.
pub type Pairs<'a> = Vec<(Cow<'a, str>, Cow<'a, str>)>;

/// How a vendor's clients write what they do not mean.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// `name=` means that there is no such parameter.
    pub empty_is_absent: bool,
    /// This text inside a list of records means the same.
    pub nested_none: Option<&'static str>,
}

/// Why parameters could not be decoded. Names are as they may be repeated.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Malformed {
    /// A name or value is not validly encoded.
    Encoding(Broken),
    /// A name comes twice, or once as a value and once with parts.
    Repeated(String),
    /// A name is empty, too long, has too many dots or an empty part.
    Name(String),
    /// There are more parameters, or more records of them, than any action takes.
    TooMany,
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Malformed::Encoding(Broken::Escape) => f.write_str("percent-encoding is broken"),
            Malformed::Encoding(Broken::Utf8) => f.write_str("text is not UTF-8"),
            Malformed::Encoding(Broken::Nul) => f.write_str("text contains a zero byte"),
            Malformed::Repeated(name) => write!(f, "parameter [{name}] is repeated"),
            Malformed::Name(name) => write!(f, "parameter name [{name}] is malformed"),
            Malformed::TooMany => write!(f, "more than {PARAMETERS} parameters"),
        }
    }
}

impl Malformed {
    fn name(name: &str) -> Malformed {
        Malformed::Name(name::shown(name).into_owned())
    }

    fn repeated(name: &str) -> Malformed {
        Malformed::Repeated(name::shown(name).into_owned())
    }
}

/// Decodes and sorts the pairs of a query or form.
///
/// # Errors
/// `Malformed`, naming the first thing wrong.
pub fn pairs(text: &[u8]) -> Result<Pairs<'_>, Malformed> {
    let mut pairs = Pairs::with_capacity(16);
    // Whether it is UTF-8 is asked once for all pieces.
    let whole = std::str::from_utf8(text).ok();
    let decoded = |from: usize, to: usize| match whole {
        Some(whole) => percent::decode_text(&whole[from..to]).map_err(Malformed::Encoding),
        None => percent::decode(&text[from..to]).map_err(Malformed::Encoding),
    };
    let mut next = 0;
    for end in memchr::memchr_iter(b'&', text).chain([text.len()]) {
        let begin = std::mem::replace(&mut next, end + 1);
        if begin == end {
            continue;
        }
        if pairs.len() == PARAMETERS {
            return Err(Malformed::TooMany);
        }
        let equals = memchr::memchr(b'=', &text[begin..end]).map_or(end, |at| begin + at);
        let name = decoded(begin, equals)?;
        if name.is_empty() || name.len() > NAME_BYTES {
            return Err(Malformed::name(&name));
        }
        pairs.push((name, decoded((equals + 1).min(end), end)?));
    }
    pairs.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
    match pairs.windows(2).find(|two| two[0].0 == two[1].0) {
        Some(two) => Err(Malformed::repeated(&two[0].0)),
        None => Ok(pairs),
    }
}

/// Makes the tree of sorted pairs. Parts that are numbers make lists, in numeric order, gaps closed.
///
/// # Errors
/// `Malformed` when names contradict each other.
pub fn tree<'a>(pairs: &[(Cow<'a, str>, Cow<'a, str>)], style: Style) -> Result<Tree<'a>, Malformed> {
    let mut fields: Vec<(Cow<'a, str>, Tree<'a>)> = Vec::with_capacity(pairs.len());
    let mut room = RECORDS;
    for (name, value) in pairs {
        let nested = name.contains('.');
        if (value.is_empty() && style.empty_is_absent) || (nested && style.nested_none == Some(value)) {
            continue;
        }
        if nested {
            if memchr::memchr_iter(b'.', name.as_bytes()).count() > DEPTH {
                return Err(Malformed::name(name));
            }
            match name {
                Cow::Borrowed(text) => {
                    plant(&mut fields, &mut room, text, 0, value.clone(), Cow::Borrowed)?;
                }
                Cow::Owned(text) => {
                    plant(&mut fields, &mut room, text, 0, value.clone(), |part| part.to_owned().into())?;
                }
            }
        } else {
            fields.push((name.clone(), Tree::Text(value.clone())));
        }
    }
    fields.iter_mut().try_for_each(|(_, tree)| enlist(tree))?;
    order(&mut fields)?;
    Ok(Tree::Map(fields))
}

/// Sorts fields. Dotted names come sorted by their whole text, so `a-b` may stand between `a` and `a.1`.
fn order(fields: &mut [(Cow<'_, str>, Tree<'_>)]) -> Result<(), Malformed> {
    fields.sort_by(|(a, _), (b, _)| a.cmp(b));
    match fields.windows(2).find(|two| two[0].0 == two[1].0) {
        Some(two) => Err(Malformed::repeated(&two[0].0)),
        None => Ok(()),
    }
}

/// Puts a value where a dotted name says, the part of it from an offset on.
fn plant<'n, 'a>(
    fields: &mut Vec<(Cow<'a, str>, Tree<'a>)>,
    room: &mut usize,
    name: &'n str,
    from: usize,
    value: Cow<'a, str>,
    kept: fn(&'n str) -> Cow<'a, str>,
) -> Result<(), Malformed> {
    let end = memchr::memchr(b'.', &name.as_bytes()[from..]).map(|at| from + at);
    let part = &name[from..end.unwrap_or(name.len())];
    if part.is_empty() {
        return Err(Malformed::name(name));
    }
    let Some(end) = end else {
        fields.push((kept(part), Tree::Text(value)));
        return Ok(());
    };
    // Names come sorted, so a record's fields follow each other and the last one is the one to go on with.
    let known = fields.last().is_some_and(|(name, tree)| name == part && matches!(tree, Tree::Map(_)));
    if !known {
        *room = room.checked_sub(1).ok_or(Malformed::TooMany)?;
        // One at first: many records have one field, and a guess of more would take many times their bytes.
        fields.push((kept(part), Tree::Map(Vec::with_capacity(1))));
    }
    match fields.last_mut() {
        Some((_, Tree::Map(inner))) => plant(inner, room, name, end + 1, value, kept),
        _ => Err(Malformed::name(name)),
    }
}

/// Turns maps whose every name is a number into lists, from the leaves up.
fn enlist(tree: &mut Tree<'_>) -> Result<(), Malformed> {
    let Tree::Map(fields) = tree else { return Ok(()) };
    fields.iter_mut().try_for_each(|(_, inner)| enlist(inner))?;
    order(fields)?;
    let numbers: Option<Vec<u32>> = fields.iter().map(|(name, _)| name.parse().ok()).collect();
    if let Some(numbers) = numbers {
        let mut numbered: Vec<_> = numbers.into_iter().zip(fields.drain(..)).collect();
        numbered.sort_by_key(|(number, _)| *number);
        *tree = Tree::List(numbered.into_iter().map(|(_, (_, inner))| inner).collect());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLE: Style = Style { empty_is_absent: true, nested_none: Some("None") };

    fn read(text: &str) -> Result<Tree<'_>, Malformed> {
        pairs(text.as_bytes()).and_then(|pairs| tree(&pairs, STYLE))
    }

    #[test]
    fn lists_are_in_numeric_order_from_any_index_and_with_gaps() {
        let tree = read("a.10=j&a.2=b&a.0=z&b=&c.1.x=None&c.1.y=1").unwrap();
        let texts: Vec<_> = match tree.get("a").unwrap() {
            Tree::List(items) => items.iter().map(|item| item.text().unwrap().to_owned()).collect(),
            other => panic!("{other:?}"),
        };
        assert_eq!(texts, ["z", "b", "j"]);
        assert_eq!(tree.get("b"), None);
        let Some(Tree::List(records)) = tree.get("c") else { panic!() };
        assert_eq!((records[0].get("x"), records[0].text_of("y")), (None, Some("1")));
    }

    #[test]
    fn contradictions_are_refused() {
        for text in [
            "a=1&a=2",
            "a=1&a.1=2",
            "a.1=1&a.1.x=2",
            "a.b=1&a.b-c=2&a.b.x=3",
            ".a=1",
            "a.=1",
            "a..b=1",
            "=1",
            "a.b.c.d.e.f.g=1",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
        assert!(read("a.1=x&a-b=1&a.2=y&ab=2").is_ok());
    }

    #[test]
    fn neither_parameters_nor_records_are_without_end() {
        let many = |count: usize, name: &str| {
            let text: Vec<String> =
                (0..count).map(|n| format!("{}=1", name.replace('#', &n.to_string()))).collect();
            read(&text.join("&")).map(drop)
        };
        assert_eq!(many(PARAMETERS, "a#"), Ok(()));
        assert_eq!(many(PARAMETERS + 1, "a#"), Err(Malformed::TooMany));
        assert_eq!(many(RECORDS / 4, "a#.b.c.d.e"), Ok(()));
        assert_eq!(many(RECORDS / 4 + 1, "a#.b.c.d.e"), Err(Malformed::TooMany));
    }

    #[test]
    fn what_stands_in_the_place_of_a_name_is_not_repeated() {
        for text in
            ["{\"passwd\":\"Zhu88jie\"}&{\"passwd\":\"Zhu88jie\"}", "Zhu88jie..x=1", "Zhu88jie.a.b.c.d.e=1"]
        {
            assert!(!read(text).unwrap_err().to_string().contains("Zhu88jie"), "{text}");
        }
        assert_eq!(read("zone=1&zone=2").unwrap_err().to_string(), "parameter [zone] is repeated");
    }

    #[test]
    fn ten_thousand_entries_are_read_in_bounded_time() {
        let text: Vec<String> = (0..10_000).map(|n| format!("instances.{n}=i-{n}")).collect();
        let text = text.join("&");
        let Some(Tree::List(items)) = read(&text).unwrap().get("instances").cloned() else { panic!() };
        assert_eq!(items.len(), 10_000);
    }
}
