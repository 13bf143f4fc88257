//! What an application's version is made of and how an order becomes a cluster (reference 2.11): an archive
//! of files, a form that users fill in, a template that their answers complete, and the plan of a cluster
//! that this yields.

pub(crate) mod answers;
pub(crate) mod archive;
pub(crate) mod form;
pub(crate) mod mustache;
pub(crate) mod order;
pub(crate) mod plan;
mod reader;
pub(crate) mod shape;

use serde_json::Value;
use squall_api::catalogue::qingcloud::{CONFIG_FILE_MISSING, CONFIG_PARAMETER_INVALID};
use squall_api::cloud::Attachment;
use squall_api::{Fault, Outcome, Raise};

/// The form.
pub(crate) const CONFIG: &str = "config.json";
/// The template of the cluster.
pub(crate) const TEMPLATE: &str = "cluster.json.mustache";

/// The fault of a configuration that does not pass (8000), naming the file.
pub(crate) fn invalid(file: &str, what: impl std::fmt::Display) -> Fault {
    Fault::coded(CONFIG_PARAMETER_INVALID, format!("configuration validation failed, [{file}] {what}"))
}

/// A file of a package that must be there.
///
/// # Errors
/// `CONFIG_FILE_MISSING`.
pub(crate) fn file<'a>(package: &'a Attachment, name: &str) -> Outcome<&'a str> {
    let absent = || format!("configuration file [{name}] is missing in [{}]", package.head.id);
    package.files.get(name).map(String::as_str).or_raise(CONFIG_FILE_MISSING, absent)
}

/// A text that must be JSON. A mark of byte order in front makes it none, as the vendor warns.
///
/// # Errors
/// `CONFIG_PARAMETER_INVALID` with the vendor's own words.
pub(crate) fn json(file: &str, text: &str) -> Outcome<Value> {
    serde_json::from_str(text).map_err(|error| invalid(file, "Not valid json").because(error.to_string()))
}
