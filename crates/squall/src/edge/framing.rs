//! Follows the requests in the bytes that go by, to take long request targets past hyper.
//!
//! The `http` crate's URIs end at 65,534 bytes, while some vendors' calls carry whole files in a query. What
//! exceeds [`TARGET_KEPT`] is cut out of the request line on its way in and joined again when the request
//! with the same number comes out. Everything else passes untouched; whatever cannot be followed is left to
//! hyper.

use std::collections::VecDeque;
use std::mem;

use super::target::{Cut, Part, TARGET_KEPT};

/// Bytes that a line may have that tells where a body ends. No client comes near it.
const LINE_KEPT: usize = 256;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// In a request line of which so many bytes were seen.
    RequestLine(usize),
    /// In the tail of a long target.
    Tail,
    /// In the headers; the body's framing as far as they told.
    Headers(Framed),
    /// In a body or chunk with so many bytes to come.
    Body(u64, Next),
    /// In the line before a chunk.
    ChunkSize,
    /// In the lines after the last chunk.
    Trailers,
    /// Not followed any more, from inside this on.
    Lost(Inside),
}

/// The part of a request that is being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Inside {
    Nothing,
    Head,
    Body,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Framed {
    Length(u64),
    Chunked,
    /// A coding of which hyper does not know the end.
    OtherCoding,
    /// No HTTP follows, as after `CONNECT`.
    Opaque,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    Request,
    Chunk,
}

/// One connection's input.
#[derive(Debug)]
pub struct Framing {
    place: Place,
    /// Bytes of a request line that pass.
    kept: usize,
    /// The beginning of the line under way, when it began in an earlier read: enough to see that it is too long.
    line: Vec<u8>,
    /// The part of the request line under way in which what passes of it ends.
    part: Part,
    tail: Vec<u8>,
    tail_limit: usize,
    too_long: bool,
    /// The number of the request whose head is being read.
    number: u64,
    /// What was cut, each with its request's number, counted from 0; for the wire to take.
    pub cuts: VecDeque<(u64, Cut)>,
}

impl Framing {
    /// `line_limit`: the bytes that method and target may have together.
    pub fn new(line_limit: usize) -> Self {
        Framing::keeping(TARGET_KEPT, line_limit)
    }

    /// The same with so many bytes of a request line passing, so that it can be tried out on short targets.
    pub fn keeping(kept: usize, line_limit: usize) -> Self {
        Framing {
            place: Place::RequestLine(0),
            kept,
            line: Vec::new(),
            part: Part::Method,
            tail: Vec::new(),
            tail_limit: line_limit.saturating_sub(kept),
            too_long: false,
            number: 0,
            cuts: VecDeque::new(),
        }
    }

    /// Whether it was never at a loss, so that hyper sees exactly the requests counted here.
    pub fn is_following(&self) -> bool {
        !matches!(self.place, Place::Lost(_))
    }

    /// Requests of which any byte was seen.
    pub fn begun(&self) -> u64 {
        self.number + u64::from(self.inside() == Inside::Head)
    }

    /// Requests that were seen to their end.
    pub fn complete(&self) -> u64 {
        self.number - u64::from(self.inside() == Inside::Body)
    }

    fn inside(&self) -> Inside {
        match self.place {
            Place::RequestLine(0) => Inside::Nothing,
            Place::RequestLine(_) | Place::Tail | Place::Headers(_) => Inside::Head,
            Place::Body(..) | Place::ChunkSize | Place::Trailers => Inside::Body,
            Place::Lost(inside) => inside,
        }
    }

    /// Follows these bytes, which come next. Returns how many of them remain, moved to the front.
    pub fn pass(&mut self, bytes: &mut [u8]) -> usize {
        let (mut at, mut kept) = (0, 0);
        while at < bytes.len() {
            let (passed, cut) = self.step(&bytes[at..]);
            if kept < at {
                bytes.copy_within(at..at + passed, kept);
            }
            kept += passed;
            at += passed + cut;
        }
        kept
    }

