//! Reading JSON whose fields must be of a type: whatever is not is the configuration's fault (8000), told
//! with file and path.

use super::invalid;
use serde_json::{Map, Value};
use squall_api::catalogue::qingcloud::CONFIG_PARAMETER_INVALID;
use squall_api::{Fault, Outcome, Raise};

/// The most characters of a bad value that a message repeats.
const SHOWN_MOST: usize = 80;

/// An object of a JSON file.
pub(super) struct Reader<'v> {
    file: &'v str,
    path: String,
    fields: &'v Map<String, Value>,
}

impl<'v> Reader<'v> {
    /// A value that must be an object. The path says where it stands; empty for the whole file.
    pub(super) fn of(file: &'v str, path: String, value: &'v Value) -> Outcome<Reader<'v>> {
        match value {
            Value::Object(fields) => Ok(Reader { file, path, fields }),
            other => {
                let place = if path.is_empty() { "the file" } else { &path };
                Err(invalid(file, format_args!("[{place}] must be an object, not [{}]", shown(other))))
            }
        }
    }

    /// Where a field stands.
    pub(super) fn place(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// The fault of a field.
    pub(super) fn fault(&self, key: &str, what: impl std::fmt::Display) -> Fault {
        invalid(self.file, format_args!("[{}] {what}", self.place(key)))
    }

    /// All fields.
    pub(super) fn fields(&self) -> &'v Map<String, Value> {
        self.fields
    }

    /// A field, unless it is null.
    pub(super) fn get(&self, key: &str) -> Option<&'v Value> {
        self.fields.get(key).filter(|value| !value.is_null())
    }

    fn typed<T>(
        &self,
        key: &str,
        expected: &str,
        read: impl FnOnce(&'v Value) -> Option<T>,
    ) -> Outcome<Option<T>> {
        let Some(value) = self.get(key) else { return Ok(None) };
        match read(value) {
            Some(read) => Ok(Some(read)),
            None => Err(self.fault(key, format_args!("must be {expected}, not [{}]", shown(value)))),
        }
    }

    /// A text.
    pub(super) fn text(&self, key: &str) -> Outcome<Option<&'v str>> {
        self.typed(key, "a string", Value::as_str)
    }

    /// A whole number from 0 to a limit.
    pub(super) fn count(&self, key: &str, most: u64) -> Outcome<Option<u64>> {
        self.typed(key, &format!("an integer from 0 to {most}"), |value| {
            value.as_u64().filter(|number| *number <= most)
        })
    }

    /// A number.
    pub(super) fn number(&self, key: &str) -> Outcome<Option<f64>> {
        self.typed(key, "a number", Value::as_f64)
    }

    /// True or false.
    pub(super) fn flag(&self, key: &str) -> Outcome<Option<bool>> {
        self.typed(key, "a boolean", Value::as_bool)
    }

    /// A list.
    pub(super) fn list(&self, key: &str) -> Outcome<Option<&'v Vec<Value>>> {
        self.typed(key, "an array", Value::as_array)
    }

    /// A list of texts; empty where there is none.
    pub(super) fn texts(&self, key: &str) -> Outcome<Vec<String>> {
        let read = |value: &'v Value| {
            value.as_array()?.iter().map(|item| item.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>()
        };
        Ok(self.typed(key, "an array of strings", read)?.unwrap_or_default())
    }

    /// An object.
    pub(super) fn object(&self, key: &str) -> Outcome<Option<Reader<'v>>> {
        self.get(key).map(|value| Reader::of(self.file, self.place(key), value)).transpose()
    }

    /// The objects of a list, each knowing its place; empty where there is none.
    pub(super) fn objects(&self, key: &str) -> Outcome<Vec<Reader<'v>>> {
        let items = self.list(key)?.into_iter().flatten().enumerate();
        items.map(|(at, item)| Reader::of(self.file, format!("{}.{at}", self.place(key)), item)).collect()
    }

    /// What must be there.
    pub(super) fn required<T>(&self, key: &str, value: Option<T>) -> Outcome<T> {
        value.or_raise(CONFIG_PARAMETER_INVALID, || self.fault(key, "is required").text().into_owned())
    }

    /// A text that is one of some words, if it is there.
    pub(super) fn one_of(&self, key: &str, words: &[&str]) -> Outcome<Option<&'v str>> {
        self.typed(key, &format!("one of {}", words.join(", ")), |value| {
            value.as_str().filter(|text| words.contains(text))
        })
    }
}

/// A value as a message repeats it.
pub(super) fn shown(value: &Value) -> String {
    value.to_string().chars().take(SHOWN_MOST).collect()
}
