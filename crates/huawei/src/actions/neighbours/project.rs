//! The projects of a domain, as IAM lists them: one, named after its region.

use crate::people::{self, PROJECT, REGION};
use crate::traits::Service;
use crate::{Huawei, Reply, Traits};
use squall_api::wire::Object;
use squall_api::{Action, Cx, Entry, Outcome, Params};

pub(crate) const ACTIONS: &[Entry<Huawei>] =
    &[Entry::of::<ListProjects>(Traits::get("/v3/projects", "").of(Service::Iam), &[]).reading()];

/// Lists the caller's projects; the SDK finds the project of a region by its name.
#[derive(Params)]
pub(crate) struct ListProjects {
    name: Option<String>,
}

impl Action<Huawei> for ListProjects {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let domain = people::domain(cx, cx.caller.account())?;
        let region = domain.attribute(REGION);
        let wanted = self.name.as_deref().is_none_or(|name| name == region);
        let shown = wanted.then_some(domain.attribute(PROJECT));
        let mut reply = Object::new();
        reply.objects("projects", shown, |id, project| {
            project.text("id", id).text("name", region).text("domain_id", &domain.id);
            project.text("parent_id", &domain.id).text("description", "");
            project.bool("is_domain", false).bool("enabled", true);
        });
        reply.object("links", |links| {
            links.text("self", "/v3/projects").null("previous").null("next");
        });
        Ok(reply.into())
    }
}
