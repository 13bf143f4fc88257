//! Time in the engine: what is expected does not pile up, what fails is set aside, what takes long is done in parts.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod adopted;
mod lag;
mod parts;
mod pile;
mod poison;
mod snapshot;

use serde_json::{Value, json};
use squall_api::cloud::{Span, World};
use squall_api::{Moment, Patience};
use squall_simulate::Desk;

/// A world in which nothing runs out and nothing is too much.
fn wide_desk() -> Desk {
    let desk = Desk::new();
    let plenty = 1_000_000_000_u64;
    desk.patch_account(
        "demo",
        &json!({"balance": "100000000.00", "quotas": {
            "volume": plenty, "volume_size": plenty, "api_calls_per_day": plenty
        }}),
    );
    desk.patch_world(&json!({"hosts": [{
        "name": "wide", "cpu": plenty, "memory_mib": plenty, "storage_gib": plenty, "encryption": false
    }]}));
    desk
}

/// Orders volumes; 200 at most in each call.
fn order_volumes(desk: &Desk, count: usize) -> Vec<String> {
    let mut made = Vec::new();
    while made.len() < count {
        let more = (count - made.len()).min(200).to_string();
        let reply = desk.call("CreateVolumes", &[("size", "20"), ("count", &more)]);
        assert_eq!(reply["ret_code"], 0, "{reply}");
        made.extend(reply["volumes"].as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()));
    }
    made
}

/// Moves the world's clock, and lets nothing happen yet.
fn leap(desk: &Desk, span: Span) {
    desk.universe.site.set_clock(|clock, host| clock.set_now(clock.now(host) + span, host)).unwrap();
}

/// Looks at the world with some patience.
fn look<T>(
    desk: &Desk,
    patience: Patience,
    look: impl Fn(&World<'_>, Moment) -> T,
) -> Result<T, squall_api::cloud::Refusal> {
    desk.universe.site.look(patience, |tx, moment| Ok(look(&desk.cloud().world(tx, moment.now), moment)))
}

fn status(desk: &Desk, volume: &str) -> Value {
    desk.call("DescribeVolumes", &[("volumes.1", volume)])["volume_set"][0]["status"].clone()
}
