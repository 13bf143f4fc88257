//! How hosts are shown: by each network in words and numbers of its own.

use super::settings::{self, Verdict};
use super::times::stamp;
use crate::people::{APP_ID, UIN};
use squall_api::cloud::{AcceleratedHost, Account, Platform, Reach, State};
use squall_api::wire::Object;

/// What hosts are shown with.
pub(crate) struct Around<'a> {
    /// Whose they are.
    pub(crate) account: &'a Account,
    /// The operator's settings.
    pub(crate) platform: &'a Platform,
    /// Whether the account's hosts are out of service because it owes something.
    pub(crate) is_in_debt: bool,
}

/// Status numbers of content hosts.
const IN_REVIEW: u8 = 1;
const REJECTED: u8 = 2;
const FIRST_DEPLOYMENT: u8 = 3;
const DEPLOYING: u8 = 4;
const ONLINE: u8 = 5;
const OFFLINE: u8 = 6;

fn status(host: &AcceleratedHost, verdict: Verdict, is_in_debt: bool) -> u8 {
    match host.head.state {
        State::Pending if verdict.is_rejected => REJECTED,
        State::Pending if verdict.is_in_review => IN_REVIEW,
        State::Pending => FIRST_DEPLOYMENT,
        _ if host.is_changing() => DEPLOYING,
        State::Active if !is_in_debt => ONLINE,
        _ => OFFLINE,
    }
}

fn setting<'h>(host: &'h AcceleratedHost, name: &str, usual: &'h str) -> &'h str {
    host.settings.get(name).map_or(usual, String::as_str)
}

fn number(account: &Account, name: &str) -> u64 {
    account.attribute(name).parse().unwrap_or_default()
}

fn id(host: &AcceleratedHost) -> u64 {
    host.head.id.parse().unwrap_or_default()
}

/// A host by whichever network delivers it.
pub(crate) fn write(object: &mut Object, host: &AcceleratedHost, around: &Around<'_>) {
    match host.reach {
        Reach::Inland => inland(object, host, around),
        Reach::Overseas => overseas(object, host, around),
        Reach::Dynamic => dynamic(object, host, around),
    }
}

/// What all networks show of a content host.
fn content(object: &mut Object, host: &AcceleratedHost, around: &Around<'_>) {
    let verdict = settings::verdict(around.platform, &host.head.name);
    let name = &host.head.name;
    object
        .int("app_id", number(around.account, APP_ID))
        .int("owner_uin", number(around.account, UIN))
        .int("project_id", host.project)
        .text("host", name)
        .text("cname", &format!("{name}.cdn.dnsv1.com"))
        .text("host_type", &host.origin_kind)
        .text("service_type", &host.service)
        .text("origin", &host.origin)
        .text("fwd_host", setting(host, "fwdHost", name))
        .text("fwd_host_type", if host.settings.contains_key("fwdHost") { "custom" } else { "default" })
        .int("status", status(host, verdict, around.is_in_debt))
        .flag("disabled", verdict.is_banned)
        .int("readonly", u8::from(verdict.is_locked))
        .text("message", "")
        .text("create_time", &stamp(host.head.created_at))
        .text("update_time", &stamp(host.updated_at))
        .text("deleted", if host.head.state == State::Ceased { "yes" } else { "no" })
        .raw("cache", setting(host, "cache", "[[0,\"all\",2592000]]"))
        .raw("refer", setting(host, "refer", "[]"))
        .raw("rsp_header", setting(host, "rspHeader", "[]"));
}

