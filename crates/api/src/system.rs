//! A system as the rest of the process knows it, whatever its dialect.

use crate::action::{Access, Entry};
use crate::dialect::{ActionAddress, Dialect, Operator};
use crate::handled::{Begun, Handled};
use crate::pipeline::{Pipeline, Trail};
use crate::request::Request;
use squall_catalogue::{Code, System};
use squall_cloud::{Calendar, World};
use squall_store::{Patience, Tx};

/// One system, ready to answer. The pipeline of any dialect is one.
pub trait Cloud: Send + Sync {
    /// Which system.
    fn system(&self) -> System;
    /// Whether a request is addressed to it.
    fn claims(&self, request: &Request) -> bool;
    /// Whether a path is one of those that are no API calls, such as an instance's metadata: what is told there is told
    /// without credentials.
    fn is_aside(&self, path: &str) -> bool;
    /// Does a request's work, as far as the thread can be spared for it.
    fn begin(&self, request: &Request, patience: Patience) -> Begun;
    /// Answers a request, and blocks the thread until what it has written is safe.
    fn answer(&self, request: &Request) -> Handled {
        let mut begun = self.begin(request, Patience::FULL);
        loop {
            begun = match begun {
                Begun::Handled(handled) => return handled,
                Begun::Unsettled(unsettled) => return unsettled.wait(request),
                Begun::Lengthy(lengthy) => lengthy.go_on(request),
            }
        }
    }
    /// Answers a request that there is no room to work on.
    fn refuse_overload(&self, request: &Request) -> Handled;
    /// Answers a request whose body is longer than anybody reads, if the vendor has words for it.
    fn refuse_oversized(&self, request: &Request) -> Option<Handled>;
    /// Its view of the world in a transaction.
    fn world<'t>(&'t self, tx: &'t Tx<'t>, now: squall_cloud::Time) -> World<'t>;
    /// By which its days turn.
    fn calendar(&self) -> Calendar;
    /// The operator's half of the dialect.
    fn operator(&self) -> &dyn Operator;
    /// The names of its actions, what they do, what they take and which codes they raise.
    fn actions(&self) -> Vec<ActionFacts>;
    /// The codes that any action can raise.
    fn common_codes(&self) -> &'static [Code];
    /// The client's half of the protocol.
    fn client(&self) -> &dyn crate::client::Client;
}

/// What is publicly known of an action.
#[derive(Clone, Debug)]
pub struct ActionFacts {
    /// Its name.
    pub name: &'static str,
    /// What it does.
    pub about: &'static str,
    /// Whether it changes anything.
    pub access: Access,
    /// Whether anybody may call it, with or without a credential.
    pub is_open: bool,
    /// Where it is found, and whether a call must name a zone.
    pub address: ActionAddress,
    /// Its parameters.
    pub fields: &'static [squall_wire::Field],
    /// The codes of its own.
    pub raises: &'static [Code],
}

impl<D: Dialect> Cloud for Pipeline<D> {
    fn system(&self) -> System {
        D::SYSTEM
    }

    fn claims(&self, request: &Request) -> bool {
        self.dialect().claims(request)
    }

    fn is_aside(&self, path: &str) -> bool {
        D::SIDE_DOORS.contains(&path)
    }

    fn begin(&self, request: &Request, patience: Patience) -> Begun {
        let began = self.site().host.now();
        if self.is_aside(request.path()) {
            return self.answer_aside(request, patience);
        }
        self.work(request, patience, began, Trail::default(), None)
    }

    fn refuse_overload(&self, request: &Request) -> Handled {
        let began = self.site().host.now();
        self.conclude(request, Trail::default(), Err(self.dialect().overloaded()), began)
    }

    fn refuse_oversized(&self, request: &Request) -> Option<Handled> {
        let (began, fault) = (self.site().host.now(), self.dialect().oversized()?);
        Some(self.conclude(request, Trail::default(), Err(fault), began))
    }

    fn world<'t>(&'t self, tx: &'t Tx<'t>, now: squall_cloud::Time) -> World<'t> {
        self.world_at(tx, now)
    }

    fn calendar(&self) -> Calendar {
        D::LAWS.calendar
    }

    fn operator(&self) -> &dyn Operator {
        self.dialect()
    }

    fn actions(&self) -> Vec<ActionFacts> {
        let facts = |entry: &'static Entry<D>| ActionFacts {
            name: entry.name,
            about: entry.about,
            access: entry.access,
            is_open: entry.is_open(),
            address: D::address_of(&entry.traits),
            fields: entry.fields,
            raises: entry.raises,
        };
        self.dialect().registry().iter().map(facts).collect()
    }

    fn common_codes(&self) -> &'static [Code] {
        D::COMMON
    }

    fn client(&self) -> &dyn crate::client::Client {
        self.dialect().client()
    }
}
