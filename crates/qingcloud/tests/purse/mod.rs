//! What suites about money share: volumes to pay for, the balance, and whether all adds up.
#![allow(clippy::unwrap_used, clippy::panic, dead_code, missing_docs)]

use serde_json::Value;
use squall_api::cloud::Money;
use squall_simulate::Desk;

pub(crate) fn create(desk: &Desk, more: &[(&str, &str)]) -> String {
    let size = [("size", "20")];
    let size = if more.iter().any(|(name, _)| *name == "size") { &[][..] } else { &size[..] };
    let reply = desk.ok("CreateVolumes", &[size, more].concat());
    desk.settle();
    reply["volumes"][0].as_str().unwrap().to_owned()
}

pub(crate) fn volume(desk: &Desk, id: &str) -> Value {
    desk.ok("DescribeVolumes", &[("volumes.1", id)])["volume_set"][0].clone()
}

pub(crate) fn balance(desk: &Desk) -> Money {
    Money::parse(desk.ok("GetBalance", &[])["balance"].as_str().unwrap()).unwrap()
}

pub(crate) fn money(text: &str) -> Money {
    Money::parse(text).unwrap()
}

/// What left the balances is what the records show, and everything else follows from the rows as it should.
pub(crate) fn must_add_up(desk: &Desk) {
    assert_eq!(desk.look(|world| world.audit()), Vec::<String>::new());
}
