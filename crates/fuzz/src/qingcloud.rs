//! QingCloud's dialect. `k` calls with the demo account's key, `a` as the demo application, `o` with another account's
//! key; any other letter sends the request as it stands.

use crate::dialect::{Callers, Subject};
use squall_api::catalogue::qingcloud::INTERNAL_ERROR;
use squall_api::client::Credentials;
use squall_api::store::Store;
use squall_simulate::{Desk, Pool, key};

/// Stands for the id of an address of the demo account.
const ADDRESS: &str = "{address}";

/// The world has at least one of most things, in the order in which they are made.
const FURNITURE: &[(&str, &[(&str, &str)])] = &[
    ("CreateKeyPair", &[("keypair_name", "k"), ("mode", "system")]),
    ("CreateVxnets", &[("vxnet_type", "1"), ("count", "2")]),
    ("CreateRouters", &[("count", "1"), ("vpc_network", "192.168.0.0/16")]),
    ("CreateSecurityGroup", &[("security_group_name", "sg")]),
    ("AllocateEips", &[("bandwidth", "1"), ("count", "3")]),
    ("CreateVolumes", &[("size", "20"), ("count", "2")]),
    ("CreateTag", &[("tag_name", "t")]),
    ("CreateLoadBalancer", &[("eips.1", ADDRESS), ("loadbalancer_name", "lb")]),
    (
        "RunInstances",
        &[
            ("image_id", "centos7x64d"),
            ("instance_type", "c1m1"),
            ("login_mode", "passwd"),
            ("login_passwd", "Squall2026x"),
            ("vxnets.1", "vxnet-0"),
            ("count", "2"),
        ],
    ),
];

const CALLERS: Callers = &[(b'k', demo), (b'a', application), (b'o', other)];

fn demo() -> Credentials {
    key("SQUALLDEMOKEY", "squall-demo-secret")
}

fn application() -> Credentials {
    Credentials::App { id: "app-demo0001".to_owned(), secret: "squall-demo-secret".to_owned() }
}

fn other() -> Credentials {
    key("KEY-other", "secret-other")
}

/// The desk of a furnished world, and the ids of what is in it.
pub fn furnished() -> (Desk, Pool) {
    let desk = Desk::over(&squall_simulate::QingCloud, Store::memory(), 1);
    desk.patch_world(&serde_json::json!({"warehouse": true}));
    desk.open_account("other");
    let mut pool = Pool::default();
    for (action, parameters) in FURNITURE {
        let address = pool.of("eip").first().cloned().unwrap_or_default();
        let given = parameters
            .iter()
            .map(|(name, value)| (*name, if *value == ADDRESS { &*address } else { *value }));
        desk.vendor.learn(action, &desk.ok(action, &given.collect::<Vec<_>>()), &mut pool);
        desk.settle();
    }
    (desk, pool)
}

thread_local! {
    static SUBJECT: Subject = Subject::new(furnished().0, CALLERS, INTERNAL_ERROR);
}

/// Sends a series of requests.
pub fn run(bytes: &[u8]) {
    SUBJECT.with(|subject| subject.run(bytes));
}
