//! What was seen: numbers, what each may mean, how often and where it stood first.

use squall_catalogue::{Code, System};
use std::collections::BTreeMap;

/// Different sightings that are kept; more are only counted. The catalogue has fewer codes than this.
pub const KINDS: usize = 1_000;

/// What a number in a reply means.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Meaning {
    /// These codes: one of each system that the reply may have come from. Never empty.
    Codes(Vec<Code>),
    /// That all went well, as these systems say it.
    Success(Vec<System>),
    /// Nothing that the catalogue has.
    Unplaced(Likeness),
}

/// Whose a code looks like that the catalogue does not have.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Likeness {
    /// This system's, but its list has no such number.
    Unlisted(System),
    /// Huawei Cloud's, of another service than CloudDC and its gateway.
    HuaweiService,
    /// Tencent Cloud's, of API 3.0 or of the edition of 2017, whose codes are words.
    TencentWord,
}

/// A number that was seen, once for each meaning.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Seen {
    /// The number as it stood there.
    pub number: String,
    /// What it means.
    pub meaning: Meaning,
    /// How often it was seen.
    pub count: u64,
    /// The line it stood in first, from 1.
    pub line: u64,
}

/// Everything seen, in the order of its first appearance.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Findings {
    /// At most [`KINDS`] of them.
    pub seen: Vec<Seen>,
    /// How many lines were read.
    pub lines: u64,
    /// How many lines were longer than a line may be and were read in pieces.
    pub cut_lines: u64,
    /// How many sightings were not kept.
    pub dropped: u64,
    /// The one line that there is besides blank ones, where it is short enough to be the name of a code.
    pub only: Option<String>,
    places: BTreeMap<(String, Key), usize>,
}

/// A meaning in a form that has an order.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Key {
    Codes(Vec<(System, &'static str)>),
    Success(Vec<System>),
    Unplaced(Likeness),
}

impl Findings {
    pub(super) fn add(&mut self, number: &str, meaning: Meaning, line: u64) {
        let key = (number.to_owned(), key(&meaning));
        if let Some(at) = self.places.get(&key) {
            self.seen[*at].count += 1;
        } else if self.seen.len() < KINDS {
            self.places.insert(key, self.seen.len());
            self.seen.push(Seen { number: number.to_owned(), meaning, count: 1, line });
        } else {
            self.dropped += 1;
        }
    }

    /// Every code that was seen, once, with the line it stood in first and how often it may have been meant.
    pub fn codes(&self) -> Vec<(Code, u64, u64)> {
        let mut codes: Vec<(Code, u64, u64)> = Vec::new();
        for seen in &self.seen {
            let Meaning::Codes(meant) = &seen.meaning else { continue };
            for code in meant {
                match codes.iter_mut().find(|(known, ..)| known == code) {
                    Some((_, _, count)) => *count += seen.count,
                    None => codes.push((*code, seen.line, seen.count)),
                }
            }
        }
        codes
    }

    /// Leaves out what is certainly not of a system.
    pub fn narrow(&mut self, system: System) {
        self.seen.retain_mut(|seen| match &mut seen.meaning {
            Meaning::Codes(codes) => {
                codes.retain(|code| code.system() == system);
                !codes.is_empty()
            }
            Meaning::Success(systems) => {
                systems.retain(|known| *known == system);
                !systems.is_empty()
            }
            Meaning::Unplaced(likeness) => likeness.system() == system,
        });
    }
}

impl Likeness {
    /// The system whose vendor it is.
    pub const fn system(self) -> System {
        match self {
            Likeness::Unlisted(system) => system,
            Likeness::HuaweiService => System::Huawei,
            Likeness::TencentWord => System::Tencent,
        }
    }
}

fn key(meaning: &Meaning) -> Key {
    match meaning {
        Meaning::Codes(codes) => {
            Key::Codes(codes.iter().map(|code| (code.system(), code.number())).collect())
        }
        Meaning::Success(systems) => Key::Success(systems.clone()),
        Meaning::Unplaced(likeness) => Key::Unplaced(*likeness),
    }
}
