//! The tables of every system are whole: whatever can point at what goes has a fate, and nothing is claimed for ever.

use squall_simulate::vendor::{Huawei, QingCloud, TencentCdn, Vendor};

#[test]
fn the_laws_of_no_system_contradict_themselves() {
    for vendor in [&QingCloud as &dyn Vendor, &Huawei, &TencentCdn] {
        for (system, laws) in vendor.laws() {
            let found = laws.contradictions();
            assert!(found.is_empty(), "{}: {found:#?}", system.as_str());
        }
    }
}
