//! The configuration interface: one JSON document with a version, an action and a token that is good once.

use super::DYNAMIC;
use super::create::MODES;
use crate::cdn::actions::cdn::create::{CREATING, Order};
use crate::cdn::actions::cdn::life;
use crate::cdn::actions::cdn::update::reconfigure;
use crate::cdn::actions::configuration::{Configuration, ORIGIN_BYTES};
use crate::cdn::document::Document;
use crate::cdn::rules::{name, origin};
use crate::cdn::{TencentCdn, Traits, lookup, pace, say, settings};
use crate::protocol::Reply;
use serde_json::{Map, Value};
use squall_api::catalogue::Code;
use squall_api::catalogue::tencent_cdn::*;
use squall_api::cloud::{AcceleratedHost, ConfigToken, Head, Reach, State};
use squall_api::param::{Params as _, Tree};
use squall_api::wire::hex;
use squall_api::{Action, Cx, Entry, Fault, Outcome, Params};

pub(in crate::cdn::actions) const ACTIONS: &[Entry<TencentCdn>] = &[
    Entry::of::<GetDsaConfigToken>(Traits::DSA, &[DSA_CONFIG_SYSTEM_ERROR]),
    Entry::of::<SetDsaConfig>(Traits::DSA, SETTING),
];

const SETTING: &[Code] = &with_creating();

const fn with_creating() -> [Code; CREATING.len() + 17] {
    let mut all = [DSA_JSON_INVALID; CREATING.len() + 17];
    let own = [
        DSA_JSON_INVALID,
        DSA_VERSION_INVALID,
        DSA_ACTION_INVALID,
        DSA_TOKEN_INVALID,
        DSA_PARAMETER_INVALID,
        DSA_HOST_INVALID,
        DSA_HOST_NOT_FOUND,
        DSA_HOST_OFFLINE,
        DSA_HOST_ONLINE,
        DSA_ORIGIN_INVALID,
        HOST_NOT_FOUND,
        HOST_BANNED,
        HOST_LOCKED,
        OPERATION_IN_PROGRESS,
        HOST_NOT_ONLINE_YET,
        RESOURCE_OPERATION_FAILED,
        PARTIAL_SUCCESS,
    ];
    let mut at = 0;
    while at < own.len() {
        all[at] = own[at];
        at += 1;
    }
    while at < all.len() {
        all[at] = CREATING[at - own.len()];
        at += 1;
    }
    all
}

/// The longest document in bytes, and the most items of one.
const DOCUMENT_BYTES: usize = 64 * 1_024;
const ITEMS: usize = 20;
const VERSION: &str = "1.0";
const DOINGS: [&str; 5] = ["add", "update", "online", "offline", "delete"];
/// The fields of an item.
const FIELDS: [&str; 7] = ["host_id", "host", "origin", "project_id", "fwd_host", "rsp_header", "https"];
/// How many letters a token is made of; each is written as two digits.
const TOKEN_LETTERS: usize = 16;

/// Issues a token for one configuration.
#[derive(Params)]
struct GetDsaConfigToken;

impl Action<TencentCdn> for GetDsaConfigToken {
    /// An account has few at once: the oldest make room.
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let up = lookup::platform(cx)?.service(settings::DSA_CONFIG) == "up";
        say::must(up, DSA_CONFIG_SYSTEM_ERROR, || "the configuration service is down".to_owned())?;
        let owner = lookup::owner(cx);
        for (at, token) in cx.owned::<ConfigToken>(owner)?.iter().enumerate() {
            if at + 1 >= pace::TOKENS || token.expires_at <= cx.now {
                cx.erase(token)?;
            }
        }
        let id = hex::hex(cx.mint_secret(TOKEN_LETTERS)?.as_bytes());
        let head = Head::new(id, owner, "", "", cx.now).in_state(State::Active);
        let token = ConfigToken { head, expires_at: cx.now + pace::TOKEN };
        cx.insert(&token)?;
        Ok(Reply::data(|data| {
            data.text("token", &token.head.id).int("expire", token.expires_at.seconds());
        }))
    }
}

