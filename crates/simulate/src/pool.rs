//! The ids that replies have told so far, so that calls can name things that exist.

use serde_json::Value;
use std::collections::BTreeMap;

/// Ids remembered of each prefix.
const REMEMBERED: usize = 40;

/// Ids by their prefix.
#[derive(Clone, Debug, Default)]
pub struct Pool {
    ids: BTreeMap<String, Vec<String>>,
}

impl Pool {
    /// Remembers every id in a reply; the oldest of a prefix are forgotten.
    pub fn learn(&mut self, reply: &Value) {
        match reply {
            Value::String(text) => self.remember(text),
            Value::Array(items) => items.iter().for_each(|item| self.learn(item)),
            Value::Object(fields) => fields.values().for_each(|value| self.learn(value)),
            _ => {}
        }
    }

    fn remember(&mut self, text: &str) {
        let Some(prefix) = prefix(text) else { return };
        let ids = self.ids.entry(prefix.to_owned()).or_default();
        if ids.iter().any(|id| id == text) {
            return;
        }
        if ids.len() == REMEMBERED {
            ids.remove(0);
        }
        ids.push(text.to_owned());
    }

    /// The ids of a kind, by the word that a field's declaration uses.
    pub fn of(&self, word: &str) -> &[String] {
        self.ids.get(prefix_of(word)).map_or(&[], Vec::as_slice)
    }

    /// All ids of all kinds.
    pub fn all(&self) -> impl Iterator<Item = &String> {
        self.ids.values().flatten()
    }
}

/// The prefix of an id; hardware addresses count as one.
fn prefix(text: &str) -> Option<&str> {
    if text.len() == 17 && text.starts_with("52:54:") {
        return Some("52:54");
    }
    let (prefix, rest) = text.split_once('-')?;
    let is_id = (1..=5).contains(&prefix.len())
        && (7..=8).contains(&rest.len())
        && prefix.bytes().all(|byte| byte.is_ascii_lowercase())
        && rest.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_id.then_some(prefix)
}

/// The prefix of the ids that a field's declaration speaks of; empty for a word that is not known.
pub fn prefix_of(word: &str) -> &'static str {
    PREFIXES.iter().find(|(known, _)| *known == word).map_or("", |(_, prefix)| prefix)
}

const PREFIXES: &[(&str, &str)] = &[
    ("instance", "i"),
    ("volume", "vol"),
    ("snapshot", "ss"),
    ("image", "img"),
    ("key pair", "kp"),
    ("network", "vxnet"),
    ("router", "rtr"),
    ("router rule", "rtrs"),
    ("address", "eip"),
    ("network interface", "52:54"),
    ("firewall", "sg"),
    ("firewall rule", "sgr"),
    ("ip set", "sgi"),
    ("load balancer", "lb"),
    ("listener", "lbl"),
    ("backend", "lbb"),
    ("forwarding policy", "lbp"),
    ("forwarding rule", "lbpr"),
    ("certificate", "sc"),
    ("dns alias", "da"),
    ("tag", "tag"),
    ("cluster", "cl"),
    ("cluster node", "cln"),
    ("application", "app"),
    ("application version", "appv"),
    ("attachment", "ca"),
    ("contract", "ct"),
    ("licence", "lic"),
    ("host", "hyp"),
    ("application lease", "appr"),
    ("job", "j"),
    ("account", "usr"),
    ("user", "usr"),
    ("access key", ""),
    ("resource", ""),
];
