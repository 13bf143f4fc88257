//! The money of reserved contracts: paying for one and giving one back.

use crate::actions::billing::contract::TRAITS;
use crate::figures::laws::CALENDAR;
use crate::lookup::{self, must_be};
use crate::{
    QingCloud,
    figures::{price, quotas},
};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Contract, State};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply, ensure};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<PayReservedContract>(TRAITS, &[RESOURCE_NOT_FOUND, BALANCE_INSUFFICIENT]),
    Entry::of::<RefundReservedContract>(TRAITS, &[RESOURCE_NOT_FOUND]),
];

/// The quota of contracts given back in a year.
const REFUNDS: &str = "refund";
/// The attribute of an account that counts them: year and number.
const REFUNDED: &str = "refunded";

/// Pays for a reserved contract from the balance.
#[derive(Params)]
pub(crate) struct PayReservedContract {
    #[param(id = "contract")]
    contract: String,
}

impl Action<QingCloud> for PayReservedContract {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut contract = lookup::own::<Contract>(cx, &self.contract)?;
        must_be(&contract, &[State::Pending], "paid")?;
        price::check_for(cx, &contract.head.owner, contract.fee)?;
        cx.pay_contract(&mut contract)?;
        let mut reply = Reply::new();
        reply
            .text("contract_id", &contract.head.id)
            .shown("fee", contract.fee)
            .shown("start_time", contract.starts_at)
            .shown("end_time", contract.ends_at);
        Ok(reply)
    }
}

/// Gives a paid contract back for what is left of its fee; its resources are charged by the hour from then
/// on.
#[derive(Params)]
pub(crate) struct RefundReservedContract {
    #[param(id = "contract")]
    contract: String,
}

impl Action<QingCloud> for RefundReservedContract {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut contract = lookup::own::<Contract>(cx, &self.contract)?;
        must_be(&contract, &[State::Stopped, State::Active], "refunded")?;
        let owner = cx.account(&contract.head.owner)?;
        let holder = cx.account(owner.quota_holder())?;
        let (year, _, _) = CALENDAR.date(cx.now);
        let counted = holder.attribute(REFUNDED).split_once(' ');
        let of_year = counted.filter(|(counted, _)| *counted == year.to_string());
        let used: u64 = of_year.and_then(|(_, number)| number.parse().ok()).unwrap_or_default();
        let limit = quotas::limit(&holder, REFUNDS);
        ensure!(used < limit, QUOTA_EXCEEDED, "quota [{REFUNDS}] is {limit}, used {used}, required 1");
        let refund = cx.refund_contract(&mut contract)?;
        let mut holder = cx.account(&holder.id)?;
        holder.set_attribute(REFUNDED, &format!("{year} {}", used + 1));
        cx.save_account(&holder)?;
        Ok(Reply::with(|reply| reply.text("contract_id", &contract.head.id).shown("refund", refund)))
    }
}
