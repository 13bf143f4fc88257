//! What squall is compared with: axum answering as many bytes, whatever it is asked.

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::routing::get;
use axum::serve::ListenerExt as _;
use bytes::Bytes;
use std::io;
use std::net::SocketAddr;
use tokio::net::TcpListener;

/// Serves on a free port, in the foreground, until it is killed; `ready` is told the address first.
///
/// # Errors
/// Where it cannot listen.
pub(crate) fn serve(body_bytes: usize, ready: impl FnOnce(SocketAddr) -> io::Result<()>) -> io::Result<()> {
    let body = Bytes::from(vec![b'x'; body_bytes]);
    let answer = move || {
        let body = body.clone();
        async move { ([(CONTENT_TYPE, "application/json")], body) }
    };
    tokio::runtime::Runtime::new()?.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        ready(listener.local_addr()?)?;
        let listener = listener.tap_io(|tcp| {
            let _ = tcp.set_nodelay(true);
        });
        axum::serve(listener, Router::new().route("/iaas/", get(answer))).await
    })
}
