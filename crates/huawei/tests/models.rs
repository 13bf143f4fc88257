//! Every operation against the models of the vendor's own SDK: where it is found, what it takes, of which type, and
//! what must be there. `models.tsv` holds their facts; `tests/clients/huawei_models.py` derives it.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod metal;

use metal::*;
use squall_api::param::{Field, Shape};
use squall_api::{Dialect as _, Entry};
use squall_huawei::{Huawei as Dialect, Service};
use std::collections::{BTreeMap, BTreeSet};

/// A line of the table.
struct Row {
    operation: &'static str,
    method: &'static str,
    path: &'static str,
    place: &'static str,
    name: &'static str,
    kind: &'static str,
    mandatory: bool,
}

/// Operations that have another name here.
const NAMES: [(&str, &str); 2] =
    [("KeystoneListProjects", "ListProjects"), ("KeystoneCreateUserTokenByPassword", "CreateToken")];

fn rows() -> Vec<Row> {
    let row = |line: &'static str| {
        let cells: Vec<&str> = line.split('\t').collect();
        let [operation, method, path, place, name, kind, mandatory] = cells[..] else { panic!("{line}") };
        let known = NAMES.iter().find(|(theirs, _)| *theirs == operation);
        let operation = known.map_or(operation, |(_, ours)| ours);
        Row { operation, method, path, place, name, kind, mandatory: mandatory == "mandatory" }
    };
    include_str!("models.tsv").lines().map(row).collect()
}

/// What models mark as mandatory and may be absent here.
const MAY_BE_ABSENT: [(&str, &str, &str); 2] = [
    ("CreateToken", "auth.scope", "keystoneauth1 and gophercloud leave it out for a token of a whole domain"),
    (
        "CreateToken",
        "auth.identity.password.user.domain.name",
        "Keystone's clients may name a domain by its id",
    ),
];

/// What models leave optional and must be there here, because without it there is nothing to do.
const MUST_BE_THERE: [&str; 5] = ["instance_id_set", "server_id_set", "nics", "tags", "-"];

/// What is declared and makes no difference here, each with the reason.
const WITHOUT_EFFECT: &[(&str, &[&str], &str)] = &[
    ("ListPorts", &["enable_efi", "fixed_ips", "security_groups"], "no port has any of these here"),
    ("ListPorts", &["enterprise_project_id"], "there are no enterprise projects"),
    ("ListVpcs", &["enterprise_project_id"], "there are no enterprise projects"),
    ("ListImages", &["enterprise_project_id"], "there are no enterprise projects"),
    ("CreateVpc", &["vpc.enterprise_project_id"], "there are no enterprise projects"),
    ("CreateVpc", &["vpc.tags"], "tags of networks are another service's"),
    ("CreateSubnet", &["subnet.tags"], "tags of networks are another service's"),
    (
        "CreateVpc",
        &["vpc.block_service_endpoint_states", "vpc.enable_network_address_usage_metrics"],
        "nothing is reached from inside a network here",
    ),
    (
        "CreateSubnet",
        &["subnet.enable_network_address_usage_metrics", "subnet.extra_dhcp_opts", "subnet.ipv6_enable"],
        "subnets hand out IPv4 addresses and nothing else",
    ),
    (
        "CreatePort",
        &[
            "port.admin_state_up",
            "port.allowed_address_pairs",
            "port.device_owner",
            "port.extra_dhcp_opts",
            "port.security_groups",
            "port.tenant_id",
        ],
        "a port takes an address, and that is all CloudDC needs of it",
    ),
    ("CreateToken", &["nocatalog"], "tokens have an empty catalogue in any case"),
    (
        "ListImages",
        &[
            "__isregistered",
            "__os_bit",
            "__support_diskintensive",
            "__support_highperformance",
            "__support_kvm",
            "__support_kvm_gpu_type",
            "__support_kvm_infiniband",
            "__support_largememory",
            "__support_xen",
            "__support_xen_gpu_type",
            "__support_xen_hana",
            "architecture",
            "container_format",
            "created_at",
            "disk_format",
            "flavor_id",
            "member_status",
            "min_disk",
            "min_ram",
            "owner",
            "protected",
            "sort_dir",
            "sort_key",
            "tag",
            "updated_at",
            "virtual_env_type",
        ],
        "images are made by operators and have no such property",
    ),
];

fn is_without_effect(row: &Row) -> bool {
    let under = |known: &&str| row.name == *known || row.name.starts_with(&format!("{known}["));
    WITHOUT_EFFECT.iter().any(|(operation, names, _)| *operation == row.operation && names.iter().any(under))
}

