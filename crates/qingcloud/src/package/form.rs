//! `config.json`: the form that users fill in. Properties nest; each leaf says of which type its answer is
//! and within what.

use super::pattern::Pattern;
use super::reader::Reader;
use super::{CONFIG, json};
use serde_json::Value;
use squall_api::Outcome;
use std::collections::{BTreeMap, BTreeSet};

/// The most properties of a form.
const ITEMS_MOST: usize = 2_000;
/// The deepest nesting of properties.
const DEPTH_MOST: usize = 8;
/// The most memory that all patterns of a form may take once compiled, in bytes.
const PATTERNS_SIZE_MOST: usize = 1 << 20;

/// The property under which the cluster's own settings stand.
pub(crate) const CLUSTER: &str = "cluster";

/// What type an answer is of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Type {
    Integer,
    Number,
    Boolean,
    Text,
    Password,
    /// The id of another cluster.
    Service,
    LoadBalancer,
    /// No answer of its own, but properties below it.
    Group,
}

const TYPES: [(&str, Type); 8] = [
    ("integer", Type::Integer),
    ("number", Type::Number),
    ("boolean", Type::Boolean),
    ("string", Type::Text),
    ("password", Type::Password),
    ("service", Type::Service),
    ("loadbalancer", Type::LoadBalancer),
    ("array", Type::Group),
];

/// A property of the form.
#[derive(Debug)]
pub(crate) struct Item {
    pub(crate) key: String,
    pub(crate) kind: Type,
    pub(crate) required: bool,
    pub(crate) default: Option<Value>,
    pub(crate) range: Vec<Value>,
    /// What several choices are joined by; `None` where only one may be chosen.
    pub(crate) separator: Option<String>,
    pub(crate) min: Option<f64>,
    pub(crate) max: Option<f64>,
    pub(crate) step: Option<f64>,
    pub(super) pattern: Option<Pattern>,
    /// For another cluster: the applications it may be of, and which of their versions; any version where
    /// none is named.
    pub(crate) limits: BTreeMap<String, Vec<String>>,
    pub(crate) items: Vec<Item>,
}

/// The form.
#[derive(Debug)]
pub(crate) struct Form {
    pub(crate) items: Vec<Item>,
}

impl Form {
    /// Reads `config.json`.
    ///
    /// # Errors
    /// `CONFIG_PARAMETER_INVALID`.
    pub(crate) fn parse(text: &str) -> Outcome<Form> {
        let value = json(CONFIG, text)?;
        let whole = Reader::of(CONFIG, String::new(), &value)?;
        let mut room = Room { items: ITEMS_MOST, patterns: PATTERNS_SIZE_MOST };
        whole.one_of("type", &["array"])?;
        Ok(Form { items: items(&whole, &mut room, 0)? })
    }

    /// The roles that the form knows: the groups below the cluster's settings.
    pub(crate) fn roles(&self) -> Vec<&str> {
        let cluster = self.items.iter().filter(|item| item.key == CLUSTER).flat_map(|item| &item.items);
        cluster.filter(|item| item.kind == Type::Group).map(|item| &*item.key).collect()
    }
}

/// What a form may still come to.
struct Room {
    items: usize,
    patterns: usize,
}

fn items(group: &Reader<'_>, room: &mut Room, depth: usize) -> Outcome<Vec<Item>> {
    let found = group.list("properties")?;
    group.required("properties", found)?;
    if depth > DEPTH_MOST {
        return Err(group.fault("properties", format_args!("are nested deeper than {DEPTH_MOST}")));
    }
    let (mut items, mut keys) = (Vec::new(), BTreeSet::new());
    for property in group.objects("properties")? {
        room.items = room
            .items
            .checked_sub(1)
            .ok_or_else(|| property.fault("key", format_args!("is one of more than {ITEMS_MOST}")))?;
        let item = item(&property, room, depth)?;
        if !keys.insert(item.key.clone()) {
            return Err(property.fault("key", format_args!("[{}] is given twice", item.key)));
        }
        items.push(item);
    }
    Ok(items)
}

fn item(property: &Reader<'_>, room: &mut Room, depth: usize) -> Outcome<Item> {
    let key = property.text("key")?.filter(|key| !key.is_empty());
    let key = property.required("key", key)?.to_owned();
    let word = property.one_of("type", &TYPES.map(|(word, _)| word))?;
    let word = property.required("type", word)?;
    let kind = TYPES.iter().find(|(known, _)| *known == word).map_or(Type::Text, |(_, kind)| *kind);
    let items = if kind == Type::Group { items(property, room, depth + 1)? } else { Vec::new() };
    let many = property.flag("multichoice")?.unwrap_or(false);
    let separator = property.text("separator")?.filter(|text| !text.is_empty()).unwrap_or(",");
    Ok(Item {
        key,
        kind,
        required: is_required(property)?,
        default: property.get("default").cloned(),
        range: property.list("range")?.cloned().unwrap_or_default(),
        separator: many.then(|| separator.to_owned()),
        min: property.number("min")?,
        max: property.number("max")?,
        step: property.number("step")?.filter(|step| *step > 0.0),
        pattern: pattern(property, room)?,
        limits: limits(property)?,
        items,
    })
}

/// `yes` or `no` in the vendor's documents; true and false are understood too.
fn is_required(property: &Reader<'_>) -> Outcome<bool> {
    match property.get("required") {
        Some(Value::Bool(required)) => Ok(*required),
        _ => Ok(property.one_of("required", &["yes", "no"])? == Some("yes")),
    }
}

/// A pattern matches anywhere unless it says otherwise, as in the vendor's console. What looks around is not
/// supported.
fn pattern(property: &Reader<'_>, room: &mut Room) -> Outcome<Option<Pattern>> {
    let Some(text) = property.text("pattern")?.filter(|text| !text.is_empty()) else { return Ok(None) };
    let pattern = Pattern::new(text).map_err(|what| property.fault("pattern", what))?;
    room.patterns = room
        .patterns
        .checked_sub(pattern.size())
        .ok_or_else(|| property.fault("pattern", "is too large together with the others"))?;
    Ok(Some(pattern))
}

fn limits(property: &Reader<'_>) -> Outcome<BTreeMap<String, Vec<String>>> {
    let Some(limits) = property.object("limits")? else { return Ok(BTreeMap::new()) };
    limits.fields().keys().map(|app| Ok((app.clone(), limits.texts(app)?))).collect()
}
