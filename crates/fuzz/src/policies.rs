//! Policies and what they are asked. An input is a letter and a policy's JSON, then what is asked, zero bytes between:
//! `q`, a policy of QingCloud's, an action and a call as JSON; `h`, policies of Huawei's, a right, a user's name and an
//! address.

use serde_json::{Value, json};
use squall_api::Dialect as _;
use squall_api::cloud::{Answer, Time};
use squall_api::param::Tree;
use squall_api::policy::{Node, Verdict};
use squall_huawei::policy::{self, Facts};
use squall_qingcloud::{QingCloud, role};
use squall_simulate::reference::{HUAWEI, QINGCLOUD, Question, Spelling, allows};

const ACCOUNT: &str = "usr-demo";
const PLACE: &str = "policy";
/// Calls whose names are known: the action, its services, the call, and what it is done to.
const CALLS: [(&str, &[&str], &str, &[&str]); 4] = [
    (
        "StopInstances",
        &["ecm", "iaas"],
        r#"{"zone":"pek3a","instances":["i-1","i-2"]}"#,
        &["instance/i-1", "instance/i-2"],
    ),
    ("DescribeInstances", &["ecm", "iaas"], r#"{"zone":"pek3a"}"#, &["instance/*"]),
    ("LeaveVxnet", &["vpc", "iaas"], r#"{"zone":"pek3a","vxnet":"vxnet-0"}"#, &["vxnet/vxnet-0"]),
    ("DescribeZones", &["iaas"], r#"{"zone":"pek3a"}"#, &["*"]),
];

/// Reads a policy and judges what is asked.
pub fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut parts = text.splitn(4, '\0');
    let mut next = || parts.next().unwrap_or_default();
    let (policy, asked, third, fourth) = (next(), next(), next(), next());
    let Some(letter) = policy.chars().next().filter(char::is_ascii) else { return };
    let Ok(policy) = serde_json::from_str::<Value>(&policy[1..]) else { return };
    match letter {
        'q' => judge_role(&policy, asked, third),
        'h' => judge_user(&policy, asked, third, fourth),
        _ => {}
    }
}

fn judge_role(policy: &Value, action: &str, call: &str) {
    let Some(understood) = read_alike(policy, |policy| role::read(&Node::at(PLACE, policy), ACCOUNT)) else {
        return;
    };
    let judge = |action: &str, call: &str| {
        let (entry, tree) = (QingCloud.registry().find(action)?, Tree::from_json(call).ok()?);
        Some(role::judge(&understood, entry, &tree, ACCOUNT) == Verdict::Allowed)
    };
    for (action, services, call, ids) in CALLS {
        let names = |id: &&'static str| -> Vec<Vec<&str>> {
            let name = |service, region| vec!["qrn", "qingcloud", service, region, ACCOUNT, *id];
            services
                .iter()
                .flat_map(|service| ["pek3a", "pek3"].map(|region| name(*service, region)))
                .collect()
        };
        let resources: Vec<_> = ids.iter().map(names).collect();
        let expected = reference(&QINGCLOUD, policy, &actions(services, action), &resources);
        assert_eq!(judge(action, call), expected, "{policy} on {action}");
    }
    // Whatever it names, a call is not allowed that would not be without a word about resources.
    if judge(action, call) == Some(true) {
        let widest = bent(&statements(policy), &QINGCLOUD, &["resource", "Resource"], true);
        let service = role::service_of(action).unwrap_or("iaas");
        let expected =
            reference(&QINGCLOUD, &widest, &actions(&[service, "iaas"], action), &[vec![vec!["*"; 6]]]);
        assert_eq!(expected, Some(true), "{policy} on {action} {call}");
    }
}

fn judge_user(policies: &Value, right: &str, name: &str, address: &str) {
    let Some(understood) = read_alike(policies, |policies| policy::read(&Node::at(PLACE, policies))) else {
        return;
    };
    let facts = Facts {
        now: Time::from_seconds(1_767_225_600),
        address: address.parse().unwrap_or([127, 0, 0, 1].into()),
        is_secure: name.len().is_multiple_of(2),
        domain_id: "0d0d",
        domain_name: "demo",
        region: "cn-east-3",
        user_id: "0a0a",
        user_name: name,
    };
    let allowed = policy::judge(&understood, right, &facts) == Verdict::Allowed;
    let parts: Vec<&str> = right.splitn(3, ':').collect();
    let &[service, _, _] = parts.as_slice() else { return };
    let resources = [vec![vec![service, "cn-east-3", "0d0d", "*", "*"]]];
    let said: Vec<Value> = policies.as_array().into_iter().flatten().flat_map(stated).collect();
    // Between what is allowed if no condition helps and what is if all do; the same where there is none.
    let bound = |widened| {
        reference(
            &HUAWEI,
            &bent(&said, &HUAWEI, &["Condition"], widened),
            std::slice::from_ref(&parts),
            &resources,
        )
    };
    assert!(bound(false) <= Some(allowed) && Some(allowed) <= bound(true), "{policies} on {right}");
}

/// What a policy means, which must be the same when it is written down and read again.
fn read_alike<P: PartialEq>(policy: &Value, read: impl Fn(&Value) -> Answer<P>) -> Option<P> {
    let understood = read(policy).ok()?;
    let again: Value = serde_json::from_str(&policy.to_string()).expect("what was written is JSON");
    assert!(read(&again).is_ok_and(|again| again == understood), "{policy} is read in two ways");
    Some(understood)
}

fn reference(
    spelling: &Spelling,
    policy: &Value,
    actions: &[Vec<&str>],
    resources: &[Vec<Vec<&str>>],
) -> Option<bool> {
    allows(spelling, policy, &Question { actions, resources, holds: &|_, _, _| None })
}

fn actions<'a>(services: &[&'a str], action: &'a str) -> Vec<Vec<&'a str>> {
    services.iter().map(|service| vec![*service, action]).collect()
}

/// The statements of a policy of QingCloud's.
fn statements(policy: &Value) -> Vec<Value> {
    let found = ["statement", "Statement"].iter().find_map(|name| policy.get(name));
    match found.unwrap_or(policy) {
        Value::Array(list) => list.clone(),
        single => vec![single.clone()],
    }
}

/// The statements of a policy of Huawei's, or the one that a right stands for.
fn stated(policy: &Value) -> Vec<Value> {
    match policy {
        Value::String(right) => vec![json!({"Effect": "Allow", "Action": [right]})],
        document => document["Statement"].as_array().cloned().unwrap_or_default(),
    }
}

/// The statements without some fields: where they widen, what permits loses them and what forbids is left out with
/// them, and the other way round where they narrow.
fn bent(said: &[Value], spelling: &Spelling, fields: &[&str], widen: bool) -> Value {
    let bend = |statement: &Value| {
        let permits = statement["Effect"].as_str().or(statement["effect"].as_str());
        let permits = permits.is_some_and(|effect| spelling.allow.contains(&effect));
        let mut bent = statement.clone();
        let inner = bent.as_object_mut()?;
        let before = inner.len();
        inner.retain(|name, _| !fields.contains(&name.as_str()));
        (inner.len() == before || permits == widen).then_some(bent)
    };
    said.iter().filter_map(bend).collect()
}
