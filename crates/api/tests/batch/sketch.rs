//! The dialect of the sketch. `CDN` is the second system, which shares the first one's realm.

use bytes::Bytes;
use http::HeaderValue;
use serde_json::Value;
use squall_api::catalogue::tencent as code;
use squall_api::catalogue::{Code, System};
use squall_api::client::{Client, Credentials, Outgoing, Prepared};
use squall_api::cloud::{
    Account, Answer, Head, Kind, Kinds, Law, Laws, Realm, Refusal, Span, State, Tag, Time, World,
};
use squall_api::param::Invalid;
use squall_api::wire::flat::{self, Style};
use squall_api::wire::{Object, Tree};
use squall_api::{
    Action, Call, Check, Cx, Dialect, Entry, Failure, Fault, Heading, HostClock, Operator, Outcome, Params,
    Passage, Premises, Proof, Raise, Registry, Replied, Request, Response, ensure,
};
use std::borrow::Cow;
use std::sync::Arc;

pub(crate) struct HostTime;

impl HostClock for HostTime {
    fn now(&self) -> Time {
        Time::default()
    }
}

/// A reply: what the batch came to, and the fields.
#[derive(Default)]
pub(crate) struct Reply {
    code: Option<Code>,
    fields: Object,
}

impl Replied for Reply {
    fn code(&self) -> Option<Code> {
        self.code
    }
}

#[derive(Clone)]
pub(crate) struct Sketch<const CDN: bool> {
    registry: Arc<Registry<Sketch<CDN>>>,
}

impl<const CDN: bool> Sketch<CDN> {
    const ACTIONS: &'static [Entry<Self>] = &[
        Entry::of::<MakeTags>("", &[code::PARTIAL_SUCCESS]),
        Entry::of::<CountTags>("", &[]).reading(),
        Entry::of::<other::CountTags>("other", &[]).reading(),
    ];

    pub(crate) fn new() -> Self {
        Sketch { registry: Arc::new(Registry::new(&[Self::ACTIONS])) }
    }
}

/// Makes tags, each by itself.
#[derive(Params)]
pub(crate) struct MakeTags {
    #[param(required)]
    names: Vec<String>,
}

impl<const CDN: bool> Action<Sketch<CDN>> for MakeTags {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut reply = Reply::default();
        let mut outcomes = Vec::new();
        for name in &self.names {
            outcomes.push((name, cx.item(|| make(cx, name))?));
        }
        reply.code = outcomes.iter().any(|(_, made)| made.is_err()).then_some(code::PARTIAL_SUCCESS);
        reply.fields.object("detail", |detail| {
            for (name, made) in &outcomes {
                let number = made.as_ref().err().and_then(Fault::code).map_or("0", |code| code.number());
                detail.raw(name, number);
            }
        });
        Ok(reply)
    }
}

/// Writes before it looks, so that a refusal has something to take back.
fn make(cx: &Cx<'_>, name: &str) -> Outcome<()> {
    let head = Head::new(cx.mint("tag-", 8)?, cx.caller.id(), "", name, cx.now).in_state(State::Free);
    let taken = cx.holder::<Tag>(&format!("{}|{name}", cx.caller.id()))?;
    ensure!(taken.is_none(), code::PARAMETER_INVALID, "tag [{name}] exists");
    cx.insert(&Tag { head, color: String::new(), targets: Vec::new() })?;
    ensure!(name.len() > 1, code::PARAMETER_INVALID, "tag [{name}] is too short");
    Ok(())
}

/// Counts tags.
#[derive(Params)]
pub(crate) struct CountTags;

impl<const CDN: bool> Action<Sketch<CDN>> for CountTags {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut reply = Reply::default();
        reply.fields.int("count", cx.owned::<Tag>(cx.caller.id())?.len());
        Ok(reply)
    }
}

mod other {
    use super::*;

    /// An action of another module that has the same name.
    #[derive(Params)]
    pub(crate) struct CountTags;

    impl<const CDN: bool> Action<Sketch<CDN>> for CountTags {
        fn perform(&self, _cx: &Cx<'_>) -> Outcome<Reply> {
            let mut reply = Reply::default();
            reply.fields.int("modules", 2);
            Ok(reply)
        }
    }
}

/// The laws of the one kind that it has.
pub(crate) const LAWS: Laws = Laws { kinds: Kinds::of(&[(Kind::Tag, Law::USUAL)]), ..Laws::NONE };
/// How long signed dates are good.
const WINDOW: Span = Span::minutes(5);

