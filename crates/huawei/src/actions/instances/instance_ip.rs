//! Other addresses for an instance that is there.

use super::instance_delete::must_let_ports_go;
use super::order::Wiring;
use crate::say::{self, must};
use crate::{Huawei, Reply, Traits, lookup, pace};
use squall_api::catalogue::huawei::*;
use squall_api::cloud::{Metal, State, Verb};
use squall_api::{Action, Cx, Entry, Outcome, Params};
use std::net::Ipv4Addr;

pub(crate) const ACTIONS: &[Entry<Huawei>] = &[Entry::of::<ModifyInstanceIp>(
    Traits::put("/v1/{project_id}/instances/{instance_id}/ip", "clouddc:instance:updateIP"),
    &[
        INSTANCE_NOT_FOUND,
        INSTANCE_STATE_CONFLICT,
        SUBNET_NOT_FOUND,
        SUBNET_UNAVAILABLE,
        SUBNET_FULL,
        IP_CONFLICT,
        PORTS_OVERLOADED,
        PORT_DELETION_FAILED,
    ],
)];

/// An interface as it is to be.
#[derive(Params)]
pub(crate) struct Nic {
    #[param(required, id = "subnet")]
    subnet_id: String,
    ip_address: Option<String>,
}

/// Puts an instance's interfaces into other subnets or gives them other addresses.
#[derive(Params)]
pub(crate) struct ModifyInstanceIp {
    #[param(required, id = "instance")]
    instance_id: String,
    #[param(id = "vpc")]
    vpc_id: Option<String>,
    #[param(required, max_items = 100)]
    nics: Vec<Nic>,
}

impl Action<Huawei> for ModifyInstanceIp {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        must((1..=2).contains(&self.nics.len()), || say::invalid("nics"))?;
        let wanted: Vec<(&str, &str)> =
            self.nics.iter().map(|nic| (&*nic.subnet_id, nic.ip_address.as_deref().unwrap_or(""))).collect();
        let readable = wanted.iter().all(|(_, ip)| ip.is_empty() || ip.parse::<Ipv4Addr>().is_ok());
        must(readable, || say::invalid("nics.ip_address"))?;
        let mut metal = lookup::instance(cx, &self.instance_id)?;
        let wiring = Wiring::find(cx, &wanted)?;
        wiring.must_belong_to(self.vpc_id.as_deref().unwrap_or(wiring.vpc()))?;
        must(can_be_rewired(cx, &metal)?, || say::plain(INSTANCE_STATE_CONFLICT))?;
        wiring.must_be_active()?;
        wiring.must_have_room(cx, 1, std::slice::from_ref(&metal.head.id))?;
        must_let_ports_go(cx, &metal)?;
        cx.drop_ports_of(&metal.head.id)?;
        wiring.connect(cx, &metal)?;
        wiring.vpc().clone_into(&mut metal.vpc);
        cx.begin_task(&mut metal, Verb::Update, State::Stopped, pace::MODIFY_IP)?;
        Ok(Reply::empty(202))
    }
}

/// Switched off and at rest. The vendor's sentence can be read in two ways; this is the stricter one.
fn can_be_rewired(cx: &Cx<'_>, metal: &Metal) -> Outcome<bool> {
    Ok(metal.head.state == State::Stopped && lookup::is_at_rest(cx, metal)?)
}
