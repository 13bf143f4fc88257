//! Policies judged a second time, straight from their JSON and without a thought for speed: what the dialects' own
//! judgement is compared with.

use serde_json::{Map, Value};

/// What a vendor calls the parts of a policy, each in every way that it may be spelt.
pub struct Spelling {
    /// Further fields of a policy than its statements.
    pub labels: &'static [&'static str],
    /// The statements.
    pub statement: &'static [&'static str],
    /// A statement's effect.
    pub effect: &'static [&'static str],
    /// What it concerns.
    pub action: &'static [&'static str],
    /// What it does not concern.
    pub not_action: &'static [&'static str],
    /// On what.
    pub resource: &'static [&'static str],
    /// When.
    pub condition: &'static [&'static str],
    /// Further fields of a statement.
    pub notes: &'static [&'static str],
    /// The effect that permits.
    pub allow: &'static [&'static str],
    /// The effect that forbids.
    pub deny: &'static [&'static str],
    /// How many parts an action has, and a resource.
    pub parts: (usize, usize),
    /// Whether an action's missing parts are those at its front rather than at its end.
    pub lacks_front: bool,
    /// Whether actions are compared without regard to case.
    pub ignores_case: bool,
    /// The parts of a resource that are.
    pub caseless: &'static [usize],
}

/// QingCloud's.
pub const QINGCLOUD: Spelling = Spelling {
    labels: &["version", "Version", "description", "Description"],
    statement: &["statement", "Statement"],
    effect: &["effect", "Effect"],
    action: &["action", "Action"],
    not_action: &[],
    resource: &["resource", "Resource"],
    condition: &[],
    notes: &[],
    allow: &["allow", "Allow"],
    deny: &["deny", "Deny"],
    parts: (2, 6),
    lacks_front: true,
    ignores_case: false,
    caseless: &[3],
};

/// Huawei's.
pub const HUAWEI: Spelling = Spelling {
    labels: &["Version"],
    statement: &["Statement"],
    effect: &["Effect"],
    action: &["Action"],
    not_action: &["NotAction"],
    resource: &["Resource"],
    condition: &["Condition"],
    notes: &["Sid"],
    allow: &["Allow", "allow"],
    deny: &["Deny", "deny"],
    parts: (3, 5),
    lacks_front: false,
    ignores_case: true,
    caseless: &[0, 1, 2],
};

/// Whether a condition holds, by operator, key and values; `None` where there is no such condition.
pub type Holds<'h> = dyn Fn(&str, &str, &[&str]) -> Option<bool> + 'h;

/// What is asked: an action by any of its names, on resources each by any of its names, all in parts.
pub struct Question<'q> {
    /// The names of the action.
    pub actions: &'q [Vec<&'q str>],
    /// The resources.
    pub resources: &'q [Vec<Vec<&'q str>>],
    /// Whether a condition holds.
    pub holds: &'q Holds<'q>,
}

/// Whether a policy allows what is asked; `None` where it is none.
pub fn allows(spelling: &Spelling, policy: &Value, question: &Question<'_>) -> Option<bool> {
    let statements = match policy {
        Value::Array(list) => list.clone(),
        Value::Object(fields) => {
            all_known(fields, &[spelling.labels, spelling.statement])?;
            match one(fields, spelling.statement)? {
                Some(Value::Array(list)) => list.clone(),
                Some(single) => vec![single.clone()],
                None => Vec::new(),
            }
        }
        _ => return None,
    };
    let (mut denied, mut allowed) = (false, vec![false; question.resources.len()]);
    for statement in &statements {
        let (permits, covered) = said(spelling, statement, question)?;
        denied |= !permits && covered.contains(&true);
        allowed.iter_mut().zip(covered).for_each(|(allowed, covered)| *allowed |= permits && covered);
    }
    Some(!denied && !allowed.is_empty() && !allowed.contains(&false))
}

