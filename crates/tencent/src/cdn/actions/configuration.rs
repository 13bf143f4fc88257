//! What a host's configuration may say, judged in one order whichever action brings it.

use crate::cdn::document::{Document, whole};
use crate::cdn::rules::{certificate, header, origin, project, setting};
use crate::cdn::{lookup, say};
use serde_json::Value;
use squall_api::catalogue::Code;
use squall_api::catalogue::tencent_cdn::*;
use squall_api::cloud::{AcceleratedHost, Reach};
use squall_api::{Cx, Outcome, Params};

/// What every configuration can raise.
pub(crate) const CONFIGURING: &[Code] = &[
    TOO_MANY_ORIGINS,
    ORIGIN_TOO_LONG,
    ORIGIN_IS_HOST,
    ORIGIN_BLACKLISTED,
    ORIGIN_PRIVATE,
    DSA_ORIGIN_INVALID,
    PROJECT_INVALID,
    PLATFORM_INVALID,
    PID_CONFIG_INVALID,
    EXTENSION_INVALID,
    RESPONSE_HEADER_TOO_LONG,
    RESPONSE_HEADER_INVALID,
    PLATFORM_CONFIG_ERROR,
    SYSTEM_ERROR,
];
/// What every certificate can raise.
pub(crate) const CERTIFYING: &[Code] = &[
    HTTPS_INVALID,
    CERTIFICATE_UNUSABLE,
    CERTIFICATE_UNREADABLE,
    CERTIFICATE_HOST_MISMATCH,
    CERTIFICATE_KEY_MISMATCH,
    CERTIFICATE_EXPIRED,
    CERTIFICATE_EXPIRING,
    CERTIFICATE_CHAIN_BROKEN,
];

/// The longest text of an origin that is read at all, in bytes: how long one may be is judged by its own code.
pub(crate) const ORIGIN_BYTES: usize = 65_536;
/// On or off.
const SWITCH: [&str; 2] = ["on", "off"];
/// How long anything may be cached, in seconds, and the most rules and names.
const CACHE_SECONDS: i64 = 365 * 86_400;
const RULES: usize = 100;
const NAMES: usize = 400;

/// The parameters of all networks' configurations. Each action takes those of its own.
#[derive(Params, Clone)]
pub(crate) struct Configuration {
    #[param(max_len = ORIGIN_BYTES)]
    pub(crate) origin: Option<String>,
    #[param(name = "backupOrigin")]
    pub(crate) backup_origin: Option<Document>,
    #[param(name = "projectId", max_len = 64, invalid = "2130")]
    pub(crate) project: Option<String>,
    #[param(max_len = 64, invalid = "2150")]
    pub(crate) platform: Option<String>,
    #[param(name = "pidConfig")]
    pub(crate) pid_config: Option<Document>,
    pub(crate) extension: Option<Document>,
    #[param(name = "rspHeader")]
    pub(crate) rsp_header: Option<Document>,
    #[param(secret)]
    pub(crate) https: Option<Document>,
    #[param(name = "fwdHost", max_len = 250)]
    pub(crate) fwd_host: Option<String>,
    #[param(name = "fullUrl", one_of = SWITCH)]
    pub(crate) full_url: Option<String>,
    #[param(name = "furlCache", one_of = SWITCH)]
    pub(crate) furl_cache: Option<String>,
    #[param(name = "cacheMode", one_of = ["simple", "custom"])]
    pub(crate) cache_mode: Option<String>,
    pub(crate) cache: Option<Document>,
    pub(crate) refer: Option<Document>,
    #[param(name = "accessIp")]
    pub(crate) access_ip: Option<Document>,
    #[param(name = "reqHeader")]
    pub(crate) req_header: Option<Document>,
    pub(crate) compression: Option<Document>,
    pub(crate) capping: Option<Document>,
    #[param(name = "statusCodeCache")]
    pub(crate) status_code_cache: Option<Document>,
    #[param(name = "safetyChain", secret)]
    pub(crate) safety_chain: Option<Document>,
    #[param(name = "videoSwitch", one_of = SWITCH)]
    pub(crate) video_switch: Option<String>,
    #[param(name = "middleResource", one_of = SWITCH)]
    pub(crate) middle_resource: Option<String>,
    #[param(one_of = SWITCH)]
    pub(crate) middle: Option<String>,
    #[param(name = "dedicatedLine", one_of = SWITCH)]
    pub(crate) dedicated_line: Option<String>,
    #[param(one_of = SWITCH)]
    pub(crate) seo: Option<String>,
    #[param(one_of = SWITCH)]
    pub(crate) follow302: Option<String>,
    #[param(name = "rangeOrigin", one_of = SWITCH)]
    pub(crate) range_origin: Option<String>,
    #[param(name = "ipFrequenceLimit", range = 0..=1_000_000)]
    pub(crate) ip_frequence_limit: Option<i64>,
    #[param(name = "strategyWeight")]
    pub(crate) strategy_weight: Option<Document>,
    #[param(name = "ipAccess")]
    pub(crate) ip_access: Option<Document>,
    #[param(name = "ipFreqLimit", range = 0..=1_000_000)]
    pub(crate) ip_freq_limit: Option<i64>,
    #[param(one_of = ["mainland", "overseas", "global"])]
    pub(crate) area: Option<String>,
}

