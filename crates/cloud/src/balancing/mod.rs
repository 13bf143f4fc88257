//! Load balancers and what they forward by.

pub(crate) mod backend;
pub(crate) mod balancer;
pub(crate) mod certificate;
pub(crate) mod forwarding;
pub(crate) mod listener;
pub(crate) mod policy;
pub(crate) mod policy_rule;
pub(crate) mod reach;

pub use backend::Backend;
pub use balancer::Balancer;
pub use certificate::{Certificate, Purpose};
pub use forwarding::Forwarding;
pub use listener::Listener;
pub use policy::Policy;
pub use policy_rule::PolicyRule;
pub use reach::Reach;
