//! IAM's policy documents: custom policies, `"Version": "1.1"`, and identity policies, `"5.0"`, as IAM's manual tells
//! of both and as its errors IAM.1020 to IAM.1059 refuse them. The provider sets them at the operator's door, where a
//! refusal is a sentence and no code.
//!
//! Where the documents are silent or disagree, this is what was decided:
//! - a right may stand for a document that allows it, and may end early in a `*`: `clouddc:*`. It is squall's form;
//! - without `Version` a document is one of 1.1;
//! - effects are `Allow` and `Deny`, as in the manual, or in lower case, as in the text of IAM.1029;
//! - `Action` is a list (IAM.1030) of rights of three parts, in which type and operation are compared without regard to
//!   case; services are in lower case, except in 5.0. `?` is in 5.0 alone;
//! - a right of CloudDC must be one that there is (IAM.1036), because a denial of nothing would look like one of
//!   something; those of other services are not all known here;
//! - CloudDC, VPC, IMS and IAM have no resources that a policy could name ("For services that do not support this
//!   function, you cannot create custom policies containing resource types"): of theirs all must be meant;
//! - service, region and account of a resource have no case;
//! - a `NotAction` is everything but its list, whatever the effect.

use super::conditions;
use crate::REGISTRY;
use crate::traits::Service;
use squall_api::cloud::Answer;
use squall_api::policy::{Actions, Effect, Node, Part, Pattern, Policy, Statement};

/// The parts of a right, and of a resource.
pub(super) const RIGHT_PARTS: usize = 3;
const RESOURCE_PARTS: usize = 5;
/// The most policies of a user, and how many bytes of JSON they may have together.
const POLICIES: usize = 200;
const LIST_BYTES: usize = 65_536;
/// The longest document in bytes (IAM.1021), its most statements (IAM.1028), and a statement's most actions (IAM.1033)
/// and resources (IAM.1040).
const DOCUMENT_BYTES: usize = 6_144;
const STATEMENTS: usize = 8;
const ACTIONS: usize = 100;
const RESOURCES: usize = 10;
/// The longest action (IAM.1034), resource (IAM.1042) and `Sid`, in bytes.
const ACTION_BYTES: usize = 128;
const RESOURCE_BYTES: usize = 1_500;
const SID_BYTES: usize = 128;
/// The services whose operations squall serves.
const SERVED: [&str; 4] = ["clouddc", "iam", "ims", "vpc"];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Version {
    /// 1.1
    Custom,
    /// 5.0
    Identity,
}

/// Reads the policies of a user.
///
/// # Errors
/// `Invalid`, with the place of whatever is not understood.
pub fn read(policies: &Node<'_>) -> Answer<Vec<Policy>> {
    let list = policies.value().as_array().filter(|list| list.len() <= POLICIES);
    let list = list.ok_or_else(|| policies.refuse(&format!("must be a list of at most {POLICIES}")))?;
    if list.is_empty() {
        return Ok(Vec::new());
    }
    if policies.value().to_string().len() > LIST_BYTES {
        return Err(policies.refuse(&format!("must have at most {LIST_BYTES} bytes")));
    }
    policies.items(POLICIES)?.iter().map(read_policy).collect()
}

fn read_policy(policy: &Node<'_>) -> Answer<Policy> {
    if policy.value().is_string() {
        let actions = Actions::Of(vec![read_action(policy, Version::Custom)?]);
        let resources = vec![Pattern::all(RESOURCE_PARTS)];
        let statement = Statement { effect: Effect::Allow, actions, resources, conditions: Vec::new() };
        return Ok(Policy { statements: vec![statement] });
    }
    policy.fields(&["Version", "Statement"])?;
    if policy.value().to_string().len() > DOCUMENT_BYTES {
        return Err(policy.refuse(&format!("must have at most {DOCUMENT_BYTES} bytes")));
    }
    let version = match policy.field("Version") {
        None => Version::Custom,
        Some(version) => match version.value().as_str() {
            Some("1.1") => Version::Custom,
            Some("5.0") => Version::Identity,
            _ => return Err(version.refuse("must be `1.1` or `5.0`")),
        },
    };
    let statements = policy.must("Statement")?.items(STATEMENTS)?;
    let statements = statements.iter().map(|statement| read_statement(statement, version));
    Ok(Policy { statements: statements.collect::<Answer<_>>()? })
}

