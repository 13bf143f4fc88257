//! Requests of whoever is not to be let in: each is a request that would be served, with one thing about it changed.

use crate::rig::Request;

/// Changes a request, given the port that it goes to, so that it is to be refused with this status.
pub(crate) struct Intruder {
    pub(crate) name: String,
    pub(crate) status: u16,
    pub(crate) disguise: Box<dyn Fn(Request) -> Request>,
}

fn intruder(
    name: impl Into<String>,
    status: u16,
    disguise: impl Fn(Request) -> Request + 'static,
) -> Intruder {
    Intruder { name: name.into(), status, disguise: Box::new(disguise) }
}

/// The same request with headers of one name.
fn with(name: &'static str, values: &[&str], status: u16) -> Intruder {
    let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
    intruder(format!("{name}: {values:?}"), status, move |request| {
        request.instead(name, &values.iter().map(String::as_str).collect::<Vec<_>>())
    })
}

/// Pages of others, which are to be refused wherever they ask.
pub(crate) fn pages(port: u16) -> Vec<Intruder> {
    let own = format!("http://127.0.0.1:{port}");
    let rebound = format!("evil.example:{port}");
    let mut all: Vec<Intruder> = [
        "http://evil.example",
        "null",
        "http://127.0.0.1:1",
        &format!("http://localhost:{port}"),
        &format!("http://127.0.0.1:{port}/"),
        &format!("ftp://127.0.0.1:{port}"),
        "file://",
        "",
        "%",
    ]
    .iter()
    .map(|origin| with("origin", &[origin], 403))
    .collect();
    all.push(with("origin", &[&own, &own], 403));
    for site in
        [&["cross-site"][..], &["same-site"], &["garbage"], &["Same-Origin"], &[""], &["none", "none"]]
    {
        all.push(with("sec-fetch-site", site, 403));
    }
    let (host, origin) = (rebound.clone(), format!("http://{rebound}"));
    all.push(intruder("a name that points here", 403, move |request| {
        request.instead("host", &[&host]).with("origin", &origin)
    }));
    all.push(intruder("a browser at a name that points here", 421, move |request| {
        request.instead("host", &[&rebound]).with("accept-language", "en").with("accept", "*/*")
    }));
    all
}

/// Requests that are none by RFC 9112.
pub(crate) fn malformed() -> Vec<Intruder> {
    vec![
        with("host", &["-"], 400),
        with("host", &["localhost", "localhost"], 400),
        with("host", &["a b"], 400),
        with("host", &["user@localhost"], 400),
        with("host", &["localhost:port"], 400),
    ]
}

/// Everybody who is to be kept from the door.
pub(crate) fn all(port: u16) -> Vec<Intruder> {
    let mut all = pages(port);
    all.extend(malformed());
    let hosts =
        ["evil.example", "127.0.0.1.nip.io", "localhost.evil.example", "192.0.2.1", "0.0.0.0", "127.1", ""];
    all.extend(hosts.iter().map(|host| with("host", &[host], 421)));
    all.push(intruder("an absolute target", 421, |mut request| {
        request.target = format!("http://api.qingcloud.com{}", request.target);
        request.instead("host", &["localhost"])
    }));
    for name in ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via"] {
        all.push(with(name, &["for=192.0.2.1"], 403));
    }
    for kinds in [
        &["text/plain"][..],
        &["Text/Plain ; charset=UTF-8"],
        &["multipart/form-data; boundary=x"],
        &["MULTIPART/FORM-DATA"],
        &["application/json", "text/plain"],
        &["text/plain, application/json"],
        &["application/json, text/plain"],
        &["text/plain;a=application/json"],
        &["application/octet-stream"],
    ] {
        all.push(with("content-type", kinds, 415));
    }
    all
}
