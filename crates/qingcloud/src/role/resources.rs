//! The resources that a call names, as policies know them: QRNs of six parts,
//! `qrn:qingcloud:SERVICE:REGION:ACCOUNT:TYPE/ID`.
//!
//! The vendor tells of `instance/i-…`, `eip/*` and `*`; the other types are the words of its own `resource_type`. It
//! does not tell what a call asks for that names no resource. Here a listing asks for all of its type, `instance/*`,
//! and anything else for all of its service, `*`; so who is allowed single resources has to name them.

use super::services;
use crate::QingCloud;
use squall_api::Entry;
use squall_api::param::{Field, Shape, Tree};
use squall_api::policy::Part;

/// The parts of a QRN.
pub(super) const PARTS: usize = 6;
/// The most resources of a call that are judged, and the longest id of one: no call that names more can succeed.
const MOST: usize = 1_000;
const ID_BYTES: usize = 64;

/// What a field's declaration calls a resource, how its ids begin, its type and the service it belongs to.
const KINDS: [(&str, &str, &str, &str); 29] = [
    ("instance", "i-", "instance", "ecm"),
    ("volume", "vol-", "volume", "ecm"),
    ("snapshot", "ss-", "snapshot", "ecm"),
    ("image", "img-", "image", "ecm"),
    ("key pair", "kp-", "keypair", "ecm"),
    ("address", "eip-", "eip", "ecm"),
    ("network interface", "52:54:", "nic", "ecm"),
    ("virtual address", "vip-", "vip", "vpc"),
    ("firewall", "sg-", "security_group", "ecm"),
    ("firewall rule", "sgr-", "security_group_rule", "ecm"),
    ("ip set", "sgi-", "security_group_ipset", "ecm"),
    ("network", "vxnet-", "vxnet", "vpc"),
    ("router", "rtr-", "router", "vpc"),
    ("router rule", "rtrs-", "router_static", "vpc"),
    ("router entry", "rse-", "router_static_entry", "vpc"),
    ("load balancer", "lb-", "loadbalancer", "elb"),
    ("listener", "lbl-", "loadbalancer_listener", "elb"),
    ("backend", "lbb-", "loadbalancer_backend", "elb"),
    ("forwarding policy", "lbp-", "loadbalancer_policy", "elb"),
    ("forwarding rule", "lbpr-", "loadbalancer_policy_rule", "elb"),
    ("certificate", "sc-", "server_certificate", services::ALL),
    ("dns alias", "da-", "dns_alias", services::ALL),
    ("tag", "tag-", "tag", services::ALL),
    ("cluster", "cl-", "cluster", services::ALL),
    ("cluster node", "cln-", "cluster_node", services::ALL),
    ("application", "app-", "app", services::ALL),
    ("application version", "appv-", "app_version", services::ALL),
    ("contract", "ct-", "contract", services::ALL),
    ("account", "usr-", "user", services::ALL),
];

/// Whether a QRN may name resources of a type.
pub(super) fn is_known(resource_type: &str) -> bool {
    KINDS.iter().any(|(_, _, known, _)| *known == resource_type)
}

/// All types that a QRN may name.
pub(super) fn types() -> String {
    KINDS.map(|(_, _, known, _)| known).join(", ")
}

/// A resource as a QRN tells it, without region and account, which are the call's.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Resource {
    pub(super) service: &'static str,
    /// Type and id.
    pub(super) name: String,
}

impl Resource {
    fn of(kind: (&'static str, &'static str), id: &str) -> Resource {
        Resource { service: kind.1, name: format!("{}/{id}", kind.0) }
    }

    /// Its QRN, part by part.
    pub(super) fn qrn<'a>(&'a self, region: Part<'a>, account: &'a str) -> Vec<Part<'a>> {
        let service = Part::Either(self.service, services::ALL);
        let (partition, account) = (Part::One("qingcloud"), Part::One(account));
        vec![Part::One("qrn"), partition, service, region, account, Part::One(&self.name)]
    }
}

/// The region of a call: the zone that it names or the region that this zone lies in (`pek3` of `pek3a`). Who names
/// none may mean any.
pub(super) fn region<'t>(tree: &'t Tree<'_>) -> Part<'t> {
    match tree.text_of("zone").filter(|zone| !zone.is_empty()) {
        Some(zone) => {
            let region = zone.trim_end_matches(|letter: char| letter.is_ascii_lowercase());
            Part::Either(zone, if region.is_empty() { zone } else { region })
        }
        None => Part::Any,
    }
}

/// What a call is to be done to; `None` where it names more than any call may.
pub(super) fn named(entry: &Entry<QingCloud>, tree: &Tree<'_>) -> Option<Vec<Resource>> {
    let mut found = Vec::new();
    for field in entry.fields {
        if let Some(value) = tree.get(field.name) {
            gather(field, value, &mut found)?;
        }
    }
    if found.is_empty() {
        found.push(unnamed(entry));
    }
    Some(found)
}

/// What a call is done to that names nothing.
fn unnamed(entry: &Entry<QingCloud>) -> Resource {
    let listed = entry.fields.iter().find_map(|field| kind(field.rule.id?, ""));
    match listed.filter(|_| entry.traits.looks) {
        Some(kind) => Resource::of(kind, "*"),
        None => Resource { service: services::of(entry.name).unwrap_or(services::ALL), name: "*".to_owned() },
    }
}

