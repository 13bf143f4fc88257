//! QingCloud's policies as its IAM documents them ("JSON 编辑格式及参数说明", "资源标识符 QRN"): statements of
//! `effect`, `action` and `resource`. There are no conditions, no principals and no exceptions.
//!
//! Where the documents are silent or disagree, this is what was decided:
//! - names are in lower case, as documented, or begin with a capital, as in the documents that the vendor's own
//!   evaluator keeps; so does an effect. Nothing else is taken for either;
//! - `resource` is documented as required, and may be left out as in that evaluator: then it is `*`;
//! - `*` may stand anywhere in a name and more than once; there is no `?`;
//! - an action may come without its service and then is of any; a service that nobody knows is refused, because a
//!   denial of nothing would look like one of something;
//! - a QRN is of the account whose role it is: of another's resources it would say nothing;
//! - a policy may have no statement at all, which allows nothing;
//! - limits are Huawei's, except that there may be more statements: one document may speak of every service.

use super::{resources, services};
use squall_api::cloud::Answer;
use squall_api::policy::{Actions, Effect, Node, Pattern, Policy, Statement};

/// The longest policy, in bytes of its JSON.
const BYTES: usize = 6_144;
/// The most statements of a policy, and the most actions and resources of a statement.
const STATEMENTS: usize = 32;
const ACTIONS: usize = 100;
const RESOURCES: usize = 20;
/// The longest action and resource, in bytes.
const TEXT_BYTES: usize = 256;

/// Reads a policy of an account's role: an object with `statement`, or the list of statements alone.
///
/// # Errors
/// `Invalid`, with the place of whatever is not understood.
pub fn read(policy: &Node<'_>, account: &str) -> Answer<Policy> {
    if policy.value().to_string().len() > BYTES {
        return Err(policy.refuse(&format!("must have at most {BYTES} bytes")));
    }
    let statements = if policy.value().is_array() {
        listed(policy)?
    } else {
        let fields = Fields::of(policy, &["statement", "version", "description"])?;
        for label in ["version", "description"] {
            fields.get(label).map(|label| label.text(TEXT_BYTES)).transpose()?;
        }
        fields.get("statement").map_or(Ok(Vec::new()), |statements| listed(&statements))?
    };
    let statements = statements.iter().map(|statement| read_statement(statement, account));
    Ok(Policy { statements: statements.collect::<Answer<_>>()? })
}

/// A list of statements, which may be empty, or a single one.
fn listed<'v>(statements: &Node<'v>) -> Answer<Vec<Node<'v>>> {
    if statements.value().as_array().is_some_and(Vec::is_empty) {
        Ok(Vec::new())
    } else {
        statements.items_or_one(STATEMENTS)
    }
}

fn read_statement(statement: &Node<'_>, account: &str) -> Answer<Statement> {
    let fields = Fields::of(statement, &["effect", "action", "resource"])?;
    let effect = fields.must("effect")?;
    let effect = match effect.value().as_str() {
        Some("allow" | "Allow") => Effect::Allow,
        Some("deny" | "Deny") => Effect::Deny,
        _ => return Err(effect.refuse("must be `allow` or `deny`")),
    };
    let actions = fields.must("action")?.items_or_one(ACTIONS)?;
    let actions = actions.iter().map(read_action).collect::<Answer<_>>()?;
    let resources = match fields.get("resource") {
        Some(resources) => {
            let resources = resources.items_or_one(RESOURCES)?;
            resources.iter().map(|resource| read_resource(resource, account)).collect::<Answer<_>>()?
        }
        None => vec![Pattern::all(resources::PARTS)],
    };
    Ok(Statement { effect, actions: Actions::Of(actions), resources, conditions: Vec::new() })
}

/// `*`, `ecm:Describe*`, or `Describe*`.
fn read_action(action: &Node<'_>) -> Answer<Pattern> {
    let text = action.text(TEXT_BYTES)?;
    let (service, name) = text.split_once(':').unwrap_or(("*", text));
    must_be_service(action, service)?;
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'*');
    if !is_name {
        return Err(action.refuse("must be an action such as `ecm:Describe*`: letters, digits and `*`"));
    }
    Ok(Pattern::of([service, name]))
}

/// `*`, or `qrn:qingcloud:ecm:pek3:usr-…:instance/i-…`.
fn read_resource(resource: &Node<'_>, account: &str) -> Answer<Pattern> {
    let text = resource.text(TEXT_BYTES)?;
    if text == "*" {
        return Ok(Pattern::all(resources::PARTS));
    }
    let parts: Vec<&str> = text.splitn(resources::PARTS, ':').collect();
    let &["qrn", "qingcloud", service, region, owner, name] = parts.as_slice() else {
        return Err(resource.refuse("must be `*` or `qrn:qingcloud:SERVICE:REGION:ACCOUNT:TYPE/ID`"));
    };
    must_be_service(resource, service)?;
    if !region.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'*') {
        return Err(resource.refuse("must name a region by letters, digits and `*`"));
    }
    if owner != "*" && owner != account {
        return Err(resource.refuse(&format!("must be of the account itself, `{account}`, or of `*`")));
    }
    if !services::ELSEWHERE.contains(&service) {
        must_be_name(resource, name)?;
    }
    // The vendor writes `pek3` in one place and `PEK3` in another.
    Ok(Pattern::of(["qrn", "qingcloud", service, &region.to_ascii_lowercase(), owner, name]))
}

fn must_be_service(node: &Node<'_>, service: &str) -> Answer<()> {
    if service == "*" || services::is_known(service) {
        return Ok(());
    }
    let listed = services::LISTED.map(|(service, _)| service).join(", ");
    let (all, elsewhere) = (services::ALL, services::ELSEWHERE.join(", "));
    Err(node.refuse(&format!("must be of one of the services {listed}, {all} for all of them, {elsewhere}")))
}

/// `*`, `instance/*`, `instance/i-…`.
fn must_be_name(resource: &Node<'_>, name: &str) -> Answer<()> {
    if name == "*" {
        return Ok(());
    }
    let (kind, id) = name.split_once('/').unwrap_or((name, ""));
    let is_id =
        !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.:*".contains(&byte));
    if !is_id || !(kind == "*" || resources::is_known(kind)) {
        return Err(
            resource.refuse(&format!("must end in `*` or `TYPE/ID`; types are: {}", resources::types()))
        );
    }
    Ok(())
}

/// The fields of an object whose names are in lower case or begin with a capital.
struct Fields<'n, 'v> {
    node: &'n Node<'v>,
}

impl<'n, 'v> Fields<'n, 'v> {
    fn of(node: &'n Node<'v>, known: &[&str]) -> Answer<Fields<'n, 'v>> {
        let spelt: Vec<String> = known.iter().flat_map(|name| [(*name).to_owned(), capital(name)]).collect();
        let either: Vec<&str> = spelt.iter().map(String::as_str).collect();
        node.fields(&either)?;
        let doubled =
            known.iter().find(|name| node.field(name).is_some() && node.field(&capital(name)).is_some());
        match doubled {
            Some(name) => Err(node.refuse(&format!("has `{name}` twice"))),
            None => Ok(Fields { node }),
        }
    }

    fn get(&self, name: &str) -> Option<Node<'v>> {
        self.node.field(name).or_else(|| self.node.field(&capital(name)))
    }

    fn must(&self, name: &str) -> Answer<Node<'v>> {
        self.get(name).ok_or_else(|| self.node.refuse(&format!("needs `{name}`")))
    }
}

fn capital(name: &str) -> String {
    let (first, rest) = name.split_at(1);
    first.to_ascii_uppercase() + rest
}
