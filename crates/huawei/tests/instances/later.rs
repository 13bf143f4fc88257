//! What can be done with an instance once it was ordered.

use super::*;

#[test]
fn an_installation_through_a_controller_that_does_not_answer_ends_in_error() {
    let desk = desk();
    let server_id = server_id(&desk, 0);
    let id = Order::of(&desk).with("placement.server_id", &server_id).place(&desk);
    patch(&desk, "servers", &server_id, json!({"bmc": "unreachable"}));
    desk.settle();
    must_be(&desk, &id, "error", "install-failed");
    let status = desk.ok("ShowInstanceStatus", &[("instance_id", &id)]);
    assert_eq!(status["error"]["error_code"], "iMetal.0110");
    assert_eq!(status["error"]["error_type"], "create_instance_error");
    let text = format!("Inspect Physical servers error: [{server_id}], the BMC cannot be reached");
    assert_eq!(status["error"]["error_msg"], text);
    assert_eq!(server(&desk, &server_id)["power_state"], "off");
    let (password, ids) = (("password", "Squall@2027"), ("instance_id_set.1", &*id));
    desk.fails("iMetal.0202", "ReinstallOs", &[password, ids]);
    desk.fails("iMetal.0202", "ChangeInstancePassword", &[("new_password", "x"), ids]);
    desk.ok("DeleteInstance", &[("instance_id", &id)]);
    desk.settle();
    must_be(&desk, &id, "terminated", "uninstall-succeed");
}

#[test]
fn passwords_change_at_once_for_all_or_for_none() {
    let desk = desk();
    let (one, other) = (running(&desk), stopped(&desk));
    let change = [("new_password", "weak"), ("instance_id_set.1", &*one), ("instance_id_set.2", &*other)];
    let reply = desk.ok("ChangeInstancePassword", &change);
    assert_eq!(reply["instances"], json!([{"id": one}, {"id": other}]));
    must_be(&desk, &one, "running", "install-succeed");
    let change = |ids: &[&str], code: &str| {
        let ids: Vec<_> =
            ids.iter().enumerate().map(|(at, id)| (format!("instance_id_set.{}", at + 1), *id)).collect();
        let mut pairs: Vec<_> = ids.iter().map(|(name, id)| (&**name, *id)).collect();
        pairs.push(("new_password", "Squall@2027"));
        desk.fails(code, "ChangeInstancePassword", &pairs)
    };
    let missing = change(&[&one, NOTHING, "x"], "iMetal.0200");
    assert_eq!(missing, format!("Instances not found: [{NOTHING}, x]"));
    change(&[&one, &one], "iMetal.0001");
    change(&vec![&*one; 51], "iMetal.0001");
    desk.fails("iMetal.0002", "ChangeInstancePassword", &[("new_password", "a"), ("instance_id_set", "[]")]);
    desk.fails("iMetal.0002", "ChangeInstancePassword", &[("new_password", ""), ("instance_id_set.1", &one)]);
    desk.ok("DeleteInstance", &[("instance_id", &one)]);
    change(&[&other, &one], "iMetal.0202");
    let pending = Order::of(&desk).place(&desk);
    change(&[&other, &pending], "iMetal.0202");
}

#[test]
fn a_system_is_installed_anew_from_its_image_or_another() {
    let desk = desk();
    let id = running(&desk);
    let (ids, password) = (("instance_id_set.1", &*id), ("password", "Squall@2027"));
    let reply = desk.ask(&desk.credentials, "ReinstallOs", &[ids, password]);
    assert_eq!((reply.status, &reply.body["instances"]), (202, &json!([{"id": id}])));
    must_be(&desk, &id, "pending", "reinstall-processing");
    desk.fails("iMetal.0202", "ReinstallOs", &[ids, password]);
    desk.settle();
    must_be(&desk, &id, "running", "reinstall-succeed");
    desk.patch_world(&json!({"images": {"other": {"name": "other", "os_type": "Windows"}}}));
    desk.ok("ReinstallOs", &[ids, password, ("image_id", "other")]);
    must_be(&desk, &id, "pending", "switch-install-processing");
    desk.settle();
    must_be(&desk, &id, "running", "switch-install-succeed");
    assert_eq!(instance(&desk, &id)["image"], json!({"id": "other", "name": "other", "os_type": "Windows"}));
    desk.fails("iMetal.0205", "ReinstallOs", &[ids, ("password", "abc")]);
    desk.fails("iMetal.0204", "ReinstallOs", &[ids, password, ("image_id", NOTHING)]);
    desk.fails("iMetal.0200", "ReinstallOs", &[("instance_id_set.1", NOTHING), password]);
    desk.fails("iMetal.0002", "ReinstallOs", &[ids]);
    // An empty image is the present one; when that has gone, there is nothing to install from.
    desk.patch_world(&json!({"images": {"other": null}}));
    desk.fails("iMetal.0204", "ReinstallOs", &[ids, password, ("image_id", "")]);
    switch(&desk, &id, "power off");
    let image = text(&entry(&desk, "images", 0)["id"]);
    desk.fails("iMetal.0202", "ReinstallOs", &[ids, password, ("image_id", &image)]);
    desk.settle();
    desk.fails("iMetal.0202", "ReinstallOs", &[ids, password, ("image_id", &image)]);
}

