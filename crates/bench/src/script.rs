//! Requests, written and signed before the run that sends them.

use crate::clock;
use squall_wire::flat::Pairs;
use squall_wire::percent;
use squall_wire::sign::huawei;
use squall_wire::sign::qingcloud::{Alphabet, Method, sign, string_to_sign};
use std::borrow::Cow;

/// The key id and secret of the demo account.
pub(crate) const DEMO: (&str, &str) = ("SQUALLDEMOKEY", "squall-demo-secret");
/// What a request names its host: the client of a name server would too.
const HOST: &str = "127.0.0.1:7780";

/// Requests in the order in which they are sent.
#[derive(Debug, Default)]
pub(crate) struct Script {
    bytes: Vec<u8>,
    ends: Vec<usize>,
    cursor: usize,
    /// Whether to begin again after the last one.
    repeats: bool,
}

impl Script {
    /// Requests that can be sent again and again.
    pub(crate) fn repeating() -> Script {
        Script { repeats: true, ..Script::default() }
    }

    /// Requests each of which is sent once.
    pub(crate) fn once() -> Script {
        Script::default()
    }

    /// Adds a call, signed with the demo account's secret.
    pub(crate) fn call(&mut self, stamp: &str, action: &str, parameters: &[(&str, &str)]) {
        self.signed(stamp, action, parameters, DEMO.1);
    }

    /// Adds a call signed with a secret that is not the key's.
    pub(crate) fn forged(&mut self, stamp: &str, action: &str, parameters: &[(&str, &str)]) {
        self.signed(stamp, action, parameters, "not the secret");
    }

    fn signed(&mut self, stamp: &str, action: &str, parameters: &[(&str, &str)], secret: &str) {
        let of_all = [
            ("access_key_id", DEMO.0),
            ("action", action),
            ("signature_method", "HmacSHA256"),
            ("signature_version", "1"),
            ("time_stamp", stamp),
            ("version", "1"),
            ("zone", "pek3"),
        ];
        let mut pairs: Pairs<'_> = of_all
            .iter()
            .chain(parameters)
            .map(|(name, value)| (Cow::Borrowed(*name), Cow::Borrowed(*value)))
            .collect();
        pairs.sort_unstable();
        let text = string_to_sign("GET", "/iaas/", &pairs);
        let signature = sign(Method::HmacSha256, Alphabet::Standard, secret, &text);
        // What is signed is the query as it is sent, below the lines of method and path.
        let query = text.rsplit('\n').next().unwrap_or_default();
        let mut escaped = String::new();
        percent::encode(&signature, &mut escaped);
        let request =
            format!("GET /iaas/?{query}&signature={escaped} HTTP/1.1\r\nhost: {HOST}\r\naccept: */*\r\n\r\n");
        self.bytes.extend_from_slice(request.as_bytes());
        self.ends.push(self.bytes.len());
    }

    /// Adds a read of Huawei CloudDC's, signed with a secret; the stamp is that of other calls.
    pub(crate) fn rest(&mut self, stamp: &str, path: &str, secret: &str) {
        self.rest_by((DEMO.0, secret), stamp, path);
    }

    /// Adds a read of Huawei CloudDC's, signed with a key.
    pub(crate) fn rest_by(&mut self, (key, secret): (&str, &str), stamp: &str, path: &str) {
        let date = stamp.replace(['-', ':'], "");
        let signed_headers = "host;x-sdk-date";
        let nothing = huawei::payload(b"");
        let read = huawei::Signed { method: "GET", path, query: "", signed_headers, payload: &nothing };
        let header = |name: &str| Some(Cow::Borrowed(if name == "host" { HOST } else { &*date }));
        let canonical = read.canonical(header).unwrap_or_default();
        let signature = huawei::sign(secret, &huawei::string_to_sign(&date, &canonical));
        let request = format!(
            "GET {path} HTTP/1.1\r\nhost: {HOST}\r\nx-sdk-date: {date}\r\nauthorization: {} Access={}, \
             SignedHeaders={signed_headers}, Signature={signature}\r\n\r\n",
            huawei::ALGORITHM,
            key
        );
        self.bytes.extend_from_slice(request.as_bytes());
        self.ends.push(self.bytes.len());
    }

    /// Adds a request at the operator's door.
    pub(crate) fn operate(&mut self, method: &str, path: &str) {
        let request =
            format!("{method} /_squall/{path} HTTP/1.1\r\nhost: localhost\r\ncontent-length: 0\r\n\r\n");
        self.bytes.extend_from_slice(request.as_bytes());
        self.ends.push(self.bytes.len());
    }

    /// The next request; `None` when all have been sent that are sent once.
    pub(crate) fn next(&mut self) -> Option<&[u8]> {
        if self.cursor == self.ends.len() && self.repeats {
            self.cursor = 0;
        }
        let end = *self.ends.get(self.cursor)?;
        let begin = self.cursor.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.cursor += 1;
        Some(&self.bytes[begin..end])
    }
}

/// One call, signed now and sent once.
pub(crate) fn single(action: &str, parameters: &[(&str, &str)]) -> Script {
    let mut script = Script::once();
    script.call(&clock::stamp(), action, parameters);
    script
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_ends_or_begins_again() {
        let mut script = Script::once();
        script.call("2026-01-01T00:00:00Z", "A", &[]);
        script.call("2026-01-01T00:00:00Z", "B", &[("tags.1", "t/1")]);
        assert!(script.next().unwrap().starts_with(b"GET /iaas/?access_key_id=SQUALLDEMOKEY&action=A&"));
        let second = String::from_utf8(script.next().unwrap().to_vec()).unwrap();
        assert!(second.contains("&tags.1=t%2F1&time_stamp=2026-01-01T00%3A00%3A00Z&"));
        assert!(second.ends_with("\r\n\r\n"));
        assert_eq!(script.next(), None);
        script.repeats = true;
        assert!(script.next().is_some());
    }
}
