//! Clusters from order to oblivion.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod zoo;

use serde_json::{Value, json};
use squall_api::cloud::{Cluster, ClusterNode, Span};
use squall_simulate::Desk;
use zoo::*;

#[test]
fn a_cluster_lives_from_order_to_oblivion() {
    let desk = desk();
    let reply = create(&desk, &order());
    let id = reply["cluster_id"].as_str().unwrap();
    assert_eq!(reply["node_count"], 2);
    let shown = cluster(&desk, id);
    assert_eq!((&shown["status"], &shown["transition_status"]), (&json!("pending"), &json!("creating")));
    desk.fails(1400, "DeleteClusters", &[("clusters.1", id)]);
    desk.settle();
    let shown = cluster(&desk, id);
    assert_eq!((&shown["status"], &shown["transition_status"]), (&json!("active"), &json!("")));
    assert_eq!(shown["nodes"][1]["private_ip"], "192.168.10.3");
    assert_eq!(shown["nodes"][1]["status"], "active");
    assert_eq!(shown["role_count"][""], 2);
    assert_eq!(shown["advanced_actions"][""], "scale_horizontal");
    assert_eq!(shown["vxnet"]["vpc_router_id"], "rtr-router01");
    audited(&desk);
    desk.fails(1400, "StartClusters", &[("clusters.1", id)]);
    let stopping = desk.ok("StopClusters", &[("clusters.1", id)]);
    assert_eq!(stopping["job_ids"][id], stopping["job_id"]);
    desk.settle();
    assert_eq!(cluster(&desk, id)["nodes"][0]["status"], "stopped");
    desk.ok("StartClusters", &[("clusters.1", id)]);
    desk.fails(1400, "StopClusters", &[("clusters.1", id)]);
    desk.settle();
    desk.ok("DeleteClusters", &[("clusters.1", id)]);
    desk.settle();
    let shown = cluster(&desk, id);
    assert_eq!((&shown["status"], &shown["nodes"][0]["status"]), (&json!("deleted"), &json!("deleted")));
    audited(&desk);
    desk.ok("RecoverClusters", &[("resources.1", id)]);
    audited(&desk);
    desk.settle();
    assert_eq!(cluster(&desk, id)["nodes"][0]["status"], "active");
    audited(&desk);
    desk.ok("DeleteClusters", &[("clusters.1", id)]);
    desk.settle();
    desk.ok("CeaseClusters", &[("clusters.1", id)]);
    desk.settle();
    assert_eq!(cluster(&desk, id)["status"], "ceased");
    desk.advance(Span::days(8));
    assert_eq!(desk.ok("DescribeClusters", &[("clusters.1", id)])["total_count"], 0);
    audited(&desk);
}

#[test]
fn a_deleted_cluster_ceases_after_two_hours_with_its_nodes() {
    let desk = desk();
    let id = create(&desk, &order())["cluster_id"].as_str().unwrap().to_owned();
    desk.settle();
    desk.ok("DeleteClusters", &[("clusters.1", &id)]);
    desk.advance(Span::hours(3));
    let shown = cluster(&desk, &id);
    assert_eq!((&shown["status"], &shown["nodes"][0]["status"]), (&json!("ceased"), &json!("ceased")));
    desk.advance(Span::days(8));
    assert_eq!(desk.look(|world| world.every::<ClusterNode>()).len(), 0);
    audited(&desk);
}

#[test]
fn want_of_money_suspends_and_forfeits_a_cluster() {
    let desk = desk();
    let id = create(&desk, &order())["cluster_id"].as_str().unwrap().to_owned();
    desk.settle();
    desk.patch_account("demo", &json!({"balance": "0.05"}));
    desk.advance(Span::hours(1));
    let shown = cluster(&desk, &id);
    assert_eq!((&shown["status"], &shown["nodes"][0]["status"]), (&json!("suspended"), &json!("suspended")));
    audited(&desk);
    desk.patch_account("demo", &json!({"balance": "1.00"}));
    desk.settle();
    assert_eq!(cluster(&desk, &id)["nodes"][0]["status"], "active");
    desk.advance(Span::days(1));
    assert_eq!(cluster(&desk, &id)["status"], "suspended");
    desk.advance(Span::days(6));
    let shown = cluster(&desk, &id);
    assert_eq!((&shown["status"], &shown["nodes"][0]["status"]), (&json!("ceased"), &json!("ceased")));
    audited(&desk);
}

