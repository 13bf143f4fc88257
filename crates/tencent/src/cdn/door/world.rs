//! The operator's settings of the platform.

use super::{TEXT_BYTES, boolean, fields, invalid, lines, list, text};
use crate::cdn::settings::{
    self, BLACK, DEPLOY_SECONDS, FREQUENCY, HOLD, HOSTS, ICP, INTERNAL, MAINTENANCE, ORIGIN_BLACKLIST,
    PACKAGES, PLATFORMS, RESTRICTED, ROOTS, SERVICES, USUAL_PACKAGES, WITHDRAWN, deployment,
    deployment_when_let, object, packages, platforms, roots, verdict,
};
use serde_json::{Map, Value, json};
use squall_api::cloud::{AcceleratedHost, Answer, Money, Platform, World};

const KNOWN: [&str; 12] = [
    "frequency",
    "services",
    "maintenance",
    "withdrawn",
    "deploy",
    "icp",
    "domains",
    "origin_blacklist",
    "platforms",
    "hosts",
    "roots",
    "packages",
];
/// The lists of domains, and where they are kept.
const DOMAINS: [(&str, &str); 3] = [("internal", INTERNAL), ("restricted", RESTRICTED), ("black", BLACK)];
/// The services that a platform may be mapped to.
const MAPPED: [&str; 5] = ["web", "download", "media", "live", "dsa"];
/// The longest deployment, in seconds, and the greatest stock.
const DEPLOY_MOST: u64 = 86_400;
const STOCK_MOST: u64 = 1_000_000_000;

/// The settings as JSON.
pub(crate) fn show(world: &World<'_>) -> Answer<Value> {
    let platform = &*world.shared_platform()?;
    let listed = |name: &str| list_of(platform, name);
    let services: Map<String, Value> =
        SERVICES.iter().map(|name| ((*name).to_owned(), platform.service(name).into())).collect();
    let domains: Map<String, Value> =
        DOMAINS.iter().map(|(name, kept)| ((*name).to_owned(), listed(kept).into())).collect();
    Ok(json!({
        "services": services,
        "maintenance": listed(MAINTENANCE),
        "withdrawn": listed(WITHDRAWN),
        "deploy": {
            "seconds": deployment_when_let(platform).whole_seconds(),
            "hold": platform.switch(HOLD, false),
        },
        "icp": listed(ICP),
        "domains": domains,
        "origin_blacklist": listed(ORIGIN_BLACKLIST),
        "platforms": platforms(platform),
        "hosts": object(platform, HOSTS),
        "frequency": platform.switch(FREQUENCY, true),
        "roots": roots(platform),
        "packages": packages(platform),
    }))
}

fn list_of(platform: &Platform, name: &str) -> Vec<String> {
    settings::list(platform, name).map(str::to_owned).collect()
}

/// Merges a patch into the settings. What waited for them begins.
pub(crate) fn patch(world: &World<'_>, patch: &Value) -> Answer<()> {
    let mut platform = world.platform()?;
    for (name, value) in fields(patch, &KNOWN)? {
        set(&mut platform, name, value)?;
    }
    world.save_platform(&platform)?;
    set_going(world, &platform)
}

fn set(platform: &mut Platform, name: &str, value: &Value) -> Answer<()> {
    if name == "frequency" {
        platform.switches.insert(FREQUENCY.to_owned(), boolean(name, value)?);
        return Ok(());
    }
    let mut keep = |name: &str, text: String| drop(platform.settings.insert(name.to_owned(), text));
    match name {
        "maintenance" => keep(MAINTENANCE, lines(name, value)?),
        "withdrawn" => keep(WITHDRAWN, lines(name, value)?),
        "icp" => keep(ICP, lines(name, value)?),
        "origin_blacklist" => keep(ORIGIN_BLACKLIST, lines(name, value)?),
        "domains" => {
            for (list, domains) in fields(value, &DOMAINS.map(|(name, _)| name))? {
                let kept = DOMAINS.iter().find(|(name, _)| name == list).map_or("", |(_, kept)| kept);
                keep(kept, lines(list, domains)?);
            }
        }
        "roots" => {
            let roots = list(name, value)?.iter().map(|root| text(name, root, TEXT_BYTES));
            keep(ROOTS, json!(roots.collect::<Answer<Vec<_>>>()?).to_string());
        }
        "services" => {
            for (component, word) in fields(value, &SERVICES)? {
                let word = word.as_str().filter(|word| ["up", "down"].contains(word));
                let word = word.ok_or_else(|| invalid("a component is `up` or `down`"))?;
                platform.services.insert(component.clone(), word.to_owned());
            }
        }
        "deploy" => set_deployment(platform, value)?,
        "platforms" => merge(platform, PLATFORMS, platforms(platform), value, &MAPPED, |id| {
            text("platforms", id, 64).map(|id| id.into())
        })?,
        "packages" => {
            let sizes = USUAL_PACKAGES.map(|(name, _)| name);
            merge(platform, PACKAGES, packages(platform), value, &sizes, package)?;
        }
        _ => set_hosts(platform, value)?,
    }
    Ok(())
}

