//! A dialect whose checks forget to ask who calls: nobody gets further than to the action that is for anybody.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use bytes::Bytes;
use serde_json::Value;
use squall_api::catalogue::qingcloud::{INTERNAL_ERROR, INVALID_REQUEST, SERVER_BUSY};
use squall_api::catalogue::{Code, System};
use squall_api::client::{Client, Credentials, Outgoing, Prepared};
use squall_api::cloud::{Account, Answer, Laws, Refusal, Time, World};
use squall_api::param::{Invalid, Tree};
use squall_api::store::Store;
use squall_api::{
    Action, Anyone, Call, Check, Cloud, Cx, Dialect, Entry, Failure, Fault, Heading, HostClock, Operator,
    Outcome, Params, Pipeline, Premises, Registry, Replied, Request, Response, Site,
};
use std::borrow::Cow;
use std::sync::{Arc, LazyLock};

/// What an action answers.
#[derive(Default)]
struct Said(String);

impl Replied for Said {}

/// Does something for somebody.
#[derive(Params)]
struct Guarded {}

impl Action<Forgetful> for Guarded {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Said> {
        Ok(Said(cx.caller.id().to_owned()))
    }
}

/// Looks at something for somebody.
#[derive(Params)]
struct Watched {}

impl Action<Forgetful> for Watched {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Said> {
        Ok(Said(cx.caller.id().to_owned()))
    }
}

/// Does something for anybody.
#[derive(Params)]
struct Open {}

impl Action<Forgetful, Anyone> for Open {
    fn perform(&self, cx: &Cx<'_, Anyone>) -> Outcome<Said> {
        Ok(Said(cx.caller.as_ref().map_or("nobody", |caller| caller.id()).to_owned()))
    }
}

const ACTIONS: &[Entry<Forgetful>] =
    &[Entry::of::<Guarded>((), &[]), Entry::of::<Watched>((), &[]).reading(), Entry::open::<Open>((), &[])];
static REGISTRY: LazyLock<Registry<Forgetful>> = LazyLock::new(|| Registry::new(&[ACTIONS]));
static LAWS: Laws = Laws::NONE;
const ALL_LAWS: &[(System, &Laws)] = &[(System::QingCloud, &LAWS)];

#[derive(Clone)]
struct Forgetful;

impl Dialect for Forgetful {
    type Traits = ();
    type Reply = Said;
    type Manner = ();
    type Credential<'c> = ();

    const SYSTEM: System = System::QingCloud;
    const LAWS: &'static Laws = &LAWS;
    const PREMISES: &'static Premises = &Premises::NONE;
    const COMMON: &'static [Code] = &[INTERNAL_ERROR];

    fn registry(&self) -> &Registry<Self> {
        &REGISTRY
    }

    fn claims(&self, _request: &Request) -> bool {
        true
    }

    fn decode<'r>(&self, request: &'r Request) -> Outcome<Call<'r>> {
        let action = Cow::Borrowed(request.path().trim_start_matches('/'));
        Ok(Call { module: "", action, tree: Tree::EMPTY, pairs: Vec::new(), defect: None })
    }

    fn credential<'c>(
        &self,
        _request: &'c Request,
        _call: &'c Call<'c>,
        _entry: Option<&'static Entry<Self>>,
    ) -> Outcome<()> {
        Ok(())
    }

    fn checks(&self) -> &'static [Check<Self>] {
        &[]
    }

    fn invalid(&self, invalid: &Invalid) -> Fault {
        Fault::coded(INVALID_REQUEST, &invalid.field)
    }

    fn code_for(&self, refusal: &Refusal) -> Code {
        if matches!(refusal, Refusal::Store(_)) { INTERNAL_ERROR } else { INVALID_REQUEST }
    }

    fn overloaded(&self) -> Fault {
        Fault::coded(SERVER_BUSY, "")
    }

    fn render(&self, _heading: Heading<'_, ()>, outcome: Result<Said, Failure<'_>>) -> Response {
        Response::new(Bytes::from(
            outcome.map_or_else(|failure| failure.code.number().to_owned(), |said| said.0),
        ))
    }

    fn client(&self) -> &dyn Client {
        self
    }
}

impl Client for Forgetful {
    fn prepare(&self, _call: &Outgoing<'_>, _credentials: &Credentials, _now: Time) -> Prepared {
        panic!("nobody calls from here")
    }

    fn code(&self, _status: u16, _body: &str) -> Option<String> {
        None
    }

    fn environment(&self, _endpoint: &str) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

impl Operator for Forgetful {
    fn found(&self, _world: &World<'_>) -> Answer<()> {
        Ok(())
    }

    fn show_world(&self, _world: &World<'_>) -> Answer<Value> {
        Ok(Value::Null)
    }

    fn patch_world(&self, _world: &World<'_>, _patch: &Value) -> Answer<()> {
        Ok(())
    }

    fn show_account(&self, _world: &World<'_>, _account: &Account) -> Answer<Value> {
        Ok(Value::Null)
    }

    fn create_account(&self, _world: &World<'_>, _fields: &Value) -> Answer<String> {
        Ok(String::new())
    }

    fn patch_account(&self, _world: &World<'_>, _account: &str, _patch: &Value) -> Answer<()> {
        Ok(())
    }

    fn delete_account(&self, _world: &World<'_>, _account: &str) -> Answer<()> {
        Ok(())
    }
}

struct Still;

impl HostClock for Still {
    fn now(&self) -> Time {
        Time::default()
    }
}

#[test]
fn nobody_gets_further_than_to_what_is_for_anybody() {
    let site = Site::new(Store::memory(), Box::new(Still), ALL_LAWS);
    let pipeline = Pipeline::new(Arc::new(site), Forgetful);
    let answer = |action: &str| {
        let http = http::Request::get(format!("/{action}")).body(Bytes::new()).unwrap();
        let request = Request::new(http, "127.0.0.1".parse().unwrap());
        String::from_utf8(pipeline.answer(&request).response.body().to_vec()).unwrap()
    };
    assert_eq!([answer("Guarded"), answer("Watched")], [INTERNAL_ERROR.number(); 2]);
    assert_eq!(answer("Open"), "nobody");
    assert_eq!(answer("Absent"), INTERNAL_ERROR.number());
    let open: Vec<_> = pipeline.actions().into_iter().filter(|action| action.is_open).collect();
    assert_eq!(open.iter().map(|action| action.name).collect::<Vec<_>>(), ["Open"]);
}
