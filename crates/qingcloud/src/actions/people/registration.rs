//! Registration of users. The console's own steps have no published API; these actions are proposals of the
//! reference.

use crate::QingCloud;
use crate::traits::{Service, Traits};
use crate::{figures::pace, founding, logins::people};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Account, Answer, Errand, Mail, Standing, World};
use squall_api::{Action, Anyone, Cx, Entry, Outcome, Params, Raise, Reply, ensure, raise};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::open::<RegisterUser>(TRAITS, &[REGISTER_FAILED, ACCOUNT_EXISTS, ACCOUNT_FORMAT]),
    Entry::open::<ActivateUser>(TRAITS, &[REGISTER_FAILED, USER_NOT_FOUND]),
];

const TRAITS: Traits = Traits::of(Service::Platform).anywhere();
/// How many codes there are: six digits.
const CODES: u64 = 1_000_000;
/// The most registrations of a world that nobody has completed: anybody may begin one.
const UNFINISHED_MOST: usize = 1_000;

/// Sends a code of six digits.
pub(crate) fn send_code(world: &World<'_>, to: &str, errand: Errand) -> Answer<Mail> {
    let code = format!("{:06}", world.mint_number(CODES)?);
    world.send_mail(to, errand, code)
}

/// There must be room for another registration (1500). One that can no longer be completed makes room for it.
fn must_have_room(cx: &World<'_>) -> Outcome<()> {
    if cx.registrations_noted()? < UNFINISHED_MOST {
        return Ok(());
    }
    let waiting = cx.registrations()?;
    if waiting.len() < UNFINISHED_MOST {
        return Ok(());
    }
    let oldest = waiting.first().filter(|oldest| cx.now.since(oldest.created_at) > pace::ACTIVATION_LIFE);
    let expired =
        oldest.or_raise(REGISTER_FAILED, || "too many registrations are not activated".to_owned())?;
    for name in [people::EMAIL, people::PHONE] {
        cx.forget_mails(expired.attribute(name))?;
    }
    Ok(cx.evict(expired)?)
}

/// Registers a new account by e-mail address or telephone number, with an empty purse and an access key. It
/// cannot be used until the code that is mailed to it was given to `ActivateUser`.
#[derive(Params)]
pub(crate) struct RegisterUser {
    email: Option<String>,
    phone: Option<String>,
    #[param(required, secret)]
    passwd: String,
    /// Proves the address beforehand; where one is given it must be right.
    #[param(secret)]
    verification_code: Option<String>,
    #[param(max_len = 255)]
    user_name: Option<String>,
    #[param(one_of = ["cny", "usd"], default = "cny")]
    currency: String,
}

impl Action<QingCloud, Anyone> for RegisterUser {
    fn perform(&self, cx: &Cx<'_, Anyone>) -> Outcome<Reply> {
        let (email, phone) = (self.email.as_deref(), self.phone.as_deref());
        let Some(name) = email.or(phone) else {
            raise!(MALFORMED_REQUEST, "parameter [email] or [phone] is required")
        };
        people::may_be_named(cx, email, phone, "")?;
        let good = people::is_password(&self.passwd);
        ensure!(good, REGISTER_FAILED, "password does not meet the policy");
        must_have_room(cx)?;
        if let Some(code) = &self.verification_code {
            let mail = cx.open_mail(name, Errand::Verification, code, pace::CODE_LIFE)?;
            let mail = mail.or_raise(REGISTER_FAILED, || "verification_code is not valid".to_owned())?;
            cx.spend_mail(mail)?;
        }

        let mut user = founding::enrol(cx, founding::account_id(cx)?)?;
        people::rename(cx, &mut user, people::EMAIL, email.unwrap_or(""))?;
        people::rename(cx, &mut user, people::PHONE, phone.unwrap_or(""))?;
        people::set_password(cx, &mut user, &self.passwd)?;
        user.set_attribute(people::USER_NAME, self.user_name.as_deref().unwrap_or(""));
        user.set_attribute(people::CURRENCY, &self.currency);
        cx.begin_registration(&mut user)?;
        people::issue_key(cx, &user.id)?;
        send_code(cx, name, Errand::Activation)?;
        Ok(Reply::with(|reply| reply.text("user_id", &user.id).text("status", "registering")))
    }
}

/// Completes a registration with the code that was mailed.
#[derive(Params)]
pub(crate) struct ActivateUser {
    user: Option<String>,
    email: Option<String>,
    #[param(required, secret)]
    activation_code: String,
    #[param(one_of = ["cny", "usd"])]
    currency: Option<String>,
}

impl Action<QingCloud, Anyone> for ActivateUser {
    fn perform(&self, cx: &Cx<'_, Anyone>) -> Outcome<Reply> {
        let Some(name) = self.user.as_ref().or(self.email.as_ref()) else {
            raise!(MALFORMED_REQUEST, "parameter [user] or [email] is required")
        };
        let mut user: Account =
            people::named(cx, name)?.or_raise(USER_NOT_FOUND, || format!("user [{name}] not found"))?;
        let pending = user.standing == Standing::Registering;
        ensure!(pending, REGISTER_FAILED, "user [{name}] is already activated");
        let mail = cx.open_mail(
            people::address(&user),
            Errand::Activation,
            &self.activation_code,
            pace::ACTIVATION_LIFE,
        )?;
        let mail = mail.or_raise(REGISTER_FAILED, || "activation_code is not valid".to_owned())?;
        cx.spend_mail(mail)?;
        if let Some(currency) = &self.currency {
            user.set_attribute(people::CURRENCY, currency);
        }
        cx.end_registration(&mut user)?;
        Ok(Reply::with(|reply| reply.text("user_id", &user.id).text("status", "active")))
    }
}
