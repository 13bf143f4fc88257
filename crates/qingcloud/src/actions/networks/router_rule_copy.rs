//! Static rules copied from one router to another.

use super::router_rule::{changeable, settle};
use crate::QingCloud;
use crate::lookup;
use crate::traits::{Service, Traits};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Head, Router, RouterRule, State};
use squall_api::{Action, Cx, Entry, Outcome, Params, Raise, Reply, ensure};

pub(crate) const ACTIONS: &[Entry<QingCloud>] =
    &[Entry::of::<CopyRouterStatics>(TRAITS, &[RESOURCE_NOT_FOUND, RESOURCE_EXISTS])];

const TRAITS: Traits = Traits::of(Service::Network);

/// Copies the static rules of a router to another, in the called zone or in `dest_zone`. What concerns a network or an
/// instance of the first router is left out: the other one does not have them.
#[derive(Params)]
pub(crate) struct CopyRouterStatics {
    #[param(id = "router")]
    source_router: String,
    #[param(id = "router")]
    dest_router: String,
    dest_zone: Option<String>,
}

impl Action<QingCloud> for CopyRouterStatics {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let source = lookup::live::<Router>(cx, &self.source_router)?;
        let mut target = self.target(cx)?;
        for rule in cx.linked::<RouterRule>(&source.head.id)? {
            if rule.network.is_some() || rule.instance.is_some() {
                continue;
            }
            let id = cx.mint("rtrs-", 8)?;
            let head = Head::new(id, &target.head.owner, &target.head.zone, &rule.head.name, cx.now);
            let entries = rule.entries.clone();
            let mut copy =
                RouterRule { head: head.in_state(State::Free), router: target.head.id.clone(), ..rule };
            settle(cx, &mut copy)?;
            copy.entries = entries;
            for entry in &mut copy.entries {
                entry.id = cx.mint("rse-", 8)?;
            }
            cx.insert(&copy)?;
            target.is_applied = false;
        }
        cx.save(&target)?;
        Ok(Reply::new())
    }
}

impl CopyRouterStatics {
    fn target(&self, cx: &Cx<'_>) -> Outcome<Router> {
        let Some(zone) = &self.dest_zone else { return changeable(cx, &self.dest_router) };
        let id = &self.dest_router;
        let absent = || format!("resource [{id}] not found");
        let router = cx.find::<Router>(id)?.or_raise(RESOURCE_NOT_FOUND, absent)?;
        let is_mine = lookup::is_mine(cx, &router.head.owner)?;
        ensure!(is_mine, PERMISSION_DENIED, "access denied for resource [{id}]");
        ensure!(router.head.zone == *zone, RESOURCE_NOT_FOUND, "{}", absent());
        lookup::must_be_steady(&router)?;
        lookup::must_be(&router, &[State::Active, State::Stopped], "modified")?;
        Ok(router)
    }
}
