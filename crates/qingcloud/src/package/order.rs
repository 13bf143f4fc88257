//! Reading in the order that a cluster was made from: it passed once, so whatever is not there is simply not
//! shown.

use super::shape::REPLICA;
use serde_json::Value;

/// The order of a cluster as JSON.
pub(crate) fn read(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}

/// What an order says of a role. Replicas are ordered with the nodes they belong to.
pub(crate) fn of_role<'o>(order: &'o Value, role: &str) -> &'o Value {
    let name = role.strip_suffix(REPLICA).unwrap_or(role);
    let nodes = order["nodes"].as_array().map_or(&[][..], Vec::as_slice);
    nodes.iter().find(|node| node["role"].as_str().unwrap_or("") == name).unwrap_or(&Value::Null)
}

/// What an order allows to be done to the nodes of a role: what it allows for all, and for them alone.
pub(crate) fn actions_of(order: &Value, role: &str) -> Vec<String> {
    let mut actions = texts(&order["advanced_actions"]);
    actions.extend(texts(&of_role(order, role)["advanced_actions"]));
    actions.dedup();
    actions
}

/// The services of a role that are its application's own, by name; null where there are none.
pub(crate) fn custom_services(role: &Value) -> Value {
    let services = role["services"].as_object().into_iter().flatten();
    let custom: serde_json::Map<String, Value> = services
        .filter(|(_, service)| service["type"] == "custom")
        .map(|(name, service)| (name.clone(), service.clone()))
        .collect();
    if custom.is_empty() { Value::Null } else { Value::Object(custom) }
}

/// The texts of a list.
pub(crate) fn texts(value: &Value) -> Vec<String> {
    let items = value.as_array().map_or(&[][..], Vec::as_slice);
    items.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect()
}

/// An object as JSON.
pub(crate) fn object_or_empty(value: &Value) -> String {
    if value.is_object() { value.to_string() } else { "{}".to_owned() }
}