fn is_known<const CDN: bool>(passage: &mut Passage<'_, Sketch<CDN>>) -> Outcome<()> {
    let nonce = passage.credential()?.or_raise(code::PARAMETER_INVALID, || "Nonce is missing".to_owned())?;
    ensure!(passage.use_nonce("key", nonce, WINDOW)?, code::REPLAY_ATTACK, "nonce [{nonce}] was used");
    let account = passage.world.shared_account("a")?;
    passage.prove(account, Proof::Key);
    ensure!(passage.entry.is_some(), code::VERSION_UNSUPPORTED, "no such action");
    Ok(())
}

impl<const CDN: bool> Dialect for Sketch<CDN> {
    type Traits = &'static str;
    type Reply = Reply;
    /// Whether the call names a version.
    type Manner = bool;
    type Credential<'c> = Option<u64>;

    const SYSTEM: System = if CDN { System::TencentCdn } else { System::Tencent };
    const REALM: Realm = System::Tencent as Realm;
    const LAWS: &'static Laws = &LAWS;
    const PREMISES: &'static Premises = &Premises::NONE;
    const COMMON: &'static [Code] =
        &[code::PARAMETER_INVALID, code::REPLAY_ATTACK, code::VERSION_UNSUPPORTED];

    fn registry(&self) -> &Registry<Self> {
        &self.registry
    }

    fn module_of(traits: &&'static str) -> &'static str {
        traits
    }

    fn entry(&self, call: &Call<'_>) -> Option<&'static Entry<Self>> {
        self.registry.find_in(call.tree.text_of("Module").unwrap_or(""), &call.action)
    }

    fn manner(&self, call: &Call<'_>) -> bool {
        call.tree.get("Version").is_some()
    }

    fn claims(&self, _request: &Request) -> bool {
        true
    }

    fn decode<'r>(&self, request: &'r Request) -> Outcome<Call<'r>> {
        let malformed = |error: flat::Malformed| Fault::coded(code::PARAMETER_INVALID, error.to_string());
        let pairs = flat::pairs(request.query().as_bytes()).map_err(malformed)?;
        let style = Style { empty_is_absent: false, nested_none: None };
        let tree = flat::tree(&pairs, style).map_err(malformed)?;
        let action = match tree.get("Action") {
            Some(Tree::Text(action)) => action.clone(),
            _ => Cow::Borrowed(""),
        };
        Ok(Call { module: "", action, tree, pairs, defect: None })
    }

    fn credential<'c>(
        &self,
        _request: &'c Request,
        call: &'c Call<'c>,
        _entry: Option<&'static Entry<Self>>,
    ) -> Outcome<Option<u64>> {
        Ok(call.tree.text_of("Nonce").and_then(|text| text.parse().ok()))
    }

    fn checks(&self) -> &'static [Check<Self>] {
        &[Check { name: "caller", run: is_known::<CDN> }]
    }

    fn invalid(&self, invalid: &Invalid) -> Fault {
        Fault::coded(code::PARAMETER_INVALID, invalid.field.clone())
    }

    fn code_for(&self, _refusal: &Refusal) -> Code {
        code::PARAMETER_INVALID
    }

    fn overloaded(&self) -> Fault {
        Fault::coded(code::PARAMETER_INVALID, "overloaded")
    }

    fn render(&self, heading: Heading<'_, bool>, outcome: Result<Reply, Failure<'_>>) -> Response {
        let (code, fields, text) = match &outcome {
            Ok(reply) => (reply.code, reply.fields.fields(), ""),
            Err(failure) => (Some(failure.code), "", failure.text),
        };
        let number = code.map_or("0", |code| code.number());
        let body = match (heading.manner, outcome.is_ok()) {
            (true, true) => format!(r#"{{"Response":{{"RequestId":{},{fields}}}}}"#, heading.id),
            (true, false) => format!(r#"{{"Response":{{"Error":"{text}"}}}}"#),
            (false, _) => format!(r#"{{"code":{number},"message":"{text}",{fields}}}"#),
        };
        let mut response = Response::new(Bytes::from(body));
        response.headers_mut().insert("content-type", HeaderValue::from_static("application/json"));
        response
    }

    fn client(&self) -> &dyn Client {
        &Nobody
    }
}

struct Nobody;

impl Client for Nobody {
    fn prepare(&self, _call: &Outgoing<'_>, _credentials: &Credentials, _now: Time) -> Prepared {
        Prepared { method: String::new(), target: String::new(), headers: Vec::new(), body: String::new() }
    }

    fn code(&self, _status: u16, _body: &str) -> Option<String> {
        None
    }

    fn environment(&self, _endpoint: &str) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

impl<const CDN: bool> Operator for Sketch<CDN> {
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