fn set_deployment(platform: &mut Platform, value: &Value) -> Answer<()> {
    for (name, value) in fields(value, &["seconds", "hold"])? {
        if name == "hold" {
            platform.switches.insert(HOLD.to_owned(), boolean(name, value)?);
            continue;
        }
        let seconds = value.as_u64().filter(|seconds| *seconds <= DEPLOY_MOST);
        let seconds = seconds.ok_or_else(|| invalid("`seconds` must be a number up to 86400"))?;
        platform.settings.insert(DEPLOY_SECONDS.to_owned(), seconds.to_string());
    }
    Ok(())
}

/// Merges an object into one that is kept; null takes an entry away.
fn merge(
    platform: &mut Platform,
    kept: &str,
    mut map: Map<String, Value>,
    patch: &Value,
    known: &[&str],
    read: impl Fn(&Value) -> Answer<Value>,
) -> Answer<()> {
    for (name, value) in fields(patch, known)? {
        match value {
            Value::Null => drop(map.remove(name)),
            value => drop(map.insert(name.clone(), read(value)?)),
        }
    }
    platform.settings.insert(kept.to_owned(), Value::Object(map).to_string());
    Ok(())
}

fn package(value: &Value) -> Answer<Value> {
    let given = fields(value, &["price", "stock"])?;
    let price = given.get("price").and_then(Value::as_str).and_then(Money::parse);
    let price = price.filter(|price| !price.is_negative());
    let price = price.ok_or_else(|| invalid("a package needs a `price`, a decimal"))?;
    let mut package = json!({"price": price.to_string()});
    if let Some(stock) = given.get("stock").filter(|stock| !stock.is_null()) {
        let stock = stock.as_u64().filter(|stock| *stock <= STOCK_MOST);
        package["stock"] = stock.ok_or_else(|| invalid("`stock` must be a whole number"))?.into();
    }
    Ok(package)
}

fn set_hosts(platform: &mut Platform, value: &Value) -> Answer<()> {
    let mut hosts = object(platform, HOSTS);
    let Value::Object(given) = value else { return Err(invalid("`hosts` must be an object by host names")) };
    for (host, said) in given {
        let host = text("hosts", &host.as_str().into(), 256)?.to_ascii_lowercase();
        if said.is_null() {
            hosts.remove(&host);
            continue;
        }
        let mut kept = hosts.get(&host).and_then(Value::as_object).cloned().unwrap_or_default();
        for (name, value) in fields(said, &["locked", "banned", "review"])? {
            let value = match (name.as_str(), value) {
                (_, Value::Null) => Value::Null,
                ("review", Value::String(word)) if ["pending", "rejected"].contains(&word.as_str()) => {
                    word.as_str().into()
                }
                ("review", _) => return Err(invalid("`review` is `pending` or `rejected`")),
                (name, value) => boolean(name, value)?.into(),
            };
            kept.insert(name.clone(), value);
        }
        kept.retain(|_, value| !value.is_null());
        hosts.insert(host, Value::Object(kept));
    }
    if hosts.len() > super::ENTRIES {
        return Err(invalid("`hosts` has more than 1000 entries"));
    }
    platform.settings.insert(HOSTS.to_owned(), Value::Object(hosts).to_string());
    Ok(())
}

/// Lets what waits begin where nothing holds it any more, and holds what is under way where it shall wait.
fn set_going(world: &World<'_>, platform: &Platform) -> Answer<()> {
    let span = deployment(platform);
    for mut host in world.every::<AcceleratedHost>()? {
        let verdict = verdict(platform, &host.head.name);
        let waits = span.is_none() || verdict.is_in_review || verdict.is_rejected;
        match (waits, span) {
            (false, Some(span)) => world.let_deploy(&mut host, span)?,
            _ if span.is_none() => world.hold_deployment(&mut host)?,
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_have_a_price_and_perhaps_a_stock() {
        assert_eq!(package(&json!({"price": "212.00", "stock": 0})).unwrap()["stock"], 0);
        for wrong in [json!({}), json!({"price": 1}), json!({"price": "-1"}), json!({"price": "1", "n": 1})] {
            assert!(package(&wrong).is_err(), "{wrong}");
        }
    }
}
