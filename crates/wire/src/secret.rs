//! What is secret in a call by its declaration, and texts freed of it. Sentences about a field are made without its
//! value where that is secret; this is the second line, for whatever a sentence repeats all the same.

use crate::name;
pub use crate::param::MASK;
use crate::param::{Field, Shape};
use crate::tree::Tree;
use std::borrow::Cow;

/// The shortest secret that is looked for, in bytes; shorter ones are in every sentence by chance.
const LEAST: usize = 4;
/// So many bytes of the beginning of a secret are not shown either: sentences shorten what they repeat.
const TELLING: usize = 12;
/// The most secrets of one call that are looked for.
const MOST: usize = 1_000;
/// What the names of secrets contain in documents that are themselves the value of a field, and declare nothing.
const WORDS: [&str; 8] =
    ["passw", "passphrase", "pwd", "secret", "token", "private_key", "credential", "psk"];

/// The secrets of one call.
#[derive(Default)]
pub struct Secrets<'a>(Vec<Cow<'a, str>>);

impl<'a> Secrets<'a> {
    /// Adds the values of a call that some fields declare secret, with all that is inside of them.
    pub fn gather(&mut self, tree: &'a Tree<'_>, fields: &[Field]) {
        for field in fields {
            let Some(value) = tree.get(field.name) else { continue };
            match (field.rule.secret, field.shape, value) {
                (true, ..) => self.add_all(value),
                (_, Shape::Record(inner), _) => self.gather(value, inner),
                (_, Shape::List(Shape::Record(inner)), Tree::List(items)) => {
                    items.iter().for_each(|item| self.gather(item, inner));
                }
                _ => {}
            }
        }
    }

    /// Adds a text, and what looks secret inside of it where it is a document.
    pub fn add(&mut self, text: impl Into<Cow<'a, str>>) {
        let text = text.into();
        if text.len() < LEAST || self.0.len() >= MOST {
            return;
        }
        if text.trim_start().starts_with(['{', '['])
            && let Ok(document) = Tree::from_json(&text)
        {
            self.add_telling(&document, false);
        }
        self.0.push(text);
    }

    fn add_all(&mut self, value: &'a Tree<'_>) {
        match value {
            Tree::List(items) => items.iter().for_each(|item| self.add_all(item)),
            Tree::Map(fields) => fields.iter().for_each(|(_, inner)| self.add_all(inner)),
            single => single.text().into_iter().for_each(|text| self.add(text)),
        }
    }

    fn add_telling(&mut self, value: &Tree<'_>, is_telling: bool) {
        match value {
            Tree::List(items) => items.iter().for_each(|item| self.add_telling(item, is_telling)),
            Tree::Map(fields) => fields.iter().for_each(|(name, inner)| {
                let name = name.to_ascii_lowercase();
                self.add_telling(inner, is_telling || WORDS.iter().any(|word| name.contains(word)));
            }),
            single => {
                let text = single.text().filter(|text| is_telling && text.len() >= LEAST);
                self.0.extend(text.filter(|_| self.0.len() < MOST).map(|text| Cow::Owned(text.to_owned())));
            }
        }
    }

    /// A text without any of the secrets; `None` where it has none. A secret that is a plain word counts only where it
    /// is quoted, or else `password` as a password would tear sentences apart.
    pub fn hidden_in(&self, text: &str) -> Option<String> {
        let mut hidden: Option<String> = None;
        for secret in &self.0 {
            let present = hidden.as_deref().unwrap_or(text);
            let without = replaced(present, secret, name::is_plain(secret));
            hidden = without.or(hidden);
        }
        hidden
    }
}

/// A text with a mask in the place of a secret or of its beginning.
fn replaced(text: &str, secret: &str, only_quoted: bool) -> Option<String> {
    let head = &secret[..secret.floor_char_boundary(TELLING)];
    let (mut out, mut rest) = (String::new(), text);
    while let Some(at) = rest.find(head) {
        let before = rest[..at].chars().next_back().or_else(|| out.chars().next_back());
        let same = secret.bytes().zip(rest[at..].bytes()).take_while(|(a, b)| a == b).count();
        let end = rest.floor_char_boundary(at + same);
        out.push_str(&rest[..at]);
        let is_quoted = matches!(before, Some('[' | '`' | '"' | '\'' | ':' | '='));
        out.push_str(if only_quoted && !is_quoted { &rest[at..end] } else { MASK });
        rest = &rest[end..];
    }
    out.push_str(rest);
    (out != text).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::param::Rule;

    const fn field(name: &'static str, shape: Shape, secret: bool) -> Field {
        Field { name, shape, required: false, rule: Rule { secret, ..Rule::ANY } }
    }

    const RULE: &[Field] = &[field("val1", Shape::Text, true), field("val4", Shape::Text, false)];
    const FIELDS: &[Field] = &[
        field("user", Shape::Text, false),
        field("conf", Shape::Text, true),
        field("statics", Shape::List(&Shape::Record(RULE)), false),
    ];

    fn hidden(call: &str, text: &str) -> Option<String> {
        let tree = Tree::from_json(call).unwrap();
        let mut secrets = Secrets::default();
        secrets.gather(&tree, FIELDS);
        secrets.hidden_in(text)
    }

    #[test]
    fn what_is_declared_secret_is_hidden_wherever_a_sentence_repeats_it() {
        let call = r#"{"user":"bob","statics":[{"val1":"Zhu88jie!","val4":"tcp"},{"val1":{"a":"88Zhu?!"}}]}"#;
        assert_eq!(
            hidden(call, "[Zhu88jie!] and Zhu88jie!88Zhu?! of bob").unwrap(),
            "[***] and ****** of bob"
        );
        assert_eq!(hidden(call, "[bob] tcp Zhu88"), None);
        let long = format!(r#"{{"conf":"{}"}}"#, "9a".repeat(200));
        assert_eq!(hidden(&long, &format!("[{}…]", "9a".repeat(40))).unwrap(), "[***…]");
    }

    #[test]
    fn documents_inside_a_field_tell_by_their_names_and_plain_words_by_being_quoted() {
        let call =
            r#"{"conf":"{\"cluster\":{\"vxnet\":\"vxnet-0\",\"env\":{\"root_passwd\":\"p4ss w0rd\"}}}"}"#;
        let said = hidden(call, "vxnet [vxnet-0] of p4ss w0rd").unwrap();
        assert_eq!(said, "vxnet [vxnet-0] of ***");
        let call = r#"{"conf":"password"}"#;
        assert_eq!(hidden(call, "password [password] is bad").unwrap(), "password [***] is bad");
    }
}
