//! What is kept on behalf of callers who have not shown who they are: every text of every action with a value of a
//! megabyte, unsigned, and the same in every place that is not an action's.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, missing_docs)]

use squall_api::client::{Credentials, Prepared};
use squall_api::param::Shape;
use squall_api::{KEPT_BYTES, Record, SENTENCE_BYTES};
use squall_simulate::{Desk, Huawei, QingCloud, TencentCdn, Vendor, generate, leaves};

/// The most bytes that one entry may take.
const ENTRY_BYTES: usize = 8 << 10;
/// The most bytes of a refusal: it may repeat a sentence's worth of what was sent, each byte escaped.
const REFUSAL_BYTES: usize = SENTENCE_BYTES * 6 + 1_024;

#[test]
fn the_log_of_qingcloud_is_bounded_whatever_is_sent() {
    flood(&QingCloud, &["/iaas/", "/app/", "/nowhere/"]);
}

#[test]
fn the_log_of_huawei_is_bounded_whatever_is_sent() {
    flood(&Huawei, &["/v3/auth/tokens", "/v1/p/instances", "/v1/nowhere"]);
}

#[test]
fn the_log_of_tencents_cdn_is_bounded_whatever_is_sent() {
    flood(&TencentCdn, &["/v2/index.php"]);
}

fn flood(vendor: &'static dyn Vendor, paths: &[&str]) {
    let (desk, large) = (Desk::of(vendor), "x".repeat(1 << 20));
    let mut count = 0;
    let mut send = |prepared: &Prepared, what: &str| {
        count += 1;
        let handled = desk.hand_over(prepared);
        let journal = &desk.universe.site.journal;
        let heaviest = journal.newest(1, None, |_| true).iter().map(Record::weight).max().unwrap_or(0);
        assert!(heaviest <= ENTRY_BYTES, "{what}: an entry of {heaviest} bytes");
        assert!(journal.bytes() <= KEPT_BYTES, "{what}: a log of {} bytes", journal.bytes());
        let replied = handled.response.body().len();
        assert!(replied <= REFUSAL_BYTES, "{what}: a reply of {replied} bytes");
    };
    for action in desk.cloud().actions() {
        for leaf in leaves::of(action.fields) {
            let name = match leaf.shape {
                Shape::Text | Shape::Form(_) => leaf.path.clone(),
                Shape::Dictionary => format!("{}.key", leaf.path),
                _ => continue,
            };
            let mut parameters = generate::required(vendor, &action, &Default::default());
            parameters.retain(|(known, _)| *known != name);
            parameters.push((name, large.clone()));
            let pairs: Vec<_> = parameters.iter().map(|(name, value)| (&**name, &**value)).collect();
            let method = vendor.big_method();
            let prepared = desk.prepare(&Credentials::None, action.name, &pairs, None, method);
            send(&prepared, &format!("{} {}", action.name, leaf.path));
        }
    }
    for path in paths {
        for body in [
            format!("action={large}"),
            format!("version={large}&action=DescribeZones"),
            format!("{large}=1"),
            large.clone(),
            format!("action=DescribeZones&zone={large}&signature={large}"),
            format!(r#"{{"action":"{large}"}}"#),
            format!(r#"{{"{large}":1}}"#),
            format!(r#"{{"auth":{{"{large}":{{}}}}}}"#),
            "[".repeat(1 << 20),
            format!("[{}0]", "0,".repeat(1 << 19)),
        ] {
            let headers = vec![("x-auth-token".to_owned(), "t".repeat(60_000))];
            let (method, target) = ("POST".to_owned(), (*path).to_owned());
            send(&Prepared { method, target, headers, body }, path);
        }
        let target = format!("{path}?action={large}");
        send(&Prepared { method: "GET".to_owned(), target, headers: Vec::new(), body: String::new() }, path);
        let method = "M".repeat(30_000);
        let target = format!("{path}/{}", "p/".repeat(10_000));
        send(&Prepared { method, target, headers: Vec::new(), body: String::new() }, path);
    }
    println!("{count} floods, a log of {} bytes", desk.universe.site.journal.bytes());
}
