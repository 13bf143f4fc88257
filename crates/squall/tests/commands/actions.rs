//! What the systems serve, and what becomes of names that are not served.

use super::running::{Running, squall, text};
use serde_json::Value;
use std::collections::BTreeSet;

const SYSTEMS: [&str; 2] = ["qingcloud", "huawei-imetal"];

fn actions(system: &str) -> Vec<Value> {
    serde_json::from_slice(&squall(&["actions", system, "--json"]).stdout).unwrap()
}

fn word(value: &Value) -> &str {
    value.as_str().unwrap()
}

#[test]
fn every_action_tells_what_it_does_takes_and_raises() {
    let kinds = ["text", "integer", "flag", "list", "record", "dictionary"];
    for system in SYSTEMS {
        let actions = actions(system);
        assert!(actions.len() > 40, "{system}");
        for action in &actions {
            assert_eq!(action["system"], system);
            let about = word(&action["about"]);
            assert!(about.ends_with('.') && !about.contains('\n'), "{about}");
            let (method, path) = (word(&action["method"]), word(&action["path"]));
            assert!(["GET", "POST", "PUT", "DELETE"].contains(&method) && path.starts_with('/'), "{action}");
            assert!(!action["zone"].as_bool().unwrap() || system == "qingcloud", "{action}");
            assert!(action["writes"].is_boolean() && !action["raises"].as_array().unwrap().is_empty());
            for parameter in action["parameters"].as_array().unwrap() {
                assert!(!word(&parameter["name"]).is_empty() && parameter["required"].is_boolean());
                let kind = word(&parameter["type"]);
                let is_form = kind.contains("time") || kind.contains("address") || kind.contains("CIDR");
                assert!(kinds.contains(&kind) || is_form, "{parameter}");
                let limit = match kind {
                    "text" => "max_bytes",
                    "list" | "dictionary" => "max_items",
                    _ => continue,
                };
                assert!(parameter[limit].is_u64(), "{parameter}");
            }
        }
    }
}

#[test]
fn an_action_raises_a_code_exactly_where_the_code_is_raised_by_it() {
    for system in SYSTEMS {
        let codes: Vec<Value> = serde_json::from_slice(&squall(&["codes", system, "--json"]).stdout).unwrap();
        let by_code: BTreeSet<(&str, &str)> = codes
            .iter()
            .flat_map(|code| {
                let raised_by = code["raised_by"].as_array().unwrap();
                raised_by.iter().map(|action| (word(action), word(&code["code"])))
            })
            .collect();
        let actions = actions(system);
        let by_action: BTreeSet<(&str, &str)> = actions
            .iter()
            .flat_map(|action| {
                let raises = action["raises"].as_array().unwrap();
                raises.iter().map(|code| (word(&action["action"]), word(code)))
            })
            .collect();
        assert_eq!(by_action, by_code);
    }
}

#[test]
fn one_action_is_told_with_its_codes_explained() {
    let output = squall(&["actions", "qingcloud", "StopInstances"]);
    let shown = text(&output.stdout);
    assert!(
        output.status.success()
            && shown.starts_with("StopInstances  Stops running instances.\n  GET /iaas/, zone required\n"),
        "{shown}"
    );
    assert!(
        shown.contains("  instances.n  text, required, id of instance, at most 1000 of them\n"),
        "{shown}"
    );
    assert!(shown.contains("\nRaises\n  2100        The resource does not exist"), "{shown}");
    let one: Vec<Value> =
        serde_json::from_slice(&squall(&["actions", "qingcloud", "StopInstances", "--json"]).stdout).unwrap();
    assert_eq!((one.len(), word(&one[0]["action"])), (1, "StopInstances"));
    let all = text(&squall(&["actions", "qingcloud"]).stdout);
    assert!(
        all.contains(
            "\nStopInstances  Stops running instances.\n  GET /iaas/, zone required\n  instances.n  text, required"
        ),
        "{all}"
    );
    assert!(all.contains("\nDescribeZones  ") && all.contains("\n  GET /iaas/\n"), "{all}");
    assert!(all.trim_end().lines().last().unwrap().starts_with("every action raises 1100, "), "{all}");
    let power = text(&squall(&["actions", "huawei-imetal", "ChangeServerPowerState"]).stdout);
    assert!(power.contains("\n  PUT /v1/{project_id}/physicalservers/power-state\n"), "{power}");
}

#[test]
fn a_name_that_is_not_served_is_answered_with_the_nearest() {
    for arguments in [
        &["actions", "qingcloud", "StopInstance"][..],
        &["call", "qingcloud", "stopinstances", "--endpoint", "http://127.0.0.1:1"],
    ] {
        let output = squall(arguments);
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{arguments:?}");
        assert!(text(&output.stderr).contains("the nearest are StopInstances, "), "{}", text(&output.stderr));
    }
    let stranger = text(&squall(&["call", "qingcloud", "Frobnicate"]).stderr);
    assert_eq!(
        stranger,
        "squall: qingcloud serves no action `Frobnicate`; `squall actions qingcloud` lists all\n"
    );
    for (word, code) in [("tencent", 2), ("nowhere", 2)] {
        assert_eq!(squall(&["actions", word]).status.code(), Some(code), "{word}");
    }
}

#[test]
fn a_parameter_that_is_not_declared_is_sent_and_told() {
    let server = Running::start(&[]);
    let call = |words: &[&str]| squall(&[&["call"], words, &["--endpoint", &server.base]].concat());
    let sent = call(&["qingcloud", "DescribeInstances", "instance.1=i-1", "zone=pek3", "limit=5"]);
    assert_eq!(sent.status.code(), Some(0));
    let told = text(&sent.stderr);
    assert!(
        told.starts_with("squall: DescribeInstances has no parameter `instance.1`; the nearest"),
        "{told}"
    );
    assert!(told.contains(" instances.n"), "{told}");
    assert_eq!(told.lines().count(), 1, "{told}");
    let judged = call(&["huawei-imetal", "CreateInstance", "names=web", "@X-Any=1"]);
    assert_eq!(judged.status.code(), Some(1));
    assert!(text(&judged.stderr).contains("CreateInstance has no parameter `names`; the nearest is name\n"));
    let unknown = call(&["qingcloud", "Frobnicate", "--anyway"]);
    assert_eq!(unknown.status.code(), Some(1), "it is sent, and the vendor's code comes back");
    assert!(text(&unknown.stdout).contains("ret_code"));
}
