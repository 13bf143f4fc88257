//! Putting tags on resources and taking them off.

use crate::traits::{Service, Traits};
use crate::{QingCloud, lookup, subject, words};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::Tag;
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply, ensure};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<AttachTags>(TRAITS, &[RESOURCE_NOT_FOUND]),
    Entry::of::<DetachTags>(TRAITS, &[RESOURCE_NOT_FOUND]),
];

const TRAITS: Traits = Traits::of(Service::Platform);
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
    /// Both must exist and be the caller's; the resource must be of the type it is said to be.
    fn must_exist(&self, cx: &Cx<'_>) -> Outcome<()> {
        let id = &self.resource_id;
        lookup::own::<Tag>(cx, &self.tag_id)?;
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

/// Puts tags on resources; a tag that is there already stays.
#[derive(Params)]
pub(crate) struct AttachTags {
    #[param(required)]
    resource_tag_pairs: Vec<Pair>,
}

impl Action<QingCloud> for AttachTags {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        self.resource_tag_pairs.iter().try_for_each(|pair| pair.must_exist(cx))?;
        for pair in &self.resource_tag_pairs {
            let mut tag = cx.fetch::<Tag>(&pair.tag_id)?;
            if !tag.targets.contains(&pair.target()) {
                tag.targets.push(pair.target());
                cx.save(&tag)?;
            }
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
        self.resource_tag_pairs.iter().try_for_each(|pair| pair.must_exist(cx))?;
        for pair in &self.resource_tag_pairs {
            let mut tag = cx.fetch::<Tag>(&pair.tag_id)?;
            tag.targets.retain(|target| *target != pair.target());
            cx.save(&tag)?;
        }
        Ok(Reply::new())
    }
}