fn entry(operation: &str) -> &'static Entry<Dialect> {
    // The registry lives as long as the program.
    let registry: &'static Dialect = &Dialect;
    registry.registry().iter().find(|entry| entry.name == operation).unwrap_or_else(|| panic!("{operation}"))
}

/// The field that a name of the table leads to: `a.b`, `a[].b`; `-` is a body that is a list, or the whole.
fn find<'f>(fields: &'f [Field], name: &str) -> Option<&'f Field> {
    let (first, rest) = name.split_once('.').unwrap_or((name, ""));
    let wanted = if first == "-" { "[]" } else { first.trim_end_matches("[]") };
    let field = fields.iter().find(|field| field.name == wanted)?;
    if rest.is_empty() {
        return Some(field);
    }
    let mut shape = &field.shape;
    while let Shape::List(inner) = shape {
        shape = inner;
    }
    match shape {
        Shape::Record(inner) => find(inner, rest),
        _ => None,
    }
}

/// A path with its parameters unnamed: they have names of their own in each SDK.
fn unnamed(path: &str) -> Vec<&str> {
    path.split('/').map(|part| if part.starts_with('{') { "{}" } else { part }).collect()
}

#[test]
fn every_operation_of_the_models_is_served_where_they_find_it() {
    let mut served = BTreeSet::new();
    for row in rows() {
        let traits = entry(row.operation).traits;
        assert_eq!(
            (traits.method, unnamed(traits.path)),
            (row.method, unnamed(row.path)),
            "{}",
            row.operation
        );
        served.insert(row.operation);
    }
    let ours = Dialect.registry().iter().filter(|entry| entry.traits.service != Service::Provider);
    let ours: BTreeSet<&str> = ours.map(|entry| entry.name).collect();
    assert_eq!(ours, served);
}

#[test]
fn what_the_models_declare_is_taken_and_what_they_make_mandatory_must_be_there() {
    for row in rows().iter().filter(|row| matches!(row.place, "query" | "body")) {
        let (entry, told) = (entry(row.operation), format!("{} {}", row.operation, row.name));
        let Some(field) = find(entry.fields, row.name) else {
            assert!(is_without_effect(row) || row.name == "-", "{told} is not taken");
            continue;
        };
        assert!(!is_without_effect(row), "{told} is taken");
        let excepted =
            MAY_BE_ABSENT.iter().any(|(operation, name, _)| (*operation, *name) == (row.operation, row.name));
        let needs_it = MUST_BE_THERE.contains(&row.name);
        assert_eq!(field.required, (row.mandatory || needs_it) && !excepted, "{told}");
        let fits = match row.kind {
            // Numbers and instants of a query may be declared as texts.
            "text" => matches!(field.shape, Shape::Text | Shape::Form(_)) || row.place == "query",
            "integer" => field.shape == Shape::Int,
            "flag" => field.shape == Shape::Flag,
            // Of a filter that may come several times the first counts.
            "list" => matches!(field.shape, Shape::List(_)) || row.place == "query",
            "object" => matches!(field.shape, Shape::Record(_)),
            "dictionary" => field.shape == Shape::Dictionary,
            other => panic!("{other}"),
        };
        assert!(fits, "{told} is {:?} here and {} there", field.shape, row.kind);
    }
}

#[test]
fn each_mandatory_parameter_that_is_missing_is_named() {
    let (desk, rows) = (desk(), rows());
    let mut wanted: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for row in rows.iter().filter(|row| matches!(row.place, "query" | "body") && row.mandatory) {
        let is_top = !row.name.contains(['.', '[']);
        wanted.entry(row.operation).or_default().extend(is_top.then_some(row.name));
    }
    let mut tried = 0;
    for (operation, names) in wanted.iter().filter(|(_, names)| !names.is_empty()) {
        let entry = entry(operation);
        if entry.traits.service != Service::CloudDc {
            continue;
        }
        let path = entry.traits.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
        let path: Vec<(&str, &str)> =
            path.filter(|name| *name != "project_id").map(|name| (name, "x")).collect();
        let message = desk.fails("iMetal.0002", operation, &path);
        let (_, told) = message.split_once(": ").unwrap();
        let told: BTreeSet<&str> = told.split(", ").collect();
        let needs: BTreeSet<&str> = MUST_BE_THERE.into_iter().collect();
        assert_eq!(
            told.difference(&needs).copied().collect::<BTreeSet<_>>(),
            *names,
            "{operation}: {message}"
        );
        tried += 1;
    }
    assert_eq!(tried, 9, "operations of CloudDC with mandatory parameters outside their paths");
}