fn inland(object: &mut Object, host: &AcceleratedHost, around: &Around<'_>) {
    object.int("id", id(host)).int("host_id", id(host));
    content(object, host, around);
    let certificate = host.certificate.as_ref();
    object
        .text("bucket_name", "")
        .text("cache_mode", setting(host, "cacheMode", "simple"))
        .text("furl_cache", setting(host, "fullUrl", "on"))
        .int("middle_resource", if setting(host, "middleResource", "off") == "on" { 0 } else { -1 })
        .text("http2", if certificate.is_some_and(|kept| kept.http2) { "on" } else { "off" })
        .int("ssl_type", certificate.map_or(0, |kept| kept.mode))
        .text("ssl_deploy_time", &certificate.map(|kept| stamp(kept.deployed_at)).unwrap_or_default())
        .text("ssl_expire_time", &certificate.map(|kept| stamp(kept.expires_at)).unwrap_or_default())
        .text("ssl_cert_name", certificate.map_or("", |kept| &kept.common_name))
        .text("ssl_cert_id", certificate.map_or("", |kept| &kept.id))
        .text("seo", setting(host, "seo", "off"))
        .raw("capping", setting(host, "capping", "[]"))
        .raw("status_code_cache", setting(host, "statusCodeCache", "[]"))
        .raw("safety_chain", setting(host, "safetyChain", "[]"));
    object.object("host_config", |config| {
        config
            .text("backup_origin", setting(host, "backupOrigin", ""))
            .int("https_switch", certificate.map_or(-1, |kept| kept.force))
            .text("follow302_switch", setting(host, "follow302", "off"))
            .raw("ip_cc", setting(host, "accessIp", "[]"))
            .text("ip_freq_limit", setting(host, "ipFrequenceLimit", "0"))
            .raw("rsp_header", setting(host, "rspHeader", "[]"))
            .text("video_switch", setting(host, "videoSwitch", "off"))
            .text("chunkFd_switch", setting(host, "rangeOrigin", "on"));
    });
}

fn overseas(object: &mut Object, host: &AcceleratedHost, around: &Around<'_>) {
    object.int("host_id", id(host));
    content(object, host, around);
    let word = match host.head.state {
        _ if host.is_changing() => "progress",
        State::Active if !around.is_in_debt => "online",
        _ => "offline",
    };
    let certificate = host.certificate.as_ref();
    object
        .text("cdn_status", word)
        .text("furl_cache", setting(host, "furlCache", "on"))
        .text("dedicated_line", setting(host, "dedicatedLine", "off"))
        .text("middle_resource", setting(host, "middle", "off"))
        .raw(
            "backup_origin",
            &squall_api::wire::json::list(|list| {
                super::rules::origin::pieces(setting(host, "backupOrigin", ""))
                    .for_each(|one| list.text(one));
            }),
        );
    object.object("https", |https| {
        https
            .int("type", certificate.map_or(0, |kept| kept.mode))
            .text("cert_id", certificate.map_or("", |kept| &kept.id))
            .int("http2", if certificate.is_some_and(|kept| kept.http2) { 1 } else { -1 });
    });
}

fn dynamic(object: &mut Object, host: &AcceleratedHost, around: &Around<'_>) {
    let verdict = settings::verdict(around.platform, &host.head.name);
    let name = &host.head.name;
    let online = matches!(host.target(), State::Active | State::Pending) && !around.is_in_debt;
    object
        .int("host_id", id(host))
        .int("app_id", number(around.account, APP_ID))
        .int("project_id", host.project)
        .text("host", name)
        .text("cname", &format!("{name}.dsa.dnsv1.com"))
        .text("status", if online { "online" } else { "offline" })
        .int("progress", u8::from(host.is_changing()))
        .int("mode", u8::from(verdict.is_banned))
        .int("locked", u8::from(verdict.is_locked))
        .int("deleted", u8::from(host.head.state == State::Ceased))
        .text("origin", &host.origin)
        .text("fwd_host", setting(host, "fwdHost", name))
        .raw("rsp_header", setting(host, "rspHeader", "[]"));
    https(object, host);
    object
        .text("message", "")
        .text("create_time", &stamp(host.head.created_at))
        .text("update_time", &stamp(host.updated_at))
        .raw("ip_access", setting(host, "ipAccess", "[]"))
        .text("ip_freq_limit", setting(host, "ipFreqLimit", "0"))
        .raw("strategy_weight", setting(host, "strategyWeight", "[]"))
        .raw("backup_origin", setting(host, "backupOrigin", "[]"))
        .text("area", setting(host, "area", "mainland"));
}

/// What is shown of a dynamic host's certificate.
pub(crate) fn https(object: &mut Object, host: &AcceleratedHost) {
    object.object("https", |https| {
        let kept = host.certificate.as_ref();
        https.int("type", kept.map_or(0, |kept| kept.mode));
        if let Some(kept) = kept {
            https
                .text("cert_id", &kept.id)
                .text("cn", &kept.common_name)
                .text("expire", &stamp(kept.expires_at))
                .text("message", &kept.message)
                .text("http2", if kept.http2 { "on" } else { "off" })
                .text("redirection", "off");
        }
    });
}
