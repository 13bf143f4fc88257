//! Tencent's CDN and DSA: what its calls are made of and what its replies mean.

use super::{Codes, Vendor};
use crate::forgery::{Part, Place, Showing};
use crate::{Chance, Desk, Pool, Reply};
use serde_json::{Value, json};
use squall_api::catalogue::tencent_cdn::*;
use squall_api::catalogue::{Code, System};
use squall_api::cloud::{AcceleratedHost, Kind, Laws};
use squall_api::param::Rule;
use squall_api::{Access, ActionFacts, Cloud, Dialect as _, Pipeline, Site};
use std::sync::Arc;

/// Tencent's CDN and DSA as its tests know them.
#[derive(Clone, Copy, Debug)]
pub struct TencentCdn;

const fn parameter(name: &'static str, wrong: &'static [Code]) -> Part {
    Part { place: Place::Parameter(name), missing: PARAMETER_INVALID, misshapen: REQUEST_ILLEGAL, wrong }
}

const KEY: &[Part] = &[
    parameter("SecretId", &[AUTH_FAILURE]),
    parameter("Signature", &[AUTH_FAILURE]),
    parameter("Timestamp", &[PARAMETER_INVALID, AUTH_FAILURE]),
    parameter("Nonce", &[PARAMETER_INVALID, AUTH_FAILURE]),
];

impl Vendor for TencentCdn {
    fn system(&self) -> System {
        System::TencentCdn
    }

    fn folder(&self) -> &'static str {
        "tencent"
    }

    fn cloud(&self, site: Arc<Site>) -> Box<dyn Cloud> {
        Box::new(Pipeline::new(site, squall_tencent::TencentCdn))
    }

    fn laws(&self) -> &'static [(System, &'static Laws)] {
        &[(System::Tencent, squall_tencent::TencentCdn::LAWS)]
    }

    fn codes(&self) -> Codes {
        Codes {
            missing: PARAMETER_INVALID,
            empty: Some(PARAMETER_INVALID),
            malformed: ARGUMENT_INVALID,
            not_allowed: ARGUMENT_INVALID,
            internal: INTERNAL_ERROR,
        }
    }

    fn foreign(&self, word: &str) -> Code {
        match word {
            "host" | "name" => HOST_NOT_FOUND,
            _ => RESOURCE_NOT_FOUND,
        }
    }

    fn showings(&self, desk: &Desk) -> Vec<Showing> {
        let (credentials, other) = (desk.credentials.clone(), Some(desk.open_account("other")));
        let (name, parameters) = ("key", Vec::new());
        vec![Showing { name, credentials, other, parameters, parts: KEY, serves: |_| true }]
    }

    fn message<'v>(&self, body: &'v Value) -> &'v str {
        body["message"].as_str().unwrap_or_default()
    }

    /// Whatever is answered has the status 200, a number for its code and a word for it.
    fn judge(&self, reply: &Reply) {
        assert_eq!(reply.status, 200, "{}", reply.body);
        if reply.body.get("Response").is_none() {
            assert_eq!(reply.body["code"] == 0, reply.code.is_none(), "{}", reply.body);
            assert_eq!(reply.body["codeDesc"] == "Success", reply.code.is_none(), "{}", reply.body);
        }
    }

    fn big_method(&self) -> Option<&'static str> {
        Some("POST")
    }

    fn furnish(&self, desk: &Desk) {
        desk.patch_world(&json!({"frequency": false}));
    }

    fn disturb(&self, desk: &Desk, _label: &str, chance: &mut Chance) {
        let ids = desk.look(|world| world.live_ids(Kind::AcceleratedHost));
        let Some(id) = chance.pick(&ids) else { return };
        let name = desk.look(|world| Ok(world.fetch::<AcceleratedHost>(id)?.head.name));
        let (locked, banned) = (chance.percent(20), chance.percent(20));
        desk.patch_world(&match chance.below(4) {
            0 => json!({"deploy": {"hold": chance.percent(30)}}),
            1 => json!({"deploy": {"seconds": chance.below(600), "hold": false}}),
            _ => json!({"hosts": {name: {"locked": locked, "banned": banned}}}),
        });
    }

    fn value(&self, name: &str, rule: &Rule, chance: &mut Chance, pool: &Pool) -> Option<String> {
        let (_, values) = GRAMMARS.iter().find(|(known, _)| *known == name && rule.id.is_none())?;
        let text = chance.pick(values).copied().unwrap_or_default();
        let host = chance.pick(pool.of("name")).cloned().unwrap_or_else(|| "none.example.com".to_owned());
        Some(text.replace("{name}", &host).replace("{n}", &chance.below(60).to_string()))
    }

    fn always(&self) -> &'static [&'static str] {
        &["hostId", "origin", "startDate", "endDate", "mainland"]
    }

    fn made_up(&self, word: &str, chance: &mut Chance) -> String {
        match word {
            "name" => format!("none{}.example.com", chance.below(10)),
            _ => format!("99{}", chance.below(10)),
        }
    }

    fn shelf(&self, word: &str) -> &'static str {
        ["host", "name", "task", "order"].into_iter().find(|known| *known == word).unwrap_or("")
    }

    fn learn(&self, _action: &str, reply: &Value, pool: &mut Pool) {
        gather(reply, pool);
    }

    fn shared(&self) -> &'static [&'static str] {
        &[]
    }

    fn is_platforms(&self, _action: &ActionFacts) -> bool {
        false
    }

    fn is_listing(&self, action: &ActionFacts) -> bool {
        action.access == Access::Read && action.fields.iter().all(|field| !field.required)
    }
}