    /// Follows a piece of the bytes: so many pass, so many after them are cut.
    fn step(&mut self, bytes: &[u8]) -> (usize, usize) {
        match self.place {
            Place::Lost(_) => (bytes.len(), 0),
            Place::RequestLine(seen) => self.request_line(seen, bytes),
            Place::Tail => {
                let end = memchr::memchr2(b' ', b'\n', bytes);
                self.cut(&bytes[..end.unwrap_or(bytes.len())], end.is_some());
                (0, end.unwrap_or(bytes.len()))
            }
            Place::Body(left, next) => {
                let passed = usize::try_from(left).unwrap_or(usize::MAX).min(bytes.len());
                self.place = match (left - passed as u64, next) {
                    (0, Next::Request) => Place::RequestLine(0),
                    (0, Next::Chunk) => Place::ChunkSize,
                    (left, next) => Place::Body(left, next),
                };
                (passed, 0)
            }
            Place::Headers(_) | Place::ChunkSize | Place::Trailers => {
                let Some(end) = memchr::memchr(b'\n', bytes) else {
                    self.remember(bytes);
                    return (bytes.len(), 0);
                };
                self.line_ends(&bytes[..end]);
                (end + 1, 0)
            }
        }
    }

    fn request_line(&mut self, seen: usize, bytes: &[u8]) -> (usize, usize) {
        let end = memchr::memchr(b'\n', bytes);
        let length = seen.saturating_add(end.unwrap_or(bytes.len()));
        let line = &bytes[..end.unwrap_or(bytes.len())];
        let (within, over) = line.split_at(self.kept.saturating_sub(seen).min(line.len()));
        if end.is_none() || length > self.kept {
            self.part = self.part.after(within);
        }
        self.remember(within);
        // Only a target is cut, and only between characters: not a method without end, and not what comes after it.
        let rest_of_character = over.iter().take_while(|byte| **byte & 0xC0 == 0x80).count();
        if over.len() > rest_of_character && self.part == Part::Target {
            self.place = Place::Tail;
            self.part = Part::Method;
            return (within.len() + rest_of_character, 0);
        }
        let Some(end) = end else {
            self.place = Place::RequestLine(length);
            return (bytes.len(), 0);
        };
        // Servers skip empty lines before a request.
        self.place = if length <= 1 { Place::RequestLine(0) } else { self.headers_begin() };
        self.line.clear();
        self.part = Part::Method;
        (end + 1, 0)
    }

    fn headers_begin(&self) -> Place {
        let opaque = self.line.starts_with(b"CONNECT ");
        Place::Headers(if opaque { Framed::Opaque } else { Framed::Length(0) })
    }

    fn cut(&mut self, bytes: &[u8], whole: bool) {
        if self.tail.len() + bytes.len() > self.tail_limit {
            self.too_long = true;
        } else {
            self.tail.extend_from_slice(bytes);
        }
        if whole {
            let tail = mem::take(&mut self.tail);
            let cut = if mem::take(&mut self.too_long) { Cut::TooLong } else { Cut::Tail(tail) };
            self.cuts.push_back((self.number, cut));
            // What is left of the line is taken for a header, of no meaning.
            self.place = self.headers_begin();
            self.line.clear();
            self.line.push(b'-');
        }
    }

    /// Remembers the beginning of a line, and its last byte: that may be its `\r`.
    fn remember(&mut self, bytes: &[u8]) {
        // One more for the `\r`, and one more to tell a line that is too long from one that just fits.
        let room = (LINE_KEPT + 2).saturating_sub(self.line.len());
        let (kept, rest) = bytes.split_at(bytes.len().min(room));
        self.line.extend_from_slice(kept);
        if let (Some(last), Some(newest)) = (self.line.last_mut(), rest.last()) {
            *last = *newest;
        }
    }

    fn line_ends(&mut self, rest: &[u8]) {
        if self.line.is_empty() {
            self.line_is(rest);
        } else {
            self.remember(rest);
            let line = mem::take(&mut self.line);
            self.line_is(&line);
        }
    }

    fn line_is(&mut self, line: &[u8]) {
        let bare = line.strip_suffix(b"\r");
        let (line, is_proper) = (bare.unwrap_or(line), bare.is_some());
        self.place = match self.place {
            // Between chunks hyper takes no `\n` alone for the end of a line, while it does in heads.
            Place::ChunkSize | Place::Trailers if !is_proper => Place::Lost(Inside::Body),
            Place::ChunkSize if line.len() > LINE_KEPT => Place::Lost(Inside::Body),
            Place::Headers(Framed::OtherCoding) if line.is_empty() => Place::Lost(Inside::Head),
            Place::Headers(framed) if line.is_empty() => {
                self.number += 1;
                match framed {
                    Framed::Length(0) => Place::RequestLine(0),
                    Framed::Length(length) => Place::Body(length, Next::Request),
                    Framed::Chunked => Place::ChunkSize,
                    Framed::OtherCoding | Framed::Opaque => Place::Lost(Inside::Nothing),
                }
            }
            Place::Headers(Framed::Opaque) => self.place,
            Place::Headers(framed) => header(line, framed).map_or(Place::Lost(Inside::Head), Place::Headers),
            Place::ChunkSize => match chunk_size(line) {
                None => Place::Lost(Inside::Body),
                Some(0) => Place::Trailers,
                // The line end after the chunk counts as part of it.
                Some(size) => Place::Body(size.saturating_add(2), Next::Chunk),
            },
            Place::Trailers if line.is_empty() => Place::RequestLine(0),
            place => place,
        };
    }
}

