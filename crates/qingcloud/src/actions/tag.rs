//! Tags and what they are attached to.

use crate::QingCloud;
use crate::listing::{self, Filter};
use crate::quotas;
use crate::traits::{Service, Traits};
use squall_api::catalogue::{Code, qingcloud::*};
use squall_api::cloud::{Head, State, Tag};
use squall_api::{Access, Action, Cx, Entry, Outcome, Params, Reply, ensure};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[Entry::of::<CreateTag>(), Entry::of::<DescribeTags>()];

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
    const TRAITS: Traits = TRAITS;
    const RAISES: &'static [Code] = &[RESOURCE_EXISTS];

    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let key = format!("{}|{}", cx.caller.id(), self.tag_name);
        ensure!(cx.holder::<Tag>(&key)?.is_none(), RESOURCE_EXISTS, "tag [{}] already exists", self.tag_name);
        quotas::check_in(cx, "", &[("tag", 1)])?;
        let id = cx.mint("tag-", 8)?;
        let head = Head::new(id, cx.caller.id(), "", &self.tag_name, cx.now)
            .in_state(State::Free)
            .counted([("tag", 1)]);
        let tag = Tag { head, color: self.color.clone(), targets: Vec::new() };
        cx.insert(&tag)?;
        let mut reply = Reply::new();
        reply.text("tag_id", &tag.head.id);
        Ok(reply)
    }
}

/// Lists the caller's tags, newest first.
#[derive(Params)]
pub(crate) struct DescribeTags {
    #[param(id = "tag")]
    tags: Vec<String>,
    search_word: Option<String>,
    #[param(range = 0..=1)]
    verbose: Option<u8>,
    offset: Option<usize>,
    limit: Option<usize>,
    owner: Option<String>,
}

impl Action<QingCloud> for DescribeTags {
    const TRAITS: Traits = TRAITS.looking();
    const ACCESS: Access = Access::Read;
    const RAISES: &'static [Code] = &[RESOURCE_NOT_FOUND];

    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let filter = Filter {
            ids: &self.tags,
            search_word: self.search_word.as_deref(),
            owner: self.owner.as_deref(),
            offset: self.offset,
            limit: self.limit,
            ..Filter::default()
        };
        let tags = listing::rows::<Tag>(cx, &filter)?;
        listing::page("tag_set", tags, &filter, |tag, object| {
            object
                .text("tag_id", &tag.head.id)
                .text("tag_name", &tag.head.name)
                .text("color", &tag.color)
                .text("description", &tag.head.about)
                .text("owner", &tag.head.owner)
                .shown("create_time", tag.head.created_at)
                .int("resource_count", tag.targets.len());
            if self.verbose == Some(1) {
                object.objects("resource_tag_pairs", &tag.targets, |(kind, id), pair| {
                    pair.text("tag_id", &tag.head.id).text("resource_type", kind).text("resource_id", id);
                });
            }
            Ok(())
        })
    }
}
