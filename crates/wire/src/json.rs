//! Replies as JSON, written straight into one text.

use std::fmt::Write as _;

/// The bytes that a text has room for from the start: most replies are shorter.
const ROOM: usize = 768;

/// A JSON object being written. Fields appear in the order in which they are given.
#[derive(Debug)]
pub struct Object {
    /// All but the closing brace.
    text: String,
}

/// The elements of a JSON array being written.
#[derive(Debug)]
pub struct Array<'o> {
    text: &'o mut String,
    is_first: bool,
}

impl Default for Object {
    fn default() -> Object {
        Object::new()
    }
}

impl Object {
    /// An object without fields.
    pub fn new() -> Object {
        let mut text = String::with_capacity(ROOM);
        text.push('{');
        Object { text }
    }

    /// An object with some fields.
    pub fn with(write: impl FnOnce(&mut Object) -> &mut Object) -> Object {
        let mut object = Object::new();
        write(&mut object);
        object
    }

    /// An object with a text.
    pub fn with_text(name: &str, value: &str) -> Object {
        Object::with(|object| object.text(name, value))
    }

    /// An object with a list of texts.
    pub fn with_texts(name: &str, values: impl IntoIterator<Item = impl AsRef<str>>) -> Object {
        Object::with(|object| object.texts(name, values))
    }

    /// The fields written so far, without the braces around them.
    pub fn fields(&self) -> &str {
        &self.text[1..]
    }

    /// The fields of another object behind those written so far.
    pub fn append(&mut self, other: &Object) -> &mut Self {
        if !other.fields().is_empty() && !self.text.ends_with('{') {
            self.text.push(',');
        }
        self.text.push_str(other.fields());
        self
    }

    /// The whole object.
    pub fn finish(mut self) -> String {
        self.text.push('}');
        self.text
    }

    fn name(&mut self, name: &str) -> &mut String {
        if !self.text.ends_with('{') {
            self.text.push(',');
        }
        string(name, &mut self.text);
        self.text.push(':');
        &mut self.text
    }

    /// A text.
    pub fn text(&mut self, name: &str, value: &str) -> &mut Self {
        string(value, self.name(name));
        self
    }

    /// A text made of something that can be displayed, such as an instant or an amount.
    pub fn shown(&mut self, name: &str, value: impl std::fmt::Display) -> &mut Self {
        // Nothing that is displayed here contains a character that JSON escapes.
        let _ = write!(self.name(name), "\"{value}\"");
        self
    }

    /// A whole number.
    pub fn int(&mut self, name: &str, value: impl itoa::Integer) -> &mut Self {
        self.name(name).push_str(itoa::Buffer::new().format(value));
        self
    }

    /// 0 or 1, as vendors like to write what is a yes or no.
    pub fn flag(&mut self, name: &str, value: bool) -> &mut Self {
        self.int(name, u8::from(value))
    }

    /// True or false.
    pub fn bool(&mut self, name: &str, value: bool) -> &mut Self {
        self.name(name).push_str(if value { "true" } else { "false" });
        self
    }

    /// Null.
    pub fn null(&mut self, name: &str) -> &mut Self {
        self.name(name).push_str("null");
        self
    }

    /// JSON that is there already.
    pub fn raw(&mut self, name: &str, json: &str) -> &mut Self {
        self.name(name).push_str(json);
        self
    }

    /// A list of texts.
    pub fn texts<T: AsRef<str>>(&mut self, name: &str, values: impl IntoIterator<Item = T>) -> &mut Self {
        self.array(name, |array| values.into_iter().for_each(|value| array.text(value.as_ref())))
    }

    /// An object inside.
    pub fn object(&mut self, name: &str, write: impl FnOnce(&mut Object)) -> &mut Self {
        self.name(name);
        let mut inner = Object { text: std::mem::take(&mut self.text) };
        inner.text.push('{');
        write(&mut inner);
        inner.text.push('}');
        self.text = inner.text;
        self
    }

