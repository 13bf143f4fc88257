//! Secrets stay where they were sent to: a mark is put into every field that is declared secret and into every place of
//! a credential, well formed and not, and then looked for in everything that comes out.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, missing_docs)]

use bytes::Bytes;
use serde_json::{Value, json};
use squall_api::ActionFacts;
use squall_api::client::{Credentials, Prepared};
use squall_api::param::Shape;
use squall_simulate::{Desk, Huawei, Pool, QingCloud, TencentCdn, Vendor, generate, leaves};
use std::sync::{Arc, Mutex};

/// No word, so that it is not taken for the name of something.
const MARK: &str = "Zq7MARK-x91!";
/// As much of it as must not be told even if only a part is.
const PART: &str = "7MARK-x9";

/// What names of secrets contain, in any system.
const WORDS: [&str; 14] = [
    "passw",
    "pwd",
    "secret",
    "token",
    "private_key",
    "psk",
    "user_data",
    "userdata_value",
    "activation_code",
    "verification_code",
    "totp",
    "session_id",
    "conf",
    "signature",
];

#[test]
fn fields_of_qingcloud_with_names_of_secrets_are_declared_so() {
    are_declared(&QingCloud);
}

#[test]
fn fields_of_huawei_with_names_of_secrets_are_declared_so() {
    are_declared(&Huawei);
}

#[test]
fn fields_of_tencents_cdn_with_names_of_secrets_are_declared_so() {
    are_declared(&TencentCdn);
}

fn are_declared(vendor: &'static dyn Vendor) {
    let mut open = Vec::new();
    for action in Desk::of(vendor).cloud().actions() {
        let texts = leaves::of(action.fields).into_iter().filter(|leaf| !matches!(leaf.shape, Shape::Flag));
        let named = texts.filter(|leaf| WORDS.iter().any(|word| leaf.name.contains(word)));
        open.extend(
            named.filter(|leaf| !leaf.is_secret).map(|leaf| format!("{} {}", action.name, leaf.path)),
        );
    }
    assert!(open.is_empty(), "not declared secret: {open:?}");
}

/// A desk, with all that it has told.
struct Watch {
    desk: Desk,
    events: Arc<Mutex<Vec<Bytes>>>,
    pool: Pool,
    tried: usize,
}

impl Watch {
    fn of(vendor: &'static dyn Vendor) -> Watch {
        let desk = Desk::of(vendor);
        vendor.furnish(&desk);
        let pool = vendor.welcome(&desk, "demo");
        let events: Arc<Mutex<Vec<Bytes>>> = Arc::default();
        let kept = events.clone();
        desk.universe.site.journal.follow(Box::new(move |_, event| {
            kept.lock().unwrap().push(event());
            true
        }));
        Watch { desk, events, pool, tried: 0 }
    }

    /// Sends a request, and looks for the mark in all that comes of it.
    fn send(&mut self, prepared: &Prepared, what: &str) {
        self.tried += 1;
        let handled = self.desk.hand_over(prepared);
        let journal = &self.desk.universe.site.journal;
        let record = journal.newest(1, None, |_| true).pop();
        let events = std::mem::take(&mut *self.events.lock().unwrap());
        let (head, body) = (format!("{:?}", handled.response.headers()), handled.response.body());
        let told = [
            ("the reply", String::from_utf8_lossy(body).into_owned()),
            ("its headers", head),
            ("the log", record.as_ref().map(|record| record.to_json().to_string()).unwrap_or_default()),
            ("the record's debug output", format!("{record:?}")),
            ("the request's debug output", format!("{prepared:?}")),
            ("the stream", String::from_utf8_lossy(&events.concat()).into_owned()),
            ("the metrics", format!("{:?}", journal.tallies())),
        ];
        for (place, text) in told {
            assert!(!text.contains(PART), "{what}: {place} tells the secret: {text}");
        }
    }

    /// A call with some parameters, signed as it should be, unsigned and signed wrongly.
    fn call(&mut self, action: &ActionFacts, parameters: &[(String, String)], what: &str) {
        let pairs: Vec<_> = parameters.iter().map(|(name, value)| (&**name, &**value)).collect();
        let wrong = squall_simulate::key("SQUALLDEMOKEY", "wrong");
        let app = Credentials::App { id: "app-demo0001".to_owned(), secret: "squall-demo-secret".to_owned() };
        for credentials in [self.desk.credentials.clone(), Credentials::None, wrong, app] {
            let method = self.desk.vendor.big_method();
            let prepared = self.desk.prepare(&credentials, action.name, &pairs, None, method);
            self.send(&prepared, what);
            self.broken(&prepared, what);
        }
    }

