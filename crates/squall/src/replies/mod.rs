//! Recognises systems and codes in whatever people have of a reply: its body, an object as a program printed it, the
//! text of an SDK's exception, a log, a recording of a browser's traffic.
//!
//! Nothing is parsed as a document. One pass over each line pairs names with values in any notation and gathers what
//! stands between two braces into a [`record`], so half a reply is read as far as it goes. What a text in quotes says
//! is read in the same way, which is how replies inside strings inside strings are found. The pass is linear in the
//! input, and keeps no more of it than a line.

mod colour;
mod edition;
mod exception;
mod field;
mod har;
mod line;
mod literal;
mod number;
mod pair;
mod printed;
mod record;
mod sighting;

pub use line::{LINE_BYTES, read};
pub use sighting::{Findings, KINDS, Likeness, Meaning, Seen};

use squall_catalogue::Code;

/// The codes that a text is the whole name of: `qingcloud 1400`, a number, a constant, the vendor's own text.
pub fn named(text: &str) -> Vec<Code> {
    let text = text.trim();
    let is_it = |code: &Code| {
        let names = [code.number(), code.name(), code.label_zh()];
        names.iter().any(|name| name.eq_ignore_ascii_case(text)) || code.to_string() == text
    };
    squall_catalogue::all().filter(is_it).collect()
}

/// What a text looks like that no list has, if it looks like a code at all: `AS.0001`.
pub fn likeness(text: &str) -> Option<Likeness> {
    number::huawei_likeness(text.trim())
}
