//! Physical hosts of a private-cloud platform. No such API is public; these actions are proposals of the
//! reference.

use super::licence::most_hosts;
use crate::QingCloud;
use crate::door::world::HOSTS_MOST;
use crate::listing::Filter;
use crate::traits::{Service, Traits};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::Host;
use squall_api::{Action, Cx, Entry, Outcome, Params, Raise, Reply, ensure};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<AddHyperNodes>(TRAITS.licensed(), &[RESOURCE_EXISTS]),
    Entry::of::<DeleteHyperNodes>(TRAITS, &[RESOURCE_NOT_FOUND, DEPENDENCY_EXISTS]),
    Entry::of::<DescribeHyperNodes>(TRAITS.looking(), &[]).reading(),
];

const TRAITS: Traits = Traits::of(Service::Platform).administering();

/// Adds a host to the platform. A licence in force must cover it, whether licences are enforced or not.
#[derive(Params)]
pub(crate) struct AddHyperNodes {
    #[param(required, max_len = 64)]
    name: String,
    #[param(required, range = 1..=100_000)]
    cpu: u64,
    /// In MiB.
    #[param(required, range = 1..=1_000_000_000)]
    memory: u64,
    /// In GiB.
    #[param(default = 100_000, range = 0..=1_000_000_000)]
    storage: u64,
    #[param(default = false)]
    encryption: bool,
}

impl Action<QingCloud> for AddHyperNodes {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let known = cx.host(&self.name)?.is_some();
        ensure!(!known, RESOURCE_EXISTS, "host [{}] already exists", self.name);
        let hosts = cx.hosts()?.len() + 1;
        ensure!(hosts <= HOSTS_MOST, QUOTA_EXCEEDED, "number of hosts exceeds [{HOSTS_MOST}]");
        if let Some(most) = most_hosts(cx)? {
            let covered = hosts as u64 <= most;
            ensure!(
                covered,
                LICENCE_HOSTS_EXCEEDED,
                "platform would have {hosts} hosts, license allows {most}"
            );
        }
        let host = Host {
            name: self.name.clone(),
            id: cx.mint("hyp-", 8)?,
            cpu: self.cpu,
            memory_mib: self.memory,
            storage_gib: self.storage,
            encryption: self.encryption,
            ..Host::default()
        };
        cx.save_host(&host)?;
        Ok(Reply::with(|reply| reply.text("hyper_node_id", &host.id).texts("hyper_nodes", [&host.id])))
    }
}

/// The hosts of some ids or names, in the order given.
fn named(cx: &Cx<'_>, names: &[String]) -> Outcome<Vec<Host>> {
    let all = cx.hosts()?;
    let find = |name: &String| {
        let found = all.iter().find(|host| host.id == *name || host.name == *name);
        found.cloned().or_raise(RESOURCE_NOT_FOUND, || format!("resource [{name}] not found"))
    };
    names.iter().map(find).collect()
}

/// Takes hosts away on which nothing stands.
#[derive(Params)]
pub(crate) struct DeleteHyperNodes {
    /// Ids or names.
    #[param(required)]
    hyper_nodes: Vec<String>,
}

impl Action<QingCloud> for DeleteHyperNodes {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let hosts = named(cx, &self.hyper_nodes)?;
        for (at, host) in hosts.iter().enumerate() {
            ensure!(!hosts[..at].contains(host), INVALID_REQUEST, "host [{}] is given twice", host.id);
            ensure!(!host.is_occupied(), DEPENDENCY_EXISTS, "host [{}] is in use", host.id);
        }
        for host in &hosts {
            cx.erase_host(host)?;
        }
        Ok(Reply::with_texts("hyper_nodes", hosts.iter().map(|host| &*host.id)))
    }
}

/// Lists the platform's hosts.
#[derive(Params)]
pub(crate) struct DescribeHyperNodes {
    /// Ids or names.
    hyper_nodes: Vec<String>,
    #[param(flatten, only = ["search_word", "offset", "limit"])]
    filter: Filter,
}

impl Action<QingCloud> for DescribeHyperNodes {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut hosts = cx.hosts()?;
        hosts.retain(|host| {
            let is_named = |name: &String| host.id == *name || host.name == *name;
            let has = |word: &String| host.id.contains(&**word) || host.name.contains(&**word);
            (self.hyper_nodes.is_empty() || self.hyper_nodes.iter().any(is_named))
                && self.filter.search_word.as_ref().is_none_or(has)
        });
        self.filter.page("hyper_node_set", hosts, |host, object| {
            object
                .text("hyper_node_id", &host.id)
                .text("name", &host.name)
                .text("status", "active")
                .int("cpu", host.cpu)
                .int("cpu_used", host.cpu_used)
                .int("memory", host.memory_mib)
                .int("memory_used", host.memory_used_mib)
                .int("storage", host.storage_gib)
                .int("storage_used", host.storage_used_gib)
                .flag("encryption", host.encryption);
            Ok(())
        })
    }
}
