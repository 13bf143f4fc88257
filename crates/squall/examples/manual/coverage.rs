//! The ledger of what is covered, `coverage.md`: for every system that is built its actions with where they are
//! documented and which clients drive them, the fields that clients declare of its replies, and the limits in force.
//! What the code serves is asked of the code; what is documented stands in lists of facts, `tests/declared` of the
//! system's crate. A system without such lists is in the ledger all the same.

use squall_api::{ActionFacts, Cloud};
use squall_store::Store;
use squall_wire::{Field, Shape};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The ledger, from the folder of documents.
///
/// # Errors
/// Where a list or a suite is there and cannot be read.
pub(crate) fn made(docs: &Path) -> io::Result<String> {
    let root = docs.join("..");
    let universe = squall::assembly::universe(Store::memory(), 0);
    let mut clouds: Vec<&dyn Cloud> = universe.clouds.iter().map(|cloud| &**cloud).collect();
    clouds.sort_by_key(|cloud| cloud.system());
    let folders: Vec<&str> = clouds.iter().map(|cloud| folder(*cloud)).collect();
    let mut text = String::from(
        "# What is covered\n\n\
         <!-- Written by `cargo xtask docs --write`. -->\n\n\
         Every action of every built system: where it is documented, whether it is served, and which clients drive\n\
         it; the fields that clients declare of replies, each present or with the reason why not; and the limits in\n\
         force. Lists of facts are in `tests/declared` of each system's crate.\n",
    );
    for cloud in clouds {
        System::read(&root, &folders, cloud)?.render(&mut text);
    }
    Ok(text)
}

/// The folder of a system's crate: the first word of its name.
fn folder(cloud: &dyn Cloud) -> &'static str {
    cloud.system().as_str().split('-').next().unwrap_or_default()
}

/// All that is known of one system.
struct System {
    name: &'static str,
    actions: Vec<ActionFacts>,
    /// Where each action is documented.
    documented: BTreeMap<String, String>,
    /// What is left out, and why: actions, and fields of replies and records.
    absent: BTreeMap<String, String>,
    /// The fields that clients declare, each with what it is a field of.
    fields: Vec<String>,
    /// The suites that call each action.
    driven: BTreeMap<&'static str, BTreeSet<String>>,
}

impl System {
    fn read(root: &Path, folders: &[&str], cloud: &dyn Cloud) -> io::Result<System> {
        let own = folder(cloud);
        let declared = root.join("crates").join(own).join("tests/declared");
        let pairs = |name: &str| -> io::Result<BTreeMap<String, String>> {
            let lines = lines(&declared.join(name))?;
            let pair = |line: &String| line.split_once(": ").map(|(a, b)| (a.to_owned(), b.to_owned()));
            Ok(lines.iter().filter_map(pair).collect())
        };
        let actions = cloud.actions();
        let mut driven: BTreeMap<&'static str, BTreeSet<String>> = BTreeMap::new();
        for (suite, text) in suites(root, folders, own)? {
            for action in actions.iter().filter(|action| calls(&text, action.name)) {
                driven.entry(action.name).or_default().insert(suite.clone());
            }
        }
        let fields = lines(&declared.join("replies.txt"))?;
        Ok(System {
            name: cloud.system().as_str(),
            actions,
            documented: pairs("actions.txt")?,
            absent: pairs("absent.txt")?,
            fields: fields.iter().flat_map(|line| fields_of(line)).collect(),
            driven,
        })
    }

    fn render(&self, text: &mut String) {
        let _ = writeln!(text, "\n## {}\n", self.name);
        let undriven = self.actions.iter().filter(|action| !self.driven.contains_key(action.name)).count();
        let _ = writeln!(
            text,
            "{} actions are served, {} of them driven by a client's suite.\n",
            self.actions.len(),
            self.actions.len() - undriven
        );
        text.push_str("| action | documented | served | driven by |\n| --- | --- | --- | --- |\n");
        for action in &self.actions {
            let documented = self.documented.get(action.name).map_or("squall's own", String::as_str);
            let documented = if self.documented.is_empty() { "not listed" } else { documented };
            let driven = self.driven.get(action.name).map_or(String::new(), joined);
            let _ = writeln!(text, "| `{}` | {documented} | yes | {driven} |", action.name);
        }
        self.render_unserved(text);
        self.render_fields(text);
        render_limits(&self.actions, text);
    }

    /// What is documented and not served, by its reason.
    fn render_unserved(&self, text: &mut String) {
        let served: BTreeSet<&str> = self.actions.iter().map(|action| action.name).collect();
        let mut reasons: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for name in self.documented.keys().filter(|name| !served.contains(name.as_str())) {
            let reason = self.absent.get(name).map_or("without a reason", String::as_str);
            reasons.entry(reason).or_default().push(name);
        }
        if reasons.is_empty() {
            return;
        }
        text.push_str("\n### Documented, not served\n\n| actions | why not |\n| --- | --- |\n");
        for (reason, names) in reasons {
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            let _ = writeln!(text, "| {} | {reason} |", names.join(" "));
        }
    }

