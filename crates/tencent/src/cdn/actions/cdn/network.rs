//! The network itself: its nodes and how it does.

use super::CONTENT;
use crate::cdn::times::stamp;
use crate::cdn::{TencentCdn, Traits, lookup, say};
use crate::protocol::Reply;
use squall_api::catalogue::Code;
use squall_api::catalogue::tencent_cdn::*;
use squall_api::{Action, Cx, Entry, Outcome, Params};
use std::net::Ipv4Addr;

pub(in crate::cdn::actions) const ACTIONS: &[Entry<TencentCdn>] = &[
    Entry::of::<QueryCdnIp>(Traits::CDN.often(3_000), &[]).reading(),
    Entry::of::<GetCdnMonitorData>(Traits::CDN, &[]).reading(),
    Entry::of::<GetCdnIps>(Traits::CDN.for_vips(), OF_A_HOST).reading(),
    Entry::of::<GetCdnEdgeStatus>(Traits::CDN.for_vips(), OF_A_HOST).reading(),
    Entry::of::<GetCdnMiddleSourceList>(Traits::CDN.for_vips(), OF_A_HOST).reading(),
];

const OF_A_HOST: &[Code] = &[HOST_NOT_FOUND, HOST_INVALID, HOST_TOO_LONG];
/// The nodes of the network: 203.0.113.1 and the seven behind it.
const FIRST_NODE: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 1);
const NODES: u32 = 8;
/// The most addresses that are looked up at once.
const ADDRESSES: usize = 20;

fn nodes() -> impl Iterator<Item = Ipv4Addr> {
    (0..NODES).map(|n| Ipv4Addr::from(u32::from(FIRST_NODE) + n))
}

/// Tells of addresses whether they are nodes of the network.
#[derive(Params)]
struct QueryCdnIp {
    #[param(required, max_len = 1_024)]
    ips: String,
}

impl Action<TencentCdn> for QueryCdnIp {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let addresses: Option<Vec<Ipv4Addr>> =
            self.ips.split(',').map(|text| text.trim().parse().ok()).collect();
        let addresses = addresses.filter(|all| all.len() <= ADDRESSES);
        let addresses = addresses.ok_or_else(|| say::argument("they are no list of up to 20 addresses"))?;
        Ok(Reply::data(|data| {
            data.text("last_update_time", &stamp(cx.now));
            data.objects("list", &addresses, |address, row| {
                let is_node = nodes().any(|node| node == *address);
                row.text("ip", &address.to_string())
                    .text("platform", if is_node { "yes" } else { "no" })
                    .text("prov_name", if is_node { "广东" } else { "" })
                    .text("isp_name", if is_node { "电信" } else { "" })
                    .text("status", if is_node { "online" } else { "" });
            });
        }))
    }
}

/// Shows how well the network does.
#[derive(Params)]
struct GetCdnMonitorData;

impl Action<TencentCdn> for GetCdnMonitorData {
    fn perform(&self, _cx: &Cx<'_>) -> Outcome<Reply> {
        Ok(Reply::data(|data| {
            data.text("succ_rate", "99.95").int("delay_time", 23);
        }))
    }
}

/// A host of the account, which need not be named.
fn must_be_own(cx: &Cx<'_>, host: Option<&str>) -> Outcome<()> {
    host.map_or(Ok(()), |host| lookup::host_named(cx, host, CONTENT).map(drop))
}

/// Lists the addresses of nodes.
#[derive(Params)]
struct GetCdnIps {
    #[param(id = "name", max_len = 1_024)]
    host: Option<String>,
}

impl Action<TencentCdn> for GetCdnIps {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        must_be_own(cx, self.host.as_deref())?;
        Ok(Reply::data(|data| {
            data.texts("ips", nodes().map(|node| node.to_string()));
        }))
    }
}

/// Shows how nodes do.
#[derive(Params)]
struct GetCdnEdgeStatus {
    #[param(id = "name", max_len = 1_024)]
    host: Option<String>,
}

impl Action<TencentCdn> for GetCdnEdgeStatus {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        must_be_own(cx, self.host.as_deref())?;
        Ok(Reply::list(|list| {
            nodes().for_each(|node| {
                list.object(|row| {
                    row.text("ip", &node.to_string()).text("status", "online");
                });
            });
        }))
    }
}

/// Lists the addresses that fetch from origins.
#[derive(Params)]
struct GetCdnMiddleSourceList {
    #[param(id = "name", max_len = 1_024)]
    host: Option<String>,
}

impl Action<TencentCdn> for GetCdnMiddleSourceList {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        must_be_own(cx, self.host.as_deref())?;
        Ok(Reply::data(|data| {
            data.texts("ips", nodes().take(2).map(|node| node.to_string()));
        }))
    }
}
