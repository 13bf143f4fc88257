//! Fault rules: what is to go wrong on purpose, for which calls. Two points of the pipeline ask here,
//! before and after an action; actions know nothing of it.

use crate::handled::Disposition;
use serde::{Deserialize, Serialize};
use squall_catalogue::{Code, System};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The most rules at a time.
pub const RULES: usize = 1_000;
/// The longest text in a rule, in bytes.
const TEXT_BYTES: usize = 256;
/// The longest delay.
const LONGEST_DELAY_MS: u64 = 600_000;

/// Which calls a rule is for. Every field is optional.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Match {
    /// The system's word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system: Option<String>,
    /// The account's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// The action's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// Only the nth of the calls that match otherwise, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nth: Option<u64>,
    /// Only with this probability, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub probability: Option<f64>,
    /// What chance is drawn from, so that it can be repeated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
}

/// What a rule does.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Effect {
    /// Answers with a code; the action does not run.
    Raise(String),
    /// Holds the reply back for so many milliseconds.
    DelayMs(u64),
    /// Closes the connection before the action runs.
    Drop(bool),
    /// Closes the connection after the work was done.
    LoseReply(bool),
    /// Delivers the request twice.
    Duplicate(bool),
}

/// A rule as it is written.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleSpec {
    /// Which calls.
    #[serde(default, rename = "match")]
    pub matching: Match,
    /// What happens to them.
    #[serde(rename = "do")]
    pub effect: Effect,
    /// How often; forever when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u64>,
}

impl RuleSpec {
    fn texts(&self) -> impl Iterator<Item = &String> {
        let Match { system, account, action, .. } = &self.matching;
        let raised = if let Effect::Raise(number) = &self.effect { Some(number) } else { None };
        [system.as_ref(), account.as_ref(), action.as_ref(), raised].into_iter().flatten()
    }
}

#[derive(Debug)]
struct Rule {
    id: u64,
    spec: RuleSpec,
    seen: u64,
    hits: u64,
    chance: u64,
}

/// What is to happen after the work is done.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum After {
    /// Nothing.
    #[default]
    Nothing,
    /// The reply is lost.
    LoseReply,
    /// The work is done again.
    Again,
}

/// What is to happen to one call.
#[derive(Debug, Default)]
pub(crate) struct Before {
    pub(crate) raise: Option<Code>,
    delay: Option<Duration>,
    drop: bool,
    pub(crate) after: After,
    rule: u64,
}

impl Before {
    pub(crate) fn disposition(&self) -> Option<Disposition> {
        match (self.drop, self.delay) {
            (true, _) => Some(Disposition::Drop),
            (false, Some(delay)) => Some(Disposition::Delay(delay)),
            (false, None) => None,
        }
    }

    pub(crate) fn note(&self) -> String {
        format!("fault rule {}", self.rule)
    }
}

/// All rules.
#[derive(Debug, Default)]
pub struct Rehearsal {
    rules: Mutex<(u64, Vec<Rule>)>,
}

impl Rehearsal {
    fn rules(&self) -> MutexGuard<'_, (u64, Vec<Rule>)> {
        self.rules.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a rule; answers it as JSON with its id.
    ///
    /// # Errors
    /// What is wrong with it, in words: a rule that could never fire is refused.
    pub fn add(&self, spec: RuleSpec) -> Result<serde_json::Value, String> {
        if spec.texts().any(|text| text.len() > TEXT_BYTES) {
            return Err(format!("a text in a rule has at most {TEXT_BYTES} bytes"));
        }
        let system = spec.matching.system.as_deref();
        if system.is_some_and(|word| System::parse(word).is_none()) {
            return Err("`match.system` is no known system".to_owned());
        }
        if spec.matching.probability.is_some_and(|p| !(0.0..=1.0).contains(&p)) {
            return Err("`match.probability` must lie between 0 and 1".to_owned());
        }
        if spec.matching.nth == Some(0) || spec.times == Some(0) {
            return Err("`match.nth` and `times` count from 1".to_owned());
        }
        match &spec.effect {
            Effect::Raise(number) if code_of(system, number).is_none() => {
                return Err(format!("no system that the rule matches has a code {number}"));
            }
            Effect::DelayMs(ms) if *ms > LONGEST_DELAY_MS => {
                return Err(format!("`do.delay_ms` must be at most {LONGEST_DELAY_MS}"));
            }
            _ => {}
        }
        let mut rules = self.rules();
        if rules.1.len() >= RULES {
            return Err(format!("there are {RULES} rules already"));
        }
        rules.0 += 1;
        let chance = spec.matching.seed.unwrap_or(rules.0);
        let rule = Rule { id: rules.0, spec, seen: 0, hits: 0, chance };
        let shown = rule.to_json();
        rules.1.push(rule);
        Ok(shown)
    }

    /// Every rule as JSON, in order of age.
    pub fn list(&self) -> Vec<serde_json::Value> {
        self.rules().1.iter().map(Rule::to_json).collect()
    }

