//! What is refused when it is set, with the place that the refusal names.

use super::*;

/// Each of these is refused with these words.
fn refused(cases: &[(Value, &str)]) {
    for (policies, words) in cases {
        let said = verdict(policies, LIST).unwrap_err();
        assert!(said.contains(words), "{policies}: {said}");
    }
}

/// A statement that allows everything, with some fields changed or, where they are null, left out.
fn changed(changes: Value) -> Value {
    let mut statement = json!({"Effect": "Allow", "Action": ["*:*:*"]});
    let fields = statement.as_object_mut().unwrap();
    fields.extend(changes.as_object().unwrap().clone());
    fields.retain(|_, value| !value.is_null());
    document(statement)
}

#[test]
fn documents_of_another_shape() {
    refused(&[
        (json!("clouddc:*"), "users[3].policies` must be a list"),
        (json!([7]), "users[3].policies[0]` must be an object"),
        (json!([[]]), "users[3].policies[0]` must be an object"),
        (json!([{}]), "users[3].policies[0]` needs `Statement`"),
        (
            json!([{"Statement": {"Effect": "Deny", "Action": [LIST]}}]),
            "policies[0].Statement` must be a list",
        ),
        (json!([{"Statement": []}]), "policies[0].Statement` must be a list of 1 to 8"),
        (json!([{"Statement": vec![json!({"Effect": "Deny", "Action": [LIST]}); 9]}]), "a list of 1 to 8"),
        (
            json!([{"statement": [{"Effect": "Deny", "Action": [LIST]}]}]),
            "unknown field `statement`; known are: Version",
        ),
        (json!([{"Version": "1.0", "Statement": []}]), "policies[0].Version` must be `1.1` or `5.0`"),
        (json!([{"Version": 1.1, "Statement": []}]), "policies[0].Version`"),
        (json!([{"Depends": [], "Statement": []}]), "unknown field `Depends`"),
        (json!(["*", {"Statement": [7]}]), "policies[1].Statement[0]` must be an object"),
        (json!(vec!["*"; 201]), "users[3].policies` must be a list of at most 200"),
        (
            json!([{"Statement": [{"Effect": "Deny", "Action": vec!["a:b:".to_owned() + &"c".repeat(90); 99]}]}]),
            "at most 6144 bytes",
        ),
    ]);
}

#[test]
fn statements_of_another_shape() {
    refused(&[
        (changed(json!({"Effect": "Allowed"})), "Statement[0].Effect` must be `Allow` or `Deny`"),
        (changed(json!({"Effect": "DENY"})), "Effect`"),
        (changed(json!({"Effect": ["Deny"]})), "Effect`"),
        (changed(json!({"Effect": null})), "Statement[0]` needs `Effect`"),
        (changed(json!({"effect": "Deny"})), "unknown field `effect`"),
        (changed(json!({"Principal": "*"})), "unknown field `Principal`"),
        (changed(json!({"Sid": "s"})), "unknown field `Sid`"),
    ]);
}

#[test]
fn actions_that_are_no_rights() {
    refused(&[
        (changed(json!({"Action": LIST})), "Statement[0].Action` must be a list of 1 to 100"),
        (changed(json!({"Action": []})), "Action` must be a list"),
        (changed(json!({"Action": [7]})), "Action[0]` must be a text"),
        (changed(json!({"Action": ["*:*:*", ""]})), "Action[1]` must be a text"),
        (changed(json!({"Action": null})), "needs either `Action` or `NotAction`"),
        (changed(json!({"NotAction": [LIST]})), "needs either `Action` or `NotAction`"),
        (changed(json!({"Action": ["clouddc"]})), "Action[0]` must be a right such as"),
        (changed(json!({"Action": ["clouddc:imetal"]})), "Action[0]` must be a right such as"),
        (changed(json!({"Action": ["clouddc:imetal:list:x"]})), "Action[0]` must be a right such as"),
        (changed(json!({"Action": [":imetal:list"]})), "Action[0]` must be a right of"),
        (changed(json!({"Action": ["clouddc:imetal:"]})), "Action[0]` must be a right of"),
        (changed(json!({"Action": ["clouddc:imetal:li t"]})), "Action[0]` must be a right of"),
        (changed(json!({"Action": ["clouddc:imetal:li?t"]})), "Action[0]` must be a right of"),
        (
            changed(json!({"Action": ["CloudDC:imetal:list"]})),
            "Action[0]` must name its service in lower case",
        ),
        (changed(json!({"Action": ["clouddc:imetal:lisst"]})), "Action[0]` is no right of CloudDC"),
        (changed(json!({"Action": ["clouddc:emetal:*"]})), "Action[0]` is no right of CloudDC"),
        (changed(json!({"Action": ["a".repeat(129)]})), "a text of 1 to 128 bytes"),
    ]);
}

