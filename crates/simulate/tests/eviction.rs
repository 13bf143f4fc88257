//! An account that is deleted leaves nothing behind, whatever it had.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use squall_simulate::{Desk, Tenants};

#[test]
fn a_deleted_account_leaves_nothing_behind() {
    for seed in 1..=3 {
        let mut tenants = Tenants::new(Desk::new(), seed, 2);
        for _ in 0..4_000 {
            let step = tenants.invent();
            tenants.make(&step);
            tenants.desk.advance(squall_api::cloud::Span::millis(900));
        }
        let desk = &tenants.desk;
        desk.change(|world| {
            let id = world.account_named("tenant1")?.unwrap();
            desk.cloud().operator().delete_account(world, &id)
        });
        assert!(tenants.audit().is_empty(), "{:#?}", tenants.audit());
        desk.advance(squall_api::cloud::Span::days(30));
        assert!(tenants.audit().is_empty(), "{:#?}", tenants.audit());
    }
}
