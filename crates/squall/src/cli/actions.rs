//! `squall actions`

use super::output::{self, Tone, paint};
use super::parameter::{self, Parameter};
use super::{End, Ended, bare_universe, nearest, system};
use clap::Args;
use serde_json::{Value, json};
use squall_api::{Access, ActionAddress, ActionFacts, Cloud};
use squall_catalogue::{Code, codes};

const EXAMPLES: &str = "\
Every action with a sentence, where it is found, its parameters and the codes that it can raise by itself; what any can
raise stands at the end. With ACTION only that one, and
the codes explained, those that any action can raise included. Parameters are written as `squall call` takes them, `n`
standing for a number from 1.

Examples:
  squall actions qingcloud --json
  squall actions huawei-imetal
  squall actions qingcloud StopInstances";

/// List what a system serves: actions, their parameters and the codes they raise.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Actions {
    /// The system's word.
    system: String,
    /// Only this action.
    action: Option<String>,
    /// One JSON array of actions: system, action, about, method, path, zone (whether one is needed), writes,
    /// parameters, raises, own (what not every one raises).
    #[arg(long)]
    json: bool,
}

impl Actions {
    pub(super) fn run(self) -> Ended {
        let system = system(&self.system)?;
        let universe = bare_universe();
        let cloud = universe.cloud(system).ok_or_else(|| format!("`{}` is not built yet", self.system))?;
        let mut actions = cloud.actions();
        if let Some(name) = &self.action {
            actions.retain(|action| action.name == name);
            if actions.is_empty() {
                return Err(End::Usage(unknown(cloud, name)));
            }
        }
        if self.json {
            let list: Vec<Value> = actions.iter().map(|action| to_json(cloud, action)).collect();
            output::say(&Value::Array(list).to_string());
            return Ok(());
        }
        for action in &actions {
            show(cloud, action, self.action.is_none());
            if self.action.is_some() {
                show_codes(cloud, action);
            }
        }
        if self.action.is_none() {
            let common = numbers(cloud, cloud.common_codes()).join(", ");
            output::say(&paint(Tone::Faint, &format!("\nevery action raises {common}")));
        }
        Ok(())
    }
}

/// That a system serves no action of a name, and which may have been meant.
pub(super) fn unknown(cloud: &dyn Cloud, name: &str) -> String {
    let system = cloud.system().as_str();
    let actions = cloud.actions();
    let hint = nearest::hint(&nearest::nearest(name, actions.iter().map(|action| action.name)));
    format!("{system} serves no action `{name}`{hint}; `squall actions {system}` lists all")
}

/// The codes in the order of the vendor's list.
fn in_order(cloud: &dyn Cloud, some: &[Code]) -> Vec<Code> {
    codes(cloud.system()).iter().copied().filter(|code| some.contains(code)).collect()
}

fn numbers(cloud: &dyn Cloud, some: &[Code]) -> Vec<&'static str> {
    in_order(cloud, some).into_iter().map(Code::number).collect()
}

fn to_json(cloud: &dyn Cloud, action: &ActionFacts) -> Value {
    let all = [action.raises, cloud.common_codes()].concat();
    json!({
        "system": cloud.system().as_str(),
        "action": action.name,
        "about": sentence(action),
        "method": action.address.method,
        "path": action.address.path,
        "zone": action.address.needs_zone,
        "writes": action.access == Access::Write,
        "parameters": action.fields.iter().map(parameter::to_json).collect::<Vec<Value>>(),
        "raises": numbers(cloud, &all),
        "own": numbers(cloud, action.raises),
    })
}

/// Method and path, and whether a zone is needed beside the parameters.
fn address(action: &ActionFacts) -> String {
    let ActionAddress { method, path, needs_zone } = action.address;
    let zone = if needs_zone { "zone required" } else { "" };
    let place = [method, path].join(" ");
    [place.trim(), zone].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(", ")
}

/// An action, its parameters and, in a list, the numbers of its codes.
fn show(cloud: &dyn Cloud, action: &ActionFacts, is_listed: bool) {
    output::say(&format!("{}  {}", paint(Tone::Strong, action.name), sentence(action)));
    let address = address(action);
    if !address.is_empty() {
        output::say(&paint(Tone::Faint, &format!("  {address}")));
    }
    let parameters = Parameter::all(action.fields);
    let width = parameters.iter().map(|parameter| parameter.name.chars().count()).max().unwrap_or_default();
    for parameter in parameters {
        output::say(&format!("  {:<width$}  {}", parameter.name, parameter.says));
    }
    if is_listed && !action.raises.is_empty() {
        let raises = numbers(cloud, action.raises).join(", ");
        output::say(&paint(Tone::Faint, &format!("  raises {raises}")));
    }
}

fn show_codes(cloud: &dyn Cloud, action: &ActionFacts) {
    let envelope = cloud.client().envelope();
    if !envelope.is_empty() {
        output::say(&paint(Tone::Faint, &format!("  any call also takes {}", envelope.join(", "))));
    }
    let lists = [("Raises", action.raises), ("As every action does", cloud.common_codes())];
    for (title, some) in lists.into_iter().filter(|(_, some)| !some.is_empty()) {
        output::say(&format!("\n{}", paint(Tone::Strong, title)));
        for code in in_order(cloud, some) {
            output::say(&format!("  {:<12}{}", code.number(), code.gloss_en()));
        }
    }
}

/// What it does, on one line.
fn sentence(action: &ActionFacts) -> String {
    action.about.split_whitespace().collect::<Vec<_>>().join(" ")
}
