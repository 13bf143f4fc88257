//! What `squall explain -` reads: replies, logs of replies, or anything else.

use squall::replies;

/// Reads it. Each code is told once, and is told again by the reply that names it alone.
pub fn run(bytes: &[u8]) {
    let codes = replies::codes(&String::from_utf8_lossy(bytes));
    for (at, code) in codes.iter().enumerate() {
        assert!(!codes[..at].contains(code), "{code} is told twice");
        assert_ne!(code.number(), "0", "success is no error");
    }
}
