//! What `squall explain -` reads: replies, logs of replies, or anything else.

use squall::replies::{self, KINDS, Meaning};

/// Reads it, and again with an end of line. Each meaning of a number is told once; every number that means codes means
/// one of each system at most, and none of them is a success.
pub fn run(bytes: &[u8]) {
    let findings = replies::read(bytes).expect("bytes can be read");
    assert!(findings.seen.len() <= KINDS);
    for (at, seen) in findings.seen.iter().enumerate() {
        let told = &findings.seen[..at];
        assert!(
            !told.iter().any(|known| known.number == seen.number && known.meaning == seen.meaning),
            "{} is told twice",
            seen.number
        );
        assert!(seen.count > 0 && (1..=findings.lines).contains(&seen.line), "{seen:?}");
        if let Meaning::Codes(codes) = &seen.meaning {
            assert!(!codes.is_empty(), "{} means nothing", seen.number);
            assert!(codes.iter().all(|code| code.number() != "0"), "success is no error");
        }
    }
    let ended = replies::read(&[bytes, b"\n"].concat()[..]).expect("bytes can be read");
    assert_eq!(ended.seen, findings.seen, "the last line's end changes nothing");
}
