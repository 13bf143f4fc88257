use crate::provider::Provider;
use serde_json::Value;

fn read(provider: &Provider, id: &str) -> Value {
    provider.read("DescribeSecurityGroups", "security_groups", id, "security_group_set")
}

#[test]
fn security_group_basic() {
    let provider = Provider::new();
    let id =
        provider.make("CreateSecurityGroup", &[("security_group_name", "first_sg")], "/security_group_id");
    let changed = [("security_group", &*id), ("security_group_name", "first_sg"), ("description", "test")];
    provider.call("ModifySecurityGroupAttributes", &changed);
    assert_eq!(
        (read(&provider, &id)["security_group_name"].as_str(), read(&provider, &id)["description"].as_str()),
        (Some("first_sg"), Some("test"))
    );
    provider.call("DeleteSecurityGroups", &[("security_groups.1", &id)]);
    assert!(read(&provider, &id).is_null());
}

#[test]
fn security_group_tag() {
    let provider = Provider::new();
    let id =
        provider.make("CreateSecurityGroup", &[("security_group_name", "first_sg")], "/security_group_id");
    provider.tags_come_and_go("security_group", &id, |provider| read(provider, &id));
}

#[test]
fn security_group_rule_basic() {
    let provider = Provider::new();
    let firewall =
        provider.make("CreateSecurityGroup", &[("security_group_name", "first_sg")], "/security_group_id");
    let rule = [
        ("security_group", &*firewall),
        ("rules.1.protocol", "tcp"),
        ("rules.1.priority", "0"),
        ("rules.1.action", "accept"),
        ("rules.1.direction", "0"),
        ("rules.1.val1", "0"),
        ("rules.1.val2", "0"),
    ];
    let id = provider.make("AddSecurityGroupRules", &rule, "/security_group_rules/0");
    provider.call("ApplySecurityGroup", &[("security_group", &firewall)]);
    let read = || {
        provider.read("DescribeSecurityGroupRules", "security_group_rules", &id, "security_group_rule_set")
    };
    assert_eq!((read()["val1"].as_str(), read()["val2"].as_str()), (Some("0"), Some("0")));
    let changed = [
        ("security_group_rule", &*id),
        ("security_group", &*firewall),
        ("security_group_rule_name", "test"),
        ("protocol", "udp"),
        ("priority", "1"),
        ("rule_action", "drop"),
        ("direction", "1"),
        ("val1", "10"),
        ("val2", "20"),
        ("val3", "192.168.0.0/16"),
    ];
    provider.call("ModifySecurityGroupRuleAttributes", &changed);
    provider.call("ApplySecurityGroup", &[("security_group", &firewall)]);
    assert_eq!((read()["protocol"].as_str(), read()["val2"].as_str()), (Some("udp"), Some("20")));
    provider.call("ModifySecurityGroupRuleAttributes", &[("security_group_rule", &id), ("val3", "")]);
    assert_eq!(read()["val3"], "");
    provider.call("DeleteSecurityGroupRules", &[("security_group_rules.1", &id)]);
    assert!(read().is_null());
}
