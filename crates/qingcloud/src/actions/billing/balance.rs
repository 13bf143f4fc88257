//! Balances and leases.

use crate::traits::{Service, Traits};
use crate::{QingCloud, lookup, subject, words};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Contract, Head, Instance, Kind, Money, Span, Time, Volume};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply, ensure};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<GetBalance>(TRAITS.anywhere(), &[]).reading(),
    Entry::of::<GetLeaseInfo>(TRAITS, &[RESOURCE_NOT_FOUND]).reading(),
];

const TRAITS: Traits = Traits::of(Service::Billing).looking();
/// What prices are quoted for.
const PERIOD: Span = Span::hours(1);
const MIXED: &[u8; 62] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// Tells what the caller, or one of its users, has to pay with. squall grants neither bonus nor coupons.
#[derive(Params)]
pub(crate) struct GetBalance {
    user: Option<String>,
}

impl Action<QingCloud> for GetBalance {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let user = lookup::new_owner(cx, self.user.as_deref())?;
        let payer = cx.payer(&user)?;
        let mut reply = Reply::new();
        reply
            .text("user_id", &user)
            .shown("balance", payer.balance_at(cx.now))
            .shown("bonus", Money::ZERO)
            .array("coupons", |_| ());
        Ok(reply)
    }
}

/// Tells where the lease of a resource stands and what it costs.
#[derive(Params)]
pub(crate) struct GetLeaseInfo {
    #[param(id = "instance")]
    resource: String,
    user: Option<String>,
}

impl Action<QingCloud> for GetLeaseInfo {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let id = &self.resource;
        lookup::new_owner(cx, self.user.as_deref())?;
        let (kind, head) = subject::find(cx, id)?;
        let is_leased = head.prepaid || head.price != Money::ZERO;
        ensure!(is_leased, RESOURCE_NOT_FOUND, "lease of resource [{id}] not found");
        let contract = match kind {
            Kind::Instance => cx.fetch::<Instance>(id)?.contract,
            Kind::Volume => cx.fetch::<Volume>(id)?.contract,
            _ => None,
        };
        let contract = contract.map(|id| cx.fetch::<Contract>(&id)).transpose()?;
        let terms = match &contract {
            Some(contract) => Lease::reserved(contract),
            None => Lease::hourly(cx, &head)?,
        };
        let mut reply = Reply::new();
        reply.text("resource_id", id).object("lease_info", |lease| {
            lease
                .text("resource_id", id)
                .text("zone_id", &head.zone)
                .text("status", words::lease(&head, cx.now))
                .shown("lease_time", leased_at(&head))
                .text("renewal", if terms.renews { "auto" } else { "manual" })
                .shown("renewal_time", terms.renewal_at)
                .object("contract", |object| {
                    object
                        .text("duration", &terms.duration)
                        .shown("price", terms.price)
                        .shown("start_time", terms.start_at)
                        .text("contract_id", &terms.contract_id);
                });
        });
        Ok(reply)
    }
}

fn leased_at(head: &Head) -> Time {
    head.lease_at.unwrap_or(head.created_at)
}

/// What a lease costs, and until when it goes before it is renewed.
struct Lease {
    contract_id: String,
    duration: String,
    price: Money,
    start_at: Time,
    renewal_at: Time,
    renews: bool,
}

impl Lease {
    fn reserved(contract: &Contract) -> Lease {
        Lease {
            contract_id: contract.head.id.clone(),
            duration: format!("{}M", contract.months),
            price: contract.fee.share(Span(1), Span(i64::try_from(contract.count).unwrap_or(1))),
            start_at: contract.starts_at,
            renewal_at: contract.ends_at,
            renews: contract.auto_renew,
        }
    }

    /// By the hour. Nothing is stored of such a contract; its id follows from the resource's.
    fn hourly(cx: &Cx<'_>, head: &Head) -> Outcome<Lease> {
        let start_at = leased_at(head);
        let hours = cx.now.since(start_at).0.max(0) / PERIOD.0;
        let mut noise = cx.noise(&head.id, 0)?;
        let mut contract_id = String::from("ct-");
        for _ in 0..8 {
            contract_id.push(char::from(MIXED[(noise % 62) as usize]));
            noise /= 62;
        }
        Ok(Lease {
            contract_id,
            duration: "1h".to_owned(),
            price: head.price,
            start_at,
            renewal_at: start_at + PERIOD * (hours + 1),
            renews: true,
        })
    }
}