/// Configures hosts.
#[derive(Params)]
struct SetDsaConfig {
    #[param(required, secret, max_len = DOCUMENT_BYTES, invalid = "10106")]
    config: String,
}

impl Action<TencentCdn> for SetDsaConfig {
    /// Whoever gets as far as to show a good token has used it up, whatever comes of the rest.
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let whole: Option<Map<String, Value>> = serde_json::from_str(&self.config).ok();
        let config = whole.ok_or_else(|| say::plain(DSA_JSON_INVALID).because("it is no JSON object"))?;
        let text = |name: &str| config.get(name).and_then(Value::as_str);
        say::must(text("Version") == Some(VERSION), DSA_VERSION_INVALID, || "Version is not 1.0".to_owned())?;
        let doing = text("Action").filter(|doing| DOINGS.contains(doing));
        let doing = doing.ok_or_else(|| say::plain(DSA_ACTION_INVALID).because("there is no such Action"))?;
        use_up(cx, text("Token").unwrap_or_default())?;
        match cx.item(|| set(cx, &config, doing))? {
            Ok(reply) => Ok(reply),
            Err(fault) => Ok(Reply::refused(&fault, INTERNAL_ERROR)),
        }
    }
}

/// A token must be the account's own, unused and not too old (10103).
fn use_up(cx: &Cx<'_>, id: &str) -> Outcome<()> {
    let token = cx.find::<ConfigToken>(id)?;
    let token = token.filter(|token| token.head.owner == lookup::owner(cx) && cx.now < token.expires_at);
    let wrong = || say::plain(DSA_TOKEN_INVALID).because("it is unknown, used up or expired");
    Ok(cx.erase(&token.ok_or_else(wrong)?)?)
}

fn wrong_field(why: &str) -> Fault {
    say::plain(DSA_PARAMETER_INVALID).because(why)
}

fn set(cx: &Cx<'_>, config: &Map<String, Value>, doing: &str) -> Outcome<Reply> {
    let is_known = |name: &String| ["Version", "Action", "Token", "Data"].contains(&name.as_str());
    let items = config.get("Data").and_then(Value::as_array);
    let items = items.filter(|items| !items.is_empty() && items.len() <= ITEMS);
    let items = items.filter(|_| config.keys().all(is_known));
    let items =
        items.ok_or_else(|| wrong_field("Data is no list of 1 to 20 items, or a field is unknown"))?;
    let items = items.iter().map(Item::read).collect::<Outcome<Vec<Item>>>()?;
    if let [item] = &items[..] {
        item.set(cx, doing)?;
        return Ok(Reply::empty());
    }
    let mut outcomes = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let label = if item.host.is_empty() { format!("{at}") } else { item.host.clone() };
        outcomes.push((label, cx.item(|| item.set(cx, doing))?));
    }
    Ok(Reply::batch(&outcomes, (RESOURCE_OPERATION_FAILED, PARTIAL_SUCCESS), INTERNAL_ERROR))
}

/// One host of a configuration.
struct Item {
    id: Option<i64>,
    host: String,
    origin: Option<String>,
    rest: Map<String, Value>,
}

impl Item {
    /// Its fields must be known and of their types (10100).
    fn read(value: &Value) -> Outcome<Item> {
        let map = value.as_object().filter(|map| map.keys().all(|name| FIELDS.contains(&name.as_str())));
        let map = map.ok_or_else(|| wrong_field("an item is no object of known fields"))?;
        let fits = |name: &str, fits: fn(&Value) -> bool| map.get(name).is_none_or(fits);
        let is_texts = |value: &Value| value.as_array().is_some_and(|all| all.iter().all(Value::is_string));
        let well = fits("host_id", Value::is_i64)
            && fits("host", Value::is_string)
            && fits("origin", is_texts)
            && fits("project_id", Value::is_u64)
            && fits("fwd_host", Value::is_string)
            && fits("rsp_header", Value::is_object)
            && fits("https", Value::is_object);
        if !well || !(map.contains_key("host") || map.contains_key("host_id")) {
            return Err(wrong_field("a field has another type, or no host is named"));
        }
        let texts = map.get("origin").and_then(Value::as_array);
        let texts = texts.map(|all| all.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(";"));
        Ok(Item {
            id: map.get("host_id").and_then(Value::as_i64),
            host: map.get("host").and_then(Value::as_str).unwrap_or_default().to_owned(),
            origin: texts,
            rest: map.clone(),
        })
    }

