//! Forms in parts (RFC 7578), as some vendors' Java clients post every call. Values come as they are, not encoded.

use crate::flat::{Malformed, NAME_BYTES, PARAMETERS, Pairs};
use crate::percent::Broken;
use memchr::memmem;
use std::borrow::Cow;

/// The longest boundary, in bytes (RFC 2046, 5.1.1).
pub const BOUNDARY_BYTES: usize = 70;
/// The longest headers of one part, in bytes.
pub const HEAD_BYTES: usize = 4_096;

/// A file among the parts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct File<'a> {
    /// The name of its field.
    pub name: Cow<'a, str>,
    /// What is in it.
    pub content: &'a [u8],
}

/// A form: its texts, sorted as those of a query, and its files in the order in which they came.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Form<'a> {
    /// The texts.
    pub pairs: Pairs<'a>,
    /// The files.
    pub files: Vec<File<'a>>,
}

/// Why a form could not be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Unreadable {
    /// The content type names no boundary, or none that RFC 2046 allows.
    Boundary,
    /// The body ends before the last boundary.
    Unfinished,
    /// A part has no name, or headers that cannot be read.
    Part,
    /// The texts contradict each other or cannot be decoded.
    Text(Malformed),
}

/// The boundary of a `multipart/form-data` content type; `None` for any other type.
pub fn boundary(content_type: &str) -> Option<Result<Cow<'_, str>, Unreadable>> {
    let (kind, parameters) = content_type.split_once(';').unwrap_or((content_type, ""));
    if !kind.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let named = parameter(parameters, "boundary");
    let fits = |text: &Cow<'_, str>| {
        (1..=BOUNDARY_BYTES).contains(&text.len()) && text.bytes().all(|byte| (b' '..=b'~').contains(&byte))
    };
    Some(named.filter(fits).ok_or(Unreadable::Boundary))
}

/// Reads a body whose parts stand between a boundary. What comes before the first and after the last is passed over.
///
/// # Errors
/// `Unreadable`, with the first thing wrong.
pub fn read<'a>(body: &'a [u8], boundary: &str) -> Result<Form<'a>, Unreadable> {
    let delimiter = ["\r\n--", boundary].concat();
    let finder = memmem::Finder::new(delimiter.as_bytes());
    let mut rest = match body.strip_prefix(&delimiter.as_bytes()[2..]) {
        Some(rest) => rest,
        None => &body[finder.find(body).ok_or(Unreadable::Unfinished)? + delimiter.len()..],
    };
    let mut form = Form::default();
    while !rest.starts_with(b"--") {
        let part = after_line(rest)?;
        let end = finder.find(part).ok_or(Unreadable::Unfinished)?;
        if form.pairs.len() + form.files.len() == PARAMETERS {
            return Err(Unreadable::Text(Malformed::TooMany));
        }
        add(&part[..end], &mut form)?;
        rest = &part[end + delimiter.len()..];
    }
    form.pairs.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
    match form.pairs.windows(2).find(|two| two[0].0 == two[1].0) {
        Some(two) => Err(Unreadable::Text(Malformed::Repeated(two[0].0.clone().into_owned()))),
        None => Ok(form),
    }
}

/// What follows the line of a boundary, which may end in blanks.
fn after_line(rest: &[u8]) -> Result<&[u8], Unreadable> {
    let blanks = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    rest[blanks..].strip_prefix(b"\r\n").ok_or(Unreadable::Unfinished)
}

fn add<'a>(part: &'a [u8], form: &mut Form<'a>) -> Result<(), Unreadable> {
    let ends = memmem::find(&part[..part.len().min(HEAD_BYTES)], b"\r\n\r\n").ok_or(Unreadable::Part)?;
    let head = std::str::from_utf8(&part[..ends]).map_err(|_| Unreadable::Part)?;
    let content = &part[ends + 4..];
    let disposition = head
        .split("\r\n")
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.trim().eq_ignore_ascii_case("content-disposition"))
        .and_then(|(_, value)| value.trim().strip_prefix("form-data"))
        .ok_or(Unreadable::Part)?;
    let name = parameter(disposition, "name").ok_or(Unreadable::Part)?;
    if name.is_empty() || name.len() > NAME_BYTES {
        return Err(Unreadable::Text(Malformed::Name(name.chars().take(40).collect())));
    }
    if parameter(disposition, "filename").is_some() {
        form.files.push(File { name, content });
        return Ok(());
    }
    let broken = |broken| Unreadable::Text(Malformed::Encoding(broken));
    let value = std::str::from_utf8(content).map_err(|_| broken(Broken::Utf8))?;
    if memchr::memchr(0, content).is_some() || name.contains('\0') {
        return Err(broken(Broken::Nul));
    }
    form.pairs.push((name, Cow::Borrowed(value)));
    Ok(())
}

