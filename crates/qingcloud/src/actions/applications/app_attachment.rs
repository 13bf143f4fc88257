//! The files of applications' versions.

use super::app_version::images_named;
use crate::QingCloud;
use crate::lookup;
use crate::package::{self, CONFIG, archive};
use crate::traits::{Service, Traits};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{AppVersion, Attachment, Head, Kind, State};
use squall_api::{Action, Cx, Entry, Fault, Outcome, Params, Reply};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<UploadAppVersionAttachment>(TRAITS, &[RESOURCE_NOT_FOUND]),
    Entry::of::<DescribeAppVersionAttachments>(TRAITS.looking(), &[CONFIG_FILE_MISSING]).reading(),
];

const TRAITS: Traits = Traits::of(Service::Cluster).anywhere();

/// The vendor's word for the files that a version is deployed from.
const CATEGORY: &str = "resource_kit";
/// The most files that a listing shows the contents of.
const CONTENT_KEYS_MOST: usize = 256;

/// Uploads the files of a version in place of those it had: base64 of a tar.gz, a zip or a JSON map from file
/// to text.
#[derive(Params)]
pub(crate) struct UploadAppVersionAttachment {
    #[param(id = "application version")]
    version_id: String,
    #[param(secret, max_len = archive::ENCODED_MOST)]
    attachment_content: String,
    #[param(default = "package", max_len = 255)]
    filename: String,
}

impl Action<QingCloud> for UploadAppVersionAttachment {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        cx.tx.spend(package::WORK)?;
        let unpacked = archive::unpack(&self.attachment_content)
            .map_err(|what| Fault::coded(INVALID_REQUEST, format!("attachment_content {what}")))?;
        let mut version = lookup::live::<AppVersion>(cx, &self.version_id)?;
        let head = Head::new(cx.mint("ca-", 8)?, &version.head.owner, "", &self.filename, cx.now)
            .in_state(State::Free);
        let package = Attachment {
            head,
            category: CATEGORY.to_owned(),
            subject: version.head.id.clone(),
            size_bytes: unpacked.size_bytes,
            files: unpacked.files,
        };
        cx.insert(&package)?;
        let replaced = version.package.replace(package.head.id.clone());
        version.images = images_named(cx, &package)?;
        cx.save(&version)?;
        if let Some(replaced) = replaced.filter(|id| *id != package.head.id) {
            forget_unused(cx, &replaced)?;
        }
        Ok(Reply::with(|reply| {
            reply.text("attachment_id", &package.head.id).text("version_id", &version.head.id)
        }))
    }
}

/// Forgets files that no version has any more.
fn forget_unused(cx: &Cx<'_>, id: &str) -> Outcome<()> {
    if cx.linked_ids(Kind::AppVersion, id)?.is_empty() {
        cx.erase(&cx.fetch::<Attachment>(id)?)?;
    }
    Ok(())
}

/// Lists the files of a version with the contents of some of them.
#[derive(Params)]
pub(crate) struct DescribeAppVersionAttachments {
    #[param(required, id = "attachment")]
    attachment_ids: Vec<String>,
    #[param(id = "application version")]
    version_id: String,
    #[param(max_items = CONTENT_KEYS_MOST)]
    content_keys: Vec<String>,
}

impl Action<QingCloud> for DescribeAppVersionAttachments {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let version = lookup::known::<AppVersion>(cx, &self.version_id)?;
        lookup::must_differ(&self.attachment_ids)?;
        let mut packages = Vec::new();
        // One after the other: they are large, and no version has more than one.
        for id in &self.attachment_ids {
            let belongs = version.as_ref().is_some_and(|version| version.package.as_ref() == Some(id));
            packages.extend(lookup::known::<Attachment>(cx, id)?.filter(|_| belongs));
        }
        let default = [CONFIG.to_owned()];
        let keys = if self.content_keys.is_empty() { &default[..] } else { &self.content_keys };
        for package in &packages {
            keys.iter().try_for_each(|key| package::file(package, key).map(drop))?;
        }
        let mut reply = Reply::new();
        // The documents and the Go SDK differ in the name of the list.
        for name in ["attachment_set", "version_set"] {
            reply.objects(name, &packages, |package, object| write(package, keys, object));
        }
        reply.int("total_count", packages.len());
        Ok(reply)
    }
}

fn write(package: &Attachment, keys: &[String], object: &mut Reply) {
    object
        .text("attachment_id", &package.head.id)
        .text("attachment_type", "archive")
        .text("resource_id", &package.subject)
        .text("resource_type", "app_version")
        .text("category", &package.category)
        .text("sub_category", "")
        .text("name", &package.head.name)
        .text("filename", &package.head.name)
        .int("filesize", package.size_bytes)
        .text("owner", &package.head.owner)
        .shown("create_time", package.head.created_at)
        .shown("status_time", package.head.state_at)
        .object("attachment_content", |content| {
            for (name, text) in package.files.iter().filter(|(name, _)| keys.contains(name)) {
                content.text(name, text);
            }
        });
}
