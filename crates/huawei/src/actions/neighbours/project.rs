//! The projects of a domain, as IAM lists them: one, named after its region.

use crate::people::{self, PROJECT, REGION};
use crate::traits::Service;
use crate::{Huawei, Reply, Traits};
use squall_api::wire::Object;
use squall_api::{Action, Cx, Entry, Outcome, Params};

pub(crate) const ACTIONS: &[Entry<Huawei>] =
    &[Entry::of::<ListProjects>(Traits::get("/v3/projects", "").of(Service::Iam), &[]).reading()];

/// The most projects of a page.
const PAGE: i64 = 5_000;

/// Lists the caller's projects; the SDK finds the project of a region by its name.
#[derive(Params)]
pub(crate) struct ListProjects {
    name: Option<String>,
    domain_id: Option<String>,
    parent_id: Option<String>,
    enabled: Option<bool>,
    is_domain: Option<bool>,
    #[param(range = 1..=1_000_000)]
    page: Option<usize>,
    #[param(range = 1..=PAGE)]
    per_page: Option<usize>,
}

impl Action<Huawei> for ListProjects {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let domain = people::domain(cx, cx.caller.account())?;
        let region = domain.attribute(REGION);
        let is = |wanted: &Option<String>, value: &str| wanted.as_deref().is_none_or(|it| it == value);
        let fits = is(&self.name, region)
            && is(&self.domain_id, &domain.id)
            && is(&self.parent_id, &domain.id)
            && self.enabled.unwrap_or(true)
            && !self.is_domain.unwrap_or(false);
        let size = self.per_page.unwrap_or(PAGE as usize);
        let before = self.page.map_or(0, |page| (page - 1).saturating_mul(size));
        let shown = fits.then_some(domain.attribute(PROJECT)).into_iter().skip(before).take(size);
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
