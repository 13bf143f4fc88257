//! A rule of a forwarding policy.

use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource};
use serde::{Deserialize, Serialize};

/// A rule of a forwarding policy.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PolicyRule {
    /// What every resource carries.
    pub head: Head,
    /// The policy.
    pub policy: String,
    /// The vendor's word for the part of a request that is looked at.
    pub subject: String,
    /// The pattern it must match.
    pub pattern: String,
}

impl Resource for PolicyRule {
    const KIND: Kind = Kind::PolicyRule;
    const TARGETS: &'static [Kind] = &[Kind::Policy];
    headed!();
    fn links(&self, push: &mut dyn FnMut(&str)) {
        push(&self.policy);
    }
}
