//! Policies of users: what is refused when it is set, and what is allowed of what is set.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod door;
mod generated;
mod refused;

use serde_json::{Value, json};
use squall_api::cloud::{Refusal, Time};
use squall_api::policy::{Node, Verdict};
use squall_huawei::policy::{self, Facts};
use squall_simulate::reference::{self, Question};
use squall_simulate::{Chance, Desk, Huawei, key};

const LIST: &str = "clouddc:imetal:list";

fn facts() -> Facts<'static> {
    Facts {
        now: Time::parse("2026-01-01T00:00:00Z").unwrap(),
        address: "10.1.2.3".parse().unwrap(),
        is_secure: false,
        domain_id: "0d0d",
        domain_name: "demo",
        region: "cn-east-3",
        user_id: "0a0a",
        user_name: "ann",
    }
}

/// What policies say of a right, or why they are none.
fn verdict(policies: &Value, right: &str) -> Result<Verdict, String> {
    let policies = policy::read(&Node::at("users[3].policies", policies));
    policies.map(|policies| policy::judge(&policies, right, &facts())).map_err(|refusal| refusal.to_string())
}

fn document(statement: Value) -> Value {
    json!([{"Version": "1.1", "Statement": [statement]}])
}

#[test]
fn rights_are_named_as_documented() {
    use Verdict::{Allowed, Unsaid};
    for (pattern, right, expected) in [
        ("clouddc:imetal:list", LIST, Allowed),
        ("clouddc:imetal:list", "clouddc:imetal:get", Unsaid),
        ("clouddc:imetal:*", LIST, Allowed),
        ("clouddc:*:*", LIST, Allowed),
        ("*:*:*", LIST, Allowed),
        ("clouddc:*:list", LIST, Allowed),
        ("clouddc:*:list", "clouddc:irack:list", Allowed),
        ("clouddc:*:list", "clouddc:imetal:get", Unsaid),
        ("clouddc:im*:l*t", LIST, Allowed),
        ("clouddc:instance:delete*", "clouddc:instance:deleteBatch", Allowed),
        ("clouddc:instance:delete", "clouddc:instance:deleteBatch", Unsaid),
        ("clouddc::listEvent", "clouddc::listEvent", Allowed),
        ("clouddc:*:listEvent", "clouddc::listEvent", Allowed),
        ("clouddc::*", LIST, Unsaid),
        // Shorter, in squall's own form.
        ("clouddc:*", LIST, Allowed),
        ("clouddc:*", "clouddc::listEvent", Allowed),
        ("*", "vpc:ports:create", Allowed),
        // Types and operations have no case.
        ("clouddc:IMETAL:LIST", LIST, Allowed),
        ("clouddc:imetal:updatepowerstatus", "clouddc:imetal:updatePowerStatus", Allowed),
        // Rights of one service are not those of another.
        ("vpc:*:*", LIST, Unsaid),
        ("obs:bucket:*", LIST, Unsaid),
        ("ims:images:list", "ims:images:list", Allowed),
    ] {
        assert_eq!(verdict(&json!([pattern]), right), Ok(expected), "{pattern} {right}");
        let allow = document(json!({"Effect": "Allow", "Action": [pattern]}));
        assert_eq!(verdict(&allow, right), Ok(expected), "{pattern} {right}");
        let deny = document(json!({"Effect": "Deny", "Action": [pattern]}));
        let both = json!(["*", deny[0]]);
        let expected = if expected == Allowed { Verdict::Denied } else { Allowed };
        assert_eq!(verdict(&both, right), Ok(expected), "deny {pattern} {right}");
        let but = json!(["*", {"Statement": [{"Effect": "Deny", "NotAction": [pattern]}]}]);
        let opposite = if expected == Allowed { Verdict::Denied } else { Allowed };
        assert_eq!(verdict(&but, right), Ok(opposite), "deny all but {pattern} {right}");
    }
}

#[test]
fn identity_policies_have_another_version() {
    let identity = |statement: Value| json!([{"Version": "5.0", "Statement": [statement]}]);
    for action in ["clouddc:imetal:li?t", "CloudDC:iMetal:List", "clouddc:?metal:*"] {
        let statement = json!({"Sid": "s", "Effect": "Allow", "Action": [action]});
        assert_eq!(verdict(&identity(statement.clone()), LIST), Ok(Verdict::Allowed), "{action}");
        verdict(&document(statement), LIST).unwrap_err();
    }
    let but = json!({"Effect": "Allow", "NotAction": ["clouddc:instance:*"]});
    assert_eq!(verdict(&identity(but.clone()), LIST), Ok(Verdict::Allowed));
    assert_eq!(verdict(&identity(but), "clouddc:instance:list"), Ok(Verdict::Unsaid));
    let typo = json!({"Effect": "Allow", "Action": ["clouddc:imetal:lis??"]});
    let said = verdict(&identity(typo), LIST).unwrap_err();
    assert!(said.contains("Action[0]` is no right of CloudDC"), "{said}");
}

