//! Changed configurations.

use super::{CONTENT, INLAND};
use crate::cdn::actions::configuration::{CERTIFYING, CONFIGURING, Configuration, ORIGIN_BYTES};
use crate::cdn::actions::deployment;
use crate::cdn::document::Document;
use crate::cdn::rules::{project, setting};
use crate::cdn::{TencentCdn, Traits, lookup, rules, say};
use crate::protocol::Reply;
use serde_json::{Value, json};
use squall_api::catalogue::Code;
use squall_api::catalogue::tencent_cdn::*;
use squall_api::cloud::{AcceleratedHost, State, Verb};
use squall_api::{Action, Cx, Entry, Outcome, Params};

pub(in crate::cdn::actions) const ACTIONS: &[Entry<TencentCdn>] = &[
    Entry::of::<UpdateCdnConfig>(Traits::CDN, UPDATING),
    Entry::of::<UpdateCdnHost>(Traits::CDN, UPDATING),
    Entry::of::<UpdateCache>(Traits::CDN, UPDATING),
    Entry::of::<UpdateCdnProject>(Traits::CDN.administrative(), UPDATING),
    Entry::of::<GetCdnHostSafetyChainKey>(Traits::CDN, UPDATING).reading(),
    Entry::of::<SetCdnHostSafetyChainKey>(Traits::CDN, UPDATING),
];

/// What changes of a configuration can raise.
pub(in crate::cdn::actions) const UPDATING: &[Code] = &join();

const fn join() -> [Code; 33] {
    let mut all = [HOST_NOT_FOUND; 33];
    let parts: [&[Code]; 4] = [
        deployment::CHANGING,
        &[HOST_NOT_ONLINE_YET, HOST_OFFLINE, HOST_EXISTS, DSA_CONFIG_SYSTEM_ERROR, RESOURCE_NOT_FOUND],
        CONFIGURING,
        CERTIFYING,
    ];
    let (mut at, mut part) = (0, 0);
    while part < parts.len() {
        let mut inner = 0;
        while inner < parts[part].len() {
            all[at] = parts[part][inner];
            at += 1;
            inner += 1;
        }
        part += 1;
    }
    all
}

/// Gives a host a changed configuration, which is deployed.
pub(in crate::cdn::actions) fn reconfigure(
    cx: &Cx<'_>,
    mut host: AcceleratedHost,
    configuration: &Configuration,
    modes: &[i64],
) -> Outcome<AcceleratedHost> {
    lookup::may_change(cx, &host)?;
    lookup::must_be_online(&host)?;
    configuration.apply(cx, &mut host, modes)?;
    setting::must_be_mapped(&*lookup::platform(cx)?, &host.service)?;
    deployment::deploy(cx, &mut host, Verb::Update, State::Active)?;
    Ok(host)
}

/// Changes a host's configuration.
#[derive(Params)]
struct UpdateCdnConfig {
    #[param(name = "hostId", id = "host")]
    id: Option<i64>,
    #[param(id = "name", max_len = 1_024)]
    host: Option<String>,
    #[param(flatten, only = [
        "origin", "backupOrigin", "projectId", "platform", "pidConfig", "extension", "rspHeader", "fwdHost",
        "fullUrl", "cacheMode", "cache", "refer", "accessIp", "reqHeader", "compression", "capping",
        "statusCodeCache", "safetyChain", "videoSwitch", "middleResource", "seo", "follow302", "rangeOrigin",
        "ipFrequenceLimit",
    ])]
    configuration: Configuration,
}

impl Action<TencentCdn> for UpdateCdnConfig {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        self.configuration.must_make_sense()?;
        let host = lookup::either(cx, self.id, self.host.as_deref(), INLAND)?;
        reconfigure(cx, host, &self.configuration, &[])?;
        Ok(Reply::empty())
    }
}

/// Gives a host another name and origin.
#[derive(Params)]
struct UpdateCdnHost {
    #[param(name = "hostId", required, id = "host")]
    id: i64,
    #[param(required, max_len = 1_024)]
    host: String,
    #[param(required, max_len = ORIGIN_BYTES)]
    origin: String,
}

