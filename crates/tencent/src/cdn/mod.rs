//! The older edition: content delivery (`cdn`) and dynamic acceleration (`dsa`), whose own codes travel inside the
//! message of a common one.

mod account;
mod actions;
mod checks;
mod document;
mod door;
mod lookup;
mod pace;
mod rules;
mod say;
mod series;
mod settings;
mod times;
mod traits;
mod view;

pub use rules::chain::judge as judge_certificate;
pub use traits::{Module, Traits};

use crate::protocol::{COMMON, Credential, Reply, client, decode, host, render};
use crate::{founding, laws};
use serde_json::Value;
use squall_api::catalogue::tencent_cdn as code;
use squall_api::catalogue::{Code, System};
use squall_api::client::{Client, Credentials, Outgoing, Prepared};
use squall_api::cloud::{Account, Answer, Kind, Laws, Realm, Refusal, Time, World};
use squall_api::param::{Field, Invalid, Problem};
use squall_api::{
    ActionAddress, Call, Check, Dialect, Entry, Failure, Fault, Heading, Operator, Outcome, Premises,
    Registry, Request, Response,
};
use std::sync::LazyLock;

static REGISTRY: LazyLock<Registry<TencentCdn>> = LazyLock::new(|| Registry::new(actions::ALL));

/// Actions that the vendor withdrew in 2016: the files of origins that it kept itself.
const WITHDRAWN_FOR_ALL: [&str; 4] =
    ["UploadCdnEntity", "DeleteCdnEntity", "RenameCdnEntity", "DescribeCdnEntites"];

/// The dialect.
#[derive(Clone, Copy, Debug, Default)]
pub struct TencentCdn;

impl Dialect for TencentCdn {
    type Traits = Traits;
    type Reply = Reply;
    /// Whether the call names a version.
    type Manner = bool;
    type Credential<'c> = Credential<'c>;

    const SYSTEM: System = System::TencentCdn;
    const REALM: Realm = System::Tencent as Realm;
    const LAWS: &'static Laws = &laws::LAWS;
    const PREMISES: &'static Premises = &founding::PREMISES;
    const COMMON: &'static [Code] = checks::CODES;
    const COMMON_PARAMETERS: &'static [Field] = COMMON;

    fn registry(&self) -> &Registry<Self> {
        &REGISTRY
    }

    fn module_of(traits: &Traits) -> &'static str {
        traits.module.word()
    }

    fn address_of(_traits: &Traits) -> ActionAddress {
        ActionAddress { method: "GET", path: host::PATH, needs_zone: false }
    }

    fn entry(&self, call: &Call<'_>) -> Option<&'static Entry<Self>> {
        match Module::of_label(call.module) {
            Some(module) => REGISTRY.find_in(module.word(), &call.action),
            None if call.module.is_empty() => of_either(&call.action),
            None => None,
        }
    }

    fn manner(&self, call: &Call<'_>) -> bool {
        call.tree.get("Version").is_some()
    }

    /// Hosts whose first label begins with one of the modules; an address, where the action is one of theirs.
    fn claims(&self, request: &Request) -> bool {
        if request.path() != host::PATH {
            return false;
        }
        let label = host::module(host::of(request)).to_ascii_lowercase();
        match label.as_str() {
            "" => decode::action(request).is_some_and(|action| of_either(&action).is_some()),
            label => Module::ALL.iter().any(|module| label.starts_with(module.word())),
        }
    }

    fn decode<'r>(&self, request: &'r Request) -> Outcome<Call<'r>> {
        Ok(decode::decode(request, |why| say::plain(code::REQUEST_ILLEGAL).because(why)))
    }

    fn credential<'c>(
        &self,
        request: &'c Request,
        call: &'c Call<'c>,
        _entry: Option<&'static Entry<Self>>,
    ) -> Outcome<Credential<'c>> {
        Credential::of(request, call, checks::refuse)
    }

    fn checks(&self) -> &'static [Check<Self>] {
        checks::ORDER
    }

    fn invalid(&self, invalid: &Invalid) -> Fault {
        let field = &invalid.field;
        let why = match &invalid.problem {
            Problem::Missing => return say::missing(field),
            Problem::Malformed(expected) => return say::argument(format_args!("{field} must be {expected}")),
            Problem::NotAllowed => format!("{field} has a value that is not allowed"),
            Problem::TooMany(most) => format!("{field} has more than {most} entries"),
        };
        let own = invalid.code.and_then(|number| squall_api::catalogue::find(System::TencentCdn, number));
        say::plain(own.unwrap_or(code::ARGUMENT_INVALID)).because(why)
    }

    fn code_for(&self, refusal: &Refusal) -> Code {
        match refusal {
            Refusal::Absent { kind: Kind::AcceleratedHost, .. } => code::HOST_NOT_FOUND,
            Refusal::Absent { .. } => code::RESOURCE_NOT_FOUND,
            Refusal::Taken { .. } => code::HOST_EXISTS,
            Refusal::WrongState { .. } | Refusal::InUse { .. } => code::OPERATION_IN_PROGRESS,
            Refusal::Invalid { .. } => code::ARGUMENT_INVALID,
            Refusal::Funds { .. } => code::BALANCE_INSUFFICIENT,
            Refusal::Quota { .. } => code::HOST_LIMIT_REACHED,
            Refusal::Capacity { .. } => code::PURCHASE_FAILED,
            Refusal::Store(_) => code::INTERNAL_ERROR,
        }
    }

    fn overloaded(&self) -> Fault {
        say::plain(code::INTERNAL_ERROR)
    }

    fn render(&self, heading: Heading<'_, bool>, outcome: Result<Reply, Failure<'_>>) -> Response {
        let module = of_either(heading.action).map_or(Module::Dsa, |entry| entry.traits.module);
        let outcome = outcome.map_err(|failure| {
            // What the engine says of a reason is for the operator: clients know the vendor's words.
            let text = if failure.code.carrier().is_some() || failure.code == code::INTERNAL_ERROR {
                failure.code.label_zh()
            } else {
                failure.text
            };
            (failure.code, text, failure.status)
        });
        render(heading.id, *heading.manner, outcome, |inner, outer| describe(module, inner, outer))
    }

    fn client(&self) -> &dyn Client {
        &CdnClient
    }
}

