//! Instances and the volumes that are made or copied with them.

use super::*;

#[test]
fn volumes_are_attached_to_the_one_instance_that_is_made_with_them() {
    let desk = Desk::new();
    let data = volume(&desk, &[]);
    let with = [("volumes.1", &*data)];
    desk.fails(1101, "RunInstances", &small(&[("volumes.1", &data), ("count", "2")]));
    desk.patch_world(&json!({"services": {"volume": "updating"}}));
    desk.fails(5400, "RunInstances", &small(&with));
    desk.patch_world(&json!({"services": {"volume": "up"}}));
    let id = run(&desk, &with);
    assert_eq!(shown_volume(&desk, &data)["transition_status"], "attaching");
    desk.settle();
    let shown = shown_volume(&desk, &data);
    assert_eq!((&shown["status"], &shown["instance"]["instance_id"]), (&json!("in-use"), &json!(id)));
    assert_eq!(show(&desk, &id)["volume_ids"], json!([data]));
    desk.fails(1400, "RunInstances", &small(&with));
    desk.ok("TerminateInstances", &[("instances.1", &id)]);
    desk.settle();
    assert_eq!(shown_volume(&desk, &data)["status"], "available");
}

#[test]
fn an_encrypted_volume_needs_an_instance_that_takes_it() {
    let desk = Desk::new();
    let secret = volume(&desk, &[("encryption", "1")]);
    let with = [("volumes.1", &*secret)];
    desk.fails(5600, "RunInstances", &small(&with));
    let fast = volume(&desk, &[("volume_type", "3")]);
    desk.fails(1400, "RunInstances", &small(&[("volumes.1", &fast)]));
    run(&desk, &[("volumes.1", &fast), ("instance_class", "1")]);
    run(&desk, &[("volumes.1", &secret), ("os_disk_encryption", "1")]);
}

#[test]
fn a_copy_has_volumes_of_its_own() {
    let desk = Desk::new();
    let data = volume(&desk, &[("volume_name", "data")]);
    let id = run(&desk, &[("volumes.1", &data)]);
    desk.settle();
    let reply = desk.ok("CloneInstances", &[("instances.1", &id)]);
    let copy = reply["instances"][0].as_str().unwrap().to_owned();
    let own = reply["instance_set"][&id]["volumes_map"][&data].as_str().unwrap().to_owned();
    desk.settle();
    let shown = shown_volume(&desk, &own);
    assert_eq!((&shown["status"], &shown["volume_name"]), (&json!("in-use"), &json!("data")));
    assert_eq!(shown["instance"]["instance_id"], *copy);
    desk.patch_account("demo", &json!({"quotas": {"volume": 2}}));
    desk.fails(2500, "CloneInstances", &[("instances.1", &id)]);
}
