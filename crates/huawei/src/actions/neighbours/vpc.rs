//! Virtual private clouds: the few operations of the network's service that CloudDC's users need.

use super::neighbour::page;
use super::vpc_error::{VPC_ABSENT, VPC_IN_USE, VPC_INVALID, VPC_NAME_TAKEN};
use super::vpc_text::{instant, must_be_description, must_be_name};
use crate::people::{self, PROJECT};
use crate::say::must;
use crate::traits::Service;
use crate::{Huawei, Reply, Traits, ids, lookup};
use squall_api::catalogue::huawei::*;
use squall_api::cloud::{Cidr, Head, State, Vpc};
use squall_api::wire::Object;
use squall_api::{Action, Cx, Entry, Outcome, Params};

pub(crate) const ACTIONS: &[Entry<Huawei>] = &[
    Entry::of::<CreateVpc>(Traits::post("/v1/{project_id}/vpcs", "vpc:vpcs:create").of(Service::Vpc), &[]),
    Entry::of::<ListVpcs>(Traits::get("/v1/{project_id}/vpcs", "vpc:vpcs:list").of(Service::Vpc), &[])
        .reading(),
    Entry::of::<ShowVpc>(Traits::get("/v1/{project_id}/vpcs/{vpc_id}", "vpc:vpcs:get").of(Service::Vpc), &[])
        .reading(),
    Entry::of::<DeleteVpc>(
        Traits::delete("/v1/{project_id}/vpcs/{vpc_id}", "vpc:vpcs:delete").of(Service::Vpc),
        &[INSTANCE_STATE_CONFLICT],
    ),
];

/// What a new virtual private cloud is to be.
#[derive(Params)]
pub(crate) struct NewVpc {
    name: Option<String>,
    cidr: Option<String>,
    description: Option<String>,
}

/// Makes a virtual private cloud.
#[derive(Params)]
pub(crate) struct CreateVpc {
    #[param(required)]
    vpc: NewVpc,
}

impl Action<Huawei> for CreateVpc {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let text = self.vpc.cidr.as_deref().filter(|cidr| !cidr.is_empty()).unwrap_or("192.168.0.0/16");
        let block = Cidr::parse(text).filter(|block| cx.laws.network.admits_vpc(*block));
        let block = block.ok_or_else(|| VPC_INVALID.about("cidr"))?;
        let name = self.vpc.name.as_deref().unwrap_or("");
        let description = self.vpc.description.as_deref().unwrap_or("");
        must_be_name(name, "name", &VPC_INVALID)?;
        must_be_description(description, "description", &VPC_INVALID)?;
        let others = cx.owned::<Vpc>(lookup::owner(cx))?;
        let taken = !name.is_empty() && others.iter().any(|vpc| vpc.head.name == name);
        must(!taken, || VPC_NAME_TAKEN.fault())?;
        let mut head = Head::new(ids::uuid(cx)?, lookup::owner(cx), "", name, cx.now).in_state(State::Active);
        head.relabel(None, Some(description));
        let vpc = Vpc::new(head, block);
        cx.insert(&vpc)?;
        answer(cx, &vpc)
    }
}

/// Lists the project's virtual private clouds.
#[derive(Params)]
pub(crate) struct ListVpcs {
    #[param(id = "vpc")]
    id: Option<String>,
    limit: Option<i64>,
    marker: Option<String>,
}

impl Action<Huawei> for ListVpcs {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut rows = cx.owned::<Vpc>(lookup::owner(cx))?;
        rows.retain(|vpc| self.id.as_ref().is_none_or(|id| vpc.head.id == *id));
        let project = project(cx)?;
        let mut reply = Object::new();
        reply.objects("vpcs", page(&rows, self.limit, self.marker.as_deref()), |vpc, object| {
            write(vpc, &project, object);
        });
        Ok(reply.into())
    }
}

/// Shows a virtual private cloud.
#[derive(Params)]
pub(crate) struct ShowVpc {
    #[param(required, id = "vpc")]
    vpc_id: String,
}

impl Action<Huawei> for ShowVpc {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        answer(cx, &find(cx, &self.vpc_id)?)
    }
}

/// Takes an empty virtual private cloud away.
#[derive(Params)]
pub(crate) struct DeleteVpc {
    #[param(required, id = "vpc")]
    vpc_id: String,
}

impl Action<Huawei> for DeleteVpc {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let vpc = find(cx, &self.vpc_id)?;
        must(cx.any_link(&vpc.head.id)?.is_none(), || VPC_IN_USE.fault())?;
        cx.erase(&vpc)?;
        Ok(Reply::empty(204))
    }
}

/// A virtual private cloud of the project; one that is not there is answered with the network service's 404.
pub(crate) fn find(cx: &Cx<'_>, id: &str) -> Outcome<Vpc> {
    lookup::own(cx, id)?.ok_or_else(|| VPC_ABSENT.fault())
}

/// The project that everything of the caller's is in: `tenant_id`.
pub(crate) fn project(cx: &Cx<'_>) -> Outcome<String> {
    Ok(people::domain(cx, cx.caller.account())?.attribute(PROJECT).to_owned())
}

fn answer(cx: &Cx<'_>, vpc: &Vpc) -> Outcome<Reply> {
    let project = project(cx)?;
    let mut reply = Object::new();
    reply.object("vpc", |object| write(vpc, &project, object));
    Ok(reply.into())
}

fn write(vpc: &Vpc, project: &str, object: &mut Object) {
    object.text("id", &vpc.head.id).text("name", &vpc.head.name).text("description", &vpc.head.about);
    object.shown("cidr", vpc.block).text("status", "OK").array("routes", |_| ());
    object.text("enterprise_project_id", "0").text("tenant_id", project);
    object.text("created_at", &instant(vpc.head.created_at)).text("updated_at", &instant(vpc.head.state_at));
}