    /// The same call with a body that cannot be read, or in another way than usual.
    fn broken(&mut self, prepared: &Prepared, what: &str) {
        if prepared.body.is_empty() {
            return;
        }
        let at = prepared.body.find(PART).map_or(0, |at| at + PART.len());
        let body = &prepared.body;
        for body in [
            format!(" {body}"),
            format!("\n\t{body}"),
            format!("\u{feff}{body}"),
            body[..at].to_owned(),
            format!("{body}{body}"),
            format!("{body}&{body}"),
            format!("{{{body}"),
            format!("[{body}]"),
            format!("\"{}\"", body.replace('"', "\\\"")),
            body.replace([':', '='], ""),
        ] {
            self.send(&Prepared { body, ..prepared.clone() }, &format!("{what}, broken"));
        }
    }
}

/// What a client may put where a secret belongs.
fn values(path: &str, longest: usize) -> Vec<(&'static str, Vec<(String, String)>)> {
    let one = |value: String| vec![(path.to_owned(), value)];
    let below = |name: &str, value: &str| vec![(format!("{path}.{name}"), value.to_owned())];
    vec![
        ("as it is", one(MARK.to_owned())),
        ("fit to be a password", one(format!("Squall@2026{MARK}"))),
        ("too long", one(format!("{MARK}{}", "x9".repeat(longest.min(40_000))))),
        ("with a colon", one(format!("{MARK}:{MARK}"))),
        ("between bars", one(format!("gre|{MARK}|{MARK}|{MARK}"))),
        ("as a list", below("1", MARK)),
        ("as a record", below("a", MARK)),
        ("as a name", below(MARK, "1")),
        ("in a JSON list", one(json!([MARK, {"a": MARK}]).to_string())),
        (
            "in a JSON object",
            one(json!({"a": {"root_passwd": MARK, "count": MARK}, "nodes": MARK}).to_string()),
        ),
        ("in JSON that is cut off", one(format!("{{\"passwd\":\"{MARK}"))),
    ]
}

#[test]
fn what_is_declared_secret_in_qingcloud_comes_out_nowhere() {
    search(&QingCloud);
}

#[test]
fn what_is_declared_secret_in_huawei_comes_out_nowhere() {
    search(&Huawei);
}

#[test]
fn what_is_declared_secret_in_tencents_cdn_comes_out_nowhere() {
    search(&TencentCdn);
}

fn search(vendor: &'static dyn Vendor) {
    let mut watch = Watch::of(vendor);
    let mut fields = 0;
    for action in watch.desk.cloud().actions() {
        for leaf in leaves::of(action.fields).into_iter().filter(|leaf| leaf.is_secret) {
            fields += 1;
            for (how, values) in values(&leaf.path, leaf.rule.max_len) {
                let mut parameters = generate::required(vendor, &action, &watch.pool);
                parameters.retain(|(name, _)| *name != leaf.path);
                parameters.extend(values);
                let what = format!("{} {} {how}", action.name, leaf.path);
                watch.call(&action, &parameters, &what);
            }
        }
    }
    println!("{fields} fields, {} calls", watch.tried);
    assert!(fields > 5, "{fields} fields are declared secret");
}

#[test]
fn credentials_of_qingcloud_come_out_nowhere() {
    let mut watch = Watch::of(&QingCloud);
    for action in watch.desk.cloud().actions() {
        for name in ["signature", "session_id", "token", "access_token"] {
            for (how, values) in values(name, 1_000) {
                let mut parameters = generate::required(&QingCloud, &action, &watch.pool);
                parameters.extend(values);
                let pairs: Vec<_> = parameters.iter().map(|(name, value)| (&**name, &**value)).collect();
                let what = format!("{} {name} {how}", action.name);
                for (credentials, path) in [
                    (watch.desk.credentials.clone(), "/iaas/"),
                    (Credentials::None, "/iaas/"),
                    (watch.desk.credentials.clone(), "/iam/"),
                ] {
                    let prepared =
                        watch.desk.prepare(&credentials, action.name, &pairs, Some(path), Some("POST"));
                    watch.send(&prepared, &what);
                }
            }
        }
    }
    let role = Credentials::Role { id: "IAMx".to_owned(), secret: MARK.to_owned(), token: MARK.to_owned() };
    let prepared = watch.desk.prepare(&role, "DescribeZones", &[], None, None);
    watch.send(&prepared, "a role's token");
    everywhere(&mut watch, &["/iaas/", "/iam/", "/app/", "/iaas"]);
}