#[test]
fn resources_are_all_of_a_region_and_an_account() {
    for (resource, covered) in [
        ("*", true),
        ("*:*:*:*:*", true),
        ("clouddc:*:*:*:*", true),
        ("CLOUDDC:cn-east-3:0d0d:*:*", true),
        ("clouddc:cn-*:*:*:*", true),
        ("clouddc:cn-south-1:*:*:*", false),
        ("clouddc:*:0e0e:*:*", false),
        ("vpc:*:*:*:*", false),
        ("obs:*:*:bucket:*", false),
        ("obs:*:*:object:my-bucket/my-object/*", false),
    ] {
        let statement = |effect: &str| json!({"Effect": effect, "Action": ["*:*:*"], "Resource": [resource]});
        let expected = if covered { Verdict::Allowed } else { Verdict::Unsaid };
        assert_eq!(verdict(&document(statement("Allow")), LIST), Ok(expected), "{resource}");
        let both = json!(["*", {"Statement": [statement("Deny")]}]);
        let expected = if covered { Verdict::Denied } else { Verdict::Allowed };
        assert_eq!(verdict(&both, LIST), Ok(expected), "deny {resource}");
    }
}

#[test]
fn conditions_must_hold() {
    for (condition, holds) in [
        (json!({"StringEquals": {"g:UserName": ["bob", "ann"]}}), true),
        (json!({"StringEquals": {"g:UserName": ["Ann"]}}), false),
        (json!({"StringEqualsIgnoreCase": {"g:UserName": ["Ann"]}}), true),
        (json!({"StringNotEquals": {"g:UserName": ["bob", "ann"]}}), false),
        (json!({"StringNotEqualsIgnoreCase": {"g:UserName": ["BOB"]}}), true),
        (json!({"StringMatch": {"g:UserName": ["a?n"]}}), true),
        (json!({"StringNotMatch": {"g:UserName": ["a*"]}}), false),
        // The examples of the manual.
        (
            json!({"StringEndWithIfExists": {"g:UserName": ["specialCharacter"]}, "Bool": {"g:MFAPresent": ["true"]}}),
            false,
        ),
        (json!({"StringStartWith": {"g:UserName": ["TestUser"]}}), false),
        (json!({"StringStartWith": {"g:ProjectName": ["cn-east"]}}), true),
        (json!({"StringNotStartWith": {"g:ProjectName": ["cn-east"]}}), false),
        (json!({"StringNotEndWith": {"g:DomainName": ["3"]}}), true),
        (json!({"DateLessThan": {"g:CurrentTime": ["2026-01-01T00:00:00Z"]}}), false),
        (json!({"DateLessThanEquals": {"g:CurrentTime": ["2026-01-01T00:00:00Z"]}}), true),
        (json!({"DateGreaterThan": {"g:CurrentTime": ["2022-08-01T00:00:00Z"]}}), true),
        (json!({"DateGreaterThanEquals": {"g:CurrentTime": ["2026-01-01T00:00:01Z"]}}), false),
        (json!({"IpAddress": {"g:SourceIp": ["10.0.0.0/8"]}}), true),
        (json!({"IpAddress": {"g:SourceIp": ["10.2.0.0/16", "127.0.0.1"]}}), false),
        (json!({"NotIpAddress": {"g:SourceIp": ["10.27.128.0/17"]}}), true),
        (json!({"NotIpAddress": {"g:SourceIp": ["10.1.2.3"]}}), false),
        (json!({"Bool": {"g:SecureTransport": ["false"]}}), true),
        (json!({"Bool": {"g:SecureTransport": ["true"]}}), false),
        (json!({"Null": {"g:UserName": ["false"]}}), true),
        (json!({"Null": {"g:UserName": ["true"]}}), false),
        (
            json!({"StringEquals": {"g:ServiceName": ["clouddc"], "g:UserId": ["0a0a"],
                "g:RequestedRegion": ["cn-east-3"]}}),
            true,
        ),
        (json!({"StringEquals": {"g:ServiceName": ["clouddc"], "g:UserId": ["0b0b"]}}), false),
    ] {
        let statement =
            |effect: &str| json!({"Effect": effect, "Action": ["clouddc:*:*"], "Condition": condition});
        let expected = if holds { Verdict::Allowed } else { Verdict::Unsaid };
        assert_eq!(verdict(&document(statement("Allow")), LIST), Ok(expected), "{condition}");
        let both = json!(["*", {"Statement": [statement("Deny")]}]);
        let expected = if holds { Verdict::Denied } else { Verdict::Allowed };
        assert_eq!(verdict(&both, LIST), Ok(expected), "deny {condition}");
    }
}