fn read_statement(statement: &Node<'_>, version: Version) -> Answer<Statement> {
    let known = ["Effect", "Action", "NotAction", "Resource", "Condition", "Sid"];
    let known = &known[..if version == Version::Identity { known.len() } else { known.len() - 1 }];
    statement.fields(known)?;
    statement.field("Sid").map(|sid| sid.text(SID_BYTES)).transpose()?;
    let effect = statement.must("Effect")?;
    let effect = match effect.value().as_str() {
        Some("Allow" | "allow") => Effect::Allow,
        Some("Deny" | "deny") => Effect::Deny,
        _ => return Err(effect.refuse("must be `Allow` or `Deny`")),
    };
    let list = |actions: Node<'_>| -> Answer<Vec<Pattern>> {
        actions.items(ACTIONS)?.iter().map(|action| read_action(action, version)).collect()
    };
    let actions = match (statement.field("Action"), statement.field("NotAction")) {
        (Some(actions), None) => Actions::Of(list(actions)?),
        (None, Some(actions)) => Actions::AllBut(list(actions)?),
        _ => return Err(statement.refuse("needs either `Action` or `NotAction`")),
    };
    let resources = match statement.field("Resource") {
        Some(resources) => resources.items(RESOURCES)?.iter().map(read_resource).collect::<Answer<_>>()?,
        None => vec![Pattern::all(RESOURCE_PARTS)],
    };
    let conditions = statement.field("Condition").map(|conditions| conditions::read(&conditions));
    Ok(Statement { effect, actions, resources, conditions: conditions.transpose()?.unwrap_or_default() })
}

/// `clouddc:instance:list`, `clouddc::listEvent`, or shorter where it ends in a part `*`.
fn read_action(action: &Node<'_>, version: Version) -> Answer<Pattern> {
    let text = action.text(ACTION_BYTES)?;
    let wildcards: &[u8] = if version == Version::Identity { b"*?" } else { b"*" };
    let is_word = |part: &str| {
        part.bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte) || wildcards.contains(&byte))
    };
    let mut parts: Vec<&str> = text.split(':').collect();
    if parts.len() < RIGHT_PARTS && parts.last() == Some(&"*") {
        parts.resize(RIGHT_PARTS, "*");
    }
    let &[service, kind, operation] = parts.as_slice() else {
        return Err(
            action.refuse("must be a right such as `clouddc:instance:list`: service, type and operation")
        );
    };
    if service.is_empty() || operation.is_empty() || ![service, kind, operation].into_iter().all(is_word) {
        return Err(action.refuse("must be a right of letters, digits, `_`, `-` and `*`"));
    }
    if version == Version::Custom && service.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Err(action.refuse("must name its service in lower case"));
    }
    let pattern = Pattern::of(parts.iter().map(|part| part.to_ascii_lowercase()));
    if service.eq_ignore_ascii_case("clouddc") && !fits_any_right(&pattern) {
        return Err(action.refuse("is no right of CloudDC"));
    }
    Ok(pattern)
}

fn fits_any_right(pattern: &Pattern) -> bool {
    let clouddcs = REGISTRY.iter().filter(|entry| entry.traits.service == Service::CloudDc);
    clouddcs.map(|entry| entry.traits.right.to_ascii_lowercase()).any(|right| {
        let parts: Vec<Part<'_>> = right.split(':').map(Part::One).collect();
        pattern.fits(&parts, Effect::Allow)
    })
}

/// `*`, or `SERVICE:REGION:ACCOUNT:TYPE:PATH`.
fn read_resource(resource: &Node<'_>) -> Answer<Pattern> {
    let text = resource.text(RESOURCE_BYTES)?;
    if text == "*" {
        return Ok(Pattern::all(RESOURCE_PARTS));
    }
    let parts: Vec<&str> = text.splitn(RESOURCE_PARTS, ':').collect();
    let &[service, region, account, kind, path] = parts.as_slice() else {
        return Err(resource.refuse("must be `*` or `SERVICE:REGION:ACCOUNT:TYPE:PATH`"));
    };
    let is_word = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_*./\\:".contains(&byte))
    };
    if !parts.iter().all(|part| is_word(part)) {
        return Err(
            resource.refuse("must be of letters, digits, `-`, `_`, `.`, `/` and `*`, with no part empty")
        );
    }
    let service = service.to_ascii_lowercase();
    let one = Pattern::of([service.as_str()]);
    let is_served = SERVED.iter().any(|served| one.fits(&[Part::One(served)], Effect::Allow));
    if is_served && (kind, path) != ("*", "*") {
        return Err(
            resource.refuse("must end in `:*:*`: CloudDC, VPC, IMS and IAM judge rights for all resources")
        );
    }
    Ok(Pattern::of([&service, &region.to_ascii_lowercase(), &account.to_ascii_lowercase(), kind, path]))
}