/// Remembers every id below a value, by its name.
fn gather(value: &Value, pool: &mut Pool) {
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                let text = inner.as_str().map(str::to_owned);
                let text = text.or_else(|| inner.as_u64().map(|number| number.to_string()));
                let shelf = match name.as_str() {
                    "host_id" => "host",
                    "host" => "name",
                    "task_id" | "taskId" => "task",
                    "orderId" => "order",
                    _ => "",
                };
                if let Some(text) = text.filter(|text| !shelf.is_empty() && !text.is_empty()) {
                    pool.remember(shelf, &text);
                }
                gather(inner, pool);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| gather(item, pool)),
        _ => {}
    }
}

/// Values for fields that only make sense in a form of their own. `{name}` becomes a host of the caller's, `{n}` a
/// number.
const GRAMMARS: &[(&str, &[&str])] = &[
    ("host", &["h{n}.example.com", "h{n}.example.com", "x"]),
    ("origin", &["1.2.3.4", "1.2.3.4;5.6.7.8:80", "origin.example.com", "10.0.0.1"]),
    ("backupOrigin", &["[\"1.2.3.9\"]", "1.2.3.9"]),
    ("projectId", &["0"]),
    ("projects", &["0"]),
    ("fwdHost", &["fwd.example.com"]),
    ("urls", &["http://{name}/x{n}"]),
    ("dirs", &["http://{name}/d{n}/"]),
    ("url", &["http://{name}/x"]),
    ("urlList", &["[\"http://{name}/y{n}\"]"]),
    ("metrics", &["[\"flux\"]", "[\"bandwidth\",\"404\"]"]),
    ("statType", &["flux", "bandwidth", "requests"]),
    ("startDate", &["2026-01-01"]),
    ("endDate", &["2026-01-01", "2026-01-02"]),
    ("startTime", &["2026-01-01", "2026-01-01 09:00:00"]),
    ("endTime", &["2026-01-01", "2026-01-01 10:00:00"]),
    ("date", &["2026-01-01"]),
    ("month", &["2025-12"]),
    ("start", &["2025-12-01"]),
    ("end", &["2025-12-31"]),
    ("granularity", &["60"]),
    ("packageId", &["1TB", "100GB", "3TB"]),
    ("ips", &["203.0.113.1,1.2.3.4"]),
    ("cache", &["[[0,\"all\",60]]", "[]"]),
    ("refer", &["[1,[\"a.com\"],1]"]),
    ("accessIp", &["{\"type\":1,\"list\":[\"1.2.3.4\"]}"]),
    ("ipAccess", &["{\"type\":2,\"list\":[]}"]),
    ("reqHeader", &["{\"X-A\":\"b\"}"]),
    ("rspHeader", &["{\"Content-Language\":\"zh\"}", "{\"ETag\":\"x\"}"]),
    ("compression", &["{}"]),
    ("capping", &["{}"]),
    ("statusCodeCache", &["{\"404\":60}"]),
    ("safetyChain", &["{\"key\":\"abcdef12\"}"]),
    ("strategyWeight", &["{\"1.2.3.4\":10}"]),
    ("pidConfig", &["{\"1\":5}"]),
    ("platform", &["1"]),
    ("extension", &["{\"note\":\"x\"}"]),
    ("https", &["{\"type\":0}"]),
    ("key", &["abcdef{n}"]),
    ("httpsType", &["0", "0", "1"]),
    ("forceSwitch", &["", "-1"]),
    ("config", &["{\"Version\":\"1.0\",\"Action\":\"add\",\"Token\":\"x\",\"Data\":[]}"]),
    ("hosts", &["[\"{name}\"]"]),
];
