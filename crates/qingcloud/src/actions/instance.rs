//! Instances.

use crate::QingCloud;
use crate::lookup::{self, must_be, must_be_leased};
use crate::traits::{Service, Traits};
use crate::{listing, pace};
use squall_api::catalogue::{Code, qingcloud::*};
use squall_api::cloud::{Instance, State, Verb};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply};

pub(crate) const ACTIONS: &[Entry<QingCloud>] =
    &[Entry::of::<StopInstances>(), Entry::of::<TerminateInstances>()];

const TRAITS: Traits = Traits::of(Service::Compute);

/// Stops running instances.
#[derive(Params)]
pub(crate) struct StopInstances {
    #[param(required, id = "instance")]
    instances: Vec<String>,
    /// Accepted; a stop here never needs force.
    force: Option<bool>,
}

impl Action<QingCloud> for StopInstances {
    const TRAITS: Traits = TRAITS;
    const RAISES: &'static [Code] = &[RESOURCE_NOT_FOUND];

    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let _ = self.force;
        let mut instances = lookup::each::<Instance>(cx, &self.instances, lookup::idle)?;
        for instance in &instances {
            must_be(instance, &[State::Active], "stopped")?;
        }
        for instance in &mut instances {
            cx.begin(instance, Verb::Stop, State::Stopped, pace::STOP_INSTANCE)?;
        }
        let mut reply = Reply::new();
        listing::job(cx, &self.instances, pace::STOP_INSTANCE, &mut reply)?;
        Ok(reply)
    }
}

/// Puts instances into the recycle bin, or ceases them at once.
#[derive(Params)]
pub(crate) struct TerminateInstances {
    #[param(required, id = "instance")]
    instances: Vec<String>,
    #[param(default = false)]
    direct_cease: bool,
}

impl Action<QingCloud> for TerminateInstances {
    const TRAITS: Traits = TRAITS;
    const RAISES: &'static [Code] = &[RESOURCE_NOT_FOUND];

    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut instances = lookup::each::<Instance>(cx, &self.instances, lookup::live)?;
        for instance in &instances {
            must_be(instance, &[State::Active, State::Stopped, State::Suspended], "terminated")?;
            must_be_leased(cx, instance)?;
        }
        let (verb, target) =
            if self.direct_cease { (Verb::Cease, State::Ceased) } else { (Verb::Delete, State::Recycled) };
        for instance in &mut instances {
            cx.begin(instance, verb, target, pace::TERMINATE_INSTANCE)?;
        }
        let mut reply = Reply::new();
        listing::job(cx, &self.instances, pace::TERMINATE_INSTANCE, &mut reply)?;
        Ok(reply)
    }
}
