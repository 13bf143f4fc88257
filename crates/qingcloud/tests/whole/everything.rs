//! A world in which the demo account has one of each, for tests that are made from all actions.

use base64::Engine as _;
use serde_json::{Value, json};
use squall_api::cloud::Span;
use squall_simulate::Desk;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// The cluster file's only image.
const IMAGE: &str = "centos7x64d";
const PUBLIC_KEY: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f me@example.cn";
const CERTIFICATE: &str = "-----BEGIN CERTIFICATE-----\nMAYwADAAAwA=\n-----END CERTIFICATE-----\n";
const PRIVATE_KEY: &str = "-----BEGIN PRIVATE KEY-----\nMAMCAQE=\n-----END PRIVATE KEY-----\n";
const LOGIN: [(&str, &str); 4] = [
    ("image_id", IMAGE),
    ("instance_type", "c1m1"),
    ("login_mode", "passwd"),
    ("login_passwd", "Squall2026x"),
];

/// The world, and the id of each kind by the word that parameters declare for it.
pub(crate) struct Everything {
    pub(crate) desk: Desk,
    pub(crate) ids: BTreeMap<&'static str, String>,
    /// Every reply on the way.
    pub(crate) replies: RefCell<Vec<(String, Value)>>,
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}

impl Everything {
    /// One of each, bound to each other as far as can be.
    pub(crate) fn new() -> Everything {
        let mut world = Everything { desk: Desk::new(), ids: BTreeMap::new(), replies: RefCell::default() };
        // As the newest Go SDK reads it.
        world.desk.patch_world(&json!({"warehouse": true, "snapshot_job_id": "list"}));
        world.make_networks();
        world.make_machines();
        world.make_storage();
        world.make_balancer();
        world.make_applications();
        world.make_people();
        world.tag_all();
        world
    }

    pub(crate) fn id(&self, word: &str) -> &str {
        self.ids.get(word).unwrap_or_else(|| panic!("there is no {word}"))
    }

    /// Calls an action that must succeed, and keeps the reply.
    fn ok(&self, action: &str, parameters: &[(&str, &str)]) -> Value {
        let reply = self.desk.ok(action, parameters);
        self.replies.borrow_mut().push((action.to_owned(), reply.clone()));
        reply
    }

    /// The hardware address with which the instance is in its network.
    pub(crate) fn interface(&self) -> String {
        let nics = self.desk.ok("DescribeNics", &[("instances.1", self.id("instance"))]);
        text(&nics["nic_set"][0]["nic_id"])
    }

    /// Calls an action that must succeed and remembers an id of its reply, by JSON pointer.
    fn make(&mut self, word: &'static str, action: &str, parameters: &[(&str, &str)], pointer: &str) {
        let reply = self.ok(action, parameters);
        let id = text(reply.pointer(pointer).unwrap_or(&Value::Null));
        self.ids.insert(word, id);
        self.desk.settle();
    }

    fn make_networks(&mut self) {
        self.make("firewall", "CreateSecurityGroup", &[("security_group_name", "web")], "/security_group_id");
        let firewall = self.id("firewall").to_owned();
        let rule = [
            ("security_group", &*firewall),
            ("rules.1.protocol", "tcp"),
            ("rules.1.priority", "1"),
            ("rules.1.val1", "80"),
        ];
        self.make("firewall rule", "AddSecurityGroupRules", &rule, "/security_group_rules/0");
        let set = [("ipset_type", "1"), ("val", "80,443")];
        self.make("ip set", "CreateSecurityGroupIPSet", &set, "/security_group_ipset_id");
        self.make("router", "CreateRouters", &[("security_group", &firewall)], "/routers/0");
        self.make("network", "CreateVxnets", &[("vxnet_type", "1")], "/vxnets/0");
        let (router, network) = (self.id("router").to_owned(), self.id("network").to_owned());
        let joined = [("vxnet", &*network), ("router", &*router), ("ip_network", "192.168.10.0/24")];
        self.ok("JoinRouter", &joined);
        self.desk.settle();
        let forwarding = [
            ("router", &*router),
            ("statics.1.static_type", "1"),
            ("statics.1.val1", "80"),
            ("statics.1.val2", "192.168.10.2"),
            ("statics.1.val3", "80"),
        ];
        self.make("router rule", "AddRouterStatics", &forwarding, "/router_statics/0");
        self.make("network interface", "CreateNics", &[("vxnet", &network)], "/nics/0/nic_id");
        let vip =
            [("vxnet_id", &*network), ("vip_range", "192.168.10.50-192.168.10.60"), ("vip_name", "shared")];
        self.make("virtual address", "AllocateVips", &vip, "/vips/0");
        self.make("address", "AllocateEips", &[("bandwidth", "4"), ("eip_name", "front")], "/eips/0");
    }