    /// How many rules there are.
    pub fn count(&self) -> usize {
        self.rules().1.len()
    }

    /// Removes a rule, or all; answers how many there were.
    pub fn remove(&self, id: Option<u64>) -> usize {
        let mut rules = self.rules();
        let before = rules.1.len();
        rules.1.retain(|rule| id.is_some_and(|id| rule.id != id));
        before - rules.1.len()
    }

    /// What is to happen to a call, by the first rule that fires.
    pub(crate) fn before(&self, system: System, account: &str, action: &str) -> Before {
        let mut rules = self.rules();
        if rules.1.is_empty() {
            return Before::default();
        }
        let Some(rule) =
            rules.1.iter_mut().find_map(|rule| rule.fires(system, account, action).then_some(rule))
        else {
            return Before::default();
        };
        let mut before = Before { rule: rule.id, ..Before::default() };
        match &rule.spec.effect {
            Effect::Raise(number) => before.raise = squall_catalogue::find(system, number),
            Effect::DelayMs(ms) => before.delay = Some(Duration::from_millis(*ms)),
            Effect::Drop(yes) => before.drop = *yes,
            Effect::LoseReply(yes) => before.after = if *yes { After::LoseReply } else { After::Nothing },
            Effect::Duplicate(yes) => before.after = if *yes { After::Again } else { After::Nothing },
        }
        before
    }
}

fn code_of(system: Option<&str>, number: &str) -> Option<Code> {
    let wanted = |candidate: &&System| system.is_none_or(|word| candidate.as_str() == word);
    System::ALL.iter().filter(wanted).find_map(|system| squall_catalogue::find(*system, number))
}

impl Rule {
    fn fires(&mut self, system: System, account: &str, action: &str) -> bool {
        let is =
            |wanted: &Option<String>, actual: &str| wanted.as_deref().is_none_or(|wanted| wanted == actual);
        let matching = &self.spec.matching;
        let concerns = is(&matching.system, system.as_str())
            && is(&matching.account, account)
            && is(&matching.action, action)
            && !matches!(&self.spec.effect, Effect::Raise(n) if squall_catalogue::find(system, n).is_none());
        if !concerns || self.spec.times.is_some_and(|times| self.hits >= times) {
            return false;
        }
        self.seen += 1;
        let is_turn = matching.nth.is_none_or(|nth| self.seen == nth);
        let fires = is_turn && matching.probability.is_none_or(|p| draw(&mut self.chance) < p);
        self.hits += u64::from(fires);
        fires
    }

    fn to_json(&self) -> serde_json::Value {
        let mut shown = serde_json::to_value(&self.spec).unwrap_or_default();
        shown["id"] = self.id.into();
        shown["hits"] = self.hits.into();
        shown
    }
}

/// The next number between 0 and 1 of a seeded stream (splitmix64).
fn draw(state: &mut u64) -> f64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(text: &str) -> RuleSpec {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn fires_for_the_nth_matching_call_only() {
        let rehearsal = Rehearsal::default();
        rehearsal.add(rule(r#"{"match":{"action":"StopInstances","nth":2},"do":{"raise":"5100"}}"#)).unwrap();
        let raised = |action| rehearsal.before(System::QingCloud, "demo", action).raise.is_some();
        assert_eq!(
            [raised("StopInstances"), raised("RunInstances"), raised("StopInstances")],
            [false, false, true]
        );
        assert!(!raised("StopInstances"));
        assert_eq!(rehearsal.list()[0]["hits"], 1);
    }

    #[test]
    fn a_rule_that_could_never_fire_is_refused() {
        let rehearsal = Rehearsal::default();
        for text in [
            r#"{"do":{"raise":"999999"}}"#,
            r#"{"match":{"system":"aws"},"do":{"drop":true}}"#,
            r#"{"match":{"probability":2},"do":{"drop":true}}"#,
            r#"{"match":{"nth":0},"do":{"drop":true}}"#,
            &format!(r#"{{"match":{{"action":"{}"}},"do":{{"drop":true}}}}"#, "x".repeat(257)),
            &format!(r#"{{"match":{{"account":"{}"}},"do":{{"drop":true}}}}"#, "x".repeat(257)),
            &format!(r#"{{"do":{{"raise":"{}"}}}}"#, "x".repeat(257)),
        ] {
            assert!(rehearsal.add(rule(text)).is_err(), "{text}");
        }
        assert!(serde_json::from_str::<RuleSpec>(r#"{"do":{"explode":true}}"#).is_err());
    }

    #[test]
    fn chance_can_be_repeated() {
        let run = || {
            let rehearsal = Rehearsal::default();
            rehearsal.add(rule(r#"{"match":{"probability":0.5,"seed":7},"do":{"drop":true}}"#)).unwrap();
            (0..64).map(|_| rehearsal.before(System::QingCloud, "", "X").drop).collect::<Vec<_>>()
        };
        assert_eq!(run(), run());
        assert!(run().contains(&true) && run().contains(&false));
    }
}