#[test]
fn resources_of_a_service_that_has_none() {
    refused(&[
        (changed(json!({"Resource": "*"})), "Statement[0].Resource` must be a list of 1 to 10"),
        (changed(json!({"Resource": {"uri": ["/iam/agencies/x"]}})), "Resource` must be a list"),
        (changed(json!({"Resource": ["clouddc:*:*:instance:7"]})), "Resource[0]` must end in `:*:*`"),
        (changed(json!({"Resource": ["*:*:*:instance:*"]})), "Resource[0]` must end in `:*:*`"),
        (changed(json!({"Resource": ["clouddc:*:*:*"]})), "Resource[0]` must be `*` or `SERVICE:"),
        (changed(json!({"Resource": ["clouddc:::*:*"]})), "Resource[0]` must be of letters"),
        (changed(json!({"Resource": ["i-1"]})), "Resource[0]`"),
    ]);
}

#[test]
fn conditions_that_nobody_judges() {
    let when = |condition: Value| changed(json!({"Condition": condition}));
    refused(&[
        (when(json!({})), "Statement[0].Condition` must have 1 to 10 fields"),
        (when(json!([])), "Condition` must be an object"),
        (when(json!({"Bool": {}})), "Condition.Bool` must have 1 to 10 fields"),
        (
            when(json!({"StringLike": {"g:UserName": ["a"]}})),
            "Condition.StringLike` is no operator that squall judges",
        ),
        (when(json!({"stringEquals": {"g:UserName": ["a"]}})), "is no operator"),
        (when(json!({"ForAnyValue:StringEquals": {"g:UserName": ["a"]}})), "is no operator"),
        (when(json!({"NullIfExists": {"g:UserName": ["true"]}})), "is no operator"),
        (when(json!({"NumberEquals": {"g:MFAAge": ["7"]}})), "is no operator"),
        (
            when(json!({"StringEquals": {"g:MFAAge": ["7"]}})),
            "Condition.StringEquals.g:MFAAge` is no key that squall judges",
        ),
        (when(json!({"StringEquals": {"obs:prefix": ["a"]}})), "is no key"),
        (when(json!({"StringEquals": {"g:username": ["a"]}})), "is no key"),
        (
            when(json!({"StringEquals": {"g:SourceIp": ["10.0.0.1"]}})),
            "g:SourceIp` does not go with this operator",
        ),
        (when(json!({"Bool": {"g:UserName": ["true"]}})), "does not go with this operator"),
        (when(json!({"StringEquals": {"g:UserName": "a"}})), "g:UserName` must be a list of 1 to 10"),
        (when(json!({"StringEquals": {"g:UserName": [7]}})), "g:UserName[0]` must be a text"),
        (when(json!({"Bool": {"g:SecureTransport": ["yes"]}})), "must be [\"true\"] or [\"false\"]"),
        (
            when(json!({"Bool": {"g:SecureTransport": ["true", "false"]}})),
            "must be [\"true\"] or [\"false\"]",
        ),
        (when(json!({"DateLessThan": {"g:CurrentTime": ["tomorrow"]}})), "must be an ISO 8601 time"),
        (when(json!({"IpAddress": {"g:SourceIp": ["10.0.0.1/8"]}})), "must be an address"),
    ]);
}