    fn make_machines(&mut self) {
        let imported = [("mode", "user"), ("public_key", PUBLIC_KEY), ("keypair_name", "ops")];
        self.make("key pair", "CreateKeyPair", &imported, "/keypair_id");
        let firewall = self.id("firewall").to_owned();
        let call = [&LOGIN[..], &[("vxnets.1", "vxnet-0"), ("security_group", &firewall)]].concat();
        self.make("instance", "RunInstances", &call, "/instances/0");
        let (instance, key) = (self.id("instance").to_owned(), self.id("key pair").to_owned());
        self.ok("AttachKeyPairs", &[("keypairs.1", &key), ("instances.1", &instance)]);
        let address = self.id("address").to_owned();
        self.ok("AssociateEip", &[("eip", &address), ("instance", &instance)]);
        self.desk.settle();
        let alias = [("prefix", "www"), ("resource", &*instance)];
        self.make("dns alias", "AssociateDNSAlias", &alias, "/dns_alias_id");
        let other = text(&self.ok("RunInstances", &LOGIN)["instances"][0]);
        self.desk.settle();
        self.ok("StopInstances", &[("instances.1", &other)]);
        self.desk.settle();
        self.make("image", "CaptureInstance", &[("instance", &other), ("image_name", "base")], "/image_id");
        let archive = [("attachment_content", "aGVsbG8="), ("attachment_name", "x")];
        self.make("user data", "UploadUserDataAttachment", &archive, "/attachment_id");
    }

    fn make_storage(&mut self) {
        self.make("volume", "CreateVolumes", &[("size", "20"), ("volume_name", "data")], "/volumes/0");
        let (volume, instance) = (self.id("volume").to_owned(), self.id("instance").to_owned());
        self.ok("AttachVolumes", &[("volumes.1", &volume), ("instance", &instance)]);
        self.desk.settle();
        let taken = [("resources.1", &*volume), ("snapshot_name", "first")];
        self.make("snapshot", "CreateSnapshots", &taken, "/snapshots/0");
        let contract = [("resource_type", "volume"), ("size", "20"), ("months", "1")];
        self.make("contract", "ApplyReservedContract", &contract, "/contract_id");
        let contract = self.id("contract").to_owned();
        self.ok("PayReservedContract", &[("contract", &contract)]);
    }

    fn make_balancer(&mut self) {
        let address = text(&self.ok("AllocateEips", &[("bandwidth", "2")])["eips"][0]);
        self.make("load balancer", "CreateLoadBalancer", &[("eips.1", &address)], "/loadbalancer_id");
        let content = [("certificate_content", CERTIFICATE), ("private_key", PRIVATE_KEY)];
        self.make("certificate", "CreateServerCertificate", &content, "/server_certificate_id");
        let (balancer, certificate) =
            (self.id("load balancer").to_owned(), self.id("certificate").to_owned());
        let listening = [
            ("loadbalancer", &*balancer),
            ("listeners.1.listener_port", "443"),
            ("listeners.1.listener_protocol", "https"),
            ("listeners.1.backend_protocol", "http"),
            ("listeners.1.server_certificate_id.1", &*certificate),
        ];
        self.make("listener", "AddLoadBalancerListeners", &listening, "/loadbalancer_listeners/0");
        let policy = [("loadbalancer_policy_name", "paths")];
        self.make("forwarding policy", "CreateLoadBalancerPolicy", &policy, "/loadbalancer_policy_id");
        let policy = self.id("forwarding policy").to_owned();
        let rule = [("loadbalancer_policy", &*policy), ("rules.1.rule_type", "url"), ("rules.1.val", "/a")];
        self.make("forwarding rule", "AddLoadBalancerPolicyRules", &rule, "/loadbalancer_policy_rules/0");
        let (listener, instance) = (self.id("listener").to_owned(), self.id("instance").to_owned());
        let backend = [
            ("loadbalancer_listener", &*listener),
            ("backends.1.resource_id", &*instance),
            ("backends.1.port", "8080"),
            ("backends.1.loadbalancer_policy_id", &*policy),
        ];
        self.make("backend", "AddLoadBalancerBackends", &backend, "/loadbalancer_backends/0");
    }

