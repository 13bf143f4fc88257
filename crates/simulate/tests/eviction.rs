//! An account that is deleted leaves nothing behind, whatever it had.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use squall_api::cloud::Span;
use squall_simulate::{Desk, Huawei, QingCloud, Tenants, Vendor};

#[test]
fn an_account_deleted_from_qingcloud_leaves_nothing_behind() {
    evict(&QingCloud, 4_000);
}

#[test]
fn an_account_deleted_from_huawei_leaves_nothing_behind() {
    evict(&Huawei, 1_000);
}

fn evict(vendor: &'static dyn Vendor, steps: u64) {
    for seed in 1..=3 {
        let mut tenants = Tenants::new(Desk::of(vendor), seed, 2);
        for _ in 0..steps {
            let step = tenants.invent();
            tenants.make(&step);
            tenants.desk.advance(Span::millis(900));
        }
        let desk = &tenants.desk;
        desk.change(|world| {
            let id = world.account_named("tenant1")?.unwrap();
            desk.cloud().operator().delete_account(world, &id)
        });
        assert!(tenants.audit().is_empty(), "{:#?}", tenants.audit());
        desk.advance(Span::days(30));
        assert!(tenants.audit().is_empty(), "{:#?}", tenants.audit());
    }
}
