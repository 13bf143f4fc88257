//! Huawei Cloud CloudDC's dialect: REST with JSON bodies behind a gateway that has codes of its own. The engine does
//! the work; here stands what CloudDC calls things and which code it, or its gateway, answers with.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod actions;
mod checks;
mod client;
mod credential;
mod diagnosis;
mod door;
mod dump;
mod envelope;
mod founding;
mod ids;
mod incident;
mod inventory;
mod laws;
mod lookup;
mod pace;
mod paging;
mod password;
mod people;
pub mod policy;
mod reply;
mod route;
mod say;
mod settings;
mod tags;
mod token;
mod traits;
mod window;
mod words;

pub use credential::{ContentHash, Credential, Signature};
pub use reply::Reply;
pub use route::{DOMAIN, serves};
pub use traits::{Service, Traits};

use serde_json::Value;
use squall_api::catalogue::huawei as code;
use squall_api::catalogue::{Code, System};
use squall_api::client::Client;
use squall_api::cloud::{Account, Answer, Kind, Laws, Refusal, World};
use squall_api::param::Invalid;
use squall_api::{
    ActionAddress, Call, Check, Dialect, Entry, Failure, Fault, Heading, Operator, Outcome, Premises,
    Registry, Request, Response,
};
use std::sync::LazyLock;

static REGISTRY: LazyLock<Registry<Huawei>> = LazyLock::new(|| Registry::new(actions::ALL));

/// The dialect.
#[derive(Clone, Copy, Debug, Default)]
pub struct Huawei;

impl Dialect for Huawei {
    type Traits = Traits;
    type Reply = Reply;
    type Manner = ();
    type Credential<'c> = Credential<'c>;

    const SYSTEM: System = System::Huawei;
    const LAWS: &'static Laws = &laws::LAWS;
    const PREMISES: &'static Premises = &founding::PREMISES;
    const COMMON: &'static [Code] = checks::CODES;

    fn registry(&self) -> &Registry<Self> {
        &REGISTRY
    }

    fn address_of(traits: &Traits) -> ActionAddress {
        ActionAddress { method: traits.method, path: traits.path, needs_zone: false }
    }

    fn claims(&self, request: &Request) -> bool {
        route::claims(request.path())
    }

    fn decode<'r>(&self, request: &'r Request) -> Outcome<Call<'r>> {
        Ok(envelope::decode(request))
    }

    fn credential<'c>(
        &self,
        request: &'c Request,
        _call: &'c Call<'c>,
        entry: Option<&'static Entry<Self>>,
    ) -> Outcome<Credential<'c>> {
        Credential::of(request, entry)
    }

    fn checks(&self) -> &'static [Check<Self>] {
        checks::ORDER
    }

    fn invalid(&self, invalid: &Invalid) -> Fault {
        envelope::invalid(invalid)
    }

    fn code_for(&self, refusal: &Refusal) -> Code {
        match refusal {
            Refusal::Absent { kind: Kind::Server, .. } => code::SERVER_NOT_FOUND,
            Refusal::Absent { kind: Kind::Metal, .. } => code::INSTANCE_NOT_FOUND,
            Refusal::Absent { kind: Kind::Subnet, .. } => code::SUBNET_NOT_FOUND,
            Refusal::Absent { kind: Kind::Image, .. } => code::IMAGE_NOT_FOUND,
            Refusal::Taken { kind: Kind::Port, .. } => code::IP_CONFLICT,
            Refusal::Taken { kind: Kind::Server, .. } => code::SERVER_EXISTS,
            Refusal::WrongState { .. } | Refusal::InUse { .. } => code::INSTANCE_STATE_CONFLICT,
            Refusal::Capacity { .. } => code::SUBNET_FULL,
            Refusal::Absent { .. } | Refusal::Taken { .. } | Refusal::Invalid { .. } => {
                code::PARAMETER_INVALID
            }
            Refusal::Funds { .. } | Refusal::Quota { .. } | Refusal::Store(_) => code::INTERNAL_ERROR,
        }
    }

    fn overloaded(&self) -> Fault {
        say::plain(code::TOO_MANY_REQUESTS)
    }

    fn oversized(&self) -> Option<Fault> {
        Some(say::row(code::API_REQUEST_FAILED, 413))
    }

    fn render(&self, heading: Heading<'_, ()>, outcome: Result<Reply, Failure<'_>>) -> Response {
        envelope::render(heading.id, heading.action, outcome)
    }

    fn client(&self) -> &dyn Client {
        &client::HuaweiClient
    }
}

impl Operator for Huawei {
    fn found(&self, world: &World<'_>) -> Answer<()> {
        founding::found(world)
    }

    fn show_world(&self, world: &World<'_>) -> Answer<Value> {
        door::world::show(world)
    }

    fn patch_world(&self, world: &World<'_>, patch: &Value) -> Answer<()> {
        door::world::patch(world, patch)
    }

    fn show_account(&self, world: &World<'_>, account: &Account) -> Answer<Value> {
        door::account::show(world, account)
    }

    fn is_internal(&self, account: &Account) -> bool {
        account.master.is_some()
    }

    fn create_account(&self, world: &World<'_>, fields: &Value) -> Answer<String> {
        door::account::create(world, fields)
    }

    fn patch_account(&self, world: &World<'_>, account: &str, patch: &Value) -> Answer<()> {
        door::account::patch(world, account, patch)
    }

    fn delete_account(&self, world: &World<'_>, account: &str) -> Answer<()> {
        world.evict(&world.account(account)?)
    }
}
