//! Brokers of remote desktops: how an instance's screen is reached from outside.

use crate::QingCloud;
use crate::figures::pace;
use crate::job;
use crate::lookup::{self, must_be};
use crate::traits::{Service, Traits};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Instance, State};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<CreateBrokers>(TRAITS, &[RESOURCE_NOT_FOUND]),
    Entry::of::<DeleteBrokers>(TRAITS, &[RESOURCE_NOT_FOUND]),
];

const TRAITS: Traits = Traits::of(Service::Compute);
/// Where brokers are. Nobody listens there: squall has no screens.
const HOST: &str = "broker.qingcloud.com";
/// The first port of brokers and how many there are.
const PORTS: (u64, u64) = (20_000, 10_000);
/// The attribute of an instance that tells the port of its broker.
const PORT: &str = "broker_port";

/// Opens a broker for each of some running instances; one that is open already stays.
#[derive(Params)]
pub(crate) struct CreateBrokers {
    #[param(required, id = "instance")]
    instances: Vec<String>,
}

impl Action<QingCloud> for CreateBrokers {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut instances = lookup::each::<Instance>(cx, &self.instances, lookup::idle)?;
        for instance in &mut instances {
            must_be(instance, &[State::Active], "given a broker")?;
            if instance.attribute(PORT).is_empty() {
                let (first, count) = PORTS;
                let port = first + cx.noise(&instance.head.id, 1)? % count;
                instance.traits.insert(PORT.to_owned(), port.to_string());
                cx.save(instance)?;
            }
        }
        told(cx, &instances)
    }
}

/// Closes the brokers of some instances; those that have none stay so.
#[derive(Params)]
pub(crate) struct DeleteBrokers {
    #[param(required, id = "instance")]
    instances: Vec<String>,
}

impl Action<QingCloud> for DeleteBrokers {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let instances = lookup::each::<Instance>(cx, &self.instances, lookup::idle)?;
        let reply = told(cx, &instances)?;
        for mut instance in instances {
            if instance.traits.remove(PORT).is_some() {
                cx.save(&instance)?;
            }
        }
        Ok(reply)
    }
}

/// The brokers that are open, and the job.
fn told(cx: &Cx<'_>, instances: &[Instance]) -> Outcome<Reply> {
    let mut reply = job::of(cx, instances, pace::RESTART_INSTANCE)?;
    let open = instances.iter().filter_map(|instance| {
        let port = instance.attribute(PORT).parse::<u64>().ok()?;
        Some((&instance.head.id, port))
    });
    reply.objects("brokers", open, |(id, port), broker| {
        broker.text("instance_id", id).text("broker_host", HOST).int("broker_port", port);
    });
    Ok(reply)
}
