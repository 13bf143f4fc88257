//! Access keys.

use crate::QingCloud;
use crate::listing::Filter;
use crate::lookup;
use crate::traits::{Service, Traits};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::AccessKey;
use squall_api::{Action, Cx, Entry, Outcome, Params, Raise, Reply, ensure};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<DescribeAccessKeys>(TRAITS.looking(), &[]).reading(),
    Entry::of::<DeleteAccessKeys>(TRAITS, &[RESOURCE_NOT_FOUND]),
];

const TRAITS: Traits = Traits::of(Service::Platform).anywhere();

/// Lists the caller's access keys, without their secrets.
#[derive(Params)]
pub(crate) struct DescribeAccessKeys {
    #[param(id = "access key")]
    access_keys: Vec<String>,
    #[param(one_of = ["active", "inactive", "disabled"])]
    status: Vec<String>,
    #[param(flatten, only = ["search_word", "owner", "offset", "limit"])]
    filter: Filter,
}

impl Action<QingCloud> for DescribeAccessKeys {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let owner = lookup::new_owner(cx, self.filter.owner.as_deref())?;
        let mut keys = match self.access_keys.as_slice() {
            [] => cx.keys_of(&owner)?,
            ids => {
                let known = ids.iter().map(|id| known(cx, id)).collect::<Outcome<Vec<_>>>()?;
                known.into_iter().flatten().collect()
            }
        };
        keys.retain(|key| {
            (self.status.is_empty() || self.status.iter().any(|status| status == word(key)))
                && self.filter.search_word.as_ref().is_none_or(|word| key.id.contains(&**word))
        });
        self.filter.page("access_key_set", keys, |key, object| {
            object
                .text("access_key_id", &key.id)
                .text("access_key_name", "")
                .text("description", "")
                .text("owner", &key.account)
                .text("root_user_id", &key.account)
                .text("console_id", "qingcloud")
                .text("controller", "self")
                .text("ip_white_list", "")
                .text("status", word(key))
                .shown("create_time", key.created_at)
                .shown("status_time", key.created_at);
            Ok(())
        })
    }
}

/// Deletes access keys; calls signed with them fail from then on.
#[derive(Params)]
pub(crate) struct DeleteAccessKeys {
    #[param(required, id = "access key")]
    access_keys: Vec<String>,
}

impl Action<QingCloud> for DeleteAccessKeys {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        for (at, id) in self.access_keys.iter().enumerate() {
            let is_new = !self.access_keys[..at].contains(id);
            ensure!(is_new, INVALID_REQUEST, "resource [{id}] is given twice");
        }
        let keys: Vec<AccessKey> = self.access_keys.iter().map(|id| own(cx, id)).collect::<Outcome<_>>()?;
        keys.iter().try_for_each(|key| cx.erase_key(key))?;
        Ok(Reply::with_texts("access_keys", &self.access_keys))
    }
}

/// The key of an id: there (2100), and the caller's or that of one of its users (1400).
fn own(cx: &Cx<'_>, id: &str) -> Outcome<AccessKey> {
    known(cx, id)?.or_raise(RESOURCE_NOT_FOUND, || format!("resource [{id}] not found"))
}

/// The same, or none where there is no such key.
fn known(cx: &Cx<'_>, id: &str) -> Outcome<Option<AccessKey>> {
    let Some(key) = cx.key(id)? else { return Ok(None) };
    let is_mine = lookup::is_mine(cx, &key.account)?;
    ensure!(is_mine, PERMISSION_DENIED, "access denied for resource [{id}]");
    Ok(Some(key))
}

const fn word(key: &AccessKey) -> &'static str {
    if key.active { "active" } else { "inactive" }
}
