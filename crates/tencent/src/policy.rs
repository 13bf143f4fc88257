//! CAM's policy documents, version 2.0, and what they say of a call.
//!
//! Where the vendor is silent, this is what was decided: a statement without `resource` concerns nothing and is
//! refused; an empty account in a resource is the policy's own; conditions are refused, because none of the documents
//! says what can be asked of a call of these modules.

use squall_api::cloud::Answer;
use squall_api::policy::{Actions, Asked, Effect, Node, Part, Pattern, Policy, Statement, Verdict, decide};

/// The longest document in bytes, and its most statements, actions and resources.
const DOCUMENT_BYTES: usize = 4_096;
const STATEMENTS: usize = 100;
const ENTRIES: usize = 200;
const ENTRY_BYTES: usize = 512;
/// The parts of a resource: `qcs:PROJECT:SERVICE:REGION:ACCOUNT:THING`.
const RESOURCE_PARTS: usize = 6;

/// Reads a policy.
///
/// # Errors
/// `Invalid`, with the place of whatever is not understood.
pub(crate) fn read(policy: &Node<'_>) -> Answer<Policy> {
    policy.fields(&["version", "statement"])?;
    if policy.value().to_string().len() > DOCUMENT_BYTES {
        return Err(policy.refuse(&format!("must have at most {DOCUMENT_BYTES} bytes")));
    }
    let version = policy.must("version")?;
    if version.value() != "2.0" {
        return Err(version.refuse("must be `2.0`"));
    }
    let statements = policy.must("statement")?.items_or_one(STATEMENTS)?;
    Ok(Policy { statements: statements.iter().map(statement).collect::<Answer<_>>()? })
}

fn statement(statement: &Node<'_>) -> Answer<Statement> {
    statement.fields(&["effect", "action", "resource"])?;
    let effect = statement.must("effect")?;
    let effect = match effect.value().as_str() {
        Some("allow") => Effect::Allow,
        Some("deny") => Effect::Deny,
        _ => return Err(effect.refuse("must be `allow` or `deny`")),
    };
    let actions = statement.must("action")?.items_or_one(ENTRIES)?;
    let resources = statement.must("resource")?.items_or_one(ENTRIES)?;
    Ok(Statement {
        effect,
        actions: Actions::Of(actions.iter().map(action).collect::<Answer<_>>()?),
        resources: resources.iter().map(resource).collect::<Answer<_>>()?,
        conditions: Vec::new(),
    })
}

/// `*`, `cdn:*`, `cdn:OfflineHost` or `name/cdn:OfflineHost`.
fn action(action: &Node<'_>) -> Answer<Pattern> {
    let text = action.text(ENTRY_BYTES)?;
    let text = text.strip_prefix("name/").unwrap_or(text);
    match text.split_once(':') {
        None if text == "*" => Ok(Pattern::all(2)),
        Some((service, name)) if !service.is_empty() && !name.is_empty() => Ok(Pattern::of([service, name])),
        _ => Err(action.refuse("must be `*` or `SERVICE:ACTION`")),
    }
}

/// `*`, or six parts.
fn resource(resource: &Node<'_>) -> Answer<Pattern> {
    let text = resource.text(ENTRY_BYTES)?;
    if text == "*" {
        return Ok(Pattern::all(RESOURCE_PARTS));
    }
    let parts: Vec<&str> = text.splitn(RESOURCE_PARTS, ':').collect();
    if parts.len() != RESOURCE_PARTS || parts[0] != "qcs" || parts[5].is_empty() {
        return Err(resource.refuse("must be `*` or `qcs:PROJECT:SERVICE:REGION:ACCOUNT:THING`"));
    }
    Ok(Pattern::of(parts.iter().map(|part| if part.is_empty() { "*" } else { part })))
}

/// What a call asks for.
pub(crate) struct Wish<'w> {
    /// The service.
    pub(crate) service: &'w str,
    /// The action's name.
    pub(crate) action: &'w str,
    /// The number of the account that everything belongs to.
    pub(crate) uin: &'w str,
    /// The number of its applications.
    pub(crate) app_id: &'w str,
    /// The things, such as `host/a.example.com`; none where the call names nothing and means all.
    pub(crate) things: &'w [String],
}

/// Whether a user's policy allows what a call asks for.
pub(crate) fn allows(policy: &Policy, wish: &Wish<'_>) -> bool {
    let (uin, uid) = (format!("uin/{}", wish.uin), format!("uid/{}", wish.app_id));
    let named = |thing| {
        let account = Part::Either(&uin, &uid);
        vec![Part::One("qcs"), Part::One(""), Part::One(wish.service), Part::One(""), account, thing]
    };
    let resources: Vec<_> = match wish.things {
        [] => vec![named(Part::Any)],
        things => things.iter().map(|thing| named(Part::One(thing))).collect(),
    };
    let action = [Part::One(wish.service), Part::One(wish.action)];
    let asked = Asked { action: &action, resources: &resources, facts: &|_| None };
    decide(std::slice::from_ref(policy), &asked) == Verdict::Allowed
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn allowed(document: &Value, action: &str, things: &[&str]) -> bool {
        let policy = read(&Node::at("policy", document)).unwrap();
        let things: Vec<String> = things.iter().map(|thing| (*thing).to_owned()).collect();
        let wish = Wish { service: "cdn", action, uin: "1000", app_id: "12", things: &things };
        allows(&policy, &wish)
    }

    #[test]
    fn policies_speak_of_actions_and_hosts() {
        let one = |action: &str, resource: &str| {
            let said = json!({"effect": "allow", "action": action, "resource": resource});
            json!({"version": "2.0", "statement": [said]})
        };
        assert!(allowed(&one("*", "*"), "OfflineHost", &[]));
        assert!(allowed(&one("name/cdn:OfflineHost", "*"), "OfflineHost", &["host/a.b"]));
        assert!(!allowed(&one("cdn:OfflineHost", "*"), "OnlineHost", &["host/a.b"]));
        let host = one("cdn:*", "qcs::cdn::uin/1000:host/a.b");
        assert!(
            allowed(&host, "OfflineHost", &["host/a.b"]) && !allowed(&host, "OfflineHost", &["host/c.b"])
        );
        assert!(!allowed(&host, "DescribeCdnHosts", &[]));
        assert!(!allowed(&one("cdn:*", "qcs::cdn::uin/2:host/*"), "OfflineHost", &["host/a.b"]));
        assert!(allowed(&one("cdn:*", "qcs::cdn:::host/*"), "OfflineHost", &["host/a.b"]));
        for wrong in [one("cdn", "*"), one("cdn:*", "host/a"), json!({"version": "1", "statement": []})] {
            assert!(read(&Node::at("policy", &wrong)).is_err(), "{wrong}");
        }
    }
}
