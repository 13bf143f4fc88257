//! JSON documents read into trees: in one pass, texts borrowed where they can be, and a name that comes twice refused,
//! because readers that take the first and readers that take the last would see two different documents.

use crate::name;
use crate::tree::Tree;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::borrow::Cow;
use std::fmt;

/// The most values of a document, names not counted: each takes many times the two bytes that it may be written in.
pub const VALUES: usize = 20_000;

impl<'a> Tree<'a> {
    /// Reads a JSON document.
    ///
    /// # Errors
    /// What is wrong with it, in words, when it is no JSON, nested more than 127 deep, repeats a name, or has more than
    /// 20,000 values.
    pub fn from_json(text: &'a str) -> Result<Tree<'a>, String> {
        if has_more(text.as_bytes(), VALUES) {
            return Err(format!("more than {VALUES} values"));
        }
        serde_json::from_str(text).map_err(|error| error.to_string())
    }
}

/// Whether a JSON text may hold more than so many values. It only counts what separates them, so that nothing is built
/// of a text that is refused.
pub fn has_more(text: &[u8], values: usize) -> bool {
    // Each value but the last is followed by at least a comma.
    if text.len() <= values.saturating_mul(2) {
        return false;
    }
    let (mut separators, mut rest) = (0, text);
    while let Some(byte) = rest.first() {
        rest = match byte {
            b'"' => after_string(&rest[1..]),
            _ => {
                separators += usize::from(matches!(byte, b',' | b'[' | b'{'));
                &rest[1..]
            }
        };
        if separators > values {
            return true;
        }
    }
    false
}

/// What follows a string of which the opening quote was read.
fn after_string(mut text: &[u8]) -> &[u8] {
    loop {
        match memchr::memchr2(b'"', b'\\', text) {
            Some(at) if text[at] == b'"' => return &text[at + 1..],
            Some(at) => text = text.get(at + 2..).unwrap_or_default(),
            None => return &[],
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Tree<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Tree<'a>, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Tree<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Tree<'de>, E> {
        Ok(Tree::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Tree<'de>, E> {
        Ok(Tree::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Tree<'de>, E> {
        Ok(Tree::Number(Cow::Owned(value.to_string())))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Tree<'de>, E> {
        Ok(Tree::Number(Cow::Owned(value.to_string())))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Tree<'de>, E> {
        // JSON has no other numbers than finite ones.
        let number = serde_json::Number::from_f64(value).ok_or_else(|| E::custom("not a finite number"))?;
        Ok(Tree::Number(Cow::Owned(number.to_string())))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Tree<'de>, E> {
        Ok(Tree::Text(Cow::Owned(value.to_owned())))
    }

    fn visit_borrowed_str<E: Error>(self, value: &'de str) -> Result<Tree<'de>, E> {
        Ok(Tree::Text(Cow::Borrowed(value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Tree<'de>, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Tree::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Tree<'de>, A::Error> {
        let mut fields: Vec<(Cow<'de, str>, Tree<'de>)> = Vec::new();
        while let Some((name, value)) = entries.next_entry::<String, Tree<'de>>()? {
            fields.push((Cow::Owned(name), value));
        }
        fields.sort_by(|(a, _), (b, _)| a.cmp(b));
        match fields.windows(2).find(|two| two[0].0 == two[1].0) {
            Some(two) => Err(A::Error::custom(format_args!("`{}` is given twice", name::shown(&two[0].0)))),
            None => Ok(Tree::Map(fields)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_kind_of_value() {
        let tree = Tree::from_json(r#"{"b":[1,-2,1.0,true,null,"x\n"],"a":{"c":"防"}}"#).unwrap();
        assert_eq!(tree.get("a").and_then(|a| a.text_of("c")), Some("防"));
        let Some(Tree::List(items)) = tree.get("b") else { panic!() };
        let texts: Vec<_> = items.iter().map(Tree::text).collect();
        assert_eq!(texts, [Some("1"), Some("-2"), Some("1.0"), Some("true"), None, Some("x\n")]);
    }

    #[test]
    fn refuses_what_readers_would_understand_differently() {
        let deep = "[".repeat(200) + &"]".repeat(200);
        for text in ["", "{", r#"{"a":1,"a":2}"#, r#"[{"x":{"a":1,"b":0,"a":1}}]"#, "1 2", "nul", &deep] {
            assert!(Tree::from_json(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_document_of_very_many_values_is_not_even_read() {
        let list = |values: usize| format!("[{}]", vec!["0"; values].join(","));
        assert!(Tree::from_json(&list(VALUES - 1)).is_ok());
        assert_eq!(Tree::from_json(&list(VALUES + 1)).unwrap_err(), "more than 20000 values");
        for text in
            ["{".repeat(1 << 20), "[".repeat(1 << 20), "[{},".repeat(1 << 20), "\"a\",".repeat(1 << 20)]
        {
            assert!(has_more(text.as_bytes(), VALUES), "{}", &text[..9]);
        }
        let text = format!("[\"{}\", \"\\\"{}\"]", ",".repeat(100_000), "[{,".repeat(100_000));
        assert!(!has_more(text.as_bytes(), VALUES) && Tree::from_json(&text).is_ok());
        assert!(!has_more(&b"\"\\".repeat(100_000), VALUES));
    }
}
