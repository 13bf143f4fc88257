//! The account's own registration.

use crate::cdn::account::{DSA_BILLING_TYPE, DSA_PAY_TYPE};
use crate::cdn::actions::cdn::billing::open;
use crate::cdn::traits::Module;
use crate::cdn::{TencentCdn, Traits, lookup};
use crate::people::{APP_ID, UIN};
use crate::protocol::Reply;
use squall_api::catalogue::tencent_cdn::{QUALIFICATION_REQUIRED, USER_EXISTS};
use squall_api::{Action, Cx, Entry, Outcome, Params};

pub(in crate::cdn::actions) const ACTIONS: &[Entry<TencentCdn>] = &[
    Entry::of::<RegisterDsaUser>(Traits::DSA.opening(), &[USER_EXISTS, QUALIFICATION_REQUIRED]),
    Entry::of::<GetDsaUserInfo>(Traits::DSA, &[]).reading(),
    Entry::of::<UpdateDsaUserInfo>(Traits::DSA, &[]),
];

/// How the account pays.
#[derive(Params)]
struct Payment {
    #[param(name = "billingType", one_of = ["day", "month"])]
    billing: Option<String>,
    #[param(name = "payType", one_of = ["flux", "bandwidth", "request"])]
    pay: Option<String>,
}

impl Payment {
    fn keep(&self, cx: &Cx<'_>) -> Outcome<()> {
        let mut account = cx.account(lookup::owner(cx))?;
        for (name, value) in [(DSA_BILLING_TYPE, &self.billing), (DSA_PAY_TYPE, &self.pay)] {
            if let Some(value) = value {
                account.set_attribute(name, value);
            }
        }
        Ok(cx.save_account(&account)?)
    }
}

/// Opens dynamic acceleration.
#[derive(Params)]
struct RegisterDsaUser {
    #[param(flatten)]
    payment: Payment,
}

impl Action<TencentCdn> for RegisterDsaUser {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        open(cx, Module::Dsa)?;
        self.payment.keep(cx)?;
        Ok(Reply::empty())
    }
}

/// Shows the account's registration.
#[derive(Params)]
struct GetDsaUserInfo;

impl Action<TencentCdn> for GetDsaUserInfo {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let account = lookup::account(cx)?;
        let word = |name: &str, usual: &'static str| match account.attribute(name) {
            "" => usual.to_owned(),
            word => word.to_owned(),
        };
        Ok(Reply::data(|data| {
            data.int("app_id", account.attribute(APP_ID).parse::<u64>().unwrap_or_default())
                .int("owner_uin", account.attribute(UIN).parse::<u64>().unwrap_or_default())
                .text("billing_type", &word(DSA_BILLING_TYPE, "day"))
                .text("pay_type", &word(DSA_PAY_TYPE, "request"))
                .text("status", "online");
        }))
    }
}

/// Changes how the account pays.
#[derive(Params)]
struct UpdateDsaUserInfo {
    #[param(flatten)]
    payment: Payment,
}

impl Action<TencentCdn> for UpdateDsaUserInfo {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        self.payment.keep(cx)?;
        Ok(Reply::empty())
    }
}