    fn render_fields(&self, text: &mut String) {
        if self.fields.is_empty() {
            return;
        }
        let absent: Vec<(&String, &String)> =
            self.fields.iter().filter_map(|field| self.absent.get_key_value(field)).collect();
        let _ = writeln!(
            text,
            "\n### Fields of replies\n\n{} fields are declared, {} present, {} absent.\n",
            self.fields.len(),
            self.fields.len() - absent.len(),
            absent.len()
        );
        if !absent.is_empty() {
            text.push_str("| field | why not |\n| --- | --- |\n");
        }
        for (field, reason) in absent {
            let _ = writeln!(text, "| `{field}` | {reason} |");
        }
    }
}

/// The lines of a list of facts; none where there is no such list.
fn lines(path: &Path) -> io::Result<Vec<String>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(text
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .map(str::to_owned)
            .collect()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

/// `record Volume size:int` names `Volume.size`.
fn fields_of(line: &str) -> Vec<String> {
    let mut words = line.split(' ').skip(1);
    let of = words.next().unwrap_or_default();
    words.filter_map(|word| word.split(':').next()).map(|field| format!("{of}.{field}")).collect()
}

fn joined(words: &BTreeSet<String>) -> String {
    words.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// The suites of a system, each by name with its text: files of `tests/clients` that bear its name, or nobody's where
/// it was the first, and folders of its crate's tests that are named after a client.
fn suites(root: &Path, folders: &[&str], own: &str) -> io::Result<Vec<(String, String)>> {
    let mut suites = Vec::new();
    for path in files(&root.join("tests/clients"))? {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let Some(name) = stem.strip_prefix("test_") else { continue };
        let owner = folders.iter().find(|folder| name.contains(**folder)).unwrap_or(&"qingcloud");
        if *owner == own {
            let suite = name.split('_').next().unwrap_or_default().to_owned();
            suites.push((suite, fs::read_to_string(path)?));
        }
    }
    for client in CLIENTS {
        for path in files(&root.join("crates").join(own).join("tests").join(client))? {
            suites.push((client.to_owned(), fs::read_to_string(path)?));
        }
    }
    Ok(suites)
}

/// Clients whose sequences of calls are kept as tests of a system's crate.
const CLIENTS: [&str; 1] = ["terraform"];

/// The files of a folder in order of their names; none where there is no such folder.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.retain(|path| path.is_file());
    paths.sort();
    Ok(paths)
}

/// Whether a suite calls an action: by its name in quotes, as Python's method or as the tool's sub-command.
fn calls(text: &str, action: &str) -> bool {
    let mut snake = String::new();
    let mut before_was_upper = true;
    for letter in action.chars() {
        if letter.is_ascii_uppercase() && !before_was_upper {
            snake.push('_');
        }
        before_was_upper = letter.is_ascii_uppercase();
        snake.push(letter.to_ascii_lowercase());
    }
    let method = format!(".{snake}(");
    let command = format!("\"{}\"", snake.replace('_', "-"));
    text.contains(&format!("\"{action}\"")) || text.contains(&method) || text.contains(&command)
}

/// Every limit on a parameter, with how many actions have it. They are enforced before an action runs, each of them
/// probed by `crates/simulate/tests/probes.rs`.
fn render_limits(actions: &[ActionFacts], text: &mut String) {
    let mut limits: BTreeMap<(String, String), BTreeSet<&str>> = BTreeMap::new();
    for action in actions {
        gather(action.fields, "", &mut |name, limit| {
            limits.entry((name, limit)).or_default().insert(action.name);
        });
    }
    let _ = writeln!(text, "\n### Limits in force\n\n| parameter | limit | of |\n| --- | --- | --- |");
    for ((name, limit), of) in limits {
        let named: Vec<&str> = of.iter().take(3).copied().collect();
        let more = if of.len() > named.len() {
            format!(" and {} more", of.len() - named.len())
        } else {
            String::new()
        };
        let _ = writeln!(text, "| `{name}` | {limit} | {}{more} |", named.join(", "));
    }
}

fn gather(fields: &[Field], before: &str, found: &mut dyn FnMut(String, String)) {
    for field in fields {
        let mut name = format!("{before}{}", field.name);
        let mut shape = &field.shape;
        while let Shape::List(inner) = shape {
            name.push_str(".n");
            shape = inner;
        }
        let rule = &field.rule;
        if !rule.one_of.is_empty() {
            found(name.clone(), format!("one of {}", rule.one_of.join(", ")));
        } else if rule.min > i64::MIN || rule.max < i64::MAX {
            found(name.clone(), format!("{} to {}", rule.min, rule.max));
        }
        if rule.max_len != squall_wire::param::TEXT_BYTES {
            found(name.clone(), format!("{} bytes", rule.max_len));
        }
        if rule.max_items != squall_wire::param::ITEMS {
            found(name.clone(), format!("{} entries", rule.max_items));
        }
        if let Shape::Record(inner) = shape {
            gather(inner, &format!("{name}."), found);
        }
    }
}
