//! What a role may do: its policy, as an operator sets it and as calls with its temporary credential are judged by.

mod grammar;
mod resources;
mod services;

pub use grammar::read;
pub use services::of as service_of;

use crate::QingCloud;
use serde_json::Value;
use squall_api::catalogue::qingcloud::PERMISSION_DENIED;
use squall_api::cloud::{Account, Answer};
use squall_api::param::Tree;
use squall_api::policy::{Asked, Node, Part, Policy, Verdict, decide};
use squall_api::setting::invalid;
use squall_api::{Entry, Fault, Outcome, Passage};

/// The attribute of an account that holds its role as JSON; absent where it has none.
pub(crate) const ROLE: &str = "role";

/// Reads a role as an operator writes it, `{"policy": …}`, for the account whose role it is.
///
/// # Errors
/// `Invalid`, with the place of whatever is not understood.
pub(crate) fn read_role(role: &Value, account: &str) -> Answer<Policy> {
    let role = Node::at("role", role);
    role.fields(&["policy"])?;
    read(&role.must("policy")?, account)
}

/// The role of an account may do what a call asks for (1400). A policy from before its grammar was checked may have
/// been stored although nobody understands it: it allows nothing.
pub(crate) fn must_allow(passage: &Passage<'_, QingCloud>, account: &Account) -> Outcome<()> {
    let denied = |why: &str| {
        Err(Fault::coded(PERMISSION_DENIED, "IAM authorization evaluate deny").because(why.to_owned()))
    };
    let role = serde_json::from_str(account.attribute(ROLE));
    let role =
        role.map_err(|_| invalid("the account has no role")).and_then(|role| read_role(&role, &account.id));
    let (policy, Some(entry)) = (role, passage.entry) else { return denied("there is no such action") };
    match policy.map(|policy| judge(&policy, entry, &passage.call.tree, &account.id)) {
        Ok(Verdict::Allowed) => Ok(()),
        Ok(Verdict::Denied) => denied("a statement of the role's policy denies it"),
        Ok(Verdict::Unsaid) => denied("no statement of the role's policy allows all of it"),
        Err(refusal) => denied(&format!("the role's policy cannot be read: {refusal}")),
    }
}

/// What a policy says of a call by an account's role.
pub fn judge(policy: &Policy, entry: &Entry<QingCloud>, tree: &Tree<'_>, account: &str) -> Verdict {
    let Some(named) = resources::named(entry, tree) else { return Verdict::Unsaid };
    let (all, region) = (services::ALL, resources::region(tree));
    let service = Part::Either(services::of(entry.name).unwrap_or(all), all);
    let resources: Vec<_> = named.iter().map(|named| named.qrn(region, account)).collect();
    let action = [service, Part::One(entry.name)];
    decide(std::slice::from_ref(policy), &Asked { action: &action, resources: &resources, facts: &|_| None })
}
