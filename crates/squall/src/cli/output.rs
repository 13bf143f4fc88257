//! What goes to the terminal. Colour only where a person looks on.

use clap::ValueEnum;
use std::io::{self, IsTerminal, Write};
use std::sync::OnceLock;

/// When output is coloured.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(super) enum Color {
    /// On a terminal that can, unless NO_COLOR is set.
    Auto,
    /// Wherever it goes, whatever the environment says.
    Always,
    /// Nowhere.
    Never,
}

/// What was chosen for this process.
static IS_COLOURFUL: OnceLock<bool> = OnceLock::new();

/// Chooses, once.
pub(super) fn choose(color: Color) {
    let chosen = match color {
        Color::Auto => is_wanted(),
        Color::Always => true,
        Color::Never => false,
    };
    let _ = IS_COLOURFUL.set(chosen);
}

/// Whether standard output is a terminal that takes colour, and nobody asked for none.
fn is_wanted() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let is_dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
    io::stdout().is_terminal() && !is_set("NO_COLOR") && !is_dumb
}

/// How a word stands out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Tone {
    Strong,
    Good,
    Bad,
    Faint,
}

/// A text in a tone, where there is colour.
pub(super) fn paint(tone: Tone, text: &str) -> String {
    if !*IS_COLOURFUL.get_or_init(is_wanted) {
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
