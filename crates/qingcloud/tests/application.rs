//! Applications, their packages, and the codes of configurations.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod zoo;

use serde_json::{Value, json};
use squall_api::cloud::{Head, Image, State};
use zoo::*;

#[test]
fn configuration_codes_come_in_their_order() {
    let desk = desk();
    let refused =
        |code: u32, order: &Value| desk.fails(code, "CreateCluster", &[("conf", &order.to_string())]);
    for (pointer, value) in [
        ("/name", Value::Null),
        ("/vxnet", json!("")),
        ("/nodes/0/count", json!("2")),
        ("/nodes/0/cpu", json!(1.5)),
        ("/nodes/0/services", json!({"start": {}})),
        ("/nodes/0/services", json!({"start": {"cmd": 1}})),
        ("/nodes/0/services", json!({"start": {"cmd": "x", "timeout": "1"}})),
        ("/nodes/0/services", json!({"begin": {"cmd": "x"}})),
        ("/backup_policy", json!("tape")),
    ] {
        let mut order = altered(pointer, value);
        order["nodes"][0]["container"]["image"] = json!("");
        refused(8000, &order);
    }
    refused(8000, &altered("/nodes", json!({})));
    refused(8001, &altered("/nodes", json!([])));
    refused(8001, &altered("/nodes/0/container", json!({"type": "docker"})));
    let mut elsewhere = altered("/nodes/0/container/image", json!("img-nowhere1"));
    elsewhere["nodes"][0]["count"] = json!(0);
    refused(8002, &elsewhere);
    let two = |a: Value, b: Value| {
        let node = order()["nodes"][0].clone();
        let with = |role: Value| {
            let mut node = node.clone();
            node["role"] = role;
            node
        };
        altered("/nodes", json!([with(a), with(b)]))
    };
    for order in [
        altered("/nodes/0/count", json!(0)),
        altered("/nodes/0/cpu", json!(3)),
        altered("/nodes/0/memory", json!(1000)),
        altered("/nodes/0/volume", json!({"size": 15})),
        altered("/nodes/0/volume", json!({"size": 1010})),
        altered("/nodes/0/volume", json!({"size": 20, "class": 9})),
        altered("/nodes/0/volume", json!({"size": 20, "mount_point": ["/a", "/b", "/c"]})),
        altered("/nodes/0/server_id_upper_bound", json!(1)),
        altered("/advanced_actions", json!(["fly"])),
        altered("/links", json!({"zk": "cl-nowhere1"})),
        two(json!("a"), json!("a")),
        two(json!("a"), Value::Null),
        two(json!("a"), json!("b-replica")),
    ] {
        let mut order = order;
        order["vxnet"] = json!("vxnet-nowhere");
        refused(8003, &order);
    }
    create(&desk, &altered("/nodes/0/volume", json!({"size": 5000, "class": 2})));
}

#[test]
fn images_must_be_in_the_zone_that_nodes_name() {
    let desk = desk();
    desk.change(|world| {
        let demo = world.account_named("demo")?.unwrap();
        let head = Head::new("img-captured".to_owned(), &demo, "pek3", "", world.now).in_state(State::Free);
        world.insert(&Image {
            head,
            platform: "linux".to_owned(),
            os_family: "centos".to_owned(),
            processor: "64bit".to_owned(),
            size_gib: 20,
            is_system: false,
            granted_to: Vec::new(),
            is_public: false,
            zones: Vec::new(),
        })
    });
    let version = version(&desk);
    let files = package(&TEMPLATE.replace(IMAGE, "img-captured"));
    upload(&desk, &version, &files);
    desk.ok("ValidateAppVersion", &[("version_id", &version)]);
    let linked = desk.look(|world| world.any_link("img-captured"));
    assert_eq!(linked.map(|(_, id)| id), Some(version.clone()));
    upload(
        &desk,
        &version,
        &package(&TEMPLATE.replace(IMAGE, "img-captured").replace("\"pek3\"", "\"gd2\"")),
    );
    desk.fails(8002, "ValidateAppVersion", &[("version_id", &version)]);
    let other = desk.open_account("other");
    let conf = altered("/nodes/0/container/image", json!("img-captured")).to_string();
    assert_eq!(desk.call_as(&other, "CreateCluster", &[("conf", &conf)])["ret_code"], 8002);
    desk.ok("CreateCluster", &[("conf", &conf)]);
}

