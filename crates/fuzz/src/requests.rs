//! Whether the edge's own following of requests and hyper's reading agree: which requests there are, where their bodies
//! end, and what their targets are once cut and joined again.

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper::service::service_fn;
use squall::edge::framing::Framing;
use squall::edge::target::{Cut, Unjoined};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::convert::Infallible;
use std::io;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// Bytes of a request line that pass, so that short inputs have long targets.
const KEPT: usize = 40;
/// Bytes that method and target may have together: more than an input has.
const LINE_LIMIT: usize = 1 << 20;
/// How often a connection is polled before it is said to hang.
const POLLS: usize = 10_000;

/// A request as the handler gets it: method, target, and the body unless it broke off.
type Got = (String, Result<String, Unjoined>, Option<Vec<u8>>);

/// Serves the bytes as they are, and cut; the requests must be the same.
pub fn run(input: &[u8]) {
    let whole = served(input, VecDeque::new());
    let mut framing = Framing::keeping(KEPT, LINE_LIMIT);
    let mut bytes = input.to_vec();
    let passed = framing.pass(&mut bytes);
    let (begun, complete) = (framing.begun(), framing.complete());
    let is_following = framing.is_following();
    let parted = served(&bytes[..passed], framing.cuts);
    let finished = parted.iter().filter(|(_, _, body)| body.is_some()).count() as u64;
    if is_following {
        assert!(parted.len() as u64 <= begun, "{} requests where {begun} were seen", parted.len());
        assert!(
            finished <= complete,
            "{finished} requests read to their end where {complete} were seen to it"
        );
    }
    for (n, part) in parted.iter().enumerate() {
        if part.1.is_err() {
            return;
        }
        assert_eq!(Some(part), whole.get(n), "request {n}");
    }
    if whole.get(parted.len()).is_some_and(|got| got.1.is_err()) {
        return;
    }
    assert_eq!(whole.len(), parted.len(), "{whole:?} against {parted:?}");
}

fn served(input: &[u8], cuts: VecDeque<(u64, Cut)>) -> Vec<Got> {
    let got = Rc::new(RefCell::new(Vec::new()));
    let cuts = Rc::new(RefCell::new(cuts));
    let service = service_fn(|request: http::Request<Incoming>| {
        let number = got.borrow().len() as u64;
        let cut = cuts.borrow_mut().pop_front_if(|(of, _)| *of == number).map(|(_, cut)| cut);
        let got = got.clone();
        async move {
            let (head, body) = request.into_parts();
            let target = match cut {
                // A host can be cut into another, or into what is none: nobody has one of 60,000 bytes.
                _ if head.uri.authority().is_some() => Err(Unjoined::Malformed),
                Some(cut) => cut.joined(&head.uri),
                None => Ok(head.uri.path_and_query().map_or("", |target| target.as_str()).to_owned()),
            };
            let at = got.borrow().len();
            got.borrow_mut().push((head.method.to_string(), target, None));
            let body = body.collect().await.ok().map(|body| body.to_bytes().to_vec());
            got.borrow_mut()[at].2 = body;
            Ok::<_, Infallible>(http::Response::new(Full::new(Bytes::from_static(b"ok"))))
        }
    });
    let input = Bytes::copy_from_slice(input);
    {
        let mut http = hyper::server::conn::http1::Builder::new();
        let mut connection = pin!(http.header_read_timeout(None).serve_connection(Wire(input), service));
        let mut cx = Context::from_waker(Waker::noop());
        let ended = (0..POLLS).any(|_| connection.as_mut().poll(&mut cx).is_ready());
        assert!(ended, "the connection hangs");
    }
    got.take()
}

/// A client that has sent everything, closes its sending side and does not care for answers.
struct Wire(Bytes);

impl Read for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        mut buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        let count = self.0.len().min(buffer.remaining());
        buffer.put_slice(&self.0.split_to(count));
        Poll::Ready(Ok(()))
    }
}

impl Write for Wire {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
