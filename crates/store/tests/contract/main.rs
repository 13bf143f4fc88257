//! What every backend must do, run on each of them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../disk/mod.rs"]
mod disk;
mod rows;
mod savepoints;
mod scans;
mod worlds;

use squall_store::{FailNth, Memory, Schema, Store, Table};

const NUMBERS: Table<u32, u64> = Table::new(1, "numbers");
const NAMES: Table<String, u64> = Table::new(2, "names");
const OWNED: Table<(u8, String), String> = Table::new(3, "owned");
const SIGNED: Table<(i64, u16), ()> = Table::new(4, "signed");
const ONE: Table<(), Vec<u8>> = Table::new(254, "one");

macro_rules! contract {
    ($($part:ident::$case:ident)*) => {
        mod memory { $(#[test] fn $case() { crate::$part::$case(&super::Store::memory()); })* }
        mod failing { $(#[test] fn $case() {
            crate::$part::$case(&super::Store::over(Box::new(super::FailNth::new(super::Memory::new()))));
        })* }
        mod durable { $(#[test] fn $case() {
            let dir = crate::disk::TempDir::new();
            crate::$part::$case(&super::Store::open(dir.path(), super::schema(), |_| {}).unwrap());
        })* }
    };
}

contract! {
    rows::rows_are_put_got_and_deleted
    rows::an_error_drops_everything
    savepoints::a_failed_attempt_leaves_the_rest
    savepoints::attempts_lie_within_attempts
    savepoints::random_attempts_match_a_plain_map
    rows::readers_keep_their_state
    rows::a_write_sees_its_own_changes
    rows::a_reader_may_not_write
    rows::concurrent_counters_lose_nothing
    rows::failing_writes_leave_no_trace
    rows::limits_are_told
    rows::foreign_rows_are_corrupt_not_wrong
    rows::a_write_inside_a_write_is_refused
    rows::a_part_that_fails_is_taken_back_alone
    rows::work_ends_where_patience_does
    scans::scans_keep_the_order_of_every_key
    scans::a_prefix_ends_with_its_component
    scans::pages_meet_without_gap_or_overlap
    scans::long_lists_come_whole
    scans::first_and_last_are_the_ends
    worlds::snapshots_come_back
    worlds::clear_keeps_snapshots
    worlds::a_snapshot_is_kept_with_what_was_changed_for_it_or_not_at_all
    worlds::another_world_comes_with_its_changes_or_not_at_all
    worlds::random_work_matches_a_plain_map
}

fn schema() -> Schema {
    Schema::new().with(&NUMBERS).with(&NAMES).with(&OWNED).with(&SIGNED).with(&ONE)
}

fn put(store: &Store, name: &str, value: u64) {
    store.write(|tx| tx.put(&NAMES, name, &value)).unwrap();
}

fn get(store: &Store, name: &str) -> Option<u64> {
    store.read(|tx| tx.get(&NAMES, name)).unwrap()
}