    /// An array inside.
    pub fn array(&mut self, name: &str, write: impl FnOnce(&mut Array<'_>)) -> &mut Self {
        let text = self.name(name);
        text.push('[');
        write(&mut Array { text, is_first: true });
        text.push(']');
        self
    }

    /// An array of objects, one for each item.
    pub fn objects<T>(
        &mut self,
        name: &str,
        items: impl IntoIterator<Item = T>,
        mut write: impl FnMut(T, &mut Object),
    ) -> &mut Self {
        self.array(name, |array| {
            items.into_iter().for_each(|item| array.object(|object| write(item, object)))
        })
    }
}

impl Array<'_> {
    fn next(&mut self) -> &mut String {
        if !std::mem::replace(&mut self.is_first, false) {
            self.text.push(',');
        }
        self.text
    }

    /// A text.
    pub fn text(&mut self, value: &str) {
        string(value, self.next());
    }

    /// JSON that is there already.
    pub fn raw(&mut self, json: &str) {
        self.next().push_str(json);
    }

    /// An object.
    pub fn object(&mut self, write: impl FnOnce(&mut Object)) {
        let text = self.next();
        let mut inner = Object { text: std::mem::take(text) };
        inner.text.push('{');
        write(&mut inner);
        inner.text.push('}');
        *text = inner.text;
    }
}

/// A JSON array that is the whole text.
pub fn list(write: impl FnOnce(&mut Array<'_>)) -> String {
    let mut text = String::from("[");
    write(&mut Array { text: &mut text, is_first: true });
    text.push(']');
    text
}

/// Appends a JSON string with its quotes.
pub fn string(value: &str, out: &mut String) {
    out.reserve(value.len() + 2);
    out.push('"');
    if is_plain(value.as_bytes()) {
        out.push_str(value);
    } else {
        escape(value, out);
    }
    out.push('"');
}

/// Whether a text needs no escape, as most do: looked at eight bytes at a time, the last ones twice.
fn is_plain(text: &[u8]) -> bool {
    const ONES: u64 = u64::MAX / 255;
    const TOPS: u64 = ONES * 0x80;
    // Whether a word has a byte that is zero after it was compared, or one below a space.
    let has_zero = |word: u64| word.wrapping_sub(ONES) & !word & TOPS;
    let special = |bytes: &[u8; 8]| {
        let word = u64::from_le_bytes(*bytes);
        let control = word.wrapping_sub(ONES * 0x20) & !word & TOPS;
        control | has_zero(word ^ (ONES * b'"' as u64)) | has_zero(word ^ (ONES * b'\\' as u64))
    };
    match text.last_chunk() {
        Some(last) => text.as_chunks().0.iter().fold(special(last), |found, word| found | special(word)) == 0,
        None => !text.iter().any(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f)),
    }
}

fn escape(value: &str, out: &mut String) {
    let mut plain = 0;
    for (at, byte) in value.bytes().enumerate() {
        let escape = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\t' => "\\t",
            0..=0x1f => "",
            _ => continue,
        };
        out.push_str(&value[plain..at]);
        plain = at + 1;
        if escape.is_empty() {
            let _ = write!(out, "\\u{byte:04x}");
        } else {
            out.push_str(escape);
        }
    }
    out.push_str(&value[plain..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_that_needs_an_escape_is_found_wherever_it_stands() {
        for length in 0..40 {
            let text = vec![b'a'; length];
            assert!(is_plain(&text));
            for (at, byte) in (0..length).flat_map(|at| (0..=255).map(move |byte| (at, byte))) {
                let mut text = text.clone();
                text[at] = byte;
                assert_eq!(
                    is_plain(&text),
                    !matches!(byte, b'"' | b'\\' | 0..=0x1f),
                    "{byte} at {at} of {length}"
                );
            }
        }
    }

    #[test]
    fn writes_what_any_reader_reads_back() {
        let mut object = Object::new();
        object.text("a", "quote \" slash \\ line \n bell \u{7} 防").int("n", -5).flag("f", true).null("z");
        object.object("o", |o| {
            o.object("inner", |_| ()).texts("l", ["x", "y"]);
        });
        object
            .objects("set", [1, 2], |n, o| {
                o.int("n", n);
            })
            .array("none", |_| ());
        let value: serde_json::Value = serde_json::from_str(&object.finish()).unwrap();
        assert_eq!(value["a"], "quote \" slash \\ line \n bell \u{7} 防");
        assert_eq!(value["o"]["l"][1], "y");
        assert_eq!(value["set"][1]["n"], 2);
        assert_eq!(value["none"], serde_json::json!([]));
    }
}
