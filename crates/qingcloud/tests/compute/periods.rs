//! The recycle bin keeps things for as long as the operator says.

use crate::{running, show};
use serde_json::json;
use squall_api::cloud::Span;
use squall_simulate::Desk;

#[test]
fn the_operator_says_how_long_the_recycle_bin_keeps_things() {
    let desk = Desk::new();
    let operator = desk.cloud().operator();
    let periods = || desk.look(|world| operator.show_world(world))["periods"].clone();
    let (grace, memory) = (5 * 86_400, 7 * 86_400);
    let usual = json!({"recycle_seconds": 7_200, "grace_seconds": grace, "memory_seconds": memory});
    assert_eq!(periods(), usual);
    let id = running(&desk);
    desk.ok("TerminateInstances", &[("instances.1", &id)]);
    desk.settle();
    desk.patch_world(&json!({"periods": {"recycle_seconds": null}}));
    desk.advance(Span::days(30));
    assert_eq!(show(&desk, &id)["status"], "terminated");
    desk.patch_world(&json!({"periods": {"recycle_seconds": 60}}));
    assert_eq!(show(&desk, &id)["status"], "ceased");
    for patch in [json!({"recycle_seconds": -1}), json!({"grace_seconds": "1"}), json!({"lease_seconds": 1})]
    {
        let patch = json!({"periods": patch});
        let now = desk.now();
        let store = &desk.universe.site.store;
        let refused = store.write(|tx| operator.patch_world(&desk.cloud().world(tx, now), &patch));
        assert!(refused.is_err(), "{patch}");
    }
    desk.patch_world(&json!({"periods": {"recycle_seconds": 7_200}}));
    assert_eq!(periods(), usual);
}