    fn set(&self, cx: &Cx<'_>, doing: &str) -> Outcome<()> {
        if !self.host.is_empty() {
            say::must(name::is_host_name(&self.host), DSA_HOST_INVALID, || "it is no host name".to_owned())?;
        }
        if doing == "add" {
            self.judge_origin(cx, &self.host)?;
            if self.origin.is_none() || self.host.is_empty() {
                return Err(wrong_field("a new host needs host and origin"));
            }
            let order = Order { name: &self.host, reach: Reach::Dynamic, service: "dsa" };
            return order.place(cx, "cname", &self.configuration()?, &MODES).map(drop);
        }
        let host = self.find(cx)?;
        let is_offline = host.head.state == State::Stopped;
        match doing {
            "update" => {
                say::must(!is_offline, DSA_HOST_OFFLINE, || "it is offline".to_owned())?;
                self.judge_origin(cx, &host.head.name)?;
                reconfigure(cx, host, &self.configuration()?, &MODES).map(drop)
            }
            "offline" => {
                say::must(!is_offline, DSA_HOST_OFFLINE, || "it is offline".to_owned())?;
                life::take_offline(cx, host)
            }
            "online" => life::put_online(cx, host),
            _ => life::delete(cx, host),
        }
    }

    /// The host must be one of the account's (10107), and the name the id's (10108).
    fn find(&self, cx: &Cx<'_>) -> Outcome<AcceleratedHost> {
        let found = match self.id {
            Some(id) => lookup::host(cx, id, DYNAMIC),
            None => lookup::host_named(cx, &self.host, DYNAMIC),
        };
        let host = match found {
            Err(fault) if fault.code() == Some(HOST_NOT_FOUND) => {
                return Err(say::plain(DSA_HOST_NOT_FOUND).because("the account has no such host"));
            }
            found => found?,
        };
        let is_its = self.host.is_empty() || self.host.eq_ignore_ascii_case(&host.head.name);
        say::must(is_its, DSA_HOST_INVALID, || "the name is not the id's".to_owned())?;
        Ok(host)
    }

    /// Whatever is wrong with an origin has one code here (10109).
    fn judge_origin(&self, cx: &Cx<'_>, host: &str) -> Outcome<()> {
        let Some(text) = &self.origin else { return Ok(()) };
        let judged =
            origin::judge_as(&*lookup::platform(cx)?, text, host, Reach::Dynamic, DSA_ORIGIN_INVALID);
        let fits = judged.is_ok() && text.len() <= ORIGIN_BYTES;
        say::must(fits, DSA_ORIGIN_INVALID, || "an origin is malformed or not allowed".to_owned())
    }

    /// The same configuration as the parameters of other actions say it.
    fn configuration(&self) -> Outcome<Configuration> {
        let mut configuration =
            Configuration::decode(&Tree::EMPTY).map_err(|_| wrong_field("it cannot be read"))?;
        let text = |name: &str| self.rest.get(name).and_then(Value::as_str).map(str::to_owned);
        configuration.origin.clone_from(&self.origin);
        configuration.project = self.rest.get("project_id").map(Value::to_string);
        configuration.fwd_host = text("fwd_host");
        configuration.rsp_header = self.rest.get("rsp_header").cloned().map(Document::of);
        configuration.https = self.rest.get("https").cloned().map(Document::of);
        Ok(configuration)
    }
}