#[test]
fn an_installation_anew_that_fails_can_be_repeated() {
    let desk = desk();
    let id = running(&desk);
    let (ids, password) = (("instance_id_set.1", &*id), ("password", "Squall@2027"));
    let server_id = text(&instance(&desk, &id)["server_id"]);
    desk.ok("ReinstallOs", &[ids, password]);
    patch(&desk, "servers", &server_id, json!({"bmc": "bad-credentials"}));
    desk.settle();
    must_be(&desk, &id, "error", "reinstall-failed");
    let error = instance(&desk, &id)["error"].clone();
    assert_eq!(
        (&error["error_code"], &error["error_type"]),
        (&json!("iMetal.0110"), &json!("verify_server_error"))
    );
    patch(&desk, "servers", &server_id, json!({"bmc": "ok"}));
    desk.ok("ReinstallOs", &[ids, password]);
    assert!(instance(&desk, &id).get("error").is_none());
    desk.settle();
    must_be(&desk, &id, "running", "reinstall-succeed");
}

#[test]
fn instances_go_when_they_are_at_rest_and_their_ports_can_go() {
    let desk = desk();
    let pending = Order::of(&desk).place(&desk);
    desk.fails("iMetal.0202", "DeleteInstance", &[("instance_id", &pending)]);
    desk.fails("iMetal.0200", "DeleteInstance", &[("instance_id", NOTHING)]);
    desk.settle();
    let (one, other) = (pending, stopped(&desk));
    let both = [("instance_id_set.1", &*one), ("instance_id_set.2", &*other)];
    desk.fails("iMetal.0200", "DeleteInstances", &[both[0], ("instance_id_set.2", NOTHING)]);
    desk.fails("iMetal.0001", "DeleteInstances", &[both[0], ("instance_id_set.2", &one)]);
    desk.fails("iMetal.0002", "DeleteInstances", &[("instance_id_set", "[]")]);
    desk.patch_world(&json!({"vpc": "down"}));
    desk.fails("iMetal.0236", "DeleteInstances", &both);
    desk.patch_world(&json!({"vpc": "up"}));
    let port = port_of(&desk, &other);
    patch(&desk, "ports", &port, json!({"held": true}));
    assert_eq!(desk.fails("iMetal.0236", "DeleteInstances", &both), "Delete VPC ports failed");
    must_be(&desk, &one, "running", "install-succeed");
    patch(&desk, "ports", &port, json!({"held": false}));
    desk.patch_world(&json!({"strict_delete": true}));
    desk.fails("iMetal.0202", "DeleteInstances", &both);
    desk.ok("DeleteInstance", &[("instance_id", &other)]);
    desk.patch_world(&json!({"strict_delete": false}));
    switch(&desk, &one, "rebooting");
    desk.fails("iMetal.0202", "DeleteInstance", &[("instance_id", &one)]);
    desk.settle();
    let reply = desk.ok("DeleteInstances", &both[..1]);
    assert_eq!(reply["instances"], json!([{"id": one}]));
    desk.settle();
    must_be(&desk, &one, "terminated", "uninstall-succeed");
}

#[test]
fn a_port_that_is_held_when_an_instance_has_gone_keeps_it_in_error() {
    let desk = desk();
    let id = running(&desk);
    let port = port_of(&desk, &id);
    desk.ok("DeleteInstance", &[("instance_id", &id)]);
    patch(&desk, "ports", &port, json!({"held": true}));
    desk.settle();
    must_be(&desk, &id, "error", "uninstall-failed");
    let error = instance(&desk, &id)["error"].clone();
    assert_eq!(
        (&error["error_code"], &error["error_type"]),
        (&json!("iMetal.0236"), &json!("delete_server_error"))
    );
    desk.fails("iMetal.0236", "DeleteInstance", &[("instance_id", &id)]);
    patch(&desk, "ports", &port, json!({"held": false}));
    desk.ok("DeleteInstance", &[("instance_id", &id)]);
    desk.settle();
    must_be(&desk, &id, "terminated", "uninstall-succeed");
}

#[test]
fn instances_are_listed_by_page_and_filter() {
    let desk = desk();
    let order = Order::of(&desk).with("min_count", "12");
    desk.ok("RunInstances", &order.pairs());
    let page = desk.ok("ListInstances", &[]);
    assert_eq!((&page["count"], &page["page_info"]["current_count"]), (&json!(12), &json!(10)));
    let marker = text(&page["page_info"]["next_marker"]);
    let rest = desk.ok("ListInstances", &[("limit", "2"), ("marker", &marker)]);
    assert_eq!(
        (rest["instances"].as_array().unwrap().len(), &rest["page_info"]["next_marker"]),
        (2, &json!(""))
    );
    let one = text(&rest["instances"][0]["id"]);
    let server = text(&rest["instances"][0]["server_id"]);
    let count = |filters: &[(&str, &str)]| desk.ok("ListInstances", filters)["count"].as_u64().unwrap();
    assert_eq!(count(&[("instance_id", &format!("{one}, {NOTHING}"))]), 1);
    assert_eq!((count(&[("server_id", &server)]), count(&[("instance_state", "running")])), (1, 0));
    desk.fails("iMetal.0001", "ListInstances", &[("instance_id", &one), ("server_id", &server)]);
    desk.fails("iMetal.0001", "ListInstances", &[("instance_state", "stopping")]);
    let many = vec!["x"; 101].join(",");
    desk.fails("iMetal.0001", "ListInstances", &[("instance_id", &many)]);
}
