//! Why an action of random tenants fails: its messages, counted.
#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]
use squall_simulate::{Desk, Tenants};
fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let mut tenants = Tenants::new(Desk::new(), 20_260_101, 3);
    let mut counts = std::collections::BTreeMap::new();
    for _ in 0..40_000 {
        let step = tenants.next();
        let reply = tenants.make(&step);
        tenants.pass_time();
        if wanted.iter().any(|w| w == step.action.name) {
            let text: String = reply["message"]
                .as_str()
                .unwrap_or("ok")
                .to_owned()
                .chars()
                .filter(|c| !c.is_ascii_digit())
                .take(70)
                .collect();
            *counts.entry((step.action.name, text)).or_insert(0) += 1;
        }
    }
    for (k, n) in counts {
        println!("{n:6} {k:?}");
    }
}
