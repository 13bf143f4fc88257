//! Virtual private clouds: the few operations of the network's service that CloudDC's users need.

use super::neighbour::{absent, conflict, page};
use crate::say::{self, must};
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
    #[param(max_len = 64)]
    name: Option<String>,
    cidr: Option<String>,
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
        let block = block.ok_or_else(|| say::invalid("vpc.cidr"))?;
        let name = self.vpc.name.as_deref().unwrap_or("");
        let head = Head::new(ids::uuid(cx)?, lookup::owner(cx), "", name, cx.now).in_state(State::Active);
        let vpc = Vpc::new(head, block);
        cx.insert(&vpc)?;
        Ok(answer(&vpc))
    }
}

/// Lists the project's virtual private clouds.
#[derive(Params)]
pub(crate) struct ListVpcs {
    limit: Option<i64>,
    marker: Option<String>,
}

impl Action<Huawei> for ListVpcs {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let rows = cx.owned::<Vpc>(lookup::owner(cx))?;
        let mut reply = Object::new();
        reply.objects("vpcs", page(&rows, self.limit, self.marker.as_deref()), write);
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
        Ok(answer(&find(cx, &self.vpc_id)?))
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
        must(cx.any_link(&vpc.head.id)?.is_none(), || conflict("the vpc has subnets"))?;
        cx.erase(&vpc)?;
        Ok(Reply::empty(204))
    }
}

/// A virtual private cloud of the project; one that is not there is answered with the network service's 404.
pub(crate) fn find(cx: &Cx<'_>, id: &str) -> Outcome<Vpc> {
    lookup::own(cx, id)?.ok_or_else(|| absent("vpc", id))
}

fn answer(vpc: &Vpc) -> Reply {
    let mut reply = Object::new();
    reply.object("vpc", |object| write(vpc, object));
    reply.into()
}

fn write(vpc: &Vpc, object: &mut Object) {
    object.text("id", &vpc.head.id).text("name", &vpc.head.name).text("description", &vpc.head.about);
    object.shown("cidr", vpc.block).text("status", "OK").array("routes", |_| ());
}
