//! Signatures through the whole way of a request: the vectors that can be signed with a key of the world, and
//! that no byte of a request can be changed.

use bytes::Bytes;
use serde_json::{Value, json};
use squall_api::Request;
use squall_api::client::{Credentials, Outgoing, Prepared};
use squall_api::cloud::Time;
use squall_simulate::Desk;

const STAMP: &str = "2013-08-27T14:30:10Z";

/// Path and query as they were sent, the POST body if any, and the pair of key and secret.
struct Vector {
    name: &'static str,
    target: &'static str,
    body: Option<&'static str>,
    key: (&'static str, &'static str),
    stamp: &'static str,
}

const DOCS: (&str, &str) = ("QYACCESSKEYIDEXAMPLE", "SECRETACCESSKEY");
const TEST: (&str, &str) = ("AKTEST", "SKTEST");

const VECTORS: [Vector; 8] = [
    Vector {
        name: "V1",
        target: "/iaas/?access_key_id=QYACCESSKEYIDEXAMPLE&action=RunInstances&count=1&image_id=centos64x86a\
            &instance_name=demo&instance_type=small_b&login_mode=passwd&login_passwd=QingCloud20130712\
            &signature_method=HmacSHA256&signature_version=1&time_stamp=2013-08-27T14%3A30%3A10Z&version=1\
            &vxnets.1=vxnet-0&zone=pek3a&signature=byjccvWIvAftaq%2BoublemagH3bYAlDWxxLFAzAsyslw%3D",
        body: None,
        key: DOCS,
        stamp: STAMP,
    },
    Vector {
        name: "V2",
        target: "/iaas/?access_key_id=QYACCESSKEYIDEXAMPLE&action=RunInstances&count=1&image_id=centos64x86a\
            &instance_name=demo&instance_type=small_b&login_mode=passwd&login_passwd=QingCloud20130712\
            &signature_method=HmacSHA1&signature_version=1&time_stamp=2013-08-27T14%3A30%3A10Z&version=1\
            &vxnets.1=vxnet-0&zone=pek3a&signature=J6HXH2ms54sgN%2BhVb2Hli8M9IQM%3D",
        body: None,
        key: DOCS,
        stamp: STAMP,
    },
    Vector {
        name: "V3",
        target: "/iaas/?zone=pek3&action=CreateSecurityGroup&req_id=0123456789abcdef0123456789abcdef\
            &access_key_id=AKTEST&security_group_name=web+%E9%98%B2%E7%81%AB%E5%A2%99+~a/b%2Bc*%3D%26\
            &signature_method=HmacSHA256&signature_version=1&time_stamp=2013-08-27T14:30:10Z&version=1\
            &signature=Rh%2FDOA4Wun%2BeZxopvfueDdbPotEoVuPqKg4Ot5r0qy4%3D",
        body: None,
        key: TEST,
        stamp: STAMP,
    },
    Vector {
        name: "V4",
        target: "/iaas/?access_key_id=AKTEST&action=CreateSecurityGroup\
            &req_id=0123456789abcdef0123456789abcdef\
            &security_group_name=web%20%E9%98%B2%E7%81%AB%E5%A2%99%20~a%2Fb%2Bc%2A%3D%26\
            &signature_method=HmacSHA1&signature_version=1&time_stamp=2013-08-27T14%3A30%3A10Z&version=1\
            &zone=pek3&signature=aVFc8Wu34c8UeOirAxCzkmbUgvA%3D",
        body: None,
        key: TEST,
        stamp: STAMP,
    },
    Vector {
        name: "V5",
        target: "/iaas/",
        body: Some(
            "zone=pek3&version=1&time_stamp=2013-08-27T14%3A30%3A10Z&private_key=k+y\
            &server_certificate_name=t+1\
            &certificate_content=-----BEGIN+C-----%0Aab%2B%2F%3D%0A&req_id=r1&action=CreateServerCertificate\
            &access_key_id=AKTEST&signature_method=HmacSHA256&signature_version=1\
            &signature=JUgT3cUHTSIGvdBeDaHCmY%2Bd5hG7y75aqdt4X8s9NUY%3D",
        ),
        key: TEST,
        stamp: STAMP,
    },
    Vector {
        name: "V8 documents, other zone",
        target: "/iaas/?access_key_id=QYACCESSKEYIDEXAMPLE&action=RunInstances&count=1&image_id=centos64x86a\
            &instance_name=demo&instance_type=small_b&login_mode=passwd&login_passwd=QingCloud20130712\
            &signature_method=HmacSHA256&signature_version=1&time_stamp=2013-08-27T14%3A30%3A10Z&version=1\
            &vxnets.1=vxnet-0&zone=pek1&signature=32bseYy39DOlatuewpeuW5vpmW51sD1A%2FJdGynqSpP8%3D",
        body: None,
        key: DOCS,
        stamp: STAMP,
    },
    Vector {
        name: "V8 without a slash",
        target: "/iaas?access_key_id=ENV_ACCESS_KEY_ID&action=DescribeInstance&instance.0=i-xxxxxxxx\
            &signature_method=HmacSHA256&signature_version=1&time_stamp=0001-01-01T00%3A00%3A00Z&verbose=1\
            &signature=ZHa2iQ8PeyP1ktMF9C%2BDjOQBl537ti9RnYZ1Qqr6KRg%3D",
        body: None,
        key: ("ENV_ACCESS_KEY_ID", "ENV_SECRET_ACCESS_KEY"),
        stamp: "0001-01-01T00:00:00Z",
    },
    Vector {
        name: "V9",
        target: "/iaas?access_key_id=AKTEST&action=DescribeZones&signature_method=HmacSHA256\
            &signature_version=1\
            &time_stamp=2013-08-27T14%3A30%3A10Z&signature=pADqvXtLXD1V3crEJSUfUPy3kd0mpudSiJgRoPKZHLQ%3D",
        body: None,
        key: TEST,
        stamp: STAMP,
    },
];