#[test]
fn nodes_come_and_go() {
    let desk = desk();
    let id = create(&desk, &order())["cluster_id"].as_str().unwrap().to_owned();
    desk.settle();
    let hourly = |desk: &Desk| desk.look(|world| Ok(world.hourly(&world.fetch::<Cluster>(&id)?)));
    let before = hourly(&desk);
    let more: &[(&str, &str)] = &[("cluster", &id), ("node_count", "1")];
    desk.fails(1101, "AddClusterNodes", &[more, &[("private_ips.1", "10.0.0.9")]].concat());
    desk.fails(2110, "AddClusterNodes", &[more, &[("private_ips.1", "192.168.10.2")]].concat());
    desk.fails(8003, "AddClusterNodes", &[more, &[("node_role", "none")]].concat());
    let added = desk.ok("AddClusterNodes", &[more, &[("private_ips.1", "192.168.10.99")]].concat());
    let node = added["new_node_ids"][0].as_str().unwrap();
    desk.fails(1400, "ResizeCluster", &[("cluster", &id), ("cpu", "2")]);
    desk.settle();
    assert_eq!(hourly(&desk).times(2), before.times(3));
    let nodes = desk.ok("DescribeClusterNodes", &[("cluster", &id), ("nodes.1", node)]);
    assert_eq!(nodes["node_set"][0]["private_ip"], "192.168.10.99");
    assert_eq!(nodes["node_set"][0]["server_id"], 3);
    desk.ok("DeleteClusterNodes", &[("cluster", &id), ("nodes.1", node)]);
    let nodes = desk.ok("DescribeClusterNodes", &[("cluster", &id)]);
    assert_eq!(nodes["node_set"][2]["transition_status"], "deleting");
    desk.settle();
    assert_eq!(cluster(&desk, &id)["node_count"], 2);
    assert_eq!(hourly(&desk), before);
    desk.fails(1400, "DeleteClusterNodes", &[("cluster", &id), ("nodes.1", node)]);
    let shown = cluster(&desk, &id);
    let all: Vec<_> = (0..2).map(|at| shown["nodes"][at]["node_id"].as_str().unwrap()).collect();
    let all = [("cluster", &*id), ("nodes.1", all[0]), ("nodes.2", all[1])];
    desk.fails(8003, "DeleteClusterNodes", &all);
    desk.patch_account("demo", &json!({"quotas": {"cluster_max_node_cnt": 2}}));
    desk.fails(2500, "AddClusterNodes", more);
    let jobs = desk.ok("DescribeClusterJobs", &[("cluster", &id)]);
    assert_eq!(jobs["job_set"][0]["job_action"], "DeleteClusterNodes");
    assert_eq!(jobs["total_count"], 3);
    audited(&desk);
}

#[test]
fn clusters_only_grow_where_their_application_lets_them() {
    let desk = desk();
    let id = create(&desk, &altered("/advanced_actions", json!(["change_vxnet"])))["cluster_id"].clone();
    desk.settle();
    let id = id.as_str().unwrap();
    desk.fails(1400, "AddClusterNodes", &[("cluster", id), ("node_count", "1")]);
    let node = cluster(&desk, id)["nodes"][0]["node_id"].as_str().unwrap().to_owned();
    desk.fails(1400, "DeleteClusterNodes", &[("cluster", id), ("nodes.1", &node)]);
}

#[test]
fn replicas_are_nodes_of_a_role_of_their_own() {
    let desk = desk();
    let mut order = altered("/nodes/0/role", json!("master"));
    order["nodes"][0]["replica"] = json!(2);
    let reply = create(&desk, &order);
    assert_eq!(reply["node_count"], 6);
    desk.settle();
    let id = reply["cluster_id"].as_str().unwrap();
    let shown = cluster(&desk, id);
    assert_eq!(shown["role_count"], json!({"master": 2, "master-replica": 4}));
    assert_eq!(shown["nodes"][5]["group_id"], 2);
    desk.ok("AddClusterNodes", &[("cluster", id), ("node_count", "1"), ("node_role", "master")]);
    desk.settle();
    assert_eq!(cluster(&desk, id)["role_count"], json!({"master": 3, "master-replica": 6}));
    desk.fails(8003, "ResizeCluster", &[("cluster", id), ("cpu", "2")]);
}

#[test]
fn sizes_change_within_what_is_offered() {
    let desk = desk();
    let id = create(&desk, &order())["cluster_id"].as_str().unwrap().to_owned();
    desk.settle();
    desk.fails(1100, "ResizeCluster", &[("cluster", &id)]);
    for (name, value) in [("cpu", "3"), ("memory", "1000"), ("storage_size", "10"), ("storage_size", "25")] {
        desk.fails(8003, "ResizeCluster", &[("cluster", &id), (name, value)]);
    }
    desk.fails(8003, "ResizeCluster", &[("cluster", &id), ("storage_size", "1010")]);
    desk.ok("ResizeCluster", &[("cluster", &id), ("cpu", "2"), ("memory", "2048"), ("storage_size", "50")]);
    desk.settle();
    let node = &cluster(&desk, &id)["nodes"][1];
    assert_eq!((&node["cpu"], &node["memory"], &node["storage_size"]), (&json!(2), &json!(2048), &json!(50)));
    audited(&desk);
    desk.fails(1101, "ResizeCluster", &[("cluster", &id), ("gpu", "1")]);
    desk.patch_account("demo", &json!({"balance": "0.01"}));
    desk.fails(2400, "ResizeCluster", &[("cluster", &id), ("cpu", "16")]);
}

