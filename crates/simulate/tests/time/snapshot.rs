//! A snapshot is kept in one step with the instant that it was taken at.

use squall_api::cloud::Span;
use squall_api::store::{FailNth, Memory, Store};
use squall_simulate::{Desk, QingCloud};

#[test]
fn a_snapshot_that_fails_leaves_the_world_as_it_was() {
    let failing = FailNth::new(Memory::new());
    let desk = Desk::over(&QingCloud, Store::over(Box::new(failing.clone())), 1);
    desk.advance(Span::days(1));
    let before = desk.dump();
    let mut nth = 1;
    loop {
        failing.arm(nth);
        let kept = desk.universe.snapshot("s");
        let fired = failing.count() >= nth;
        failing.disarm();
        if !fired {
            break kept.unwrap();
        }
        assert!(kept.is_err(), "operation {nth}");
        assert!(desk.dump() == before, "operation {nth} left traces");
        assert_eq!(desk.universe.site.store.snapshots(), Ok(Vec::new()), "operation {nth}");
        nth += 1;
    }
    let taken_at = desk.now();
    desk.advance(Span::days(1));
    assert!(desk.universe.restore("s").unwrap());
    assert_eq!(desk.now(), taken_at);
}
