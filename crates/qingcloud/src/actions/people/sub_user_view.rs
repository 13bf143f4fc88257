//! Users below an account, as the account sees them.

use super::sub_user::{TRAITS, known_user};
use crate::QingCloud;
use crate::listing::Filter;
use crate::logins::people::{CHANGE_FIRST, EMAIL, NOLOGIN, NOTIFY_EMAIL, PHONE, USER_NAME};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Account, Standing};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply, ensure};

pub(crate) const ACTIONS: &[Entry<QingCloud>] =
    &[Entry::of::<DescribeSubUsers>(TRAITS.looking(), &[]).reading()];

/// The word for where a user stands.
pub(crate) fn status(user: &Account) -> &'static str {
    match user.standing {
        Standing::Active | Standing::Frozen => "active",
        Standing::Registering => "registering",
        Standing::Disabled => "disabled",
        Standing::Deleted => "deleted",
    }
}

/// Lists the caller's users, newest first. Deleted ones are only shown when asked for by id or status.
#[derive(Params)]
pub(crate) struct DescribeSubUsers {
    #[param(id = "account")]
    users: Vec<String>,
    email: Option<String>,
    #[param(one_of = ["active", "disabled", "deleted"])]
    status: Vec<String>,
    /// Shows addresses and numbers with their middle hidden.
    #[param(default = false)]
    desensitize: bool,
    #[param(flatten, only = ["search_word", "owner", "offset", "limit"])]
    filter: Filter,
}

impl Action<QingCloud> for DescribeSubUsers {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let owner = self.filter.owner.as_deref().unwrap_or(cx.caller.id());
        ensure!(owner == cx.caller.id(), PERMISSION_DENIED, "access denied for user [{owner}]");
        let mut users = match self.users.is_empty() {
            true => cx.users_of(owner)?,
            false => {
                let known = self.users.iter().map(|id| known_user(cx, id)).collect::<Outcome<Vec<_>>>()?;
                known.into_iter().flatten().collect()
            }
        };
        users.retain(|user| self.wants(user));
        users.sort_by(|a, b| (b.created_at, &b.id).cmp(&(a.created_at, &a.id)));
        self.filter.page("user_set", users, |user, object| {
            let name = |which: &str| match self.desensitize {
                true => hidden(user.attribute(which)),
                false => user.attribute(which).to_owned(),
            };
            object
                .text("user_id", &user.id)
                .text("root_user_id", owner)
                .text("owner", owner)
                .text("user_name", user.attribute(USER_NAME))
                .text("email", &name(EMAIL))
                .text("phone", &name(PHONE))
                .text("notify_email", &name(NOTIFY_EMAIL))
                .text("status", status(user))
                .flag("nologin", !user.attribute(NOLOGIN).is_empty())
                .flag("change_passwd_first_login", !user.attribute(CHANGE_FIRST).is_empty())
                .flag("quota_indep", user.own_quotas)
                .shown("create_time", user.created_at);
            Ok(())
        })
    }
}

impl DescribeSubUsers {
    fn wants(&self, user: &Account) -> bool {
        let by_status = match self.status.is_empty() {
            true => !self.users.is_empty() || user.standing != Standing::Deleted,
            false => self.status.iter().any(|wanted| wanted == status(user)),
        };
        let has = |word: &String| {
            [&*user.id, user.attribute(USER_NAME), user.attribute(EMAIL)]
                .iter()
                .any(|text| text.contains(&**word))
        };
        by_status
            && self.email.as_ref().is_none_or(|email| user.attribute(EMAIL).eq_ignore_ascii_case(email))
            && self.filter.search_word.as_ref().is_none_or(has)
    }
}

/// A name with all but its first character hidden up to the `@`, or to the last four.
fn hidden(name: &str) -> String {
    let shown_from = name.find('@').unwrap_or(name.len().saturating_sub(4));
    let cover = |(at, letter): (usize, char)| if at > 0 && at < shown_from { '*' } else { letter };
    name.char_indices().map(cover).collect()
}