/// A document, its name and what makes sense of it.
type Judged<'d> = (&'d str, &'d Option<Document>, fn(&Value) -> bool);

impl Configuration {
    /// Settings that have no code of their own must make sense (1012). This comes before anything is looked up.
    pub(crate) fn must_make_sense(&self) -> Outcome<()> {
        let documents: [Judged<'_>; 9] = [
            ("cache", &self.cache, is_cache),
            ("refer", &self.refer, is_refer),
            ("accessIp", &self.access_ip, is_access_list),
            ("ipAccess", &self.ip_access, is_access_list),
            ("reqHeader", &self.req_header, is_short_map),
            ("compression", &self.compression, is_container),
            ("capping", &self.capping, is_container),
            ("statusCodeCache", &self.status_code_cache, is_status_cache),
            ("safetyChain", &self.safety_chain, is_safety_chain),
        ];
        for (name, document, makes_sense) in documents {
            let Some(document) = document else { continue };
            if !document.value().is_some_and(|value| is_empty(value) || makes_sense(value)) {
                return Err(say::argument(format_args!("{name} makes no sense")));
            }
        }
        let weights = self.strategy_weight.as_ref();
        if !weights.is_none_or(|weights| weights.value().is_some_and(is_weights)) {
            return Err(say::argument("strategyWeight is no map of weights from 1 to 100"));
        }
        match self.fwd_host.as_deref() {
            Some(name) if !crate::cdn::rules::name::is_host_name(name) => {
                Err(say::argument("fwdHost is no host name"))
            }
            _ => Ok(()),
        }
    }

    /// The backup origins as one text; a list is one an entry.
    fn backup(&self) -> Option<String> {
        let backup = self.backup_origin.as_ref()?;
        // What cannot be read is no origin either.
        let text = || backup.value().and_then(Value::as_str).unwrap_or("-").to_owned();
        Some(backup.texts().map_or_else(text, |texts| texts.join(";")))
    }

    /// Judges all that has codes of its own, in their order, and puts everything into a host. `modes` are the numbers
    /// that HTTPS may have.
    pub(crate) fn apply(&self, cx: &Cx<'_>, host: &mut AcceleratedHost, modes: &[i64]) -> Outcome<()> {
        let (platform, account) = (&*lookup::platform(cx)?, lookup::account(cx)?);
        let name = host.head.name.clone();
        let backup = self.backup();
        for text in [self.origin.as_ref(), backup.as_ref()].into_iter().flatten() {
            origin::judge(platform, text, &name, host.reach)?;
        }
        let mut keep = |name: &str, text: String| drop(host.settings.insert(name.to_owned(), text));
        if let Some(project) = &self.project {
            host.project = project::configured(&account, project)?;
        }
        if let Some(id) = &self.platform {
            setting::judge_platform(platform, id)?;
            keep("platform", id.clone());
        }
        if let Some(config) = &self.pid_config {
            keep("pidConfig", setting::judge_pid_config(platform, config)?);
        }
        if let Some(extension) = &self.extension {
            keep("extension", setting::judge_extension(extension)?);
        }
        if let Some(headers) = &self.rsp_header {
            keep("rspHeader", header::judge(headers)?);
        }
        if let Some(https) = &self.https {
            let material = certificate::of_document(https, modes)?;
            host.certificate = match material {
                Some(material) => Some(certificate::judge(cx, material, &name)?),
                None => None,
            };
        }
        if let Some(origin) = &self.origin {
            host.origin.clone_from(origin);
        }
        self.keep_rest(host, backup);
        Ok(())
    }

