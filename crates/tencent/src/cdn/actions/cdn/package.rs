//! Packages of traffic: what is on sale, ordered and paid for.

use crate::cdn::times::stamp;
use crate::cdn::{TencentCdn, Traits, lookup, pace, say, settings};
use crate::laws::CALENDAR;
use crate::people;
use crate::protocol::Reply;
use serde_json::Value;
use squall_api::catalogue::tencent_cdn::*;
use squall_api::cloud::{Head, Money, PackageOrder, State};
use squall_api::{Action, Cx, Entry, Outcome, Params};

pub(in crate::cdn::actions) const ACTIONS: &[Entry<TencentCdn>] = &[
    Entry::of::<GetPackage>(Traits::CDN, &[]).reading(),
    Entry::of::<GetPackagePrice>(Traits::CDN, &[PURCHASE_FAILED]).reading(),
    Entry::of::<OrderPackage>(Traits::CDN, &[PURCHASE_FAILED, QUALIFICATION_REQUIRED]),
    Entry::of::<PayPackageOrder>(
        Traits::CDN,
        &[RESOURCE_NOT_FOUND, BALANCE_INSUFFICIENT, RESOURCE_OPERATION_FAILED],
    ),
];

/// The most packages of one order, and the most orders that may wait to be paid.
const COUNT: i64 = 100;
const UNPAID: usize = 100;

/// The price of a package and how many are left; one that is not on sale cannot be bought (5200).
fn offer(cx: &Cx<'_>, id: &str) -> Outcome<(Money, Option<u64>)> {
    let packages = settings::packages(&*lookup::platform(cx)?);
    let offer = packages.get(id).and_then(|offer| {
        let price = offer.get("price").and_then(Value::as_str).and_then(Money::parse)?;
        Some((price, offer.get("stock").and_then(Value::as_u64)))
    });
    offer.ok_or_else(|| say::plain(PURCHASE_FAILED).because("there is no such package"))
}

/// Lists the account's packages and what is on sale.
#[derive(Params)]
struct GetPackage;

impl Action<TencentCdn> for GetPackage {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let orders = cx.owned::<PackageOrder>(lookup::owner(cx))?;
        let packages = settings::packages(&*lookup::platform(cx)?);
        Ok(Reply::data(|data| {
            data.objects("packages", &orders, |order, object| {
                object
                    .text("orderId", &order.head.id)
                    .text("packageId", &order.head.name)
                    .int("num", order.count)
                    .text("status", if order.head.state == State::Active { "paid" } else { "unpaid" })
                    .text("price", &order.price.to_string())
                    .text("expire_time", &order.good_until.map(stamp).unwrap_or_default());
            });
            data.texts("on_sale", packages.keys());
            data.int("total", orders.len());
        }))
    }
}

/// Tells a package's price.
#[derive(Params)]
struct GetPackagePrice {
    #[param(name = "packageId", required, max_len = 32)]
    package: String,
    #[param(default = 1, range = 1..=COUNT)]
    num: i64,
}

impl Action<TencentCdn> for GetPackagePrice {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let (price, _) = offer(cx, &self.package)?;
        let price = price.times(self.num.unsigned_abs());
        Ok(Reply::data(|data| {
            data.text("price", &price.to_string());
        }))
    }
}

/// Orders packages, which are then to be paid.
#[derive(Params)]
struct OrderPackage {
    #[param(name = "packageId", required, max_len = 32)]
    package: String,
    #[param(default = 1, range = 1..=COUNT)]
    num: i64,
}

impl Action<TencentCdn> for OrderPackage {
    /// Who may buy at all comes before what there is to buy.
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let account = lookup::account(cx)?;
        say::must(people::qualification(&account) == "passed", QUALIFICATION_REQUIRED, || {
            "the account's real name is not proven".to_owned()
        })?;
        let (price, stock) = offer(cx, &self.package)?;
        let count = self.num.unsigned_abs();
        let orders = cx.every::<PackageOrder>()?;
        let sold: u64 =
            orders.iter().filter(|order| order.head.name == self.package).map(|order| order.count).sum();
        let is_left = stock.is_none_or(|stock| sold + count <= stock);
        say::must(is_left, PURCHASE_FAILED, || "the package is sold out".to_owned())?;
        let owner = lookup::owner(cx);
        let is_unpaid =
            |order: &&PackageOrder| order.head.owner == owner && order.head.state == State::Pending;
        let unpaid = orders.iter().filter(is_unpaid).count();
        say::must(unpaid < UNPAID, PURCHASE_FAILED, || format!("{unpaid} orders wait to be paid"))?;
        let id = format!("3{:011}", cx.mint_number(100_000_000_000)?);
        let head = Head::new(id, owner, "", &self.package, cx.now);
        let order = PackageOrder { head, count, price: price.times(count), good_until: None };
        cx.insert(&order)?;
        Ok(Reply::data(|data| {
            data.text("orderId", &order.head.id);
        }))
    }
}

/// Pays an order.
#[derive(Params)]
struct PayPackageOrder {
    #[param(name = "orderId", required, id = "order", max_len = 64)]
    order: String,
}

impl Action<TencentCdn> for PayPackageOrder {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let owner = lookup::owner(cx);
        let order = cx.find::<PackageOrder>(&self.order)?.filter(|order| order.head.owner == owner);
        let absent = || say::plain(RESOURCE_NOT_FOUND).because("there is no such order");
        let mut order = order.ok_or_else(absent)?;
        say::must(order.head.state == State::Pending, RESOURCE_OPERATION_FAILED, || {
            "the order is paid already".to_owned()
        })?;
        let balance = cx.account(owner)?.balance_at(cx.now);
        say::must(balance >= order.price, BALANCE_INSUFFICIENT, || format!("the balance is {balance}"))?;
        cx.deposit(owner, Money::ZERO - order.price)?;
        order.good_until = Some(CALENDAR.months_later(cx.now, pace::PACKAGE_MONTHS));
        cx.become_state(&mut order, State::Active)?;
        Ok(Reply::empty())
    }
}
