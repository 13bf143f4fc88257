//! Putting firewalls in front of instances.

use super::firewall::TRAITS;
use crate::QingCloud;
use crate::figures::pace;
use crate::job;
use crate::lookup::{self};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Firewall, Instance, State, Verb};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply, ensure};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<ApplySecurityGroup>(TRAITS, &[RESOURCE_NOT_FOUND]),
    Entry::of::<RemoveSecurityGroup>(TRAITS, &[RESOURCE_NOT_FOUND]),
];

/// Puts a firewall's present rules into force, and puts it in front of further instances in place of what stood
/// there.
#[derive(Params)]
pub(crate) struct ApplySecurityGroup {
    #[param(id = "firewall")]
    security_group: String,
    #[param(id = "instance")]
    instances: Vec<String>,
    target_user: Option<String>,
}

impl Action<QingCloud> for ApplySecurityGroup {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        lookup::new_owner(cx, self.target_user.as_deref())?;
        let mut firewall = lookup::idle::<Firewall>(cx, &self.security_group)?;
        let mut instances = lookup::each::<Instance>(cx, &self.instances, lookup::idle)?;
        lookup::all_must_be(&instances, &[State::Active, State::Stopped], "put behind a security group")?;
        for instance in &mut instances {
            instance.firewall = Some(firewall.head.id.clone());
            cx.save(instance)?;
        }
        let state = firewall.head.state;
        cx.begin(&mut firewall, Verb::Update, state, pace::APPLY_FIREWALL)?;
        let mut reply = Reply::new();
        let on = [std::slice::from_ref(&self.security_group), &self.instances].concat();
        job::open(cx, &on, pace::APPLY_FIREWALL, &mut reply)?;
        Ok(reply)
    }
}

/// Takes away the firewall in front of instances.
#[derive(Params)]
pub(crate) struct RemoveSecurityGroup {
    #[param(required, id = "instance")]
    instances: Vec<String>,
}

impl Action<QingCloud> for RemoveSecurityGroup {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut instances = lookup::each::<Instance>(cx, &self.instances, lookup::idle)?;
        for Instance { head, firewall, .. } in &instances {
            ensure!(firewall.is_some(), PERMISSION_DENIED, "instance [{}] has no security group", head.id);
        }
        for instance in &mut instances {
            instance.firewall = None;
            cx.save(instance)?;
        }
        job::reply(cx, &self.instances, pace::APPLY_FIREWALL)
    }
}
