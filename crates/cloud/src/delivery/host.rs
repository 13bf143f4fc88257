//! A host name that a network delivers for its owner.

use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource, State, Verb};
use crate::time::instant::{Span, Time};
use crate::world::{Answer, World};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The network that delivers it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Reach {
    /// Content, inside the country.
    Inland,
    /// Content, outside of it.
    Overseas,
    /// What is made for each request.
    Dynamic,
}

/// A change that was ordered and cannot begin yet.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Waiting {
    /// What is to be done.
    pub verb: Verb,
    /// The state it leads to.
    pub target: State,
}

/// The certificate that a host is delivered with.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Deployed {
    /// The vendor's number for how it is delivered.
    pub mode: u8,
    /// Its id among the account's certificates; empty where it came with the call.
    pub id: String,
    /// The certificate and those above it, as they were given.
    pub content: String,
    /// The private key, as it was given.
    pub private_key: String,
    /// The name that it was made for.
    pub common_name: String,
    /// The last instant at which it is good.
    pub expires_at: Time,
    /// When it was deployed.
    pub deployed_at: Time,
    /// The owner's remark.
    pub message: String,
    /// Whether HTTP/2 is spoken.
    pub http2: bool,
    /// Whether plain requests are sent on to HTTPS, in the vendor's number.
    pub force: i8,
}

/// A host name that a network delivers. Its name is the host's: no two live ones have the same, whoever owns them.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct AcceleratedHost {
    /// What every resource carries.
    pub head: Head,
    /// The network that delivers it.
    pub reach: Reach,
    /// The project it belongs to.
    pub project: u64,
    /// Where what is delivered comes from, as it was given.
    pub origin: String,
    /// The kind of origin, in the vendor's word.
    pub origin_kind: String,
    /// What is delivered, in the vendor's word.
    pub service: String,
    /// Further settings by the vendor's names, as they were given.
    pub settings: BTreeMap<String, String>,
    /// The certificate, where there is one.
    pub certificate: Option<Deployed>,
    /// What was ordered and cannot begin yet.
    pub waiting: Option<Waiting>,
    /// When its configuration was last changed.
    pub updated_at: Time,
}

impl Resource for AcceleratedHost {
    const KIND: Kind = Kind::AcceleratedHost;
    headed!();
    fn keys(&self, push: &mut dyn FnMut(String)) {
        push(self.head.name.to_ascii_lowercase());
    }
}

impl AcceleratedHost {
    /// Whether something is being done to it, or is to be.
    pub fn is_changing(&self) -> bool {
        self.head.change.is_some() || self.waiting.is_some()
    }

    /// The state that it is in or on its way to.
    pub fn target(&self) -> State {
        let under_way = self.head.change.map(|change| change.target);
        under_way.or(self.waiting.map(|waiting| waiting.target)).unwrap_or(self.head.state)
    }
}

impl World<'_> {
    /// Orders a change of a host: it begins now, or waits until somebody lets it.
    pub fn deploy(
        &self,
        host: &mut AcceleratedHost,
        verb: Verb,
        target: State,
        span: Option<Span>,
    ) -> Answer<()> {
        host.updated_at = self.now;
        match span {
            Some(span) => self.begin(host, verb, target, span),
            None => {
                host.waiting = Some(Waiting { verb, target });
                self.save(host)
            }
        }
    }

    /// Lets what waits begin.
    pub fn let_deploy(&self, host: &mut AcceleratedHost, span: Span) -> Answer<()> {
        match host.waiting.take() {
            Some(Waiting { verb, target }) => self.begin(host, verb, target, span),
            None => Ok(()),
        }
    }

    /// Has what is under way wait until somebody lets it go on.
    pub fn hold_deployment(&self, host: &mut AcceleratedHost) -> Answer<()> {
        let Some(change) = host.head.change.take() else { return Ok(()) };
        host.waiting = Some(Waiting { verb: change.verb, target: change.target });
        self.save(host)
    }
}