    fn keep_rest(&self, host: &mut AcceleratedHost, backup: Option<String>) {
        let documents = [
            ("cache", &self.cache),
            ("refer", &self.refer),
            ("accessIp", &self.access_ip),
            ("ipAccess", &self.ip_access),
            ("reqHeader", &self.req_header),
            ("compression", &self.compression),
            ("capping", &self.capping),
            ("statusCodeCache", &self.status_code_cache),
            ("safetyChain", &self.safety_chain),
            ("strategyWeight", &self.strategy_weight),
        ];
        for (name, document) in documents {
            if let Some(value) = document.as_ref().and_then(Document::value) {
                host.settings.insert(name.to_owned(), value.to_string());
            }
        }
        let texts = [
            ("fwdHost", &self.fwd_host),
            ("fullUrl", &self.full_url),
            ("furlCache", &self.furl_cache),
            ("cacheMode", &self.cache_mode),
            ("videoSwitch", &self.video_switch),
            ("middleResource", &self.middle_resource),
            ("middle", &self.middle),
            ("dedicatedLine", &self.dedicated_line),
            ("seo", &self.seo),
            ("follow302", &self.follow302),
            ("rangeOrigin", &self.range_origin),
            ("area", &self.area),
        ];
        for (name, text) in texts {
            if let Some(text) = text {
                host.settings.insert(name.to_owned(), text.clone());
            }
        }
        for (name, number) in
            [("ipFrequenceLimit", self.ip_frequence_limit), ("ipFreqLimit", self.ip_freq_limit)]
        {
            if let Some(number) = number {
                host.settings.insert(name.to_owned(), number.to_string());
            }
        }
        if let Some(backup) = backup {
            // Dynamic hosts show a list, content hosts the text.
            let kept = match host.reach {
                Reach::Dynamic => Value::from(origin::pieces(&backup).collect::<Vec<_>>()).to_string(),
                _ => backup,
            };
            host.settings.insert("backupOrigin".to_owned(), kept);
        }
    }
}

/// An empty list or object switches a setting off.
fn is_empty(value: &Value) -> bool {
    value.as_array().is_some_and(Vec::is_empty) || value.as_object().is_some_and(|map| map.is_empty())
}

/// `[[type, rule, seconds], …]`, or objects with the same and a unit.
fn is_cache(value: &Value) -> bool {
    let is_rule = |rule: &Value| {
        let (kind, pattern, time) = match rule {
            Value::Array(parts) if parts.len() == 3 => (&parts[0], &parts[1], &parts[2]),
            Value::Object(map) => (&map["type"], &map["rule"], &map["time"]),
            _ => return false,
        };
        whole(kind).is_some_and(|kind| (0..=3).contains(&kind))
            && pattern.is_string()
            && whole(time).is_some_and(|time| (0..=CACHE_SECONDS).contains(&time))
    };
    let has_fields = |rule: &Value| {
        rule.as_object().is_none_or(|map| ["type", "rule", "time"].iter().all(|name| map.contains_key(*name)))
    };
    value.as_array().is_some_and(|rules| {
        rules.len() <= RULES && rules.iter().all(|rule| has_fields(rule) && is_rule(rule))
    })
}

/// `[type, [names], allowEmpty]`, or an object.
fn is_refer(value: &Value) -> bool {
    match value {
        Value::Array(parts) => {
            let kind = parts.first().and_then(whole);
            let names = parts.get(1).and_then(Value::as_array);
            kind.is_some_and(|kind| (0..=2).contains(&kind))
                && names.is_none_or(|names| names.len() <= NAMES && names.iter().all(Value::is_string))
        }
        other => other.is_object(),
    }
}

/// `{"type": 1|2, "list": […]}`
fn is_access_list(value: &Value) -> bool {
    let kind = value.get("type").and_then(whole);
    let list = value.get("list").and_then(Value::as_array);
    let most = if kind == Some(1) { 100 } else { 50 };
    kind.is_some_and(|kind| kind == 1 || kind == 2) && list.is_some_and(|list| list.len() <= most)
}

/// Texts of at most 1000 bytes by name.
fn is_short_map(value: &Value) -> bool {
    let is_short = |value: &Value| value.as_str().is_some_and(|text| text.len() <= 1_000);
    value.as_object().is_some_and(|map| map.values().all(is_short))
}

fn is_container(value: &Value) -> bool {
    value.is_object() || value.is_array()
}

/// Only 404 can be cached, for up to an hour.
fn is_status_cache(value: &Value) -> bool {
    let fits = |(code, seconds): (&String, &Value)| {
        code == "404" && whole(seconds).is_some_and(|seconds| (0..=3_600).contains(&seconds))
    };
    value.as_object().is_some_and(|map| map.iter().all(fits))
}

/// A key of 6 to 32 letters and digits.
fn is_safety_chain(value: &Value) -> bool {
    let key = value.get("key").and_then(Value::as_str).unwrap_or_default();
    (6..=32).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn is_weights(value: &Value) -> bool {
    let fits = |weight: &Value| whole(weight).is_some_and(|weight| (1..=100).contains(&weight));
    value.as_object().is_some_and(|map| map.values().all(fits))
}
