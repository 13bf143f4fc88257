//! What clients of the network's service write on what is theirs, and read back as it was given.

use super::vpc_error::VpcError;
use crate::say::must;
use serde_json::{Value, json};
use squall_api::Outcome;
use squall_api::cloud::Time;

/// The most characters of a name, and of a description.
const NAME: usize = 64;
const DESCRIPTION: usize = 255;

/// A name must be of letters, digits, Chinese, `_`, `-` and `.`.
pub(crate) fn must_be_name(name: &str, field: &str, error: &VpcError) -> Outcome<()> {
    let allowed = |letter: char| letter.is_alphanumeric() || "_-.".contains(letter);
    must(name.chars().count() <= NAME && name.chars().all(allowed), || error.about(field))
}

/// A description must hold neither `<` nor `>`.
pub(crate) fn must_be_description(text: &str, field: &str, error: &VpcError) -> Outcome<()> {
    must(text.chars().count() <= DESCRIPTION && !text.contains(['<', '>']), || error.about(field))
}

/// An instant as the service writes it: to the second, and without a zone, which is UTC.
pub(crate) fn instant(at: Time) -> String {
    Time::from_seconds(at.seconds()).to_string().trim_end_matches('Z').to_owned()
}

/// What is said of a subnet and means nothing to the engine. It is kept as the one note that every row has.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct SubnetNote {
    pub(crate) description: String,
    pub(crate) dns: Vec<String>,
    pub(crate) dhcp: bool,
}

impl SubnetNote {
    /// As a row keeps it.
    pub(crate) fn kept(&self) -> String {
        json!({"description": self.description, "dns": self.dns, "dhcp": self.dhcp}).to_string()
    }

    /// From the note of a row; operators' subnets have none.
    pub(crate) fn of(kept: &str) -> SubnetNote {
        let note: Value = serde_json::from_str(kept).unwrap_or_default();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let dns = note["dns"].as_array().map(|list| list.iter().map(text).collect());
        SubnetNote {
            description: text(&note["description"]),
            dns: dns.unwrap_or_default(),
            dhcp: note["dhcp"].as_bool().unwrap_or(true),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_comes_back_as_it_was_given() {
        let note =
            SubnetNote { description: "a \"b\"".to_owned(), dns: vec!["1.1.1.1".to_owned()], dhcp: false };
        assert_eq!(SubnetNote::of(&note.kept()), note);
        let none = SubnetNote { description: String::new(), dns: Vec::new(), dhcp: true };
        assert_eq!(SubnetNote::of(""), none);
        assert_eq!(SubnetNote::of("[3]"), none);
    }
}
