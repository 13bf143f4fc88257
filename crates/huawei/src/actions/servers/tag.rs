//! Tags by way of the general route, which knows physical servers only.

use crate::tags::{self, Tag, Tagged};
use crate::{Huawei, Reply, Traits, lookup};
use squall_api::catalogue::huawei::*;
use squall_api::cloud::Server;
use squall_api::{Action, Cx, Entry, Outcome, Params};

pub(crate) const ACTIONS: &[Entry<Huawei>] = &[
    Entry::of::<BatchCreateTags>(
        Traits::post("/v1/{project_id}/{resource_type}/{resource_id}/tags/create", "clouddc::tagResource"),
        &[SERVER_NOT_FOUND],
    ),
    Entry::of::<BatchDeleteTags>(
        Traits::post("/v1/{project_id}/{resource_type}/{resource_id}/tags/delete", "clouddc::untagResource"),
        &[SERVER_NOT_FOUND],
    ),
];

const TYPES: [&str; 1] = ["physicalservers"];

/// Tags a physical server; of a key that is there already the new value counts.
#[derive(Params)]
pub(crate) struct BatchCreateTags {
    #[param(name = "resource_type", required, one_of = TYPES)]
    _resource_type: String,
    #[param(required, id = "server")]
    resource_id: String,
    #[param(required, max_items = tags::MOST)]
    tags: Vec<Tag>,
}

impl Action<Huawei> for BatchCreateTags {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        tags::must_be_good(&self.tags)?;
        tags::create(cx, lookup::server(cx, &self.resource_id)?, &self.tags)
    }
}

/// Takes tags off a physical server.
#[derive(Params)]
pub(crate) struct BatchDeleteTags {
    #[param(name = "resource_type", required, one_of = TYPES)]
    _resource_type: String,
    #[param(required, id = "server")]
    resource_id: String,
    #[param(required, max_items = tags::MOST)]
    tags: Vec<Tag>,
}

impl Action<Huawei> for BatchDeleteTags {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        tags::must_be_good(&self.tags)?;
        tags::delete(cx, lookup::server(cx, &self.resource_id)?, &self.tags)
    }
}

impl Tagged for Server {
    fn tags(&mut self) -> &mut Vec<(String, String)> {
        &mut self.tags
    }
}
