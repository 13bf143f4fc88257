//! A reply in the bytes that have come in so far.

use std::ops::Range;

/// A whole reply.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Reply {
    /// The HTTP status.
    pub(crate) status: u16,
    /// Where its body is.
    pub(crate) body: Range<usize>,
}

/// The reply, once all of it has come; both servers tell its length.
///
/// # Errors
/// What has come is no reply with a length.
pub(crate) fn whole(bytes: &[u8]) -> Result<Option<Reply>, String> {
    let Some(end) = memchr::memmem::find(bytes, b"\r\n\r\n") else {
        return Ok(None);
    };
    let unreadable = || format!("not a reply with a length: {}", String::from_utf8_lossy(&bytes[..end]));
    let head = std::str::from_utf8(&bytes[..end]).map_err(|_| unreadable())?;
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|line| line.get(9..12)?.parse().ok());
    let length = lines.find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
    });
    let (Some(status), Some(length)) = (status, length) else {
        return Err(unreadable());
    };
    let body = end + 4..end + 4 + length;
    Ok((bytes.len() >= body.end).then_some(Reply { status, body }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_is_whole_when_its_body_is() {
        let text = b"HTTP/1.1 404 Not Found\r\nDate: x\r\nContent-Length: 2\r\n\r\nno";
        for cut in 0..text.len() {
            assert_eq!(whole(&text[..cut]), Ok(None), "{cut}");
        }
        let reply = whole(text).unwrap().unwrap();
        assert_eq!((reply.status, &text[reply.body]), (404, &b"no"[..]));
        assert!(whole(b"HTTP/1.1 200 OK\r\n\r\n").is_err());
    }
}