#[test]
fn credentials_of_huawei_come_out_nowhere() {
    let mut watch = Watch::of(&Huawei);
    for action in watch.desk.cloud().actions() {
        let parameters = generate::required(&Huawei, &action, &watch.pool);
        let pairs: Vec<_> = parameters.iter().map(|(name, value)| (&**name, &**value)).collect();
        let prepared = watch.desk.prepare(&Credentials::None, action.name, &pairs, None, None);
        for (name, value) in [
            ("x-auth-token", MARK.to_owned()),
            ("x-security-token", MARK.to_owned()),
            ("authorization", format!("Bearer {MARK}")),
            ("authorization", MARK.to_owned()),
            ("authorization", format!("SDK-HMAC-SHA256 Access=SQUALLDEMOKEY, Signature={MARK}")),
            (
                "authorization",
                format!("SDK-HMAC-SHA256 Access=A, SignedHeaders=x-sdk-date, Signature={MARK}"),
            ),
            (
                "authorization",
                format!("SDK-HMAC-SHA256 Access=SQUALLDEMOKEY, SignedHeaders=x, Signature={MARK}"),
            ),
            ("cookie", format!("session={MARK}")),
        ] {
            let mut with = prepared.clone();
            with.headers.push((name.to_owned(), value));
            watch.send(&with, &format!("{} {name}", action.name));
        }
        let joint = if prepared.target.contains('?') { '&' } else { '?' };
        for query in [format!("X-Auth-Token={MARK}"), MARK.to_owned(), format!("%zz={MARK}")] {
            let target = format!("{}{joint}{query}", prepared.target);
            watch.send(&Prepared { target, ..prepared.clone() }, &format!("{} query", action.name));
        }
    }
    everywhere(&mut watch, &["/v3/auth/tokens", "/v1/p/instances", "/v1/nowhere", "/v2/cloudimages"]);
}

/// The mark in requests that are no call of anything.
fn everywhere(watch: &mut Watch, paths: &[&str]) {
    let documents =
        [json!({"passwd": MARK}), json!([MARK]), json!({MARK: 1}), json!(MARK), json!({"action": MARK})];
    for path in paths {
        let encoded = MARK.replace('!', "%21");
        for text in [
            encoded.clone(),
            format!("{encoded}="),
            format!("passwd={encoded}&passwd={encoded}"),
            format!("action={encoded}"),
            format!("action=DescribeZones&passwd={encoded}"),
            format!("action=DescribeZones&{encoded}=1"),
            format!("action=DescribeZones&zone={encoded}.&zone={encoded}"),
        ] {
            for method in ["GET", "POST", "PUT"] {
                let (method, headers) = (method.to_owned(), Vec::new());
                let target = format!("{path}?{text}");
                let get = Prepared {
                    method: method.clone(),
                    target,
                    headers: headers.clone(),
                    body: String::new(),
                };
                watch.send(&get, path);
                watch.send(
                    &Prepared { method, target: (*path).to_owned(), headers, body: text.clone() },
                    path,
                );
            }
        }
        for document in documents.iter().map(Value::to_string) {
            for body in [
                format!(" {document}"),
                format!("\n{document}"),
                document.clone(),
                document[..document.len() - 1].to_owned(),
            ] {
                let (method, target) = ("POST".to_owned(), (*path).to_owned());
                watch.send(&Prepared { method, target, headers: Vec::new(), body }, path);
            }
        }
        let (method, target) = ("GET".to_owned(), format!("{path}/{MARK}/x?{MARK}"));
        watch.send(&Prepared { method, target, headers: Vec::new(), body: String::new() }, path);
    }
}
