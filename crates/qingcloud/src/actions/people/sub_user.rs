//! Users below an account.

use crate::QingCloud;
use crate::figures::quotas;
use crate::forms::said;
use crate::founding;
use crate::logins::people::{self, CHANGE_FIRST, EMAIL, NOLOGIN, NOTIFY_EMAIL, PHONE, USER_NAME};
use crate::traits::{Service, Traits};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Account, Standing};
use squall_api::{Action, Cx, Entry, Outcome, Params, Raise, Reply, ensure};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<CreateSubUser>(TRAITS, &[REGISTER_FAILED, ACCOUNT_EXISTS, ACCOUNT_FORMAT]),
    Entry::of::<ModifySubUserAttributes>(
        TRAITS,
        &[ACCOUNT_EXISTS, ACCOUNT_FORMAT, PASSWORD_RESET_FAILED, RESOURCE_NOT_FOUND],
    ),
    Entry::of::<DeleteSubUsers>(TRAITS, &[RESOURCE_NOT_FOUND]),
    Entry::of::<RestoreSubUsers>(TRAITS, &[RESOURCE_NOT_FOUND]),
];

pub(crate) const TRAITS: Traits = Traits::of(Service::Platform).anywhere();

/// Creates a user below the caller, who shares the caller's money and quotas, with an access key of its own.
#[derive(Params)]
pub(crate) struct CreateSubUser {
    #[param(required)]
    email: String,
    #[param(required, secret)]
    passwd: String,
    #[param(max_len = 255)]
    user_name: Option<String>,
    phone: Option<String>,
    #[param(max_len = 255)]
    notify_email: Option<String>,
    #[param(default = false)]
    nologin: bool,
    #[param(default = false)]
    change_passwd_first_login: bool,
}

impl Action<QingCloud> for CreateSubUser {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let master = cx.caller.account();
        people::may_be_named(cx, Some(&self.email), self.phone.as_deref(), "")?;
        let good = people::is_password(&self.passwd);
        ensure!(good, REGISTER_FAILED, "password does not meet the policy");
        ensure!(
            master.master.is_none(),
            REGISTER_FAILED,
            "sub user [{}] can not create sub users",
            master.id
        );
        let users = cx.users_of(&master.id)?;
        let users = users.iter().filter(|user| user.standing != Standing::Deleted).count();
        let most = quotas::limit(master, "sub_user");
        ensure!((users as u64) < most, REGISTER_FAILED, "number of sub users exceeds [{most}]");

        let mut user = founding::open_account(cx, founding::account_id(cx)?, "", Some(&master.id))?;
        people::rename(cx, &mut user, EMAIL, &self.email)?;
        people::rename(cx, &mut user, PHONE, self.phone.as_deref().unwrap_or(""))?;
        people::set_password(cx, &mut user, &self.passwd)?;
        user.set_attribute(USER_NAME, self.user_name.as_deref().unwrap_or(""));
        user.set_attribute(NOTIFY_EMAIL, self.notify_email.as_deref().unwrap_or(""));
        user.set_attribute(NOLOGIN, flag(self.nologin));
        user.set_attribute(CHANGE_FIRST, flag(self.change_passwd_first_login));
        cx.save_account(&user)?;
        people::issue_key(cx, &user.id)?;
        Ok(Reply::with_text("user_id", &user.id))
    }
}

/// How an attribute says yes or no.
fn flag(yes: bool) -> &'static str {
    if yes { "1" } else { "" }
}

/// The caller's user of an id: it must exist (2100) and be the caller's (1400).
pub(crate) fn own_user(cx: &Cx<'_>, id: &str) -> Outcome<Account> {
    known_user(cx, id)?.or_raise(RESOURCE_NOT_FOUND, || format!("resource [{id}] not found"))
}

