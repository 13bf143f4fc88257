//! Key pairs and the instances that let them in.

use crate::QingCloud;
use crate::figures::pace;
use crate::job;
use crate::lookup::{self, must_be};
use crate::traits::{Service, Traits};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Instance, KeyPair, State};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply, ensure};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<AttachKeyPairs>(Traits::of(Service::Compute), &[RESOURCE_NOT_FOUND]),
    Entry::of::<DetachKeyPairs>(Traits::of(Service::Compute), &[RESOURCE_NOT_FOUND]),
];

/// Lets key pairs into instances, each into all of them; one that is let in already stays.
#[derive(Params)]
pub(crate) struct AttachKeyPairs {
    #[param(required, id = "key pair")]
    keypairs: Vec<String>,
    #[param(required, id = "instance")]
    instances: Vec<String>,
}

/// Shuts key pairs out of instances; one that is not let in stays out.
#[derive(Params)]
pub(crate) struct DetachKeyPairs {
    #[param(required, id = "key pair")]
    keypairs: Vec<String>,
    #[param(required, id = "instance")]
    instances: Vec<String>,
}

impl Action<QingCloud> for AttachKeyPairs {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut instances = found(cx, &self.keypairs, &self.instances, "attached with keypairs")?;
        for instance in &mut instances {
            let id = &instance.head.id;
            ensure!(
                instance.system.platform != "windows",
                PERMISSION_DENIED,
                "instance [{id}] runs windows, keypairs can not be attached"
            );
            for key_pair in &self.keypairs {
                if !instance.key_pairs.contains(key_pair) {
                    instance.key_pairs.push(key_pair.clone());
                }
            }
        }
        saved(cx, &instances)
    }
}

impl Action<QingCloud> for DetachKeyPairs {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut instances = found(cx, &self.keypairs, &self.instances, "detached from keypairs")?;
        for instance in &mut instances {
            instance.key_pairs.retain(|key_pair| !self.keypairs.contains(key_pair));
        }
        saved(cx, &instances)
    }
}

/// The instances of a call, running or stopped; its key pairs must be there as well.
fn found(cx: &Cx<'_>, key_pairs: &[String], instances: &[String], done: &str) -> Outcome<Vec<Instance>> {
    lookup::each::<KeyPair>(cx, key_pairs, lookup::live)?;
    let instances = lookup::each::<Instance>(cx, instances, lookup::idle)?;
    for instance in &instances {
        must_be(instance, &[State::Active, State::Stopped], done)?;
    }
    Ok(instances)
}

fn saved(cx: &Cx<'_>, instances: &[Instance]) -> Outcome<Reply> {
    instances.iter().try_for_each(|instance| cx.save(instance))?;
    job::of(cx, instances, pace::ATTACH_KEY_PAIR)
}
