//! What goes to the terminal. Colour only where a person looks on.

use std::io::{self, IsTerminal, Write};

/// How a word stands out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Tone {
    Strong,
    Good,
    Bad,
    Faint,
}

/// Whether standard output is a terminal that wants colour.
pub(super) fn is_colourful() -> bool {
    io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// A text in a tone, where there is colour.
pub(super) fn paint(tone: Tone, text: &str) -> String {
    if !is_colourful() {
        return text.to_owned();
    }
    let code = match tone {
        Tone::Strong => "1",
        Tone::Good => "32",
        Tone::Bad => "31",
        Tone::Faint => "2",
    };
    format!("\u{1b}[{code}m{text}\u{1b}[0m")
}

/// Writes a line to standard output. A reader that has gone away ends the program quietly, as `head` expects.
pub(super) fn say(line: &str) {
    let _ = writeln!(io::stdout().lock(), "{line}");
}

/// Says on standard error what an operator should know and squall can go on with.
pub(super) fn warn(sentence: &str) {
    complain(&format!("squall: {sentence}"));
}

/// Writes a line to standard error.
pub(super) fn complain(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}