impl Action<TencentCdn> for UpdateCdnHost {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut host = lookup::host(cx, self.id, INLAND)?;
        lookup::may_change(cx, &host)?;
        lookup::must_be_online(&host)?;
        rules::name::must_be_well_formed(&self.host)?;
        let holder = cx.holder::<AcceleratedHost>(&self.host.to_ascii_lowercase())?;
        let is_own = holder.is_none_or(|id| id == host.head.id);
        say::must(is_own, HOST_EXISTS, || "the name is accelerated already".to_owned())?;
        rules::origin::judge(&*lookup::platform(cx)?, &self.origin, &self.host, host.reach)?;
        (host.head.name, host.origin) = (self.host.clone(), self.origin.clone());
        deployment::deploy(cx, &mut host, Verb::Update, State::Active)?;
        Ok(Reply::empty())
    }
}

/// Changes how long a host's content is cached.
#[derive(Params)]
struct UpdateCache {
    #[param(name = "hostId", required, id = "host")]
    id: i64,
    #[param(required)]
    cache: Document,
    #[param(flatten, only = [])]
    rest: Configuration,
}

impl Action<TencentCdn> for UpdateCache {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let configuration = Configuration { cache: Some(self.cache.clone()), ..self.rest.clone() };
        configuration.must_make_sense()?;
        reconfigure(cx, lookup::host(cx, self.id, INLAND)?, &configuration, &[])?;
        Ok(Reply::empty())
    }
}

/// Moves a host to another project.
#[derive(Params)]
struct UpdateCdnProject {
    #[param(name = "hostId", required, id = "host")]
    id: i64,
    #[param(name = "projectId", required, max_len = 64, invalid = "2130")]
    project: String,
}

impl Action<TencentCdn> for UpdateCdnProject {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut host = lookup::host(cx, self.id, CONTENT)?;
        lookup::may_change(cx, &host)?;
        host.project = project::configured(&*lookup::account(cx)?, &self.project)?;
        host.updated_at = cx.now;
        cx.save(&host)?;
        Ok(Reply::empty())
    }
}

fn chain_of(host: &AcceleratedHost) -> Value {
    host.settings.get("safetyChain").and_then(|text| serde_json::from_str(text).ok()).unwrap_or(Value::Null)
}

/// Shows the key of a host's signed links.
#[derive(Params)]
struct GetCdnHostSafetyChainKey {
    #[param(name = "hostId", id = "host")]
    id: Option<i64>,
    #[param(id = "name", max_len = 1_024)]
    host: Option<String>,
}

impl Action<TencentCdn> for GetCdnHostSafetyChainKey {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let host = lookup::either(cx, self.id, self.host.as_deref(), INLAND)?;
        let chain = chain_of(&host);
        Ok(Reply::data(|data| {
            data.text("host", &host.head.name);
            data.text("key", chain["key"].as_str().unwrap_or_default());
        }))
    }
}

/// Sets the key of a host's signed links.
#[derive(Params)]
struct SetCdnHostSafetyChainKey {
    #[param(required, id = "name", max_len = 1_024)]
    host: String,
    #[param(required, secret, max_len = 64)]
    key: String,
    #[param(name = "tmplName", max_len = 64)]
    template: Option<String>,
}

impl Action<TencentCdn> for SetCdnHostSafetyChainKey {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let fits =
            (6..=32).contains(&self.key.len()) && self.key.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !fits {
            return Err(say::argument("a key has 6 to 32 letters and digits"));
        }
        let mut host = lookup::host_named(cx, &self.host, INLAND)?;
        lookup::may_change(cx, &host)?;
        lookup::must_be_online(&host)?;
        let template = self.template.as_deref().unwrap_or_default();
        let chain = json!({"type": 1, "key": self.key, "time_format": 10, "template": template});
        host.settings.insert("safetyChain".to_owned(), chain.to_string());
        deployment::deploy(cx, &mut host, Verb::Update, State::Active)?;
        Ok(Reply::data(|data| {
            data.text("host", &host.head.name);
        }))
    }
}
