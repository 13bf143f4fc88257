//! A forwarding policy: which requests are sent to a backend.

use crate::balancing::policy_rule::PolicyRule;
use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource, Verb};
use crate::world::{Answer, World};
use serde::{Deserialize, Serialize};

/// A forwarding policy: which requests are sent to a backend.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Policy {
    /// What every resource carries.
    pub head: Head,
    /// Whether a request must match every rule, not just any.
    pub needs_all: bool,
    /// Whether its rules are in force.
    pub is_applied: bool,
}

impl Resource for Policy {
    const KIND: Kind = Kind::Policy;
    headed!();
    fn arrived(&mut self, _world: &World<'_>, verb: Verb) -> Answer<()> {
        self.is_applied |= verb == Verb::Update;
        Ok(())
    }
}

impl World<'_> {
    /// Takes a policy away with its rules. No backend may be bound to it any more.
    pub fn remove_policy(&self, policy: &Policy) -> Answer<()> {
        for rule in self.linked::<PolicyRule>(&policy.head.id)? {
            self.erase(&rule)?;
        }
        self.erase(policy)
    }
}
