//! Named sets put into force, and copied into other zones.

use super::firewall::TRAITS;
use crate::QingCloud;
use crate::figures::pace;
use crate::figures::{quotas, zones};
use crate::job;
use crate::lookup;
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Firewall, FirewallRule, Head, IpSet, State, Verb};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply, ensure};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<ApplySecurityGroupIPSets>(TRAITS, &[RESOURCE_NOT_FOUND]),
    Entry::of::<CopySecurityGroupIPSets>(TRAITS, &[RESOURCE_NOT_FOUND]),
];

/// Puts the present values of sets into force: the firewalls whose rules name them are applied.
#[derive(Params)]
pub(crate) struct ApplySecurityGroupIPSets {
    #[param(required, id = "ip set")]
    security_group_ipsets: Vec<String>,
}

impl Action<QingCloud> for ApplySecurityGroupIPSets {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut firewalls: Vec<Firewall> = Vec::new();
        for set in lookup::each::<IpSet>(cx, &self.security_group_ipsets, lookup::live)? {
            for rule in cx.linked::<FirewallRule>(&set.head.id)? {
                if firewalls.iter().all(|known| known.head.id != rule.firewall) {
                    firewalls.push(lookup::idle(cx, &rule.firewall)?);
                }
            }
        }
        for firewall in &mut firewalls {
            let state = firewall.head.state;
            cx.begin(firewall, Verb::Update, state, pace::APPLY_FIREWALL)?;
        }
        job::reply(cx, &self.security_group_ipsets, pace::APPLY_FIREWALL)
    }
}

/// Copies sets into zones, the called one included.
#[derive(Params)]
pub(crate) struct CopySecurityGroupIPSets {
    #[param(required, id = "ip set")]
    ipsets: Vec<String>,
    #[param(required, max_items = zones::ALL.len())]
    dest_zones: Vec<String>,
}

impl Action<QingCloud> for CopySecurityGroupIPSets {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let sets = lookup::each::<IpSet>(cx, &self.ipsets, lookup::live)?;
        lookup::must_differ(&self.dest_zones)?;
        let mut ids = Vec::new();
        for zone in &self.dest_zones {
            let may_use = zones::may_use(cx.caller.account(), zone);
            ensure!(may_use, PERMISSION_DENIED, "access denied for zone [{zone}]");
            quotas::check_in(cx, zone, &[("security_group_ipset", sets.len() as u64)])?;
            for set in &sets {
                let mut head = Head::new(cx.mint("sgi-", 8)?, cx.caller.id(), zone, &set.head.name, cx.now)
                    .in_state(State::Free)
                    .counted([("security_group_ipset", 1)]);
                head.about.clone_from(&set.head.about);
                ids.push(head.id.clone());
                cx.insert(&IpSet { head, ..set.clone() })?;
            }
        }
        Ok(Reply::with_texts("security_group_ipsets", &ids))
    }
}
