//! Versions of applications.

use super::app::NAME_BYTES_MOST;
use crate::QingCloud;
use crate::actions::clusters::cluster_order;
use crate::listing::Filter;
use crate::lookup;
use crate::package::{self, CONFIG, TEMPLATE};
use crate::traits::{Service, Traits};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{App, AppVersion, Attachment, Head, State};
use squall_api::{Action, Cx, Entry, Outcome, Params, Raise, Reply, ensure};
use std::collections::BTreeSet;

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<CreateAppVersion>(TRAITS.licensed(), &[RESOURCE_NOT_FOUND]),
    Entry::of::<DescribeAppVersions>(TRAITS.looking(), &[]).reading(),
    Entry::of::<ValidateAppVersion>(
        Traits::of(Service::Cluster).looking(),
        &[
            RESOURCE_NOT_FOUND,
            CONFIG_FILE_MISSING,
            CONFIG_PARAMETER_INVALID,
            CONFIG_WITHOUT_IMAGE,
            CONFIG_IMAGE_NOT_IN_ZONE,
            CLUSTER_SETTINGS_INVALID,
        ],
    )
    .reading(),
];

const TRAITS: Traits = Traits::of(Service::Cluster).anywhere();

/// Creates a version of an application, without files or with those of another version.
#[derive(Params)]
pub(crate) struct CreateAppVersion {
    #[param(id = "application")]
    app_id: String,
    #[param(max_len = NAME_BYTES_MOST)]
    name: String,
    description: Option<String>,
    #[param(id = "attachment")]
    attachment_id: Option<String>,
}

impl Action<QingCloud> for CreateAppVersion {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let app = lookup::live::<App>(cx, &self.app_id)?;
        let package = self.attachment_id.as_ref().map(|id| lookup::live::<Attachment>(cx, id)).transpose()?;
        let images = match &package {
            Some(package) => images_named(cx, package)?,
            None => Vec::new(),
        };
        let mut head =
            Head::new(cx.mint("appv-", 8)?, &app.head.owner, "", &self.name, cx.now).in_state(State::Active);
        head.about = self.description.clone().unwrap_or_default();
        let package = package.map(|package| package.head.id);
        let version = AppVersion { head, app: app.head.id, package, images };
        cx.insert(&version)?;
        Ok(Reply::with(|reply| reply.text("version_id", &version.head.id).text("app_id", &version.app)))
    }
}

/// The captured images that a package's template names, so that they are not deleted under it.
///
/// # Errors
/// Only when the store fails.
pub(crate) fn images_named(cx: &Cx<'_>, package: &Attachment) -> Outcome<Vec<String>> {
    let template = package.files.get(TEMPLATE).map_or("", String::as_str);
    let words = template.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
    let named: BTreeSet<&str> = words.filter(|word| word.starts_with("img-")).collect();
    let mut images = Vec::new();
    for id in named {
        let image = cx.find::<squall_api::cloud::Image>(id)?.filter(|image| image.head.state.is_live());
        if image.is_some_and(|image| image.head.owner == package.head.owner) {
            images.push(id.to_owned());
        }
    }
    Ok(images)
}

/// Lists versions: those of some applications, or those of some ids.
#[derive(Params)]
pub(crate) struct DescribeAppVersions {
    #[param(id = "application")]
    app_ids: Vec<String>,
    #[param(id = "application version")]
    version_ids: Vec<String>,
    name: Option<String>,
    /// Accepted; every listing is as long as it can be.
    #[param(range = 0..=9)]
    verbose: Option<u8>,
    #[param(flatten, only = ["status", "search_word", "owner", "offset", "limit"])]
    filter: Filter,
}

impl Action<QingCloud> for DescribeAppVersions {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let _ = self.verbose;
        ensure!(
            !(self.app_ids.is_empty() && self.version_ids.is_empty()),
            MALFORMED_REQUEST,
            "parameter [app_ids] or [version_ids] is required"
        );
        lookup::may_name::<App>(cx, &self.app_ids)?;
        let mut versions = self.filter.rows::<AppVersion>(cx, &self.version_ids)?;
        versions.retain(|version| {
            self.name.as_ref().is_none_or(|name| *name == version.head.name)
                && (self.app_ids.is_empty() || self.app_ids.contains(&version.app))
        });
        self.filter.page("version_set", versions, |version, object| {
            write(version, object);
            Ok(())
        })
    }
}

/// The fields of a version, as its listing and its clusters show them.
pub(crate) fn write(version: &AppVersion, object: &mut Reply) {
    let status = if version.head.state == State::Suspended { "suspended" } else { "active" };
    object
        .text("version_id", &version.head.id)
        .text("app_id", &version.app)
        .text("name", &version.head.name)
        .text("status", status)
        .text("visibility", "private")
        .text("resource_kit", version.package.as_deref().unwrap_or(""))
        .shown("create_time", version.head.created_at)
        .shown("status_time", version.head.state_at)
        .text("description", &version.head.about)
        .text("owner", &version.head.owner)
        .text("console_id", "qingcloud");
}

/// The files of a version, for whoever makes a cluster of them: that takes longer than threads that others wait on can
/// be spared.
///
/// # Errors
/// `CONFIG_FILE_MISSING` when it has none.
pub(crate) fn package_of(cx: &Cx<'_>, version: &AppVersion) -> Outcome<Attachment> {
    let id = version.package.as_ref().or_raise(CONFIG_FILE_MISSING, || {
        format!("app version [{}] has no configuration package", version.head.id)
    })?;
    cx.tx.spend(package::WORK)?;
    Ok(cx.fetch(id)?)
}

/// Tries out in a zone whether a version's files make a cluster, with the answers that its form itself
/// suggests.
#[derive(Params)]
pub(crate) struct ValidateAppVersion {
    #[param(id = "application version")]
    version_id: String,
}

impl Action<QingCloud> for ValidateAppVersion {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let version = lookup::live::<AppVersion>(cx, &self.version_id)?;
        let package = package_of(cx, &version)?;
        let (config, template) = (package::file(&package, CONFIG)?, package::file(&package, TEMPLATE)?);
        let (form, plan) = package::try_out(config, template)?;
        cluster_order::must_make_sense(cx, &plan, Some(&form.roles()), &version.head.owner)?;
        Ok(Reply::with_text("version_id", &version.head.id))
    }
}
