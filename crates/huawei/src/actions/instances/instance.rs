//! Instances as their owner sees them.

use super::instance_view::{View, write_trouble};
use crate::paging::{self, LONG};
use crate::say::{self, must};
use crate::{Huawei, Reply, Traits, lookup, words};
use squall_api::catalogue::huawei::*;
use squall_api::cloud::Metal;
use squall_api::wire::Object;
use squall_api::{Action, Cx, Entry, Outcome, Params};

pub(crate) const ACTIONS: &[Entry<Huawei>] = &[
    Entry::of::<ListInstances>(Traits::get("/v1/{project_id}/instances", "clouddc:instance:list"), &[])
        .reading(),
    Entry::of::<ShowInstanceStatus>(
        Traits::get("/v1/{project_id}/instances/{instance_id}/status", "clouddc:instance:get"),
        &[INSTANCE_NOT_FOUND],
    )
    .reading(),
];

/// The most ids of a filter.
const IDS: usize = 100;

/// Lists the project's instances, newest first.
#[derive(Params)]
pub(crate) struct ListInstances {
    limit: Option<i64>,
    marker: Option<String>,
    #[param(one_of = words::INSTANCES)]
    instance_state: Option<String>,
    #[param(max_len = 8_192)]
    instance_id: Option<String>,
    #[param(max_len = 8_192)]
    server_id: Option<String>,
}

impl Action<Huawei> for ListInstances {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let both = self.instance_id.is_some() && self.server_id.is_some();
        must(!both, || say::invalid("instance_id, server_id"))?;
        let (ids, servers) = (ids("instance_id", &self.instance_id)?, ids("server_id", &self.server_id)?);
        let fits = |wanted: &Option<Vec<&str>>, id: &str| wanted.as_ref().is_none_or(|ids| ids.contains(&id));
        let mut rows = cx.owned::<Metal>(lookup::owner(cx))?;
        rows.retain(|metal| {
            fits(&ids, &metal.head.id)
                && fits(&servers, &metal.server)
                && self.instance_state.as_deref().is_none_or(|wanted| words::instance(metal) == wanted)
        });
        let marker = self.marker.as_deref();
        paging::page("instances", &rows, self.limit, marker, LONG, |metal| View::of(cx, metal.clone()))
    }
}

/// The ids of a filter, separated by commas.
fn ids<'t>(name: &str, text: &'t Option<String>) -> Outcome<Option<Vec<&'t str>>> {
    let Some(text) = text else { return Ok(None) };
    let ids: Vec<&str> = text.split(',').map(str::trim).filter(|id| !id.is_empty()).collect();
    must(ids.len() <= IDS, || say::invalid(name))?;
    Ok(Some(ids))
}

/// Shows where an instance stands.
#[derive(Params)]
pub(crate) struct ShowInstanceStatus {
    #[param(required, id = "instance")]
    instance_id: String,
}

impl Action<Huawei> for ShowInstanceStatus {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let metal = lookup::instance(cx, &self.instance_id)?;
        let mut reply = Object::new();
        reply.text("state", words::instance(&metal));
        reply.text("operation_state", &words::task(metal.task));
        write_trouble(&metal, &mut reply);
        Ok(reply.into())
    }
}

/// The ids of instances that something is being done to.
pub(crate) fn answer(ids: &[String]) -> Reply {
    let mut reply = Object::new();
    reply.objects("instances", ids, |id, instance| {
        instance.text("id", id);
    });
    reply.into()
}