/// The action of a name, whichever module's it is.
fn of_either(action: &str) -> Option<&'static Entry<TencentCdn>> {
    Module::ALL.iter().find_map(|module| REGISTRY.find_in(module.word(), action))
}

/// The words for a common code: of the older envelope, where content delivery has one for its own codes, and of the
/// newer.
fn describe(module: Module, inner: Code, outer: &str) -> (&'static str, &'static str) {
    let (older, newer) = match outer {
        "4100" => ("AuthFailure", "InvalidParameter.SignatureFailure"),
        "4200" => ("RequestExpired", "InvalidRequest.RequestExpired"),
        "4300" => ("RequestForbidden", "InvalidRequest.Forbidden"),
        "4400" => ("QuotaExceeded", "InvalidRequest.LimitExceeded"),
        "4500" => ("ReplayAttack", "InvalidRequest.ReplayAttack"),
        "4600" => ("UnsupportedProtocol", "InvalidRequest.UnsupportedProtocol"),
        "5000" => ("ResourceNotFound", "InvalidParameter.ResourceNotFound"),
        "5100" => ("ResourceOpFailed", "InternalError.ResourceOpFailed"),
        "5200" => ("ResourcePurchaseFailed", "InternalError.ResourcePurchaseFailed"),
        "5300" => ("BalanceNotEnough", "InternalError.BalanceNotEnough"),
        "5400" => ("PartialSuccess", "InternalError.PartialSuccess"),
        "5500" => ("UserUnqualified", "InvalidRequest.UserUnqualified"),
        "6000" => ("InternalError", "InternalError"),
        "6100" => ("UnsupportedVersion", "InvalidAction.NotFound"),
        "6200" => ("ActionUnavailable", "InvalidAction.ActionUnavailable"),
        _ if module == Module::Cdn && inner.carrier().is_some() => ("UserRequestError", "InvalidParameter"),
        _ => ("InvalidParameter", "InvalidParameter"),
    };
    (older, newer)
}

struct CdnClient;

impl Client for CdnClient {
    fn prepare(&self, call: &Outgoing<'_>, credentials: &Credentials, now: Time) -> Prepared {
        let module = of_either(call.action).map_or(Module::Cdn, |entry| entry.traits.module);
        client::prepare(call, module.word(), credentials, now)
    }

    fn code(&self, _status: u16, body: &str) -> Option<String> {
        client::code(body)
    }

    fn envelope(&self) -> &'static [&'static str] {
        &client::ENVELOPE
    }

    fn environment(&self, endpoint: &str) -> Vec<(&'static str, String)> {
        vec![("https_proxy", endpoint.trim_end_matches('/').to_owned())]
    }

    fn takes_tls_alone(&self) -> bool {
        true
    }
}

impl Operator for TencentCdn {
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
