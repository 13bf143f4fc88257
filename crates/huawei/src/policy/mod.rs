//! What a user may do: rights such as `clouddc:instance:list`, alone or in IAM's policy documents.

mod conditions;
mod grammar;

pub use conditions::Facts;
pub use grammar::read;

use crate::Huawei;
use crate::people::{self, DOMAIN, POLICIES, REGION, USER_ID, USER_NAME};
use crate::say;
use serde_json::Value;
use squall_api::catalogue::huawei::PERMISSION_DENIED;
use squall_api::cloud::Account;
use squall_api::policy::{Asked, Node, Part, Policy, Verdict, decide};
use squall_api::setting::invalid;
use squall_api::{Outcome, Passage};
use std::sync::Arc;

/// A user's policies must allow a right (iMetal.0004). Some from before their grammar was checked may have been stored
/// although nobody understands them: while there is one, nothing is allowed.
pub(crate) fn must_allow(passage: &Passage<'_, Huawei>, user: &Arc<Account>, right: &str) -> Outcome<()> {
    let domain = people::domain(&passage.world, user)?;
    let facts = Facts {
        now: passage.world.now,
        address: passage.request.peer.to_canonical(),
        is_secure: passage.request.tls,
        domain_id: &domain.id,
        domain_name: domain.attribute(DOMAIN),
        region: domain.attribute(REGION),
        user_id: user.attribute(USER_ID),
        user_name: user.attribute(USER_NAME),
    };
    let stored = user.attribute(POLICIES);
    let list = serde_json::from_str(if stored.is_empty() { "[]" } else { stored });
    let list: Result<Value, _> = list.map_err(|_| invalid("they are no JSON"));
    let policies = list.and_then(|list| read(&Node::at("policies", &list)));
    let denied = |why: String| Err(say::plain(PERMISSION_DENIED).because(why));
    match policies.map(|policies| judge(&policies, right, &facts)) {
        Ok(Verdict::Allowed) => Ok(()),
        Ok(Verdict::Denied) => denied(format!("a policy denies {right}")),
        Ok(Verdict::Unsaid) => denied(format!("no policy allows {right}")),
        Err(refusal) => denied(format!("the user's policies cannot be read: {refusal}")),
    }
}

/// What policies say of a right. IAM judges rights for all resources of CloudDC and its neighbours: no document shows
/// any of their resources in a policy.
pub fn judge(policies: &[Policy], right: &str, facts: &Facts<'_>) -> Verdict {
    let right = right.to_ascii_lowercase();
    let mut parts = right.splitn(grammar::RIGHT_PARTS, ':');
    let mut next = || parts.next().unwrap_or_default();
    let (service, kind, operation) = (next(), next(), next());
    let (region, account) = (facts.region.to_ascii_lowercase(), facts.domain_id.to_ascii_lowercase());
    let resource = [service, &region, &account, "*", "*"].map(Part::One).to_vec();
    let action = [Part::One(service), Part::One(kind), Part::One(operation)];
    let known = |key: &str| facts.of(key, service);
    decide(policies, &Asked { action: &action, resources: &[resource], facts: &known })
}
