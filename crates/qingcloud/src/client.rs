//! The client's half: calls signed as QingCloud's own clients sign them.

use squall_api::client::{Client, Credentials, Outgoing, Prepared};
use squall_api::cloud::Time;
use squall_api::wire::flat::Pairs;
use squall_api::wire::percent;
use squall_api::wire::sign::qingcloud::{Alphabet, Method, sign, string_to_sign};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What a call carries besides the parameters of its action. `req_id` and `owner` come from the vendor's clients.
const ENVELOPE: [&str; 14] = [
    "action",
    "zone",
    "time_stamp",
    "expires",
    "version",
    "signature",
    "signature_method",
    "signature_version",
    "access_key_id",
    "app_id",
    "session_id",
    "token",
    "req_id",
    "owner",
];

pub(crate) struct QingCloudClient;

impl Client for QingCloudClient {
    fn prepare(&self, call: &Outgoing<'_>, credentials: &Credentials, now: Time) -> Prepared {
        let path = call.path.unwrap_or(match credentials {
            Credentials::App { .. } => "/app/",
            Credentials::Role { .. } => "/iam/",
            _ => "/iaas/",
        });
        let method = call.method.unwrap_or("GET");
        let mut fields = common(call, credentials, now);
        // A common parameter written without a value is one that is not to be sent at all; any other is sent
        // empty, which some actions tell from not sent (`eip=` loosens a router's address).
        for (name, value) in call.parameters {
            let is_common = fields.contains_key(name) || name == "signature";
            if value.is_empty() && is_common {
                fields.remove(name);
            } else {
                fields.insert(name.clone(), value.clone());
            }
        }
        if let Some((secret, alphabet)) = secret(credentials).filter(|_| !fields.contains_key("signature")) {
            let pairs: Pairs<'_> = fields
                .iter()
                .map(|(name, value)| (Cow::Borrowed(&**name), Cow::Borrowed(&**value)))
                .collect();
            let text = string_to_sign(method, path, &pairs);
            let hash = fields.get("signature_method").and_then(|name| Method::parse(name));
            let signature = sign(hash.unwrap_or(Method::HmacSha256), alphabet, secret, &text);
            fields.insert("signature".to_owned(), signature);
        }
        let form = encoded(&fields);
        let post = method == "POST";
        let method = method.to_owned();
        if post {
            let kind = "application/x-www-form-urlencoded".to_owned();
            let headers = vec![("content-type".to_owned(), kind)];
            return Prepared { method, target: path.to_owned(), headers, body: form };
        }
        Prepared { method, target: format!("{path}?{form}"), headers: Vec::new(), body: String::new() }
    }

    fn code(&self, _status: u16, body: &str) -> Option<String> {
        let reply: serde_json::Value = serde_json::from_str(body).ok()?;
        reply.get("ret_code")?.as_i64().filter(|code| *code != 0).map(|code| code.to_string())
    }

    fn envelope(&self) -> &'static [&'static str] {
        &ENVELOPE
    }

    fn environment(&self, endpoint: &str) -> Vec<(&'static str, String)> {
        let (key, secret) = crate::founding::DEMO_KEY;
        vec![
            ("QINGCLOUD_ACCESS_KEY", key.to_owned()),
            ("QINGCLOUD_SECRET_KEY", secret.to_owned()),
            ("QINGCLOUD_ZONE", "pek3".to_owned()),
            ("QINGCLOUD_ENDPOINT", format!("{}/iaas", endpoint.trim_end_matches('/'))),
        ]
    }
}

fn common(call: &Outgoing<'_>, credentials: &Credentials, now: Time) -> BTreeMap<String, String> {
    let mut fields = BTreeMap::new();
    let mut put = |name: &str, value: &str| fields.insert(name.to_owned(), value.to_owned());
    put("action", call.action);
    put("zone", "pek3");
    match credentials {
        Credentials::None => return fields,
        Credentials::Session(id) => {
            put("session_id", id);
            return fields;
        }
        Credentials::Key { id, .. } => {
            put("access_key_id", id);
        }
        Credentials::App { id, .. } => {
            put("app_id", id);
        }
        Credentials::Role { id, token, .. } => {
            put("access_key_id", id);
            put("token", token);
        }
    }
    put("time_stamp", &now.to_string());
    put("version", "1");
    put("signature_method", "HmacSHA256");
    put("signature_version", "1");
    fields
}

fn secret(credentials: &Credentials) -> Option<(&str, Alphabet)> {
    match credentials {
        Credentials::None | Credentials::Session(_) => None,
        Credentials::Key { secret, .. } | Credentials::Role { secret, .. } => {
            Some((secret, Alphabet::Standard))
        }
        Credentials::App { secret, .. } => Some((secret, Alphabet::UrlSafe)),
    }
}

fn encoded(fields: &BTreeMap<String, String>) -> String {
    let mut form = String::new();
    for (name, value) in fields {
        if !form.is_empty() {
            form.push('&');
        }
        percent::encode(name, &mut form);
        form.push('=');
        percent::encode(value, &mut form);
    }
    form
}
