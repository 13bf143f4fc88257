//! What tests must know of a system beyond its protocol: one file a system. Everything else — signing, sending, making
//! up calls, breaking the store, intruding — is the same for all.

mod huawei;
mod qingcloud;
mod tencent_cdn;

pub use huawei::Huawei;
pub use qingcloud::QingCloud;
pub use tencent_cdn::TencentCdn;

use crate::forgery::Showing;
use crate::{Chance, Desk, Pool, Reply};
use serde_json::Value;
use squall_api::catalogue::{Code, System};
use squall_api::client::Credentials;
use squall_api::cloud::{Answer, Laws, World};
use squall_api::param::Rule;
use squall_api::{ActionFacts, Cloud, Site};
use std::sync::Arc;

/// The codes that a system answers bad parameters and its own failures with.
#[derive(Clone, Copy, Debug)]
pub struct Codes {
    /// A field that must be there is not.
    pub missing: Code,
    /// A field that must be there is an empty text; `None` where that is a text like any other.
    pub empty: Option<Code>,
    /// A value has not the form that its field declares.
    pub malformed: Code,
    /// A value has the form and is not allowed, unless its field declares a code of its own.
    pub not_allowed: Code,
    /// Something failed that never should.
    pub internal: Code,
}

/// A system as its tests know it.
pub trait Vendor: Sync {
    /// Which system it is.
    fn system(&self) -> System;

    /// The folder of its dialect's crate, whose tests are its own.
    fn folder(&self) -> &'static str;

    /// The system over a site.
    fn cloud(&self, site: Arc<Site>) -> Box<dyn Cloud>;

    /// Its laws, as a site takes them.
    fn laws(&self) -> &'static [(System, &'static Laws)];

    /// The codes of bad parameters and of its own failures.
    fn codes(&self) -> Codes;

    /// The code of an action's field that must be there and is not, where it is another than usual.
    fn missing(&self, _action: &str, _field: &str) -> Option<Code> {
        None
    }

    /// The code that an id of another account's gets, by the word that its field declares.
    fn foreign(&self, word: &str) -> Code;

    /// Every way of showing who calls, with good credentials of the demo account or what acts for it. At least one must
    /// serve each action that is not open.
    fn showings(&self, desk: &Desk) -> Vec<Showing>;

    /// Whether an action is only for the account that runs the platform, and the code that all others get.
    fn administers(&self, _action: &str) -> Option<Code> {
        None
    }

    /// The sentence of a reply that says what went wrong.
    fn message<'v>(&self, body: &'v Value) -> &'v str;

    /// What must hold of every reply, whatever it says.
    fn judge(&self, _reply: &Reply) {}

    /// The credentials to call again with when a reply says that the action takes others than a user's.
    fn instead(&self, _reply: &Reply) -> Option<Credentials> {
        None
    }

    /// Parameters that go with every call of some credentials, unless the call has them already.
    fn own(&self, _credentials: &Credentials) -> Vec<(String, String)> {
        Vec::new()
    }

    /// The method for calls that are too big for an action's own, where the system has one.
    fn big_method(&self) -> Option<&'static str> {
        None
    }

    /// Whether an action refuses fields that it does not declare.
    fn is_closed(&self, _action: &str) -> bool {
        false
    }

    /// Makes a world fit for tenants who do nothing else all day.
    fn furnish(&self, desk: &Desk);

    /// Gives an account what its owner could not make for itself; answers the ids of that.
    fn welcome(&self, _desk: &Desk, _label: &str) -> Pool {
        Pool::default()
    }

    /// What an operator does now and then, to an account or to all.
    fn disturb(&self, desk: &Desk, label: &str, chance: &mut Chance);

    /// What does not add up in a world, beyond what the engine's own auditor finds.
    fn audit(&self, _world: &World<'_>) -> Answer<Vec<String>> {
        Ok(Vec::new())
    }

    /// A value for a field that only makes sense in a form of its own; an empty one leaves it out.
    fn value(&self, name: &str, rule: &Rule, chance: &mut Chance, pool: &Pool) -> Option<String>;

    /// Optional fields without which a call rarely makes sense.
    fn always(&self) -> &'static [&'static str];

    /// An id of nothing, for a field that takes one.
    fn made_up(&self, word: &str, chance: &mut Chance) -> String;

    /// Where a pool keeps the ids that a field's declaration speaks of; empty for a word that is not known.
    fn shelf(&self, word: &str) -> &'static str;

    /// Remembers the ids in a reply to an action.
    fn learn(&self, action: &str, reply: &Value, pool: &mut Pool);

    /// The words for ids that belong to no account.
    fn shared(&self) -> &'static [&'static str];

    /// Whether an action is the platform's own, so that it serves everybody's things alike.
    fn is_platforms(&self, action: &ActionFacts) -> bool;

    /// Whether an action lists its caller's things and needs nothing to do so.
    fn is_listing(&self, action: &ActionFacts) -> bool;
}