/// The framing after this header; `None` if it cannot be told.
fn header(line: &[u8], before: Framed) -> Option<Framed> {
    if !matches!(line.first(), Some(b'c' | b'C' | b't' | b'T')) {
        return Some(before);
    }
    let Some(colon) = memchr::memchr(b':', line) else {
        return Some(before);
    };
    let (name, value) = (&line[..colon], line[colon + 1..].trim_ascii());
    if line.len() > LINE_KEPT {
        let tells =
            [&b"transfer-encoding"[..], b"content-length"].iter().any(|it| name.eq_ignore_ascii_case(it));
        return (!tells).then_some(before);
    }
    if name.eq_ignore_ascii_case(b"transfer-encoding") {
        let last = value.rsplit(|byte| *byte == b',').next().unwrap_or(value);
        let is_chunked = last.trim_ascii().eq_ignore_ascii_case(b"chunked");
        return Some(if is_chunked { Framed::Chunked } else { Framed::OtherCoding });
    }
    // A coding takes precedence over a length, whichever comes first.
    if name.eq_ignore_ascii_case(b"content-length") && matches!(before, Framed::Length(_)) {
        return std::str::from_utf8(value).ok()?.parse().ok().map(Framed::Length);
    }
    Some(before)
}

fn chunk_size(line: &[u8]) -> Option<u64> {
    let digits = line.split(|byte| *byte == b';').next()?.trim_ascii();
    u64::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Everything that passes, with the input in pieces of this size.
    fn pass(framing: &mut Framing, input: &[u8], piece: usize) -> Vec<u8> {
        let mut passed = Vec::new();
        for part in input.chunks(piece) {
            let mut part = part.to_vec();
            let kept = framing.pass(&mut part);
            passed.extend_from_slice(&part[..kept]);
        }
        passed
    }

    #[test]
    fn a_long_target_is_cut_out_wherever_it_stands_and_bodies_never_are() {
        let long = format!("GET /?{} HTTP/1.1\r\nhost: x\r\n\r\n", "a".repeat(100_000));
        let lump = "b".repeat(70_000);
        let mut input = format!("POST /1 HTTP/1.1\r\nContent-Length: {}\r\n\r\n{lump}\r\n", lump.len());
        input += &long;
        input += "POST /3 HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n";
        input += &format!("{:x};x=y\r\n{lump}\r\n0\r\nt: u\r\n\r\n", lump.len());
        input += &long;
        for piece in [1, 7, 4096, 100_000, usize::MAX] {
            let mut framing = Framing::new(256 * 1024);
            let passed = pass(&mut framing, input.as_bytes(), piece.min(input.len()));
            let tail = 100_000 + "GET /?".len() - TARGET_KEPT;
            assert_eq!(passed.len(), input.len() - 2 * tail, "pieces of {piece}");
            assert_eq!(framing.cuts.pop_front(), Some((1, Cut::Tail(vec![b'a'; tail]))));
            assert_eq!(framing.cuts.pop_front(), Some((3, Cut::Tail(vec![b'a'; tail]))));
            assert_eq!(framing.cuts.pop_front(), None);
            assert_eq!(framing.place, Place::RequestLine(0));
        }
    }

    #[test]
    fn a_target_over_the_limit_is_told_and_not_kept() {
        let mut framing = Framing::new(64_000);
        let input = format!("GET /?{} HTTP/1.1\r\n\r\n", "a".repeat(900_000));
        pass(&mut framing, input.as_bytes(), 8192);
        assert!(framing.tail.capacity() < 16_000);
        assert_eq!(framing.cuts.pop_front(), Some((0, Cut::TooLong)));
    }

    #[test]
    fn after_connect_nothing_is_touched() {
        let mut framing = Framing::new(256 * 1024);
        let input = [b"CONNECT h:443 HTTP/1.1\r\n\r\n".to_vec(), vec![0x16; 90_000]].concat();
        assert_eq!(pass(&mut framing, &input, 1000), input);
    }
}
