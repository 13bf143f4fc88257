//! QingCloud's dialect: its wire format, its order of checks, its actions, its prices and quotas. The
//! engine does the work; here stands what QingCloud calls things and which code it answers with.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod actions;
mod checks;
mod client;
mod credential;
mod door;
mod envelope;
mod every_call;
mod figures;
mod forms;
mod founding;
mod job;
mod listing;
mod logins;
mod lookup;
pub mod package;
pub mod role;
mod subject;
mod texts;
mod traits;
mod vxnet;
mod words;

pub use credential::{Credential, Signed, Signer};
pub use traits::{Module, Service, Traits};

use serde_json::Value;
use squall_api::catalogue::qingcloud as code;
use squall_api::catalogue::{Code, System};
use squall_api::client::Client;
use squall_api::cloud::{Account, Answer, Laws, Refusal, World};
use squall_api::param::{Field, Invalid};
use squall_api::{
    ActionAddress, Call, Check, Dialect, Entry, Failure, Fault, Heading, Operator, OperatorRoute, Outcome,
    Premises, Registry, Reply, Request, Response,
};
use std::sync::LazyLock;

static REGISTRY: LazyLock<Registry<QingCloud>> =
    LazyLock::new(|| Registry::new(actions::ALL.iter().copied().flatten()));

/// The dialect.
#[derive(Clone, Copy, Debug, Default)]
pub struct QingCloud;

impl Dialect for QingCloud {
    type Traits = Traits;
    type Reply = Reply;
    type Manner = ();
    type Credential<'c> = Credential<'c>;

    const SYSTEM: System = System::QingCloud;
    const LAWS: &'static Laws = &figures::laws::LAWS;
    const PREMISES: &'static Premises = &founding::PREMISES;
    const COMMON: &'static [Code] = checks::CODES;
    const COMMON_PARAMETERS: &'static [Field] = every_call::PARAMETERS;

    fn registry(&self) -> &Registry<Self> {
        &REGISTRY
    }

    fn address_of(traits: &Traits) -> ActionAddress {
        let path = match traits.module {
            Module::Iaas => "/iaas/",
            Module::App => "/app/",
        };
        ActionAddress { method: "GET", path, needs_zone: traits.zoned }
    }

    fn claims(&self, request: &Request) -> bool {
        envelope::claims(request)
    }

    fn decode<'r>(&self, request: &'r Request) -> Outcome<Call<'r>> {
        envelope::decode(request)
    }

    fn credential<'c>(
        &self,
        _request: &'c Request,
        call: &'c Call<'c>,
        entry: Option<&'static Entry<Self>>,
    ) -> Outcome<Credential<'c>> {
        Credential::of(call, entry.is_some_and(Entry::is_open))
    }

    fn checks(&self) -> &'static [Check<Self>] {
        checks::ORDER
    }

    fn invalid(&self, invalid: &Invalid) -> Fault {
        envelope::invalid(invalid)
    }

    fn code_for(&self, refusal: &Refusal) -> Code {
        match refusal {
            Refusal::Absent { .. } => code::RESOURCE_NOT_FOUND,
            Refusal::Taken { .. } => code::RESOURCE_EXISTS,
            Refusal::WrongState { .. } => code::PERMISSION_DENIED,
            Refusal::InUse { .. } => code::DEPENDENCY_EXISTS,
            Refusal::Funds { .. } => code::BALANCE_INSUFFICIENT,
            Refusal::Quota { .. } => code::QUOTA_EXCEEDED,
            Refusal::Capacity { .. } => code::INSUFFICIENT_RESOURCES,
            Refusal::Invalid { .. } => code::INVALID_REQUEST,
            Refusal::Store(_) => code::INTERNAL_ERROR,
        }
    }

    fn overloaded(&self) -> Fault {
        Fault::coded(code::SERVER_BUSY, "server is busy, please try later")
    }

    fn render(&self, heading: Heading<'_, ()>, outcome: Result<Reply, Failure<'_>>) -> Response {
        envelope::render(heading.action, outcome)
    }

    fn client(&self) -> &dyn Client {
        &client::QingCloudClient
    }

    const SIDE_DOORS: &'static [&'static str] = &[logins::iam::METADATA_PATH];

    fn side_door(&self, world: &World<'_>, request: &Request) -> Response {
        logins::iam::metadata(world, request)
    }
}

impl Operator for QingCloud {
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
        account.id == founding::SYSTEM
    }

    fn create_account(&self, world: &World<'_>, fields: &Value) -> Answer<String> {
        door::account::create(world, fields)
    }

    fn patch_account(&self, world: &World<'_>, account: &str, patch: &Value) -> Answer<()> {
        door::account::patch(world, account, patch)
    }

    fn delete_account(&self, world: &World<'_>, account: &str) -> Answer<()> {
        door::account::delete(world, account)
    }

    fn routes(&self) -> &'static [OperatorRoute] {
        door::ROUTES
    }
}