/// A parameter of a header: `; name="value"` or `; name=value`.
fn parameter<'a>(text: &'a str, wanted: &str) -> Option<Cow<'a, str>> {
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches([';', ' ', '\t']);
        let (name, after) = rest.split_once('=')?;
        let (value, after) = match after.strip_prefix('"') {
            Some(quoted) => quoted_text(quoted)?,
            None => {
                let ends = after.find(';').unwrap_or(after.len());
                (Cow::Borrowed(after[..ends].trim_end()), &after[ends..])
            }
        };
        if name.trim().eq_ignore_ascii_case(wanted) {
            return Some(value);
        }
        rest = after;
    }
}

/// A text up to the quotation mark that ends it, and what follows; a backslash protects a mark.
fn quoted_text(text: &str) -> Option<(Cow<'_, str>, &str)> {
    let mut protected = false;
    let ends = text.find(|letter| {
        let is_end = letter == '"' && !protected;
        protected = letter == '\\' && !protected;
        is_end
    })?;
    let (value, after) = (&text[..ends], &text[ends + 1..]);
    let value = match value.contains("\\\"") {
        true => Cow::Owned(value.replace("\\\"", "\"")),
        false => Cow::Borrowed(value),
    };
    Some((value, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(body: &str) -> Result<Vec<(String, String)>, Unreadable> {
        let form = read(body.as_bytes(), "B")?;
        Ok(form.pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }

    fn part(head: &str, value: &str) -> String {
        format!("\r\n--B\r\nContent-Disposition: form-data; {head}\r\n\r\n{value}")
    }

    #[test]
    fn javas_form_is_read_with_its_first_line_empty() {
        let body = [part("name=\"b\"", "x&y=%41+"), part("name=\"a\"", ""), "\r\n--B--\r\n".into()].concat();
        let wanted = [("a".to_owned(), String::new()), ("b".to_owned(), "x&y=%41+".to_owned())];
        assert_eq!(texts(&body).unwrap(), wanted);
        assert_eq!(texts(&body[2..]).unwrap(), wanted, "without the empty line");
    }

    #[test]
    fn files_are_kept_apart() {
        let file = part("name=\"entityFile\"; filename=\"a.bin\"", "\0\r\n--Bx");
        let body = [file, part("name=a", "1"), "\r\n--B--".into()].concat();
        // A boundary ends a part wherever it stands, so what goes on after it is the line of a boundary.
        assert_eq!(read(body.as_bytes(), "B"), Err(Unreadable::Unfinished));
        let body = body.replace("--Bx", "--x");
        let form = read(body.as_bytes(), "B").unwrap();
        assert_eq!((form.files[0].name.as_ref(), form.files[0].content), ("entityFile", &b"\0\r\n--x"[..]));
        assert_eq!(form.pairs.len(), 1);
    }

    #[test]
    fn what_is_no_form_is_told() {
        assert_eq!(texts(""), Err(Unreadable::Unfinished));
        assert_eq!(texts(&part("name=\"a\"", "1")), Err(Unreadable::Unfinished));
        assert_eq!(texts(&[part("x=\"a\"", "1"), "\r\n--B--".into()].concat()), Err(Unreadable::Part));
        let twice = [part("name=a", "1"), part("name=a", "2"), "\r\n--B--".into()].concat();
        assert_eq!(texts(&twice), Err(Unreadable::Text(Malformed::Repeated("a".to_owned()))));
        let long = [part(&format!("name=a; x={}", "y".repeat(HEAD_BYTES)), "1"), "\r\n--B--".into()].concat();
        assert_eq!(texts(&long), Err(Unreadable::Part));
    }

    #[test]
    fn boundaries_are_those_of_the_standard() {
        let named = |text| boundary(text).map(|found| found.map(Cow::into_owned));
        assert_eq!(named("application/json"), None);
        assert_eq!(named("Multipart/Form-Data; boundary=ab; x=1"), Some(Ok("ab".to_owned())));
        assert_eq!(
            named("multipart/form-data; charset=utf-8; boundary=\"a;\\\"b\""),
            Some(Ok("a;\"b".to_owned()))
        );
        assert_eq!(named("multipart/form-data"), Some(Err(Unreadable::Boundary)));
        let long = format!("multipart/form-data; boundary={}", "b".repeat(10_240));
        assert_eq!(named(&long), Some(Err(Unreadable::Boundary)));
    }
}
