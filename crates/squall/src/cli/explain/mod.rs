//! `squall explain`

mod answer;
mod difference;
mod language;

use super::{End, Ended, bare_universe, output, system};
use crate::catalogue;
use crate::replies::{self, Findings, Meaning, Seen};
use answer::{Answer, Sight};
use clap::Args;
use language::Language;
use serde_json::{Value, json};
use squall_catalogue::{Code, System};

const EXAMPLES: &str = "\
With `-` it reads a reply, an exception, a log or a HAR file, of any length, and finds systems and codes by itself: JSON
or what Python, JavaScript, Ruby and Go print, in an array, or escaped inside of other texts. What it cannot place and
what was read in pieces is told on standard error.

Exit codes: 0 something was explained, or all that was read is a success; 1 there is no such code; 2 wrong usage.

Examples:
  squall explain iMetal.0206 --lang zh
  squall explain - < program.log
  squall explain qingcloud 1400";

/// Say what an error code means.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Explain {
    /// [SYSTEM] CODE: a number, a constant or a piece of the vendor's text; `-` reads replies from standard input.
    #[arg(num_args = 1..=2, value_names = ["SYSTEM", "CODE"], required = true)]
    words: Vec<String>,
    /// The language of the explanation.
    #[arg(long, value_enum, default_value_t = Language::En)]
    lang: Language,
    /// One JSON array of catalogue objects; those that were read also tell how often (`seen`) and where first (`line`).
    #[arg(long)]
    json: bool,
}

impl Explain {
    pub(super) fn run(self) -> Ended {
        let (of, text) = match &self.words[..] {
            [text] => (None, text.as_str()),
            [word, text] => (Some(system(word)?), text.as_str()),
            _ => return Err(End::Usage("give [SYSTEM] CODE, or -".to_owned())),
        };
        let (codes, read) = match text {
            "-" => (Vec::new(), replies::read(std::io::stdin().lock())),
            // A whole reply may be given as well.
            text => (squall_catalogue::search(text), replies::read(text.as_bytes())),
        };
        let findings = read.map_err(|error| format!("cannot read standard input: {error}"))?;
        if codes.is_empty() { self.of_findings(findings, of) } else { self.of_codes(codes, of) }
    }

    fn of_codes(&self, mut codes: Vec<Code>, of: Option<System>) -> Ended {
        codes.retain(|code| of.is_none_or(|system| code.system() == system));
        if codes.is_empty() {
            output::complain(self.lang.nothing());
            return Err(End::Failed);
        }
        let sights = codes.into_iter().map(|code| Sight { code, seen: None }).collect();
        self.tell(&Answer { sights, groups: Vec::new() })
    }

    fn of_findings(&self, mut findings: Findings, of: Option<System>) -> Ended {
        if findings.seen.is_empty()
            && let Some(name) = &findings.only
        {
            return match replies::likeness(name) {
                Some(likeness) if of.is_none_or(|of| likeness.system() == of) => {
                    output::complain(&self.lang.stranger(name, likeness));
                    Err(End::Failed)
                }
                _ => self.of_codes(replies::named(name), of),
            };
        }
        if let Some(system) = of {
            findings.narrow(system);
        }
        self.warn(&findings);
        let answer = Answer::of(&findings);
        if answer.sights.is_empty() { self.of_success(&findings) } else { self.tell(&answer) }
    }

    /// What is not explained, and why.
    fn warn(&self, findings: &Findings) {
        if findings.cut_lines > 0 {
            output::complain(&self.lang.cut(findings.cut_lines));
        }
        if findings.dropped > 0 {
            output::complain(&self.lang.dropped(findings.dropped));
        }
        for seen in &findings.seen {
            if let Meaning::Unplaced(likeness) = seen.meaning {
                let place = self.lang.place(seen.count, seen.line);
                output::complain(&format!("{} ({place})", self.lang.stranger(&seen.number, likeness)));
            }
        }
    }

    /// No code was read.
    fn of_success(&self, findings: &Findings) -> Ended {
        let is_stranger = |seen: &Seen| matches!(seen.meaning, Meaning::Unplaced(_));
        let mut is_success = false;
        for seen in &findings.seen {
            let Meaning::Success(systems) = &seen.meaning else { continue };
            is_success = true;
            let sentence = self.lang.success(systems, seen.count);
            if self.json { output::complain(&sentence) } else { output::say(&sentence) }
        }
        if is_success && !findings.seen.iter().any(is_stranger) {
            if self.json {
                output::say("[]");
            }
            return Ok(());
        }
        output::complain(self.lang.nothing());
        Err(End::Failed)
    }

    fn tell(&self, answer: &Answer) -> Ended {
        let universe = bare_universe();
        if self.json {
            let object = |sight: &Sight| {
                let mut object = catalogue::to_json(sight.code, &universe.clouds);
                if let Some(seen) = sight.seen {
                    object["seen"] = json!(seen.count);
                    object["line"] = json!(seen.line);
                }
                object
            };
            output::say(&answer.sights.iter().map(object).collect::<Value>().to_string());
            return Ok(());
        }
        for (at, sight) in answer.sights.iter().enumerate() {
            if at > 0 {
                output::say("");
            }
            answer::show(sight, self.lang, &catalogue::raised_by(sight.code, &universe.clouds));
        }
        for group in answer.groups() {
            output::say("");
            difference::show(&group, self.lang);
        }
        Ok(())
    }
}
