//! Raw requests and the raw replies they get, byte for byte: no sockets, nothing blotted out, because clock and ids are
//! fixed.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use squall_simulate::{QingCloud, golden};

#[test]
fn raw_requests_get_exactly_these_replies() {
    golden::compare(&QingCloud, concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden"), 11);
}
