//! Putting tags on resources and taking them off.

use crate::traits::{Service, Traits};
use crate::{QingCloud, lookup, subject, words};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::Tag;
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply, ensure};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<AttachTags>(TRAITS, &[RESOURCE_NOT_FOUND]),
    Entry::of::<DetachTags>(TRAITS, &[RESOURCE_NOT_FOUND]),
];

const TRAITS: Traits = Traits::of(Service::Platform);
/// The most resources that carry one tag; the vendor names no limit.
const TARGETS_MOST: usize = 10_000;
/// What can carry a tag: the documented types, and images and clusters, whose listings can be filtered by tag
/// too. Of the last seven squall has none, so that no id of theirs exists.
const TYPES: [&str; 18] = [
    "instance",
    "volume",
    "keypair",
    "security_group",
    "vxnet",
    "eip",
    "router",
    "loadbalancer",
    "snapshot",
    "image",
    "cluster",
    "s2_server",
    "rdb",
    "mongo",
    "cache",
    "zookeeper",
    "queue",
    "spark",
];

/// A tag and what it is put on.
#[derive(Params)]
pub(crate) struct Pair {
    #[param(id = "tag")]
    tag_id: String,
    #[param(one_of = TYPES)]
    resource_type: String,
    resource_id: String,
}

impl Pair {
    /// The resource must exist, be the caller's and be of the type it is said to be.
    fn must_exist(&self, cx: &Cx<'_>) -> Outcome<()> {
        let id = &self.resource_id;
        let is_of_type = words::resource_type(subject::kind_of(id)) == self.resource_type;
        ensure!(is_of_type, RESOURCE_NOT_FOUND, "resource [{id}] not found");
        let (_, head) = subject::find(cx, id)?;
        ensure!(head.state.is_live(), PERMISSION_DENIED, "resource [{id}] has already been deleted");
        Ok(())
    }

    fn target(&self) -> (String, String) {
        (self.resource_type.clone(), self.resource_id.clone())
    }
}

/// A tag, which must exist and be the caller's, and the resources that a call names with it.
struct Named {
    tag: Tag,
    targets: Vec<(String, String)>,
}

/// What the pairs of a call name, each tag read once. All of it must exist.
fn named(cx: &Cx<'_>, pairs: &[Pair]) -> Outcome<Vec<Named>> {
    let mut all: BTreeMap<&str, Named> = BTreeMap::new();
    for pair in pairs {
        if !all.contains_key(&*pair.tag_id) {
            all.insert(&pair.tag_id, Named { tag: lookup::own(cx, &pair.tag_id)?, targets: Vec::new() });
        }
        pair.must_exist(cx)?;
        if let Some(named) = all.get_mut(&*pair.tag_id) {
            named.targets.push(pair.target());
        }
    }
    Ok(all.into_values().collect())
}

/// Puts tags on resources; a tag that is there already stays.
#[derive(Params)]
pub(crate) struct AttachTags {
    #[param(required)]
    resource_tag_pairs: Vec<Pair>,
}

impl Action<QingCloud> for AttachTags {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        for Named { mut tag, targets } in named(cx, &self.resource_tag_pairs)? {
            let mut known: BTreeSet<_> = tag.targets.iter().cloned().collect();
            tag.targets.extend(targets.into_iter().filter(|target| known.insert(target.clone())));
            ensure!(
                tag.targets.len() <= TARGETS_MOST,
                QUOTA_EXCEEDED,
                "tag [{}] is attached to more than [{TARGETS_MOST}] resources",
                tag.head.id
            );
            cx.save(&tag)?;
        }
        Ok(Reply::new())
    }
}

/// Takes tags off resources; a tag that is not there stays away.
#[derive(Params)]
pub(crate) struct DetachTags {
    #[param(required)]
    resource_tag_pairs: Vec<Pair>,
}

impl Action<QingCloud> for DetachTags {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        for Named { mut tag, targets } in named(cx, &self.resource_tag_pairs)? {
            let gone: BTreeSet<_> = targets.into_iter().collect();
            tag.targets.retain(|target| !gone.contains(target));
            cx.save(&tag)?;
        }
        Ok(Reply::new())
    }
}