fn gather(field: &Field, value: &Tree<'_>, found: &mut Vec<Resource>) -> Option<()> {
    let inner = match field.shape {
        Shape::Record(inner) | Shape::List(&Shape::Record(inner)) => inner,
        _ => &[],
    };
    match value {
        Tree::List(items) => items.iter().try_for_each(|item| gather(field, item, found)),
        Tree::Map(_) => inner.iter().try_for_each(|field| match value.get(field.name) {
            Some(value) => gather(field, value, found),
            None => Some(()),
        }),
        _ => {
            let text = value.text().unwrap_or_default();
            match field.rule.id {
                Some(word) => note(kind(word, text).unwrap_or(("*", services::ALL)), text, found),
                // A password may look like anything; a document that has one in it names things all the same.
                None if field.rule.secret && !text.trim_start().starts_with(['{', '[']) => Some(()),
                None => note_all_in(text, found),
            }
        }
    }
}

/// Whatever looks like an id in a text of another meaning, such as the JSON of a cluster's settings.
fn note_all_in(text: &str, found: &mut Vec<Resource>) -> Option<()> {
    let words = text.split(|letter: char| !letter.is_ascii_alphanumeric() && !"-:".contains(letter));
    words.filter_map(|word| Some((by_prefix(word)?, word))).try_for_each(|(kind, id)| note(kind, id, found))
}

fn note(kind: (&'static str, &'static str), id: &str, found: &mut Vec<Resource>) -> Option<()> {
    if found.len() == MOST || id.len() > ID_BYTES {
        return None;
    }
    found.push(Resource::of(kind, id));
    Some(())
}

/// Type and service of an id: by how it begins, else by what its field says of it.
fn kind(word: &str, id: &str) -> Option<(&'static str, &'static str)> {
    let declared = || KINDS.iter().find(|(known, ..)| *known == word);
    by_prefix(id).or_else(|| declared().map(|(_, _, kind, service)| (*kind, *service)))
}

fn by_prefix(id: &str) -> Option<(&'static str, &'static str)> {
    let is_rest = |rest: &str| {
        (1..=12).contains(&rest.len())
            && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b':')
    };
    let begins = |prefix: &str| id.strip_prefix(prefix).is_some_and(is_rest);
    KINDS.iter().find(|(_, prefix, ..)| begins(prefix)).map(|(_, _, kind, service)| (*kind, *service))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::REGISTRY;
    use serde_json::{Value, json};

    fn named(action: &str, call: Value) -> Vec<String> {
        let text = call.to_string();
        let (entry, tree) = (REGISTRY.find(action).unwrap(), Tree::from_json(&text).unwrap());
        let named = super::named(entry, &tree).unwrap_or_default();
        named.into_iter().map(|resource| format!("{}:{}", resource.service, resource.name)).collect()
    }

    #[test]
    fn every_word_that_declares_an_id_has_a_type() {
        // Jobs, keys and attachments of applications are in no service and have no type.
        let typeless = ["job", "access key", "attachment"];
        for entry in REGISTRY.iter() {
            for field in entry.fields {
                let word = field.rule.id.unwrap_or("instance");
                assert!(kind(word, "").is_some() || typeless.contains(&word), "{word} in {}", entry.name);
            }
        }
    }

    #[test]
    fn calls_name_what_they_name() {
        assert_eq!(
            named("StopInstances", json!({"instances": ["i-1", "i-2"]})),
            ["ecm:instance/i-1", "ecm:instance/i-2"]
        );
        assert_eq!(named("StopInstances", json!({"instances": "i-1"})), ["ecm:instance/i-1"]);
        let attach = json!({"volumes": ["vol-12345678"], "instance": "i-1"});
        assert_eq!(named("AttachVolumes", attach), ["ecm:volume/vol-12345678", "ecm:instance/i-1"]);
        assert_eq!(named("GetMonitor", json!({"resource": "eip-12345678"})), ["ecm:eip/eip-12345678"]);
        let pair = json!({"tag_id": "tag-1", "resource_type": "instance", "resource_id": "i-7"});
        assert_eq!(
            named("AttachTags", json!({"resource_tag_pairs": [pair]})),
            ["iaas:tag/tag-1", "ecm:instance/i-7"]
        );
        assert_eq!(
            named("DeleteNics", json!({"nics": ["52:54:00:00:00:01"]})),
            ["ecm:nic/52:54:00:00:00:01"]
        );
        let conf = json!({"conf": "{\"cluster\":{\"vxnet\":\"vxnet-1234567\"}}"});
        assert_eq!(named("CreateCluster", conf), ["vpc:vxnet/vxnet-1234567"]);
        let run = json!({"image_id": "centos7x64d", "vxnets": ["vxnet-0"]});
        assert_eq!(named("RunInstances", run), ["ecm:image/centos7x64d", "vpc:vxnet/vxnet-0"]);
    }

    #[test]
    fn calls_that_name_nothing_ask_for_all() {
        assert_eq!(named("DescribeInstances", json!({"status": ["running"]})), ["ecm:instance/*"]);
        assert_eq!(named("DescribeRouters", json!({})), ["vpc:router/*"]);
        assert_eq!(named("CreateVolumes", json!({"size": "10"})), ["ecm:*"]);
        assert_eq!(named("DescribeZones", json!({})), ["iaas:*"]);
        assert!(named("StopInstances", json!({"instances": vec!["i-1"; 1_001]})).is_empty());
        assert!(named("StopInstances", json!({"instances": ["i".repeat(65)]})).is_empty());
    }

    #[test]
    fn regions_are_zones_and_what_they_lie_in() {
        let of = |zone: &str| {
            let text = json!({"zone": zone}).to_string();
            let tree = Tree::from_json(&text).unwrap();
            format!("{:?}", region(&tree))
        };
        assert_eq!(of("pek3a"), "Either(\"pek3a\", \"pek3\")");
        assert_eq!(of("gd2"), "Either(\"gd2\", \"gd2\")");
        assert_eq!((of(""), of("mars")), ("Any".to_owned(), "Either(\"mars\", \"mars\")".to_owned()));
    }
}
