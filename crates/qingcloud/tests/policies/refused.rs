//! What is refused when it is set, with the place that the refusal names.

use super::*;

/// Each of these is refused with these words.
fn refused(cases: &[(Value, &str)]) {
    for (policy, words) in cases {
        let said = verdict(policy, "DescribeZones", &json!({})).unwrap_err();
        assert!(said.contains(words), "{policy}: {said}");
    }
}

/// A policy whose second statement allows everything, with some fields changed.
fn statement(changes: Value) -> Value {
    let mut statement = json!({"effect": "allow", "action": "*", "resource": "*"});
    statement.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    json!({"statement": [{"effect": "deny", "action": "*"}, statement]})
}

#[test]
fn documents_of_another_shape() {
    refused(&[
        (json!("*"), "role.policy`"),
        (json!({"statements": []}), "role.policy` has the unknown field `statements`"),
        (json!({"statement": "*"}), "role.policy.statement`"),
        (json!({"statement": [[]]}), "role.policy.statement[0]`"),
        (json!({"statement": [], "Statement": []}), "role.policy` has `statement` twice"),
        (json!({"version": 1}), "role.policy.version`"),
        (json!([{"action": "*"}]), "role.policy[0]` needs `effect`"),
        (json!([{"effect": "allow"}]), "role.policy[0]` needs `action`"),
        (
            json!(vec![json!({"effect": "allow", "action": "*"}); 33]),
            "role.policy` must be a list of 1 to 32",
        ),
        (
            json!([{"effect": "allow", "action": vec!["a".repeat(99); 99]}]),
            "role.policy` must have at most 6144 bytes",
        ),
    ]);
}

#[test]
fn statements_of_another_shape() {
    refused(&[
        (statement(json!({"effect": "alow"})), "role.policy.statement[1].effect` must be `allow` or `deny`"),
        (statement(json!({"effect": "ALLOW"})), "statement[1].effect`"),
        (statement(json!({"effect": ["allow"]})), "statement[1].effect`"),
        (statement(json!({"effect": null})), "statement[1].effect`"),
        (statement(json!({"Effect": "deny"})), "statement[1]` has `effect` twice"),
        (
            statement(json!({"condition": {"ip": "10.0.0.0/8"}})),
            "statement[1]` has the unknown field `condition`",
        ),
        (statement(json!({"principal": "*"})), "unknown field `principal`"),
        (statement(json!({"notaction": "*"})), "unknown field `notaction`"),
    ]);
}

#[test]
fn actions_that_are_none() {
    refused(&[
        (statement(json!({"action": []})), "statement[1].action` must be a list of 1 to 100"),
        (statement(json!({"action": {}})), "statement[1].action`"),
        (statement(json!({"action": ["*", 1]})), "statement[1].action[1]`"),
        (statement(json!({"action": [["*"]]})), "statement[1].action[0]`"),
        (statement(json!({"action": ""})), "statement[1].action`"),
        (statement(json!({"action": "a".repeat(257)})), "statement[1].action`"),
        (statement(json!({"action": "ecm:"})), "statement[1].action`"),
        (
            statement(json!({"action": ":Describe*"})),
            "statement[1].action` must be of one of the services ecm, vpc",
        ),
        (statement(json!({"action": "emc:Describe*"})), "must be of one of the services"),
        (statement(json!({"action": "ECM:*"})), "must be of one of the services"),
        (statement(json!({"action": "ecm:a:b"})), "statement[1].action`"),
        (statement(json!({"action": "Describe?"})), "statement[1].action`"),
        (statement(json!({"action": " *"})), "statement[1].action`"),
        (statement(json!({"action": "ecm:Beschreibe-Dies"})), "statement[1].action`"),
    ]);
}

#[test]
fn resources_that_are_none() {
    refused(&[
        (statement(json!({"resource": []})), "statement[1].resource`"),
        (statement(json!({"resource": "i-1"})), "statement[1].resource` must be `*` or `qrn:"),
        (statement(json!({"resource": "qrn:aws:ecm:pek3:*:*"})), "statement[1].resource`"),
        (statement(json!({"resource": "qrn:qingcloud:ecm:pek3:*"})), "statement[1].resource`"),
        (statement(json!({"resource": "qrn:qingcloud:s3:pek3:*:*"})), "must be of one of the services"),
        (statement(json!({"resource": "qrn:qingcloud:ecm:pek 3:*:*"})), "must name a region"),
        (
            statement(json!({"resource": "qrn:qingcloud:ecm:pek3:usr-else:*"})),
            "must be of the account itself",
        ),
        (statement(json!({"resource": "qrn:qingcloud:ecm:pek3:*:server/i-1"})), "types are: instance, "),
        (statement(json!({"resource": "qrn:qingcloud:ecm:pek3:*:instance"})), "`TYPE/ID`"),
        (statement(json!({"resource": "qrn:qingcloud:ecm:pek3:*:instance/"})), "`TYPE/ID`"),
        (statement(json!({"resource": "qrn:qingcloud:ecm:pek3:*:instance/i?"})), "`TYPE/ID`"),
    ]);
}
