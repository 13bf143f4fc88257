//! Why actions of random tenants fail: their messages, counted. The system's word comes first, then the actions.
#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]

use squall_simulate::{Desk, Huawei, QingCloud, Tenants, Vendor};
use std::collections::BTreeMap;

const VENDORS: [&dyn Vendor; 2] = [&QingCloud, &Huawei];

fn main() {
    let mut arguments = std::env::args().skip(1);
    let system = arguments.next().unwrap_or_default();
    let wanted: Vec<String> = arguments.collect();
    let vendor = VENDORS.into_iter().find(|vendor| vendor.system().as_str() == system).unwrap();
    let mut tenants = Tenants::new(Desk::of(vendor), 20_260_101, 3);
    let mut counts = BTreeMap::new();
    for _ in 0..40_000 {
        let step = tenants.invent();
        let reply = tenants.make(&step);
        tenants.pass_time();
        if wanted.iter().any(|name| name == step.action.name) {
            let message = if reply.code.is_none() { "ok" } else { vendor.message(&reply.body) };
            let text: String = message.chars().filter(|letter| !letter.is_ascii_digit()).take(70).collect();
            *counts.entry((step.action.name, text)).or_insert(0) += 1;
        }
    }
    for (why, times) in counts {
        println!("{times:6} {why:?}");
    }
}
