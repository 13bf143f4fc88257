//! What a vendor's dialect supplies.

use crate::action::{Entry, Registry};
use crate::call::{Anyone, Call, Caller, Proof};
use crate::client::Client;
use crate::fault::{Fault, Outcome};
use crate::premises::Premises;
use crate::replied::Replied;
use crate::request::{Request, Response};
use crate::site::Site;
use serde_json::Value;
use squall_catalogue::{Code, System};
use squall_cloud::{Account, Answer, Laws, Platform, Realm, Refusal, Span, Time, World};
use squall_store::{Commit, Patience};
use squall_wire::{Field, Invalid};
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
    /// The action, if there is one of that name.
    pub entry: Option<&'static Entry<D>>,
    pub(crate) caller: Anyone,
    pub(crate) credential: Outcome<D::Credential<'a>>,
    pub(crate) platform: OnceCell<Arc<Platform>>,
    /// How long the thread can be spared for what a check writes.
    pub(crate) patience: Patience,
    /// What came of using up the call's number, for when the checks are made again because they took too long.
    pub(crate) nonce: Option<bool>,
    /// What the answer depends on, be it a success or a refusal, when a check has written something.
    pub(crate) commit: Commit,
}

impl<'a, D: Dialect> Passage<'a, D> {
    /// The caller, once a check has proven who it is.
    pub fn caller(&self) -> Option<&Caller> {
        self.caller.as_ref()
    }

    /// Lets the call act for an account, because what it shows proves that it may. No caller comes about otherwise.
    pub fn prove(&mut self, account: Arc<Account>, proof: Proof) {
        self.caller = Some(Caller::new(account, proof));
    }

    /// What the call shows of who makes it: the one value that every check looks at.
    ///
    /// # Errors
    /// What the dialect found wrong with it.
    pub fn credential(&self) -> Outcome<&D::Credential<'a>> {
        self.credential.as_ref().map_err(Clone::clone)
    }

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

impl<D: Dialect> Passage<'_, D> {
    /// Uses up a number of a key, in a transaction of its own, because it stays used whatever becomes of the call.
    /// Answers whether it was unused. It is remembered as long as dates of `age` are accepted. A call has one number,
    /// and uses it once, however often its checks are made.
    ///
    /// # Errors
    /// Only when the store fails, or others write for longer than the thread can be spared.
    pub fn use_nonce(&mut self, key: &str, nonce: u64, age: Span) -> Outcome<bool> {
        if let Some(unused) = self.nonce {
            return Ok(unused);
        }
        let (wire, realm, laws) = (self.wire, self.world.realm, self.world.laws);
        let (outcome, commit) = self.site.store.write_within(self.patience, |tx| {
            let world = World { tx, realm, now: self.world.now, laws };
            world.use_nonce(key, nonce, wire, wire + age)
        });
        let unused = outcome?;
        (self.commit, self.nonce) = (commit, Some(unused));
        Ok(unused)
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

    /// Further operator's routes, besides those for its world and its accounts.
    fn routes(&self) -> &'static [OperatorRoute] {
        &[]
    }
}

/// A way of asking a system's operator's half, below `/_squall/systems/SYSTEM/`. `GET` only looks.
#[derive(Clone, Copy, Debug)]
pub struct OperatorRoute {
    /// The method.
    pub method: &'static str,
    /// The path, without a slash at either end.
    pub path: &'static str,
    /// The parameters that the query may have.
    pub query: &'static [&'static str],
    /// The fields that the body may have; none where there is to be no body.
    pub fields: &'static [&'static str],
    /// Answers query and body.
    pub serve: fn(&World<'_>, &str, &Value) -> Answer<Value>,
}

/// What a reply repeats of its call.
#[derive(Clone, Copy, Debug)]
pub struct Heading<'a, M> {
    /// The number of the request in the journal.
    pub id: u64,
    /// The action's name; empty where the request named none.
    pub action: &'a str,
    /// The form in which the call wants its reply.
    pub manner: &'a M,
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

/// Where an action is found.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct ActionAddress {
    /// The method it is called by; empty where any will do.
    pub method: &'static str,
    /// Its path; `{name}` stands for a parameter.
    pub path: &'static str,
    /// Whether a call must name a zone beside its parameters.
    pub needs_zone: bool,
}

/// One vendor's way of speaking. Everything that differs between vendors and is not an action is here.
pub trait Dialect: Operator + Clone + 'static {
    /// What its checks need to know of an action.
    type Traits: Copy + Send + Sync + 'static;

    /// What its actions answer, before it is rendered.
    type Reply: Replied;

    /// What a call says of the form of its reply; `()` where there is one form only.
    type Manner: Default + Send + 'static;

    /// What a call shows of who makes it, or that it shows nothing and needs to show nothing.
    type Credential<'c>;

    /// Which system it is.
    const SYSTEM: System;

    /// Whose accounts and resources it sees: its own, or those of a system that it shares them with.
    const REALM: Realm = Self::SYSTEM as Realm;

    /// What its kinds claim, what follows from what becomes of them, and how long things last.
    const LAWS: &'static Laws;

    /// Where it is found, and what a fresh world of it holds.
    const PREMISES: &'static Premises;

    /// The codes that every action can raise, whatever its own list says.
    const COMMON: &'static [Code];

    /// What any call may carry beside its action's own parameters; credentials are declared secret.
    const COMMON_PARAMETERS: &'static [Field] = &[];

    /// Its actions.
    fn registry(&self) -> &Registry<Self>;

    /// The module under which the registry keeps an action, in a dialect where one name can be that of several.
    fn module_of(_traits: &Self::Traits) -> &'static str {
        ""
    }

    /// Where an action is found, and whether a call must name a zone.
    fn address_of(_traits: &Self::Traits) -> ActionAddress {
        ActionAddress::default()
    }

    /// The action that a call asks for.
    fn entry(&self, call: &Call<'_>) -> Option<&'static Entry<Self>> {
        self.registry().find(&call.action)
    }

    /// What a call says of the form of its reply.
    fn manner(&self, _call: &Call<'_>) -> Self::Manner {
        Self::Manner::default()
    }

    /// Whether a request is addressed to it.
    fn claims(&self, request: &Request) -> bool;

    /// Decodes a request.
    ///
    /// # Errors
    /// The dialect's code for what cannot be read.
    fn decode<'r>(&self, request: &'r Request) -> Outcome<Call<'r>>;

    /// Reads what a call shows of who makes it. This happens once: no check looks at the fields themselves.
    ///
    /// # Errors
    /// The dialect's code for what is missing or cannot be read, raised by the first check that asks.
    fn credential<'c>(
        &self,
        request: &'c Request,
        call: &'c Call<'c>,
        entry: Option<&'static Entry<Self>>,
    ) -> Outcome<Self::Credential<'c>>;

    /// What is checked before an action, in this vendor's order. They end with a caller who is proven, or fail; only
    /// an open action may be left without one.
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

    /// The whole reply.
    fn render(
        &self,
        heading: Heading<'_, Self::Manner>,
        outcome: Result<Self::Reply, Failure<'_>>,
    ) -> Response;

    /// The client's half of the protocol.
    fn client(&self) -> &dyn Client;

    /// Paths on the public port that are no API calls, such as an instance's metadata.
    const SIDE_DOORS: &'static [&'static str] = &[];

    /// Answers a request at one of those paths.
    fn side_door(&self, _world: &World<'_>, _request: &Request) -> Response {
        Response::default()
    }
}
