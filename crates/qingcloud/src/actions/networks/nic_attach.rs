//! Network interfaces on instances.

use crate::QingCloud;
use crate::figures::pace;
use crate::job;
use crate::lookup::{self, must_be, must_be_steady};
use crate::traits::{Service, Traits};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Instance, State};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply, ensure};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<AttachNics>(TRAITS, &[RESOURCE_NOT_FOUND]),
    Entry::of::<DetachNics>(TRAITS, &[RESOURCE_NOT_FOUND]),
];

const TRAITS: Traits = Traits::of(Service::Network);

/// Attaches loose interfaces to a running instance.
#[derive(Params)]
pub(crate) struct AttachNics {
    #[param(required, id = "network interface")]
    nics: Vec<String>,
    #[param(id = "instance")]
    instance: String,
}

impl Action<QingCloud> for AttachNics {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut nics = lookup::each(cx, &self.nics, super::nic::live)?;
        let instance = lookup::idle::<Instance>(cx, &self.instance)?;
        lookup::all_must_be(&nics, &[State::Free], "attached")?;
        must_be(&instance, &[State::Active], "given nics")?;
        for nic in &mut nics {
            nic.instance = Some(instance.head.id.clone());
            cx.become_state(nic, State::Bound)?;
        }
        job::reply(cx, &self.nics, pace::JOIN_NETWORK)
    }
}

/// Takes attached interfaces off their instances; the one that came with joining a network goes by leaving
/// it.
#[derive(Params)]
pub(crate) struct DetachNics {
    #[param(required, id = "network interface")]
    nics: Vec<String>,
}

impl Action<QingCloud> for DetachNics {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut nics = lookup::each(cx, &self.nics, super::nic::live)?;
        for nic in &nics {
            must_be(nic, &[State::Bound], "detached")?;
            ensure!(
                !nic.is_builtin,
                PERMISSION_DENIED,
                "nic [{}] came with vxnet [{}], can not be detached",
                nic.head.id,
                nic.network
            );
            if let Some(instance) = nic.instance.as_deref().map(|id| cx.find::<Instance>(id)).transpose()? {
                instance.iter().try_for_each(must_be_steady)?;
            }
        }
        for nic in &mut nics {
            nic.instance = None;
            cx.become_state(nic, State::Free)?;
        }
        job::reply(cx, &self.nics, pace::JOIN_NETWORK)
    }
}