#[test]
fn the_room_a_node_has_counts_when_it_grows() {
    let desk = desk();
    let host = json!({"name": "h", "cpu": 4, "memory_mib": 4096, "storage_gib": 200, "encryption": false});
    desk.patch_world(&json!({"hosts": [host]}));
    let id = create(&desk, &order())["cluster_id"].as_str().unwrap().to_owned();
    desk.settle();
    desk.fails(5200, "ResizeCluster", &[("cluster", &id), ("cpu", "4")]);
    desk.ok("ResizeCluster", &[("cluster", &id), ("cpu", "2"), ("memory", "2048")]);
    desk.settle();
    desk.fails(5200, "AddClusterNodes", &[("cluster", &id), ("node_count", "1")]);
    desk.ok("DeleteClusters", &[("clusters.1", &id)]);
    desk.settle();
    create(&desk, &order());
    desk.fails(5200, "RecoverClusters", &[("clusters.1", &id)]);
    audited(&desk);
}

#[test]
fn orders_are_held_against_network_quota_balance_and_room() {
    let desk = desk();
    let refused =
        |code: u32, order: &Value| desk.fails(code, "CreateCluster", &[("conf", &order.to_string())]);
    refused(2100, &altered("/vxnet", json!("vxnet-nowhere")));
    refused(1400, &altered("/vxnet", json!("vxnet-alone01")));
    refused(1400, &altered("/vxnet", json!("vxnet-0")));
    desk.fails(1100, "CreateCluster", &[("conf", "{")]);
    desk.patch_account("demo", &json!({"quotas": {"cluster": 0}}));
    refused(2500, &order());
    desk.patch_account("demo", &json!({"quotas": {"cluster": 1, "cluster_max_node_cnt": 1}}));
    refused(2500, &order());
    desk.patch_account("demo", &json!({"quotas": {"cluster_max_node_cnt": 1000}}));
    refused(5200, &altered("/nodes/0/count", json!(300)));
    desk.patch_account("demo", &json!({"balance": "0.01"}));
    refused(2400, &order());
    desk.patch_world(&json!({"services": {"image": "updating"}}));
    let version = version(&desk);
    desk.fails(5400, "DeployAppVersion", &[("version_id", &version), ("conf", "{}")]);
}

#[test]
fn recovered_nodes_find_other_room_and_addresses() {
    let desk = desk();
    let first = create(&desk, &order())["cluster_id"].as_str().unwrap().to_owned();
    desk.settle();
    desk.ok("DeleteClusters", &[("clusters.1", &first)]);
    desk.settle();
    create(&desk, &order());
    desk.settle();
    desk.ok("RecoverClusters", &[("clusters.1", &first)]);
    desk.settle();
    assert_eq!(cluster(&desk, &first)["nodes"][0]["private_ip"], "192.168.10.4");
    desk.ok("DeleteClusters", &[("clusters.1", &first)]);
    desk.settle();
    desk.patch_account("demo", &json!({"quotas": {"cluster": 1}}));
    desk.fails(2500, "RecoverClusters", &[("clusters.1", &first)]);
    audited(&desk);
}

#[test]
fn clusters_are_their_owners() {
    let desk = desk();
    let id = create(&desk, &order())["cluster_id"].as_str().unwrap().to_owned();
    desk.settle();
    let other = desk.open_account("other");
    for action in ["StopClusters", "DeleteClusters", "DescribeClusters"] {
        assert_eq!(desk.call_as(&other, action, &[("clusters.1", &id)])["ret_code"], 1400, "{action}");
    }
    assert_eq!(desk.call_as(&other, "DescribeClusters", &[])["total_count"], 0);
    let owner = [("conf", &*order().to_string()), ("owner", "other")];
    desk.fails(1400, "CreateCluster", &owner);
}

#[test]
fn nodes_lose_their_addresses_with_the_router() {
    let desk = desk();
    let id = create(&desk, &order())["cluster_id"].as_str().unwrap().to_owned();
    desk.settle();
    desk.change(|world| {
        let mut network = world.fetch::<squall_api::cloud::Network>("vxnet-joined1")?;
        world.disconnect(&mut network)
    });
    assert_eq!(cluster(&desk, &id)["nodes"][0]["private_ip"], "");
    desk.ok("DeleteClusters", &[("clusters.1", &id)]);
    desk.settle();
    desk.fails(1400, "RecoverClusters", &[("clusters.1", &id)]);
    audited(&desk);
}
