//! What an application's version is made of and how an order becomes a cluster (reference 2.11): an archive
//! of files, a form that users fill in, a template that their answers complete, and the plan of a cluster
//! that this yields.

pub(crate) mod answers;
pub(crate) mod archive;
pub(crate) mod form;
pub(crate) mod mustache;
pub(crate) mod order;
mod pattern;
pub(crate) mod plan;
mod reader;
pub(crate) mod shape;

use form::Form;
use plan::Plan;
use serde_json::Value;
use squall_api::catalogue::qingcloud::{CONFIG_FILE_MISSING, CONFIG_PARAMETER_INVALID};
use squall_api::cloud::Attachment;
use squall_api::{Fault, Outcome, Raise};
use std::collections::BTreeMap;

/// The form.
pub(crate) const CONFIG: &str = "config.json";
/// The template of the cluster.
pub(crate) const TEMPLATE: &str = "cluster.json.mustache";

/// What it takes to read a package, in rows: form and template may be large, and what they say may take thousands of
/// steps.
pub(crate) const WORK: u64 = 50_000;

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

/// The form and the plan that a package makes with the answers that its form itself suggests.
///
/// # Errors
/// `CONFIG_PARAMETER_INVALID`.
pub(crate) fn try_out(config: &str, template: &str) -> Outcome<(Form, Plan)> {
    let form = Form::parse(config)?;
    let plan =
        completed(template, &answers::suggested(&form)).and_then(|order| Plan::read(TEMPLATE, &order))?;
    Ok((form, plan))
}

/// The cluster file that a template and answers yield.
///
/// # Errors
/// `CONFIG_PARAMETER_INVALID` for a template that cannot be read, or that does not yield JSON.
pub(crate) fn completed(template: &str, answers: &Value) -> Outcome<Value> {
    let rendered = mustache::render(template, answers).map_err(|what| invalid(TEMPLATE, what))?;
    json(TEMPLATE, &rendered)
}

/// The files of a package as developers upload it, before it is written in base64.
///
/// # Errors
/// What is wrong with it, in words.
pub fn unpack(bytes: &[u8]) -> Result<BTreeMap<String, String>, String> {
    archive::files_of(bytes)
}

/// Everything that the files of a package and a user's answers go through before a world is looked at.
///
/// # Errors
/// The code for what does not pass.
pub fn examine(config: &str, template: &str, answers: &str) -> Outcome<()> {
    let (form, plan) = try_out(config, template)?;
    shape::must_name_image(&plan)?;
    shape::must_make_cluster(&plan, Some(&form.roles()))?;
    let given = json(answers::ANSWERS, answers)?;
    let given = given.as_object().ok_or_else(|| invalid(answers::ANSWERS, "must be an object"))?;
    let order = completed(template, &answers::check(&form, given)?.values)?;
    let plan = Plan::read(TEMPLATE, &order)?;
    shape::must_name_image(&plan)?;
    shape::must_make_cluster(&plan, Some(&form.roles()))
}