/// Whether a statement permits, and which resources it covers.
fn said(spelling: &Spelling, statement: &Value, question: &Question<'_>) -> Option<(bool, Vec<bool>)> {
    let fields = statement.as_object()?;
    let known = [
        spelling.effect,
        spelling.action,
        spelling.not_action,
        spelling.resource,
        spelling.condition,
        spelling.notes,
    ];
    all_known(fields, &known)?;
    let effect = one(fields, spelling.effect)??.as_str()?;
    let permits = spelling.allow.contains(&effect);
    if !permits && !spelling.deny.contains(&effect) {
        return None;
    }
    let (listed, excepted) = match (one(fields, spelling.action)?, one(fields, spelling.not_action)?) {
        (Some(listed), None) => (listed, false),
        (None, Some(listed)) => (listed, true),
        _ => return None,
    };
    let patterns = texts(listed)?;
    let named = patterns
        .iter()
        .any(|pattern| question.actions.iter().any(|name| spelling.fits_action(pattern, name)));
    let mut concerns = named != excepted;
    for (operator, keys) in one(fields, spelling.condition)?.map_or(Some(&Map::new()), Value::as_object)? {
        for (key, values) in keys.as_object()? {
            concerns &= (question.holds)(operator, key, &texts(values)?)?;
        }
    }
    let resources = one(fields, spelling.resource)?.map_or(Some(vec!["*"]), texts)?;
    let covers = |names: &Vec<Vec<&str>>| {
        let fits = |pattern: &&str| names.iter().any(|name| spelling.fits_resource(pattern, name));
        concerns && resources.iter().any(fits)
    };
    Some((permits, question.resources.iter().map(covers).collect()))
}

impl Spelling {
    fn fits_action(&self, pattern: &str, name: &[&str]) -> bool {
        let mut parts: Vec<&str> = pattern.split(':').collect();
        while parts.len() < self.parts.0 {
            parts.insert(if self.lacks_front { 0 } else { parts.len() }, "*");
        }
        let folded = |text: &str| if self.ignores_case { text.to_lowercase() } else { text.to_owned() };
        let fits = |(pattern, part): (&&str, &&str)| fits(&folded(pattern), &folded(part));
        parts.len() == name.len() && parts.iter().zip(name).all(fits)
    }

    fn fits_resource(&self, pattern: &str, name: &[&str]) -> bool {
        let parts: Vec<&str> = pattern.splitn(self.parts.1, ':').collect();
        let fits = |(at, (pattern, part)): (usize, (&&str, &&str))| match self.caseless.contains(&at) {
            true => fits(&pattern.to_lowercase(), &part.to_lowercase()),
            false => fits(pattern, part),
        };
        pattern == "*" || (parts.len() == name.len() && parts.iter().zip(name).enumerate().all(fits))
    }
}

fn all_known(fields: &Map<String, Value>, known: &[&[&str]]) -> Option<()> {
    fields.keys().all(|name| known.iter().any(|names| names.contains(&name.as_str()))).then_some(())
}

/// The field of any of these names, which must not be there by two of them.
fn one<'v>(fields: &'v Map<String, Value>, names: &[&str]) -> Option<Option<&'v Value>> {
    let mut found = names.iter().filter_map(|name| fields.get(*name));
    let first = found.next();
    found.next().is_none().then_some(first)
}

fn texts(value: &Value) -> Option<Vec<&str>> {
    match value {
        Value::Array(list) => list.iter().map(Value::as_str).collect(),
        _ => Some(vec![value.as_str()?]),
    }
}

/// Whether a pattern with `*` and `?` fits a text, by a table of what each beginning fits.
fn fits(pattern: &str, text: &str) -> bool {
    let text: Vec<char> = text.chars().collect();
    let mut row = vec![false; text.len() + 1];
    row[0] = true;
    for wanted in pattern.chars() {
        let before = row.clone();
        row[0] = wanted == '*' && before[0];
        for at in 1..row.len() {
            row[at] = match wanted {
                '*' => before[at] || row[at - 1],
                '?' => before[at - 1],
                letter => before[at - 1] && text[at - 1] == letter,
            };
        }
    }
    row[text.len()]
}
