//! Policies of roles: what is refused when it is set, and what is allowed of what is set.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod door;
mod generated;
mod refused;

use serde_json::{Value, json};
use squall_api::Dialect as _;
use squall_api::client::Credentials;
use squall_api::cloud::Refusal;
use squall_api::param::Tree;
use squall_api::policy::{Node, Verdict};
use squall_qingcloud::{QingCloud, role};
use squall_simulate::reference::{self, Question};
use squall_simulate::{Chance, Desk};

const ACCOUNT: &str = "usr-demo";

/// What a policy says of a call, or why it is none.
fn verdict(policy: &Value, action: &str, call: &Value) -> Result<Verdict, String> {
    let policy =
        role::read(&Node::at("role.policy", policy), ACCOUNT).map_err(|refusal| refusal.to_string())?;
    let text = call.to_string();
    let entry = QingCloud.registry().find(action).unwrap();
    Ok(role::judge(&policy, entry, &Tree::from_json(&text).unwrap(), ACCOUNT))
}

fn one(effect: &str, action: Value) -> Value {
    json!([{"effect": effect, "action": action, "resource": "*"}])
}

#[test]
fn actions_are_named_as_documented() {
    use Verdict::{Allowed, Unsaid};
    for (pattern, action, expected) in [
        // The examples of "JSON 编辑格式及参数说明".
        ("*", "DescribeZones", Allowed),
        ("ecm:Describe*", "DescribeInstances", Allowed),
        ("ecm:Describe*", "RunInstances", Unsaid),
        ("elb:*", "CreateLoadBalancer", Allowed),
        ("elb:*", "CreateRouters", Unsaid),
        // Each action is in one service, some in none.
        ("vpc:*", "JoinVxnet", Allowed),
        ("rcm:GetMonitor", "GetMonitor", Allowed),
        ("ecm:*", "GetMonitor", Unsaid),
        ("ecm:*", "DescribeZones", Unsaid),
        ("iaas:*", "DescribeZones", Allowed),
        ("iaas:*", "DescribeInstances", Allowed),
        // Another product's rights are no rights here.
        ("qingstor:*", "DescribeInstances", Unsaid),
        ("iam:*", "DescribeInstances", Unsaid),
        // A wildcard stands anywhere, and a name is the whole name.
        ("*Zones", "DescribeZones", Allowed),
        ("iaas:*Zones", "DescribeZones", Allowed),
        ("*Zones", "DescribeInstances", Unsaid),
        ("Describe*s", "DescribeZones", Allowed),
        ("*:Describe*", "DescribeZones", Allowed),
        ("*e*Zone*", "DescribeZones", Allowed),
        ("DescribeZone", "DescribeZones", Unsaid),
        ("escribeZones", "DescribeZones", Unsaid),
        ("describezones", "DescribeZones", Unsaid),
    ] {
        assert_eq!(
            verdict(&one("allow", json!(pattern)), action, &json!({})),
            Ok(expected),
            "{pattern} {action}"
        );
        let both = json!([
            {"effect": "allow", "action": "*", "resource": "*"},
            {"effect": "deny", "action": [pattern], "resource": "*"},
        ]);
        let expected = if expected == Allowed { Verdict::Denied } else { Allowed };
        assert_eq!(verdict(&both, action, &json!({})), Ok(expected), "deny {pattern} {action}");
    }
}

