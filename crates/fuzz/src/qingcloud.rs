//! QingCloud's dialect. `k` calls with the demo account's key, `a` as the demo application, `o` with another account's
//! key; any other letter sends the request as it stands.

use crate::dialect::{Callers, Subject, rebuilt};
use squall_api::Request;
use squall_api::catalogue::qingcloud::INTERNAL_ERROR;
use squall_api::client::{Credentials, Outgoing};
use squall_api::store::Store;
use squall_api::wire::flat;
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

/// The request as its caller's client would have written it; `None` where it carries no call that can be signed.
fn signed(desk: &Desk, raw: &Request, credentials: &Credentials) -> Option<Request> {
    let post = raw.http.method() == http::Method::POST;
    let text = if post { raw.http.body() } else { raw.query().as_bytes() };
    let pairs = flat::pairs(text).ok()?;
    let mut parameters: Vec<_> =
        pairs.into_iter().map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
    let at = parameters.iter().position(|(name, _)| name == "action")?;
    let (_, action) = parameters.remove(at);
    let method = post.then_some("POST");
    let call = Outgoing { action: &action, parameters: &parameters, path: Some(raw.path()), method };
    let prepared = desk.cloud().client().prepare(&call, credentials, desk.universe.site.host.now());
    rebuilt(&prepared)
}

thread_local! {
    static SUBJECT: Subject = Subject::new(furnished().0, CALLERS, signed, INTERNAL_ERROR);
}

/// Sends a series of requests.
pub fn run(bytes: &[u8]) {
    SUBJECT.with(|subject| subject.run(bytes));
}
