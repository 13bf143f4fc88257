//! What a resource has cost.

use crate::forms::Instant;
use crate::listing::Filter;
use crate::traits::{Service, Traits};
use crate::{QingCloud, lookup, subject, words};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Charge, Contract, Kind, Money, Time};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply, ensure};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[Entry::of::<GetChargeRecords>(
    Traits::of(Service::Billing).from_warehouse(),
    &[RESOURCE_NOT_FOUND, WAREHOUSE_DISABLED],
)
.reading()];

/// Lists what was taken for a resource, newest first. A record that reaches beyond the time asked for is cut
/// to it.
#[derive(Params)]
pub(crate) struct GetChargeRecords {
    #[param(id = "instance")]
    resource: String,
    start_time: Option<Instant>,
    end_time: Option<Instant>,
    #[param(flatten, only = ["offset", "limit"])]
    filter: Filter,
}

/// One line of a bill.
struct Line {
    since: Time,
    until: Time,
    price: Money,
    fee: Money,
    remarks: &'static str,
}

/// The span between two instants that may both be missing: from the beginning, until now.
///
/// # Errors
/// `INVALID_REQUEST` where it is empty.
pub(crate) fn span(cx: &Cx<'_>, start: Option<Instant>, end: Option<Instant>) -> Outcome<(Time, Time)> {
    let from = start.map_or(Time::default(), |Instant(at)| at);
    let to = end.map_or(cx.now, |Instant(at)| at);
    ensure!(from <= to, INVALID_REQUEST, "end_time [{to}] is not valid");
    Ok((from, to))
}

impl Action<QingCloud> for GetChargeRecords {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let (from, to) = span(cx, self.start_time, self.end_time)?;
        let (kind, head) = subject::find(cx, &self.resource)?;
        let mut lines = if kind == Kind::Contract {
            payments(&lookup::own::<Contract>(cx, &self.resource)?, from, to)
        } else {
            let charges = cx.charges_of(&self.resource)?;
            charges.iter().filter_map(|charge| charge.within(from, to)).map(Line::from).collect()
        };
        lines.reverse();
        let total: Money = lines.iter().map(|line| line.fee).sum();
        let mut reply = self.filter.page("charge_record_set", lines, |line, object| {
            object
                .text("user_id", &head.owner)
                .text("resource_id", &head.id)
                .text("resource_name", &head.name)
                .text("resource_type", words::resource_type(kind))
                .shown("start_time", line.since)
                .shown("end_time", line.until)
                .text("currency", "cny")
                .text("duration", "1h")
                .shown("price", line.price)
                .shown("fee", line.fee)
                .int("total_sum", 0)
                .text("unit", "hour")
                .text("remarks", line.remarks)
                .text("zone_id", &head.zone);
            Ok(())
        })?;
        reply.shown("total_sum", total);
        Ok(reply)
    }
}

impl From<Charge> for Line {
    fn from(charge: Charge) -> Line {
        let Charge { since, until, hourly, amount, .. } = charge;
        Line { since, until, price: hourly, fee: amount, remarks: "" }
    }
}

/// A contract is paid at an instant, not by the hour.
fn payments(contract: &Contract, from: Time, to: Time) -> Vec<Line> {
    let within = contract.payments.iter().filter(|(at, _)| (from..=to).contains(at));
    let line = |(at, fee): &(Time, Money)| {
        let remarks = if fee.is_negative() { "refund" } else { "reserved contract" };
        Line { since: *at, until: *at, price: *fee, fee: *fee, remarks }
    };
    within.map(line).collect()
}