#[test]
fn resources_are_those_that_a_call_names() {
    let stop = |ids: &[&str]| json!({"zone": "pek3a", "instances": ids});
    let qrn = |rest: &str| format!("qrn:qingcloud:{rest}");
    let own = qrn(&format!("ecm:pek3a:{ACCOUNT}:instance/i-1"));
    for (resource, action, call, covered) in [
        ("*", "StopInstances", stop(&["i-1"]), true),
        (&*own, "StopInstances", stop(&["i-1"]), true),
        (&own, "StopInstances", stop(&["i-2"]), false),
        (&own, "StopInstances", stop(&["i-11"]), false),
        (&own, "StopInstances", stop(&["i-1", "i-1"]), true),
        (&own, "DescribeInstances", json!({"zone": "pek3a"}), false),
        (&own, "DescribeVolumes", json!({"zone": "pek3a", "volumes": ["i-1"]}), true),
        (&qrn("ecm:pek3a:*:instance/*"), "StopInstances", stop(&["i-1", "i-2"]), true),
        (&qrn("ecm:pek3a:*:instance/*"), "DescribeInstances", json!({"zone": "pek3a"}), true),
        (&qrn("ecm:pek3a:*:volume/*"), "DescribeInstances", json!({"zone": "pek3a"}), false),
        (&qrn("ecm:pek3a:*:instance/*"), "CreateVolumes", json!({"zone": "pek3a", "size": "10"}), false),
        (&qrn("ecm:pek3a:*:*"), "CreateVolumes", json!({"zone": "pek3a", "size": "10"}), true),
        // A region is a zone or what the zone lies in, in either case.
        (&qrn("ecm:pek3:*:instance/*"), "StopInstances", stop(&["i-1"]), true),
        (&qrn("ecm:PEK3:*:instance/*"), "StopInstances", stop(&["i-1"]), true),
        (&qrn("ecm:gd2:*:instance/*"), "StopInstances", stop(&["i-1"]), false),
        (&qrn("ecm:*:*:instance/*"), "StopInstances", json!({"instances": ["i-1"]}), true),
        // The service is the resource's.
        (&qrn("vpc:*:*:*"), "StopInstances", stop(&["i-1"]), false),
        (&qrn("iaas:*:*:*"), "StopInstances", stop(&["i-1"]), true),
        (
            &qrn("*:*:*:vxnet/*"),
            "JoinVxnet",
            json!({"zone": "gd2", "vxnet": "vxnet-1", "instances": []}),
            true,
        ),
        (&qrn("iam::*:role/iamr-1"), "StopInstances", stop(&["i-1"]), false),
    ] {
        let policy = |effect: &str| json!({"effect": effect, "action": "*", "resource": [resource]});
        let expected = if covered { Verdict::Allowed } else { Verdict::Unsaid };
        assert_eq!(verdict(&json!([policy("allow")]), action, &call), Ok(expected), "{resource} {call}");
        let both = json!([{"effect": "allow", "action": "*"}, policy("deny")]);
        let expected = if covered { Verdict::Denied } else { Verdict::Allowed };
        assert_eq!(verdict(&both, action, &call), Ok(expected), "deny {resource} {call}");
    }
}

#[test]
fn all_that_a_call_names_must_be_allowed_and_none_of_it_denied() {
    let qrn = |id: &str| format!("qrn:qingcloud:ecm:pek3:{ACCOUNT}:{id}");
    let some =
        json!([{"effect": "allow", "action": "ecm:*", "resource": [qrn("instance/i-1"), qrn("volume/*")]}]);
    let attach = |instance: &str| json!({"zone": "pek3a", "volumes": ["vol-1"], "instance": instance});
    assert_eq!(verdict(&some, "AttachVolumes", &attach("i-1")), Ok(Verdict::Allowed));
    assert_eq!(verdict(&some, "AttachVolumes", &attach("i-2")), Ok(Verdict::Unsaid));
    let but = json!([
        {"effect": "allow", "action": "*", "resource": "*"},
        {"effect": "deny", "action": "*", "resource": qrn("volume/vol-2")},
    ]);
    let attach = |volumes: Value| json!({"zone": "pek3a", "volumes": volumes, "instance": "i-1"});
    assert_eq!(verdict(&but, "AttachVolumes", &attach(json!(["vol-1"]))), Ok(Verdict::Allowed));
    assert_eq!(verdict(&but, "AttachVolumes", &attach(json!(["vol-1", "vol-2"]))), Ok(Verdict::Denied));
    // Who does not say where may mean there.
    let anywhere = json!({"volumes": ["vol-2"], "instance": "i-1"});
    assert_eq!(verdict(&but, "AttachVolumes", &anywhere), Ok(Verdict::Denied));
    assert_eq!(
        verdict(&some, "AttachVolumes", &json!({"volumes": ["vol-1"], "instance": "i-1"})),
        Ok(Verdict::Unsaid)
    );
}

#[test]
fn both_forms_of_a_document_and_both_spellings_are_read() {
    let statement = json!({"effect": "allow", "action": "*", "resource": "*"});
    let capital = json!({"Effect": "Allow", "Action": ["*"], "Resource": ["*"]});
    for policy in [
        json!([statement]),
        json!({"statement": [statement]}),
        json!({"statement": statement}),
        json!({"Version": "2012-04-01", "Statement": [capital]}),
        json!({"version": "2018-5-5", "description": "d", "statement": [capital]}),
    ] {
        assert_eq!(verdict(&policy, "DescribeZones", &json!({})), Ok(Verdict::Allowed), "{policy}");
    }
    for policy in [json!({}), json!([]), json!({"statement": []})] {
        assert_eq!(verdict(&policy, "DescribeZones", &json!({})), Ok(Verdict::Unsaid), "{policy}");
    }
}
