//! Tags and what they are attached to.

use crate::QingCloud;
use crate::actions::storage::volume::rename;
use crate::forms::said;
use crate::listing::Filter;
use crate::traits::{Service, Traits};
use crate::{figures::quotas, lookup};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Head, State, Tag};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply, ensure};
use std::collections::BTreeMap;

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<CreateTag>(TRAITS, &[RESOURCE_EXISTS]),
    Entry::of::<DescribeTags>(TRAITS.looking(), &[]).reading(),
    Entry::of::<ModifyTagAttributes>(TRAITS, &[RESOURCE_NOT_FOUND, RESOURCE_EXISTS]),
    Entry::of::<DeleteTags>(TRAITS, &[RESOURCE_NOT_FOUND]),
];

const TRAITS: Traits = Traits::of(Service::Platform);

/// Creates a tag; its name must be new among the caller's.
#[derive(Params)]
pub(crate) struct CreateTag {
    #[param(max_len = 255)]
    tag_name: String,
    #[param(default = "default", max_len = 32)]
    color: String,
}

impl Action<QingCloud> for CreateTag {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        must_be_new(cx, cx.caller.id(), &self.tag_name)?;
        quotas::check_in(cx, "", &[("tag", 1)])?;
        let id = cx.mint("tag-", 8)?;
        let head = Head::new(id, cx.caller.id(), "", &self.tag_name, cx.now)
            .in_state(State::Free)
            .counted([("tag", 1)]);
        let tag = Tag { head, color: self.color.clone(), targets: Vec::new() };
        cx.insert(&tag)?;
        Ok(Reply::with_text("tag_id", &tag.head.id))
    }
}

fn must_be_new(cx: &Cx<'_>, owner: &str, name: &str) -> Outcome<()> {
    let holder = cx.holder::<Tag>(&format!("{owner}|{name}"))?;
    ensure!(holder.is_none(), RESOURCE_EXISTS, "tag [{name}] already exists");
    Ok(())
}

/// Lists the caller's tags, newest first.
#[derive(Params)]
pub(crate) struct DescribeTags {
    #[param(id = "tag")]
    tags: Vec<String>,
    #[param(flatten, only = ["search_word", "owner", "verbose", "offset", "limit"])]
    filter: Filter,
}

impl Action<QingCloud> for DescribeTags {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let tags = self.filter.rows::<Tag>(cx, &self.tags)?;
        self.filter.page("tag_set", tags, |tag, object| {
            object
                .text("tag_id", &tag.head.id)
                .text("tag_name", &tag.head.name)
                .text("tag_key", &tag.head.name)
                .text("color", &tag.color)
                .text("description", &tag.head.about)
                .text("owner", &tag.head.owner)
                .shown("create_time", tag.head.created_at)
                .int("resource_count", tag.targets.len());
            let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
            tag.targets.iter().for_each(|(kind, _)| *kinds.entry(kind).or_default() += 1);
            object.objects("resource_type_count", kinds, |(kind, count), object| {
                object.text("resource_type", kind).int("count", count);
            });
            if self.filter.is_verbose() {
                object.objects("resource_tag_pairs", &tag.targets, |(kind, id), pair| {
                    pair.text("tag_id", &tag.head.id)
                        .text("resource_type", kind)
                        .text("resource_id", id)
                        .text("status", "active");
                });
            }
            Ok(())
        })
    }
}

/// Changes the name, colour and description of a tag; the name must be new among its owner's.
#[derive(Params)]
pub(crate) struct ModifyTagAttributes {
    #[param(id = "tag")]
    tag: String,
    #[param(max_len = 255)]
    tag_name: Option<String>,
    #[param(max_len = 32)]
    color: Option<String>,
    description: Option<String>,
}

impl Action<QingCloud> for ModifyTagAttributes {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut tag = lookup::live::<Tag>(cx, &self.tag)?;
        if let Some(name) = self.tag_name.as_ref().filter(|name| **name != tag.head.name) {
            must_be_new(cx, &tag.head.owner, name)?;
        }
        // A tag without a name would be none: its name alone is not cleared.
        rename(&mut tag.head, self.tag_name.as_deref(), said(cx, "description", &self.description));
        if let Some(color) = said(cx, "color", &self.color) {
            color.clone_into(&mut tag.color);
        }
        cx.save(&tag)?;
        Ok(Reply::with_text("tag_id", &tag.head.id))
    }
}

/// Deletes tags; what carried them stays.
#[derive(Params)]
pub(crate) struct DeleteTags {
    #[param(required, id = "tag")]
    tags: Vec<String>,
}

impl Action<QingCloud> for DeleteTags {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        for tag in lookup::each::<Tag>(cx, &self.tags, lookup::own)? {
            cx.erase(&tag)?;
        }
        Ok(Reply::with_texts("tags", &self.tags))
    }
}
