//! What a vendor's dialect supplies.

use crate::action::{Entry, Registry};
use crate::call::{Call, Caller, Request, Response};
use crate::client::Client;
use crate::fault::{Fault, Outcome};
use crate::site::Site;
use serde_json::Value;
use squall_catalogue::{Code, System};
use squall_cloud::{Account, Answer, Laws, Platform, Refusal, Time, World};
use squall_wire::Invalid;
use std::cell::OnceCell;
use std::sync::Arc;

/// A named check of the pipeline, in the place that its dialect gives it.
pub struct Check<D: Dialect> {
    /// Its name, for traces.
    pub name: &'static str,
    /// The check itself.
    pub run: fn(&mut Passage<'_, D>) -> Outcome<()>,
}

/// A request between decoding and its action, with what the checks have found out so far.
pub struct Passage<'a, D: Dialect> {
    /// The dialect.
    pub dialect: &'a D,
    /// What all systems share.
    pub site: &'a Site,
    /// The request as it came.
    pub request: &'a Request,
    /// The request decoded.
    pub call: &'a Call<'a>,
    /// The world as it was when the request came; read only.
    pub world: World<'a>,
    /// The time by which signed dates are judged.
    pub wire: Time,
    /// The caller, once a check has established who it is.
    pub caller: Option<Caller>,
    /// The action, if there is one of that name.
    pub entry: Option<&'static Entry<D>>,
    pub(crate) platform: OnceCell<Arc<Platform>>,
}

impl<D: Dialect> Passage<'_, D> {
    /// The operator's settings, read once for all checks.
    ///
    /// # Errors
    /// Only when the store fails.
    pub fn platform(&self) -> Answer<&Platform> {
        match self.platform.get() {
            Some(platform) => Ok(platform),
            None => {
                let read = self.world.shared_platform()?;
                Ok(self.platform.get_or_init(|| read))
            }
        }
    }
}

/// The operator's half of a dialect: its world and its accounts, as JSON. It knows none of the dialect's types.
pub trait Operator: Send + Sync {
    /// Fills an empty world: demo account, zones, images, hosts.
    fn found(&self, world: &World<'_>) -> Answer<()>;

    /// The operator's settings as JSON.
    fn show_world(&self, world: &World<'_>) -> Answer<Value>;

    /// Merges a patch (RFC 7396) into the operator's settings.
    ///
    /// # Errors
    /// `Invalid`, with the list of known fields, for an unknown one.
    fn patch_world(&self, world: &World<'_>, patch: &Value) -> Answer<()>;

    /// An account as JSON.
    fn show_account(&self, world: &World<'_>, account: &Account) -> Answer<Value>;

    /// Whether an account is the vendor's own, so that operators are not shown it.
    fn is_internal(&self, _account: &Account) -> bool {
        false
    }

    /// A new account from a subset of its fields; answers its id.
    fn create_account(&self, world: &World<'_>, fields: &Value) -> Answer<String>;

    /// Merges a patch into an account.
    fn patch_account(&self, world: &World<'_>, account: &str, patch: &Value) -> Answer<()>;

    /// Deletes an account with all it owns.
    fn delete_account(&self, world: &World<'_>, account: &str) -> Answer<()>;

    /// Further operator's routes below `/_squall/systems/SYSTEM/`; `None` where there is none of that name.
    fn door(
        &self,
        world: &World<'_>,
        method: &str,
        path: &str,
        query: &str,
        body: &Value,
    ) -> Option<Answer<Value>>;
}

/// An error on its way to the wire.
#[derive(Clone, Copy, Debug)]
pub struct Failure<'a> {
    /// Its code.
    pub code: Code,
    /// The sentence that goes with it.
    pub text: &'a str,
    /// The HTTP status, where it is not that of the code's first row.
    pub status: Option<u16>,
}

/// One vendor's way of speaking. Everything that differs between vendors and is not an action is here.
pub trait Dialect: Operator + Clone + 'static {
    /// What its checks need to know of an action.
    type Traits: Copy + Send + Sync + 'static;

    /// What its actions answer, before it is rendered.
    type Reply: Default + Send + 'static;

    /// Which system it is.
    const SYSTEM: System;

    /// What its kinds claim, what follows from what becomes of them, and how long things last.
    const LAWS: &'static Laws;

    /// The codes that every action can raise, whatever its own list says.
    const COMMON: &'static [Code];

    /// Its actions.
    fn registry(&self) -> &Registry<Self>;

    /// Whether a request is addressed to it.
    fn claims(&self, request: &Request) -> bool;

    /// Decodes a request.
    ///
    /// # Errors
    /// The dialect's code for what cannot be read.
    fn decode<'r>(&self, request: &'r Request) -> Outcome<Call<'r>>;

    /// What is checked before an action, in this vendor's order.
    fn checks(&self) -> &'static [Check<Self>];

    /// The code of a field that cannot be accepted.
    fn invalid(&self, invalid: &Invalid) -> Fault;

    /// The code of an engine's refusal that no action expected.
    fn code_for(&self, refusal: &Refusal) -> Code;

    /// The fault that an overloaded or failing server answers with.
    fn overloaded(&self) -> Fault;

    /// The fault for a body that is longer than anybody reads, where the vendor documents one.
    fn oversized(&self) -> Option<Fault> {
        None
    }

    /// The whole reply. `id` is the number of the request in the journal.
    fn render(&self, id: u64, action: &str, outcome: Result<Self::Reply, Failure<'_>>) -> Response;

    /// The client's half of the protocol.
    fn client(&self) -> &dyn Client;

    /// Paths on the public port that are no API calls, such as an instance's metadata.
    const SIDE_DOORS: &'static [&'static str] = &[];

    /// Answers a request at one of those paths.
    fn side_door(&self, _world: &World<'_>, _request: &Request) -> Response {
        Response::default()
    }
}