fn send(desk: &Desk, method: &str, target: &str, body: &str) -> Value {
    let http = http::Request::builder().method(method).uri(target);
    let http = http.header("content-type", "application/x-www-form-urlencoded");
    let request =
        Request::new(http.body(Bytes::from(body.to_owned())).unwrap(), "127.0.0.1".parse().unwrap());
    serde_json::from_slice(desk.cloud().answer(&request).response.body()).unwrap()
}

/// What comes after key, signature and time is no failure of theirs.
fn is_genuine(reply: &Value) -> bool {
    !matches!(reply["ret_code"].as_i64().unwrap(), 1200 | 1300)
        && !reply["message"].as_str().is_some_and(|message| message.contains("signature"))
}

#[test]
fn the_vectors_are_accepted_at_their_time() {
    for Vector { name, target, body, key, stamp } in VECTORS {
        let desk = Desk::new();
        desk.patch_account("demo", &json!({"keys": [{"id": key.0, "secret": key.1}]}));
        desk.set_wire(Time::parse(stamp).unwrap());
        let method = if body.is_some() { "POST" } else { "GET" };
        let reply = send(&desk, method, target, body.unwrap_or(""));
        assert!(is_genuine(&reply), "{name}: {reply}");
        desk.patch_account("demo", &json!({"keys": [{"id": key.0, "secret": "another"}]}));
        assert_eq!(send(&desk, method, target, body.unwrap_or(""))["ret_code"], 1200, "{name}");
    }
}

/// Which code a changed byte leads to. What is changed fails as soon as it is looked at: the names of signing
/// method and versions are judged before any signature (1101), a time that is none with them (1100), and
/// everything else, the action and the zone included, has made the signature wrong before it is looked at
/// (1200).
fn expected(name: &str, changed: &str) -> i64 {
    match name {
        "version" | "signature_version" if !matches!((name, changed), ("signature_version", "2")) => 1101,
        "signature_method" => 1101,
        "time_stamp" if Time::parse(changed).is_none() || changed.len() != 20 || !changed.ends_with('Z') => {
            1100
        }
        _ => 1200,
    }
}

