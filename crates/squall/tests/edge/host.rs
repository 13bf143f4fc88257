//! `Host`: exactly one in HTTP/1.1, and a proper one in any version.

use std::sync::atomic::Ordering;

use squall::edge::Limits;

use crate::rig::Rig;

#[tokio::test]
async fn who_names_no_proper_host_is_refused_before_anything_is_read() {
    let rig = Rig::start(Limits::default()).await;
    for head in [
        "GET / HTTP/1.1\r\n",
        "GET / HTTP/1.1\r\nhost: a\r\nhost: a\r\n",
        "GET / HTTP/1.0\r\nhost: a\r\nHost: b\r\n",
        "GET / HTTP/1.1\r\nhost: a, a\r\n",
        "GET / HTTP/1.1\r\nhost: a b\r\n",
        "GET / HTTP/1.1\r\nhost: u@a\r\n",
        "GET / HTTP/1.1\r\nhost: a:b\r\n",
        "GET / HTTP/1.1\r\nhost: [::1\r\n",
        "GET / HTTP/1.1\r\nhost: \u{e9}\r\n",
        "GET http://a/ HTTP/1.1\r\n",
        "GET http://a/ HTTP/1.1\r\nhost: a/b\r\n",
        "GET http://[x]/ HTTP/1.1\r\nhost: a\r\n",
        "GET http://a:99999/ HTTP/1.1\r\nhost: a\r\n",
        "CONNECT api.qingcloud.com:443 HTTP/1.1\r\n",
        "POST / HTTP/1.1\r\ncontent-length: 99999999\r\n",
    ] {
        let mut client = rig.client().await;
        client.send(format!("{head}\r\nGET /next HTTP/1.1\r\nhost: x\r\n\r\n")).await;
        let refused = client.answer().await;
        assert_eq!(refused.status(), 400, "{head}");
        assert!(client.rest().await.is_empty(), "{head}: nothing more is read there");
    }
    assert_eq!(rig.mirror.calls.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn whoever_names_one_or_need_not_is_served() {
    let rig = Rig::start(Limits::default()).await;
    for head in [
        "GET / HTTP/1.0\r\n",
        "GET / HTTP/1.1\r\nhost:\r\n",
        "GET / HTTP/1.1\r\nhost: [::1]:7780\r\n",
        "GET / HTTP/1.1\r\nhost: squall_1.example.:80\r\n",
        "GET http://user:x@a:80/ HTTP/1.1\r\nhost: b\r\n",
    ] {
        let mut client = rig.client().await;
        client.send(format!("{head}\r\n")).await;
        assert_eq!(client.answer().await.status(), 200, "{head}");
    }
    let mut client = rig.client().await;
    client.send("CONNECT api.qingcloud.com:443 HTTP/1.0\r\n\r\n").await;
    assert_eq!(client.answer().await.status(), 200);
    client.send("GET / HTTP/1.1\r\n\r\n").await;
    assert_eq!(client.answer().await.status(), 400, "inside a tunnel as outside");
}