    fn make_applications(&mut self) {
        let network = self.id("network").to_owned();
        let order = json!({
            "name": "zoo", "description": "", "vxnet": network,
            "nodes": [{
                "container": {"type": "kvm", "image": IMAGE, "zone": "pek3"},
                "count": 2, "cpu": 1, "memory": 1024, "volume": {"size": 20},
                "services": {
                    "init": {"cmd": "a"}, "start": {"cmd": "a"}, "stop": {"cmd": "a"}, "restart": {"cmd": "a"},
                    "scale_in": {"cmd": "a"}, "scale_out": {"cmd": "a"}, "destroy": {"cmd": "a"},
                    "backup": {"cmd": "a"}, "restore": {"cmd": "b"}, "greet": {"cmd": "a", "type": "custom"},
                },
                "monitor": {"enable": true}, "env": {"a": 1},
                "server_id_upper_bound": 9, "custom_metadata_script": {"type": "tomcat"},
            }],
            "display_tabs": {"1": {"cmd": "a", "labels": ["ip", "role"]}},
            "advanced_actions": ["scale_horizontal", "change_vxnet", "associate_eip"]
        });
        self.make("cluster", "CreateCluster", &[("conf", &order.to_string())], "/cluster_id");
        let cluster = self.id("cluster").to_owned();
        let nodes = self.ok("DescribeClusterNodes", &[("cluster", &cluster)]);
        self.ids.insert("cluster node", text(&nodes["node_set"][0]["node_id"]));
        self.make("application", "CreateApp", &[("app_name", "zoo")], "/app_id");
        let app = self.id("application").to_owned();
        let version = [("app_id", &*app), ("name", "v1")];
        self.make("application version", "CreateAppVersion", &version, "/version_id");
        let files = json!({"config.json": "{}", "cluster.json.mustache": "{}"}).to_string();
        let content = base64::engine::general_purpose::STANDARD.encode(files);
        let version = self.id("application version").to_owned();
        let upload = [("version_id", &*version), ("attachment_content", &*content), ("filename", "a.zip")];
        self.make("attachment", "UploadAppVersionAttachment", &upload, "/attachment_id");
    }

    fn make_people(&mut self) {
        let user = [("email", "bob@example.cn"), ("passwd", "Squall@2026")];
        self.make("account", "CreateSubUser", &user, "/user_id");
        let (image, user) = (self.id("image").to_owned(), self.id("account").to_owned());
        self.ok("GrantImageToUsers", &[("image", &image), ("users.1", &user)]);
        let jobs = self.ok("DescribeJobs", &[]);
        self.ids.insert("job", text(&jobs["job_set"][0]["job_id"]));
    }

    /// One tag on whatever can carry one.
    fn tag_all(&mut self) {
        self.make("tag", "CreateTag", &[("tag_name", "all")], "/tag_id");
        let words = [
            ("instance", "instance"),
            ("volume", "volume"),
            ("key pair", "keypair"),
            ("firewall", "security_group"),
            ("network", "vxnet"),
            ("address", "eip"),
            ("router", "router"),
            ("load balancer", "loadbalancer"),
            ("snapshot", "snapshot"),
            ("image", "image"),
            ("cluster", "cluster"),
        ];
        for (word, kind) in words {
            let call = [
                ("resource_tag_pairs.1.tag_id", self.id("tag")),
                ("resource_tag_pairs.1.resource_type", kind),
                ("resource_tag_pairs.1.resource_id", self.id(word)),
            ];
            self.ok("AttachTags", &call);
        }
    }

    /// Deletes all of it, and waits until nothing of it is remembered.
    pub(crate) fn delete_all(&self) {
        let one = |action: &str, name: &str, word: &str| {
            self.ok(action, &[(name, self.id(word))]);
            self.desk.settle();
        };
        one("DeleteTags", "tags.1", "tag");
        one("DeleteClusters", "clusters.1", "cluster");
        one("DissociateDNSAliases", "dns_aliases.1", "dns alias");
        one("DeleteLoadBalancers", "loadbalancers.1", "load balancer");
        one("DeleteLoadBalancerPolicies", "loadbalancer_policies.1", "forwarding policy");
        one("DeleteServerCertificates", "server_certificates.1", "certificate");
        one("DeleteSnapshots", "snapshots.1", "snapshot");
        one("TerminateInstances", "instances.1", "instance");
        one("DeleteVolumes", "volumes.1", "volume");
        one("DeleteKeyPairs", "keypairs.1", "key pair");
        one("ReleaseEips", "eips.1", "address");
        one("DeleteImages", "images.1", "image");
        one("DeleteRouterStatics", "router_statics.1", "router rule");
        one("DeleteNics", "nics.1", "network interface");
        one("ReleaseVips", "vips.1", "virtual address");
        self.ok("LeaveRouter", &[("router", self.id("router")), ("vxnets.1", self.id("network"))]);
        self.desk.settle();
        one("DeleteRouters", "routers.1", "router");
        one("DeleteVxnets", "vxnets.1", "network");
        one("DeleteSecurityGroupIPSets", "security_group_ipsets.1", "ip set");
        one("DeleteSecurityGroups", "security_groups.1", "firewall");
        self.desk.advance(Span::days(40));
    }
}
