//! The explanation of one code, and which codes share a number.

use super::language::Language;
use crate::catalogue;
use crate::cli::output::{self, Tone, paint};
use crate::replies::{Findings, Meaning};
use squall_catalogue::Code;
use squall_catalogue::page::Page;

/// Actions that are named; of more, only how many there are is told.
const ACTIONS: usize = 12;

/// A code to explain.
pub(super) struct Sight {
    pub(super) code: Code,
    /// Where it was read, if it was.
    pub(super) seen: Option<Place>,
}

/// How often a code was read, and the line it stood in first.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) count: u64,
    pub(super) line: u64,
}

/// Everything to explain.
pub(super) struct Answer {
    pub(super) sights: Vec<Sight>,
    /// The codes that were read where only one of each group can have been meant.
    pub(super) groups: Vec<Vec<Code>>,
}

impl Answer {
    pub(super) fn of(findings: &Findings) -> Answer {
        let sights = findings
            .codes()
            .into_iter()
            .map(|(code, line, count)| Sight { code, seen: Some(Place { count, line }) });
        let groups = findings.seen.iter().filter_map(|seen| match &seen.meaning {
            Meaning::Codes(codes) => Some(codes.clone()),
            _ => None,
        });
        Answer { sights: sights.collect(), groups: groups.collect() }
    }

    /// The codes among which one has to choose: those of one number in several systems.
    pub(super) fn groups(&self) -> Vec<Vec<Code>> {
        let mut groups: Vec<Vec<Code>> = Vec::new();
        let asked = self.sights.iter().filter(|sight| sight.seen.is_none());
        for sight in asked {
            match groups.iter_mut().find(|group| group[0].number() == sight.code.number()) {
                Some(group) => group.push(sight.code),
                None => groups.push(vec![sight.code]),
            }
        }
        for group in &self.groups {
            if !groups.contains(group) {
                groups.push(group.clone());
            }
        }
        groups.retain(|group| group.len() > 1);
        groups
    }
}

/// Prints everything known of a code.
pub(super) fn show(sight: &Sight, lang: Language, raised_by: &[&str]) {
    let code = sight.code;
    let title = format!("{} {}  {}", code.system().as_str(), code.number(), code.name());
    output::say(&format!("{}  {}", paint(Tone::Strong, &title), code.label_zh()));
    if lang == Language::En {
        output::say(code.gloss_en());
    }
    output::say(&format!("{}{}", lang.of("Whose fault: ", "责任方："), lang.blame(code.blame())));
    output::say(&format!("{}{}", lang.of("Retry: ", "是否重试："), lang.retry(code.retry())));
    if let Some(message) = code.message() {
        output::say(&format!("{}{message}", lang.of("On the wire: ", "报文：")));
    }
    if let Some(carrier) = code.carrier() {
        output::say(&format!("{}{carrier}", lang.of("Travels inside: ", "外层错误码：")));
    }
    if let Some(Place { count, line }) = sight.seen {
        output::say(&format!("{}{}", lang.of("Read: ", "所见："), lang.place(count, line)));
    }
    if let Some(page) = code.page().and_then(|page| Page::parse(page).ok()) {
        let when = lang.of(page.when_en, page.when_zh);
        let todo = lang.of(page.todo_en, page.todo_zh);
        output::say(&format!("\n{}\n{when}", paint(Tone::Strong, lang.of("When it happens", "何时出现"))));
        output::say(&format!("\n{}\n{todo}", paint(Tone::Strong, lang.of("What to do", "怎么办"))));
    }
    if !raised_by.is_empty() {
        let list = match raised_by.len() {
            0..=ACTIONS => raised_by.join(", "),
            more => format!("{} … ({more})", raised_by[..ACTIONS].join(", ")),
        };
        output::say(&format!("\n{}{list}", lang.of("Raised by: ", "相关操作：")));
    }
    if !catalogue::recipes(code).is_empty() {
        let command = format!("squall reproduce {} {}", code.system().as_str(), code.number());
        output::say(&format!("{}{command}", lang.of("See it happen: ", "重现：")));
    }
}
