//! Passwords: changing one's own, and replacing a forgotten one with a token that comes by mail.

use crate::QingCloud;
use crate::figures::laws::CALENDAR;
use crate::traits::{Service, Traits};
use crate::{figures::pace, logins::people};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Account, Errand, World};
use squall_api::{Action, Anyone, Cx, Entry, Outcome, Params, Raise, Reply, ensure};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<ChangePassword>(TRAITS, &[PASSWORD_MISMATCH, PASSWORD_RESET_FAILED]),
    Entry::open::<SendResetPassword>(TRAITS, &[USER_NOT_FOUND, PASSWORD_RESET_TOO_OFTEN]),
    Entry::open::<ResetPassword>(TRAITS, &[USER_NOT_FOUND, RESET_TOKEN_INVALID, PASSWORD_RESET_FAILED]),
];

const TRAITS: Traits = Traits::of(Service::Platform).anywhere();
/// The most mails about a forgotten password in a day.
const MAILS_A_DAY: usize = 5;
/// The length of a token.
const TOKEN_LEN: usize = 32;

/// Gives an account another password: it must keep to the policy and differ from the present one (1630).
pub(crate) fn replace(world: &World<'_>, user: &mut Account, password: &str) -> Outcome<()> {
    let good = people::is_password(password);
    ensure!(good, PASSWORD_RESET_FAILED, "password does not meet the policy");
    let same = people::has_password(user, password);
    ensure!(!same, PASSWORD_RESET_FAILED, "new password equals the current one");
    people::set_password(world, user, password)?;
    Ok(())
}

fn named(world: &World<'_>, name: &str) -> Outcome<Account> {
    people::named(world, name)?.or_raise(USER_NOT_FOUND, || format!("user [{name}] not found"))
}

fn reply_for(user: &Account) -> Reply {
    let mut reply = Reply::new();
    reply.text("user_id", &user.id);
    reply
}

/// Replaces the caller's password, given the present one.
#[derive(Params)]
pub(crate) struct ChangePassword {
    #[param(required, secret)]
    old_passwd: String,
    #[param(required, secret)]
    new_passwd: String,
}

impl Action<QingCloud> for ChangePassword {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut user = cx.account(cx.caller.id())?;
        let known = people::has_password(&user, &self.old_passwd);
        ensure!(known, PASSWORD_MISMATCH, "old password not matched");
        replace(cx, &mut user, &self.new_passwd)?;
        user.set_attribute(people::CHANGE_FIRST, "");
        cx.save_account(&user)?;
        Ok(reply_for(&user))
    }
}

/// Mails a token with which a forgotten password can be replaced. An earlier one is void from then on.
#[derive(Params)]
pub(crate) struct SendResetPassword {
    #[param(required)]
    user: String,
}

impl Action<QingCloud, Anyone> for SendResetPassword {
    fn perform(&self, cx: &Cx<'_, Anyone>) -> Outcome<Reply> {
        let user = named(cx, &self.user)?;
        let to = people::address(&user);
        let mut sent = cx.mails_to(to)?;
        sent.retain(|mail| mail.errand == Errand::PasswordReset);
        let soon = sent.first().is_some_and(|mail| cx.now.since(mail.sent_at) < pace::RESET_INTERVAL);
        ensure!(!soon, PASSWORD_RESET_TOO_OFTEN, "a mail was sent to user [{}] a moment ago", self.user);
        let today = CALENDAR.day(cx.now);
        let sent_today = sent.iter().filter(|mail| CALENDAR.day(mail.sent_at) == today).count();
        ensure!(
            sent_today < MAILS_A_DAY,
            PASSWORD_RESET_TOO_OFTEN,
            "{sent_today} mails were sent to user [{}] today",
            self.user
        );
        cx.send_mail(to, Errand::PasswordReset, cx.mint_secret(TOKEN_LEN)?)?;
        Ok(reply_for(&user))
    }
}

/// Replaces a forgotten password with the token that was mailed.
#[derive(Params)]
pub(crate) struct ResetPassword {
    #[param(required)]
    user: String,
    #[param(required, secret)]
    token: String,
    #[param(required, secret)]
    passwd: String,
}

impl Action<QingCloud, Anyone> for ResetPassword {
    fn perform(&self, cx: &Cx<'_, Anyone>) -> Outcome<Reply> {
        let mut user = named(cx, &self.user)?;
        let to = people::address(&user).to_owned();
        let mail = cx.open_mail(&to, Errand::PasswordReset, &self.token, pace::TOKEN_LIFE)?;
        let mail = mail.or_raise(RESET_TOKEN_INVALID, || "token is not valid".to_owned())?;
        replace(cx, &mut user, &self.passwd)?;
        cx.spend_mail(mail)?;
        user.set_attribute(people::CHANGE_FIRST, "");
        cx.save_account(&user)?;
        Ok(reply_for(&user))
    }
}
