//! Raw requests and the raw replies they get, byte for byte: no sockets, nothing blotted out, because clock and ids are
//! fixed.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use squall_simulate::{Huawei, golden};

#[test]
fn raw_requests_get_exactly_these_replies() {
    golden::compare(&Huawei, concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden"), 20);
}
