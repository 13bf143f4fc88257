//! What the tests of CloudDC share: a desk in front of it, an order of an instance, and looks at what came of it.
#![allow(dead_code)]

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use squall_simulate::{Desk, Huawei};

/// The demo account's project.
pub(crate) const PROJECT: &str = "0123456789abcdef0123456789abcdef";
/// An id of nothing.
pub(crate) const NOTHING: &str = "00000000-0000-7000-8000-000000000000";

/// A fresh world of CloudDC.
pub(crate) fn desk() -> Desk {
    Desk::of(&Huawei)
}

/// A value that must be a text.
pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}

/// An entry of a list of the operator's settings, counted from 0.
pub(crate) fn entry(desk: &Desk, list: &str, at: usize) -> Value {
    desk.look(|world| desk.cloud().operator().show_world(world))[list][at].clone()
}

/// Merges a patch into one entry of such a list.
pub(crate) fn patch(desk: &Desk, list: &str, id: &str, change: Value) {
    desk.patch_world(&json!({list: {id: change}}));
}

/// The id of the demo account's nth server, in the order in which they are taken.
pub(crate) fn server_id(desk: &Desk, at: usize) -> String {
    let listed = desk.ok("ListServers", &[("limit", "100")])["servers"].clone();
    let count = listed.as_array().unwrap().len();
    text(&listed[count - 1 - at]["id"])
}

/// A server as its owner sees it.
pub(crate) fn server(desk: &Desk, id: &str) -> Value {
    desk.ok("ShowServer", &[("server_id", id)])
}

/// An instance as its owner sees it.
pub(crate) fn instance(desk: &Desk, id: &str) -> Value {
    desk.ok("ListInstances", &[("instance_id", id)])["instances"][0].clone()
}

/// State and operation state of an instance.
pub(crate) fn status(desk: &Desk, id: &str) -> (String, String) {
    let status = desk.ok("ShowInstanceStatus", &[("instance_id", id)]);
    (text(&status["state"]), text(&status["operation_state"]))
}

/// The same, to compare with.
#[track_caller]
pub(crate) fn must_be(desk: &Desk, id: &str, state: &str, task: &str) {
    assert_eq!(status(desk, id), (state.to_owned(), task.to_owned()));
}

/// The first port of an instance.
pub(crate) fn port_of(desk: &Desk, instance: &str) -> String {
    text(&desk.ok("ListPorts", &[("device_id", instance)])["ports"][0]["id"])
}

/// User data of so many bytes.
pub(crate) fn user_data(bytes: usize) -> String {
    STANDARD.encode(vec![b'x'; bytes])
}

/// Parameters of an order of instances.
#[derive(Clone)]
pub(crate) struct Order(Vec<(String, String)>);

impl Order {
    /// The order of an instance with one interface in the demo account's network.
    pub(crate) fn of(desk: &Desk) -> Order {
        let subnet = entry(desk, "subnets", 0);
        let pairs = [
            ("name", "web".to_owned()),
            ("image_id", text(&entry(desk, "images", 0)["id"])),
            ("vpc_id", text(&subnet["vpc_id"])),
            ("password", "Squall@2026".to_owned()),
            ("network_interfaces.1.subnet_id", text(&subnet["id"])),
        ];
        Order(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }

    /// The same with one parameter more, or another value of one.
    pub(crate) fn with(&self, name: &str, value: &str) -> Order {
        let mut order = self.without(name);
        order.0.push((name.to_owned(), value.to_owned()));
        order
    }

    /// The same without a parameter and those below it.
    pub(crate) fn without(&self, name: &str) -> Order {
        let below = format!("{name}.");
        let kept = self.0.iter().filter(|(known, _)| known != name && !known.starts_with(&below));
        Order(kept.cloned().collect())
    }

    /// The parameters.
    pub(crate) fn pairs(&self) -> Vec<(&str, &str)> {
        self.0.iter().map(|(name, value)| (&**name, &**value)).collect()
    }

    /// Orders it; answers the instance's id.
    pub(crate) fn place(&self, desk: &Desk) -> String {
        text(&desk.ok("CreateInstance", &self.pairs())["instance_id"])
    }

    /// The order must fail.
    #[track_caller]
    pub(crate) fn fails(&self, desk: &Desk, code: &str) -> String {
        desk.fails(code, "CreateInstance", &self.pairs())
    }

    /// An order of many must fail.
    #[track_caller]
    pub(crate) fn run_fails(&self, desk: &Desk, code: &str) -> String {
        desk.fails(code, "RunInstances", &self.pairs())
    }
}

/// An instance that runs.
pub(crate) fn running(desk: &Desk) -> String {
    let id = Order::of(desk).place(desk);
    desk.settle();
    must_be(desk, &id, "running", "install-succeed");
    id
}

/// Switches the server of an instance.
pub(crate) fn switch(desk: &Desk, instance_id: &str, action: &str) {
    let server = text(&instance(desk, instance_id)["server_id"]);
    desk.ok("ChangeServerPowerState", &[("action", action), ("server_id_set.1", &server)]);
}

/// An instance that is switched off.
pub(crate) fn stopped(desk: &Desk) -> String {
    let id = running(desk);
    switch(desk, &id, "power off");
    desk.settle();
    must_be(desk, &id, "stopped", "install-succeed");
    id
}
