//! The edge's own following of requests: in whichever pieces the bytes come, it must see the same.

use squall::edge::framing::Framing;
use squall::edge::target::Cut;

/// Bytes of a request line that pass, so that short inputs have long targets.
const KEPT: usize = 24;
/// Bytes that method and target may have together.
const LINE_LIMIT: usize = 200;

#[derive(Debug, PartialEq)]
struct Seen {
    passed: Vec<u8>,
    cuts: Vec<(u64, Cut)>,
    begun: u64,
    complete: u64,
}

/// Follows the bytes whole, one by one, and in pieces that the first byte tells.
pub fn run(bytes: &[u8]) {
    let Some((piece, input)) = bytes.split_first() else { return };
    let whole = follow(input, input.len());
    for (number, cut) in &whole.cuts {
        assert!(*number < whole.begun, "a cut of a request that has not begun");
        assert!(!matches!(cut, Cut::Tail(tail) if tail.len() > LINE_LIMIT));
    }
    assert!(whole.complete <= whole.begun);
    for piece in [1, usize::from(*piece)] {
        assert_eq!(follow(input, piece), whole, "in pieces of {piece}");
    }
}

fn follow(input: &[u8], piece: usize) -> Seen {
    let mut framing = Framing::keeping(KEPT, LINE_LIMIT);
    let mut passed = Vec::new();
    for part in input.chunks(piece.max(1)) {
        let mut part = part.to_vec();
        let kept = framing.pass(&mut part);
        passed.extend_from_slice(&part[..kept]);
    }
    let (begun, complete) = (framing.begun(), framing.complete());
    Seen { passed, cuts: framing.cuts.into(), begun, complete }
}
