//! Reading a recipe's text.

use crate::step::{Identity, Recipe, Step};
use crate::words;
use squall_api::cloud::Time;
use std::str::FromStr;

/// What may stand in front of an action to send it by another method than its own.
const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

impl FromStr for Recipe {
    type Err = String;

    /// Reads one step a line; blank lines and comments are left out, the last line is `=> CODE`.
    fn from_str(text: &str) -> Result<Recipe, String> {
        let mut steps = Vec::new();
        let mut outcome = None;
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if outcome.is_some() {
                return Err(format!("nothing may follow the outcome: {line}"));
            }
            match line.strip_prefix("=>") {
                Some(end) => outcome = Some(ending(end.trim())?),
                None => steps.push((line.to_owned(), step(line)?)),
            }
        }
        let (code, status) = outcome.ok_or("a recipe ends with `=> CODE`")?;
        match steps.last() {
            Some((_, Step::Call { .. })) => Ok(Recipe { steps, code, status }),
            _ => Err("the step before the outcome must be a call".to_owned()),
        }
    }
}

/// `CODE`, or `CODE STATUS` where a code has several rows.
fn ending(text: &str) -> Result<(String, Option<u16>), String> {
    match text.split_once(' ') {
        None => Ok((text.to_owned(), None)),
        Some((code, status)) => {
            let status = status.trim().parse().map_err(|_| format!("not an HTTP status: {status}"))?;
            Ok((code.to_owned(), Some(status)))
        }
    }
}

fn step(line: &str) -> Result<Step, String> {
    if let Some(rest) = line.strip_prefix("as ") {
        return identity(rest.trim());
    }
    if let Some(rest) = line.strip_prefix("given ") {
        return given(rest.trim(), None);
    }
    if let Some((name, rest)) = line.split_once(" = ") {
        let name = name.trim().trim_start_matches('$');
        return match rest.trim().strip_prefix("given ") {
            Some(rest) => given(rest.trim(), Some(name)),
            None => call(rest, Some(name)),
        };
    }
    call(line, None)
}

fn identity(text: &str) -> Result<Step, String> {
    let words = words::split(text)?;
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    Ok(Step::As(match words[..] {
        ["unsigned"] => Identity::Nobody,
        ["iam"] => Identity::Role,
        ["session" | "token", id] => Identity::Session(id.to_owned()),
        ["app", id, secret] => Identity::App(id.to_owned(), secret.to_owned()),
        [id, secret] => Identity::Key(id.to_owned(), secret.to_owned()),
        _ => return Err(format!("no such identity: {text}")),
    }))
}

fn given(text: &str, bind: Option<&str>) -> Result<Step, String> {
    let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
    let rest = rest.trim();
    Ok(match (word, bind) {
        ("world", _) => Step::World(rest.to_owned()),
        ("new", _) => Step::NewAccount(rest.strip_prefix("account").unwrap_or(rest).trim().to_owned()),
        ("account", _) => {
            let (id, patch) = rest.split_once(' ').ok_or("`given account ID {…}`")?;
            Step::Account(id.to_owned(), patch.trim().to_owned())
        }
        ("fault", _) => Step::Fault(rest.to_owned()),
        ("clock", _) if rest == "stopped" => Step::ClockStopped,
        ("clock", _) => match rest.strip_prefix("at ") {
            Some(instant) => {
                Step::ClockAt(Time::parse(instant).ok_or_else(|| format!("no instant: {instant}"))?)
            }
            None => Step::Clock(seconds(rest)?),
        },
        ("wire", _) => Step::Wire(seconds(rest)?),
        ("midnight", _) => Step::Midnight,
        ("settled", _) => Step::Settled,
        ("storage", _) => Step::StorageFails(u64::from(rest == "fails")),
        ("mail", Some(name)) => {
            let (to, path) = rest.split_once("->").ok_or("`name = given mail ADDRESS -> path`")?;
            Step::Mail { to: to.trim().to_owned(), path: path.trim().to_owned(), bind: name.to_owned() }
        }
        ("licence", None) => {
            let (document, name) = rest.rsplit_once(" as ").ok_or("`given licence {…} as name`")?;
            Step::Licence { document: document.to_owned(), bind: name.trim().to_owned() }
        }
        ("licence", Some(name)) => Step::Licence { document: rest.to_owned(), bind: name.to_owned() },
        ("package", Some(name)) => Step::Package { files: rest.to_owned(), bind: name.to_owned() },
        _ => return Err(format!("no such setting: given {text}")),
    })
}

/// `+90s`, `-2m`, `+1h`, `+3d` in seconds.
fn seconds(text: &str) -> Result<i64, String> {
    let wrong = || format!("not a span: {text}");
    let unit = text.chars().last().ok_or_else(wrong)?;
    let each = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3_600,
        'd' => 86_400,
        _ => return Err(wrong()),
    };
    let number: i64 = text[..text.len() - 1].parse().map_err(|_| wrong())?;
    number.checked_mul(each).ok_or_else(wrong)
}

fn call(text: &str, name: Option<&str>) -> Result<Step, String> {
    let (text, path_of_value) = match text.rsplit_once(" -> ") {
        Some((before, after)) => (before, Some(after.trim())),
        None => (text, None),
    };
    let (path_of_value, late_code) = match path_of_value.and_then(|path| path.split_once(" !")) {
        Some((path, code)) => (Some(path.trim()), Some(code.trim().to_owned())),
        None => (path_of_value, None),
    };
    let mut words = words::split(text)?;
    let code = words.last().and_then(|word| word.strip_prefix('!')).map(str::to_owned);
    if code.is_some() {
        words.pop();
    }
    let mut words = words.into_iter().peekable();
    let operator = words.next_if(|word| word == "operator").is_some();
    let method = words.next_if(|word| METHODS.contains(&word.as_str()));
    let path = words.next_if(|word| word.starts_with('/'));
    let action = words.next().ok_or("a call needs an action")?;
    let parameters = words.map(|word| match word.split_once('=') {
        Some((name, value)) => Ok((name.to_owned(), value.to_owned())),
        None => Err(format!("not a parameter: {word}")),
    });
    let parameters = parameters.collect::<Result<_, _>>()?;
    let bind = name.map(|name| (name.to_owned(), path_of_value.map(str::to_owned)));
    Ok(Step::Call { operator, method, path, action, parameters, bind, fails: code.or(late_code) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::step::Reach;

    #[test]
    fn reads_every_kind_of_line() {
        let text = r#"
            # a comment
            given world {"pools":{"eip":1}}
            given clock +2d
            as BOB secret
            t = given mail bob@x.cn -> token
            i = RunInstances count=1 image_id="a b" -> instances.0
            POST /iam/ StopInstances instances.1=$i !1400
            StopInstances instances.1=$i
            => 2100
        "#;
        let recipe: Recipe = text.parse().unwrap();
        assert_eq!((recipe.steps.len(), &*recipe.code, recipe.reach()), (7, "2100", Reach::Staged));
        assert_eq!(recipe.steps[1].1, Step::Clock(172_800));
        let Step::Call { method, path, fails, .. } = &recipe.steps[5].1 else { panic!() };
        let found = (method.as_deref(), path.as_deref(), fails.as_deref());
        assert_eq!(found, (Some("POST"), Some("/iam/"), Some("1400")));
    }

    #[test]
    fn refuses_what_it_does_not_know() {
        for text in
            ["given moon full\nA\n=> 1", "A b\n=> 1", "A", "=> 1", "given clock 5\nA\n=> 1", "A\n=> 1\nA"]
        {
            assert!(text.parse::<Recipe>().is_err(), "{text}");
        }
    }
}