#[test]
fn versions_are_deployed_from_their_packages() {
    let desk = desk();
    let version = version(&desk);
    let deploy =
        |conf: &str| vec![("version_id".to_owned(), version.clone()), ("conf".to_owned(), conf.to_owned())];
    let refused = |code: u32, conf: &str| {
        let parameters = deploy(conf);
        let parameters: Vec<_> = parameters.iter().map(|(a, b)| (&**a, &**b)).collect();
        desk.fails(code, "DeployAppVersion", &parameters)
    };
    refused(8004, &answers(json!(1), 1));
    desk.fails(8004, "ValidateAppVersion", &[("version_id", &version)]);
    let mut half = package(TEMPLATE);
    half.as_object_mut().unwrap().remove("cluster.json.mustache");
    upload(&desk, &version, &half);
    refused(8004, &answers(json!(1), 1));
    upload(&desk, &version, &json!({"config.json": "{", "cluster.json.mustache": TEMPLATE}));
    let message = refused(8000, &answers(json!(1), 1));
    assert!(message.contains("configuration validation failed, [config.json] Not valid json"), "{message}");
    let attachment = upload(&desk, &version, &package(TEMPLATE));
    desk.ok("ValidateAppVersion", &[("version_id", &version)]);
    refused(1100, "not json");
    let message = refused(8000, &answers(json!(3), 1));
    assert!(message.contains("cluster.main.cpu"), "{message}");
    refused(8000, "{}");
    refused(8003, &answers(json!(1), 0));
    let conf = answers(json!(2), 2);
    let reply = desk.ok("DeployAppVersion", &[("version_id", &version), ("conf", &conf), ("debug", "1")]);
    desk.settle();
    let shown = cluster(&desk, reply["cluster_id"].as_str().unwrap());
    assert_eq!((&shown["name"], &shown["app_version"]), (&json!("zoo"), &json!(version)));
    assert_eq!(shown["role_count"]["main"], 2);
    assert_eq!(shown["debug"], true);
    assert_eq!(shown["app_version_info"]["resource_kit"], json!(attachment));
    let listed =
        [("attachment_ids.1", &*attachment), ("version_id", &version), ("content_keys.1", "locale/en.json")];
    let listed = desk.ok("DescribeAppVersionAttachments", &listed);
    assert_eq!(listed["attachment_set"], listed["version_set"]);
    assert_eq!(listed["attachment_set"][0]["attachment_content"], json!({"locale/en.json": "{}"}));
    let absent = [("attachment_ids.1", &*attachment), ("version_id", &version), ("content_keys.1", "nope")];
    desk.fails(8004, "DescribeAppVersionAttachments", &absent);
    let versions = desk.ok("DescribeAppVersions", &[("version_ids.1", &version)]);
    assert_eq!(versions["version_set"][0]["resource_kit"], json!(attachment));
    desk.fails(1100, "DescribeAppVersions", &[]);
    desk.fails(2110, "CreateApp", &[("app_name", "zoo")]);
    desk.fails(
        1101,
        "UploadAppVersionAttachment",
        &[("version_id", &version), ("attachment_content", "aGVsbG8=")],
    );
    audited(&desk);
}

#[test]
fn roles_must_be_in_the_form() {
    let desk = desk();
    let version = version(&desk);
    upload(&desk, &version, &package(&TEMPLATE.replace("\"role\": \"main\"", "\"role\": \"ghost\"")));
    desk.fails(8003, "DeployAppVersion", &[("version_id", &version), ("conf", &answers(json!(1), 1))]);
    let mut order = altered("/version_id", json!(version));
    order["nodes"][0]["role"] = json!("ghost");
    desk.fails(8003, "CreateCluster", &[("conf", &order.to_string())]);
    order["nodes"][0]["role"] = json!("main");
    create(&desk, &order);
}

#[test]
fn clusters_depend_on_others_within_limits() {
    let desk = desk();
    let first = create(&desk, &order())["cluster_id"].as_str().unwrap().to_owned();
    let linking = altered("/links", json!({"zk": first}));
    desk.fails(8003, "CreateCluster", &[("conf", &linking.to_string())]);
    desk.settle();
    let second = create(&desk, &linking)["cluster_id"].as_str().unwrap().to_owned();
    desk.settle();
    assert_eq!(cluster(&desk, &second)["links"]["zk"], json!(first));
    let message = desk.fails(5400, "DeleteClusters", &[("clusters.1", &first)]);
    assert!(message.contains(&second), "{message}");
    let version = version(&desk);
    upload(&desk, &version, &package(TEMPLATE));
    let conf = json!({"cluster": {"vxnet": "vxnet-joined1", "zk": first, "main": {"cpu": 1, "count": 1}}});
    let message =
        desk.fails(8003, "DeployAppVersion", &[("version_id", &version), ("conf", &conf.to_string())]);
    assert!(message.contains("limits"), "{message}");
    desk.ok("DeleteClusters", &[("clusters.1", &first), ("clusters.2", &second)]);
    desk.settle();
    audited(&desk);
    desk.ok("RecoverClusters", &[("clusters.1", &second)]);
    desk.settle();
    assert_eq!(cluster(&desk, &second)["links"], json!({}));
    audited(&desk);
}
