//! Quotas of users below an account. Limits are one set for all zones here; the zone that is named only has
//! to be allowed.

use super::sub_user::live_user;
use crate::QingCloud;
use crate::figures::quotas::Called;
use crate::traits::{Service, Traits};
use squall_api::catalogue::qingcloud::*;
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply, ensure};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<GrantQuotaIndep>(TRAITS, &[RESOURCE_NOT_FOUND]),
    Entry::of::<RevokeQuotaIndep>(TRAITS, &[RESOURCE_NOT_FOUND]),
];

const TRAITS: Traits = Traits::of(Service::Platform);

/// Gives one of the caller's users quotas of its own: those that are named, and the usual ones for the rest.
/// From then on neither counts against the other.
#[derive(Params)]
pub(crate) struct GrantQuotaIndep {
    #[param(required, id = "account")]
    user: String,
    instance: Option<u64>,
    cpu: Option<u64>,
    memory: Option<u64>,
    hp_instance: Option<u64>,
    hp_cpu: Option<u64>,
    hp_memory: Option<u64>,
    volume: Option<u64>,
    volume_size: Option<u64>,
    hc_volume: Option<u64>,
    hc_volume_size: Option<u64>,
    hpp_volume: Option<u64>,
    hpp_volume_size: Option<u64>,
    image: Option<u64>,
    loadbalancer: Option<u64>,
    loadbalancer_policy: Option<u64>,
    vxnet: Option<u64>,
    router: Option<u64>,
    eip: Option<u64>,
    eip_bandwidth: Option<u64>,
}

impl GrantQuotaIndep {
    fn limits(&self) -> [(&'static str, Option<u64>); 19] {
        [
            ("instance", self.instance),
            ("cpu", self.cpu),
            ("memory", self.memory),
            ("hp_instance", self.hp_instance),
            ("hp_cpu", self.hp_cpu),
            ("hp_memory", self.hp_memory),
            ("volume", self.volume),
            ("volume_size", self.volume_size),
            ("hc_volume", self.hc_volume),
            ("hc_volume_size", self.hc_volume_size),
            ("hpp_volume", self.hpp_volume),
            ("hpp_volume_size", self.hpp_volume_size),
            ("image", self.image),
            ("loadbalancer", self.loadbalancer),
            ("loadbalancer_policy", self.loadbalancer_policy),
            ("vxnet", self.vxnet),
            ("router", self.router),
            ("eip", self.eip),
            ("eip_bandwidth", self.eip_bandwidth),
        ]
    }
}

impl Action<QingCloud> for GrantQuotaIndep {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut user = live_user(cx, &self.user)?;
        user.own_quotas = true;
        for (quota, limit) in self.limits() {
            if let Some(limit) = limit {
                user.quotas.insert(quota.to_owned(), limit);
            }
        }
        cx.save_account(&user)?;
        Ok(Reply::with(|reply| reply.text("user_id", &user.id).text("zone_id", cx.zone())))
    }
}

/// Lets one of the caller's users share the caller's quotas again.
#[derive(Params)]
pub(crate) struct RevokeQuotaIndep {
    #[param(required, id = "account")]
    user: String,
}

impl Action<QingCloud> for RevokeQuotaIndep {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut user = live_user(cx, &self.user)?;
        ensure!(user.own_quotas, PERMISSION_DENIED, "user [{}] has no quota of its own", user.id);
        user.own_quotas = false;
        user.quotas.clear();
        cx.save_account(&user)?;
        Ok(Reply::with_text("user_id", &user.id))
    }
}
