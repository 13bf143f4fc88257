//! Work on what the network delivers: making it forget or fetch something, keeping something from being delivered.

use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource};
use crate::time::instant::Time;
use crate::world::{Answer, World};
use serde::{Deserialize, Serialize};

/// What is done.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Duty {
    /// Single addresses are forgotten.
    PurgeUrls,
    /// Everything below some addresses is forgotten.
    PurgeFolders,
    /// Addresses are fetched before anybody asks.
    Preheat,
    /// Addresses are no longer delivered.
    Ban,
    /// They are delivered again.
    Release,
    /// What nodes hold of an address is compared.
    Compare,
}

/// A piece of work. How far it is follows from the instants it began and ends.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct DeliveryTask {
    /// Its id, owner and instant of creation.
    pub head: Head,
    /// What is done.
    pub duty: Duty,
    /// The action that ordered it.
    pub ordered_by: String,
    /// The number that it is known by, where that is not its id.
    pub number: u64,
    /// The addresses, in order.
    pub urls: Vec<String>,
    /// The ids of the accelerated hosts they are of, each as often as it has addresses.
    pub hosts: Vec<String>,
    /// When it is finished.
    pub done_at: Time,
}

impl Resource for DeliveryTask {
    const KIND: Kind = Kind::DeliveryTask;
    headed!();
}

impl DeliveryTask {
    /// Whether it is finished.
    pub fn is_done(&self, now: Time) -> bool {
        now >= self.done_at
    }
}

impl World<'_> {
    /// Puts a piece of work on record, for as long as records are kept; `settle` waits for its end.
    pub fn order_delivery(&self, task: &DeliveryTask) -> Answer<()> {
        self.insert(task)?;
        self.ripen(task.done_at)?;
        self.forget_in_time(task)
    }

    /// The tasks of an owner since an instant, newest first.
    pub fn delivery_tasks_since(&self, owner: &str, since: Time) -> Answer<Vec<DeliveryTask>> {
        let mut tasks = Vec::new();
        for id in self.owned_ids(Kind::DeliveryTask, owner)? {
            let task: DeliveryTask = self.fetch(&id)?;
            if task.head.created_at < since {
                break;
            }
            tasks.push(task);
        }
        Ok(tasks)
    }
}
