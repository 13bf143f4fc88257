//! Firewalls (security groups).

use crate::QingCloud;
use crate::figures::quotas::{self, Called};
use crate::forms::said;
use crate::listing::{self, Filter};
use crate::lookup::{self, must_be_unused};
use crate::traits::{Service, Traits};
use crate::words;
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Firewall, Head, State};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply, ensure};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<DescribeSecurityGroups>(TRAITS.looking(), &[]).reading(),
    Entry::of::<CreateSecurityGroup>(TRAITS, &[]),
    Entry::of::<ModifySecurityGroupAttributes>(TRAITS, &[RESOURCE_NOT_FOUND]),
    Entry::of::<DeleteSecurityGroups>(TRAITS, &[RESOURCE_NOT_FOUND, DEPENDENCY_EXISTS]),
];

pub(crate) const TRAITS: Traits = Traits::of(Service::Network);
/// The longest name and the longest description of anything, in bytes.
pub(crate) const NAME_BYTES: usize = 255;

/// Lists the caller's firewalls, newest first, with what stands behind each.
#[derive(Params)]
pub(crate) struct DescribeSecurityGroups {
    #[param(id = "firewall")]
    security_groups: Vec<String>,
    security_group_name: Option<String>,
    #[param(flatten, only = ["search_word", "tags", "owner", "offset", "limit"])]
    filter: Filter,
}

impl Action<QingCloud> for DescribeSecurityGroups {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut firewalls = self.filter.rows::<Firewall>(cx, &self.security_groups)?;
        if let Some(name) = &self.security_group_name {
            firewalls.retain(|firewall| firewall.head.name == *name);
        }
        self.filter.page("security_group_set", firewalls, |firewall, object| {
            let behind = cx.behind_firewall(&firewall.head.id)?;
            object
                .text("security_group_id", &firewall.head.id)
                .text("security_group_name", &firewall.head.name)
                .flag("is_default", firewall.is_default)
                .flag("is_applied", firewall.is_applied)
                .objects("resources", &behind, |(kind, id, name), resource| {
                    resource
                        .text("resource_id", id)
                        .text("resource_name", name)
                        .text("resource_type", words::resource_type(*kind));
                });
            listing::stateless(&firewall.head, object);
            listing::tags(cx, &firewall.head.id, object)
        })
    }
}

/// Creates a firewall without rules.
#[derive(Params)]
pub(crate) struct CreateSecurityGroup {
    #[param(default = "", max_len = NAME_BYTES)]
    security_group_name: String,
    target_user: Option<String>,
}

impl Action<QingCloud> for CreateSecurityGroup {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let owner = lookup::new_owner(cx, self.target_user.as_deref())?;
        quotas::check_for(cx, &owner, cx.zone(), &[("security_group", 1)])?;
        let head = Head::new(cx.mint("sg-", 8)?, &owner, cx.zone(), &self.security_group_name, cx.now)
            .in_state(State::Free)
            .counted([("security_group", 1)]);
        // There is nothing yet that would have to be put into force.
        let firewall = Firewall { head, is_default: false, is_applied: true };
        cx.insert(&firewall)?;
        Ok(Reply::with_text("security_group_id", &firewall.head.id))
    }
}

/// Renames a firewall or describes it anew.
#[derive(Params)]
pub(crate) struct ModifySecurityGroupAttributes {
    #[param(id = "firewall")]
    security_group: String,
    #[param(max_len = NAME_BYTES)]
    security_group_name: Option<String>,
    #[param(max_len = NAME_BYTES)]
    description: Option<String>,
}

impl Action<QingCloud> for ModifySecurityGroupAttributes {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut firewall = lookup::live::<Firewall>(cx, &self.security_group)?;
        firewall.head.relabel(
            said(cx, "security_group_name", &self.security_group_name),
            said(cx, "description", &self.description),
        );
        cx.save(&firewall)?;
        Ok(Reply::with_text("security_group_id", &firewall.head.id))
    }
}

/// Deletes firewalls behind which nothing stands, with their rules. Everyone's default firewall stays.
#[derive(Params)]
pub(crate) struct DeleteSecurityGroups {
    #[param(required, id = "firewall")]
    security_groups: Vec<String>,
}

impl Action<QingCloud> for DeleteSecurityGroups {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let firewalls = lookup::each::<Firewall>(cx, &self.security_groups, lookup::idle)?;
        for Firewall { head, is_default, .. } in &firewalls {
            let id = &head.id;
            ensure!(!is_default, PERMISSION_DENIED, "default security group [{id}] can not be deleted");
        }
        for Firewall { head, .. } in &firewalls {
            let behind = cx.behind_firewall(&head.id)?.into_iter().map(|(_, id, _)| id).collect();
            let (staying, leaving) = lookup::parted(cx, behind)?;
            must_be_unused(&head.id, &staying)?;
            for mut instance in leaving {
                instance.firewall = None;
                cx.save(&instance)?;
            }
        }
        for firewall in &firewalls {
            cx.remove_firewall(firewall)?;
        }
        Ok(Reply::with_texts("security_groups", &self.security_groups))
    }
}