/// The same for a listing: one that was never there is none.
pub(crate) fn known_user(cx: &Cx<'_>, id: &str) -> Outcome<Option<Account>> {
    let Some(user) = cx.find_account(id)? else { return Ok(None) };
    let own = user.master.as_deref() == Some(cx.caller.id());
    ensure!(own, PERMISSION_DENIED, "access denied for resource [{id}]");
    Ok(Some(user))
}

/// The same, not deleted (1400).
pub(crate) fn live_user(cx: &Cx<'_>, id: &str) -> Outcome<Account> {
    let user = own_user(cx, id)?;
    let live = user.standing != Standing::Deleted;
    ensure!(live, PERMISSION_DENIED, "user [{id}] has already been deleted");
    Ok(user)
}

fn each(cx: &Cx<'_>, ids: &[String]) -> Outcome<Vec<Account>> {
    for (at, id) in ids.iter().enumerate() {
        ensure!(!ids[..at].contains(id), INVALID_REQUEST, "user [{id}] is given twice");
    }
    ids.iter().map(|id| live_user(cx, id)).collect()
}

/// Changes what is given of one of the caller's users.
#[derive(Params)]
pub(crate) struct ModifySubUserAttributes {
    #[param(required, id = "account")]
    user: String,
    #[param(max_len = 255)]
    user_name: Option<String>,
    email: Option<String>,
    #[param(secret)]
    passwd: Option<String>,
    #[param(max_len = 255)]
    notify_email: Option<String>,
    nologin: Option<bool>,
    change_passwd_first_login: Option<bool>,
}

impl Action<QingCloud> for ModifySubUserAttributes {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut user = live_user(cx, &self.user)?;
        people::may_be_named(cx, self.email.as_deref(), None, &user.id)?;
        if let Some(passwd) = &self.passwd {
            super::password::replace(cx, &mut user, passwd)?;
        }
        if let Some(email) = &self.email {
            people::rename(cx, &mut user, EMAIL, email)?;
        }
        let given = [
            (USER_NAME, said(cx, "user_name", &self.user_name)),
            (NOTIFY_EMAIL, said(cx, "notify_email", &self.notify_email)),
        ];
        for (name, value) in given {
            if let Some(value) = value {
                user.set_attribute(name, value);
            }
        }
        for (name, value) in [(NOLOGIN, self.nologin), (CHANGE_FIRST, self.change_passwd_first_login)] {
            if let Some(value) = value {
                user.set_attribute(name, flag(value));
            }
        }
        cx.save_account(&user)?;
        Ok(Reply::with_text("user_id", &user.id))
    }
}

/// Disables users, or deletes them for good. What they own stays where it is, in the hands of the main
/// account.
#[derive(Params)]
pub(crate) struct DeleteSubUsers {
    #[param(required, id = "account")]
    users: Vec<String>,
    #[param(one_of = ["disabled", "deleted"], default = "disabled")]
    status: String,
}

impl Action<QingCloud> for DeleteSubUsers {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let users = each(cx, &self.users)?;
        let target = if self.status == "deleted" { Standing::Deleted } else { Standing::Disabled };
        for user in &users {
            ensure!(user.standing != target, PERMISSION_DENIED, "user [{}] is already disabled", user.id);
        }
        stand(cx, users, target)
    }
}

/// Brings disabled users back.
#[derive(Params)]
pub(crate) struct RestoreSubUsers {
    #[param(required, id = "account")]
    users: Vec<String>,
}

impl Action<QingCloud> for RestoreSubUsers {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let users = each(cx, &self.users)?;
        for user in &users {
            let disabled = user.standing == Standing::Disabled;
            ensure!(disabled, PERMISSION_DENIED, "user [{}] is not disabled, can not be restored", user.id);
        }
        stand(cx, users, Standing::Active)
    }
}

fn stand(cx: &Cx<'_>, users: Vec<Account>, standing: Standing) -> Outcome<Reply> {
    let mut reply = Reply::new();
    reply.texts("users", users.iter().map(|user| &*user.id));
    for mut user in users {
        user.standing = standing;
        cx.save_account(&user)?;
    }
    Ok(reply)
}
