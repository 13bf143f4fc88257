//! Applications that lease services on behalf of users, in the module `/app/`.

use crate::QingCloud;
use crate::figures::{pace, price};
use crate::listing::Filter;
use crate::logins::people::{EMAIL, PHONE, USER_NAME};
use crate::lookup;
use crate::traits::{Module, Service, Traits};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::*;
use squall_api::{Action, Cx, Entry, Outcome, Params, Proof, Raise, Reply, ensure, raise};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<DescribeUsers>(TRAITS.looking(), &[]).reading(),
    Entry::of::<LeaseApp>(TRAITS, &[RESOURCE_NOT_FOUND, BALANCE_INSUFFICIENT, LEASE_FAILED]),
    Entry::of::<UnLeaseApp>(TRAITS, &[UNLEASE_FAILED]),
];

const TRAITS: Traits = Traits::of(Service::Billing).anywhere().in_module(Module::App);
/// The demo application: id, secret, and the service it offers.
const DEMO: (&str, &str, &str) = ("app-demo0001", "squall-demo-secret", "svc-demo0001");

/// The demo application of a fresh world, run by the demo account, and its one service.
pub(crate) fn found(world: &World<'_>) -> Answer<()> {
    let Some(owner) = world.account_named("demo")? else { return Ok(()) };
    let (id, secret, service) = DEMO;
    world.save_app_key(&AppKey { id: id.to_owned(), secret: secret.to_owned(), owner })?;
    world.save_app_service(&AppService {
        id: service.to_owned(),
        app: id.to_owned(),
        name: "demo service".to_owned(),
        price: price::APP_SERVICE,
        is_offered: true,
    })
}

/// The id of the calling application, and whether it acts for the user of a token. Nobody else is let into `/app/`.
fn app<'a>(cx: &Cx<'a>) -> Outcome<(&'a str, bool)> {
    match cx.caller.proof() {
        Proof::App { id, delegated } => Ok((id, *delegated)),
        _ => raise!(AUTH_FAILURE, "app_id is required"),
    }
}

/// The leases of the calling application that are not over: the token's user's, or all where there is none.
fn leases(cx: &Cx<'_>) -> Outcome<Vec<AppLease>> {
    let (app, delegated) = app(cx)?;
    let all = if delegated { cx.owned::<AppLease>(cx.caller.id())? } else { cx.every::<AppLease>()? };
    Ok(all.into_iter().filter(|lease| lease.app == app && lease.head.state.is_live()).collect())
}

/// Lists the users that the application acts for: the token's, or without one whoever runs the application
/// and all who lease its services.
#[derive(Params)]
pub(crate) struct DescribeUsers {
    #[param(flatten, only = ["offset", "limit"])]
    filter: Filter,
}

impl Action<QingCloud> for DescribeUsers {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut users = vec![Account::clone(cx.caller.account())];
        for lease in leases(cx)? {
            if users.iter().all(|user| user.id != lease.head.owner) {
                users.push(cx.account(&lease.head.owner)?);
            }
        }
        self.filter.page("user_set", users, |user, object| {
            object
                .text("user_id", &user.id)
                .text("user_name", user.attribute(USER_NAME))
                .text("email", user.attribute(EMAIL))
                .text("phone", user.attribute(PHONE))
                .text("status", crate::actions::people::sub_user_view::status(user))
                .shown("create_time", user.created_at);
            Ok(())
        })
    }
}

/// Leases a service of the application to the user, for a resource of the user's or for nothing in
/// particular.
#[derive(Params)]
pub(crate) struct LeaseApp {
    #[param(required)]
    service: String,
    resource: Option<String>,
    /// Whom to lease it to; nobody else than whom the application acts for.
    user: Option<String>,
}

impl Action<QingCloud> for LeaseApp {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let ((app, _), user, service) = (app(cx)?, cx.caller.id(), &self.service);
        if let Some(resource) = &self.resource {
            must_be_there(cx, resource)?;
        }
        let found = cx.app_service(service)?.filter(|found| found.app == app);
        if let Some(found) = &found {
            price::check(cx, found.price)?;
        }
        let found = found.or_raise(LEASE_FAILED, || format!("service [{service}] can not be leased"))?;
        ensure!(found.is_offered, LEASE_FAILED, "service [{service}] is suspended");
        let same = self.user.as_deref().is_none_or(|other| other == user);
        ensure!(same, LEASE_FAILED, "access_token is not of the user to lease to");
        let head =
            Head::new(cx.mint("appr-", 8)?, user, "", &found.name, cx.now).priced(found.price, Money::ZERO);
        let (app, service) = (app.to_owned(), service.clone());
        let mut lease = AppLease { head, app, service, resource: self.resource.clone() };
        let taken = cx.holder::<AppLease>(&lease.key())?;
        ensure!(taken.is_none(), LEASE_FAILED, "service [{}] is leased already", lease.service);
        cx.insert(&lease)?;
        cx.begin(&mut lease, Verb::Create, State::Active, pace::LEASE_APP)?;
        Ok(Reply::with(|reply| {
            reply.text("lease_id", &lease.head.id).text("user_id", user).text("service_id", &lease.service)
        }))
    }
}

/// A resource of the user's that has not been deleted: it must exist (2100) and be the user's (1400).
fn must_be_there(cx: &Cx<'_>, id: &str) -> Outcome<()> {
    match id.split_once('-').map_or("", |(prefix, _)| prefix) {
        "i" => lookup::live::<Instance>(cx, id).map(drop),
        "vol" => lookup::live::<Volume>(cx, id).map(drop),
        "ss" => lookup::live::<Snapshot>(cx, id).map(drop),
        "img" => lookup::live::<Image>(cx, id).map(drop),
        "eip" => lookup::live::<Address>(cx, id).map(drop),
        "vxnet" => lookup::live::<Network>(cx, id).map(drop),
        "rtr" => lookup::live::<Router>(cx, id).map(drop),
        "lb" => lookup::live::<Balancer>(cx, id).map(drop),
        "cl" => lookup::live::<Cluster>(cx, id).map(drop),
        _ => raise!(RESOURCE_NOT_FOUND, "resource [{id}] not found"),
    }
}

/// Ends leases of the application's services, given by their own ids or by those of service, user,
/// application or resource.
#[derive(Params)]
pub(crate) struct UnLeaseApp {
    #[param(required)]
    resources: Vec<String>,
}

impl Action<QingCloud> for UnLeaseApp {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let leases = leases(cx)?;
        let can_end =
            |lease: &AppLease| lease.head.is_settled_in(State::Active) && lease.head.lease_is_ready(cx.now);
        for id in &self.resources {
            let mut meant = leases.iter().filter(|lease| lease.answers_to(id)).peekable();
            ensure!(meant.peek().is_some(), UNLEASE_FAILED, "[{id}] has no active lease");
            ensure!(meant.all(can_end), UNLEASE_FAILED, "lease of [{id}] is not active");
        }
        let is_meant = |lease: &AppLease| self.resources.iter().any(|id| lease.answers_to(id));
        let mut reply = Reply::new();
        let mut ended = Vec::new();
        for mut lease in leases.into_iter().filter(is_meant) {
            cx.become_state(&mut lease, State::Ceased)?;
            ended.push(lease.head.id);
        }
        reply.texts("leases", &ended);
        Ok(reply)
    }
}