/// Every value of a form with each of its bytes changed, one at a time, to another printable character.
fn changed(form: &str) -> Vec<(String, String, String)> {
    let pairs: Vec<(String, String)> = squall_api::wire::flat::pairs(form.as_bytes())
        .unwrap()
        .into_iter()
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    let mut all = Vec::new();
    for (which, (name, value)) in pairs.iter().enumerate() {
        for at in 0..value.len() {
            let mut bytes = value.clone().into_bytes();
            bytes[at] = if bytes[at] == b'x' { b'y' } else { b'x' };
            let other = String::from_utf8(bytes).unwrap();
            let digit = value.as_bytes()[at].is_ascii_digit();
            let also = digit.then(|| {
                let mut bytes = value.clone().into_bytes();
                bytes[at] = if bytes[at] == b'1' { b'0' } else { b'1' };
                String::from_utf8(bytes).unwrap()
            });
            for other in std::iter::once(other).chain(also) {
                let mut written = String::new();
                for (n, (name, value)) in pairs.iter().enumerate() {
                    let value = if n == which { &other } else { value };
                    written.push_str(if n == 0 { "" } else { "&" });
                    squall_api::wire::percent::encode(name, &mut written);
                    written.push('=');
                    squall_api::wire::percent::encode(value, &mut written);
                }
                all.push((name.clone(), other, written));
            }
        }
    }
    all
}

fn prepared(desk: &Desk, post: bool, credentials: &Credentials) -> Prepared {
    let parameters: Vec<(String, String)> =
        [("tag_name", "web ~a/b+c*"), ("expires", "2026-01-01T01:00:00Z")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec();
    let outgoing =
        Outgoing { action: "CreateTag", parameters: &parameters, path: None, method: post.then_some("POST") };
    desk.cloud().client().prepare(&outgoing, credentials, desk.now())
}

#[test]
fn no_byte_of_a_signed_call_can_be_changed() {
    let desk = Desk::new();
    let demo = crate::pair("SQUALLDEMOKEY", "squall-demo-secret");
    for post in [false, true] {
        let whole = prepared(&desk, post, &demo);
        let (path, form) = match whole.target.split_once('?') {
            Some((path, query)) => (path.to_owned(), query.to_owned()),
            None => (whole.target.clone(), whole.body.clone()),
        };
        let send = |form: &str| match post {
            true => send(&desk, "POST", &path, form),
            false => send(&desk, "GET", &format!("{path}?{form}"), ""),
        };
        let before = desk.dump();
        for (name, value, form) in changed(&form) {
            let reply = send(&form);
            let wanted = match &*name {
                "expires" if expected("time_stamp", &value) == 1100 => 1100,
                other => expected(other, &value),
            };
            assert_eq!(reply["ret_code"], wanted, "{name}={value}: {reply}");
        }
        let other_method = if post { "GET" } else { "POST" };
        let (target, body) = if post { (format!("{path}?{form}"), "") } else { (path.clone(), &*form) };
        assert_eq!(self::send(&desk, other_method, &target, body)["ret_code"], 1200);
        assert!(before == desk.dump(), "a call with a changed byte has changed the world");
        assert_eq!(send(&form)["ret_code"], if post { 2110 } else { 0 });
    }
}

#[test]
fn paths_are_signed_as_they_were_sent() {
    let desk = Desk::new();
    let whole = prepared(&desk, false, &desk.credentials);
    assert_eq!(send(&desk, "GET", &whole.target.replace("/iaas/", "/iaas"), "")["ret_code"], 1200);
    assert_eq!(send(&desk, "GET", &whole.target.replace("/iaas/", "/iam/"), "")["ret_code"], 1200);
}
