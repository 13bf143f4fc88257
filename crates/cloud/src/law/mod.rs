//! The laws of a system: what its kinds claim in which state, what they cost there, and what follows from an arrival.
//! They are tables of constants that a dialect writes and the engine reads; no vendor's rule stands in the engine.

mod aftermath;
mod claims;
mod contradictions;
mod network;
mod period;
mod tariff;

pub use aftermath::{Aftermath, Bonds, Fate, Tie};
pub use claims::{ByState, Claims, Rate};
pub use network::{Holding, NatScope, NetworkLaw};
pub(crate) use period::PERIODS;
pub use period::{PERIOD_MOST, Period, Periods};
pub use tariff::{Price, Quote, RenewedFrom, Tariff};

use crate::billing::money::Money;
use crate::fleet::{QuotaScope, Strategy};
use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource, State};
use crate::time::calendar::Calendar;
use crate::time::instant::Span;
use crate::world::World;

/// What holds for all rows of a kind.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Law {
    claims: ByState<Claims>,
    leaving: Claims,
    rates: ByState<Rate>,
    aftermaths: ByState<Aftermath>,
    forfeited_to: State,
    suspended_in_arrears: bool,
    expired_to: State,
    refunded: bool,
}

impl Law {
    /// The usual: a row claims everything for as long as it is live and nothing afterwards, costs its price in use and
    /// another while stopped, and nothing else follows from what becomes of it.
    pub const USUAL: Law = Law {
        claims: ByState::all(Claims::ALL).but(&[State::Recycled, State::Ceased], Claims::NONE),
        leaving: Claims::ALL,
        rates: ByState::all(Rate::Nothing)
            .but(&[State::Active, State::Free, State::Bound, State::Deprecated], Rate::InUse)
            .but(&[State::Stopped], Rate::Idle),
        aftermaths: ByState::all(Aftermath::NONE),
        forfeited_to: State::Recycled,
        suspended_in_arrears: false,
        expired_to: State::Recycled,
        refunded: false,
    };

    /// Lets rows claim this in some states.
    pub const fn claiming(self, states: &[State], claims: Claims) -> Law {
        Law { claims: self.claims.but(states, claims), ..self }
    }

    /// Lets rows claim no more than this from the beginning of a change that ends their life.
    pub const fn leaving(self, claims: Claims) -> Law {
        Law { leaving: claims, ..self }
    }

    /// Lets rows be charged this in some states.
    pub const fn charged(self, states: &[State], rate: Rate) -> Law {
        Law { rates: self.rates.but(states, rate), ..self }
    }

    /// Lets this follow from the arrival of rows in some states.
    pub const fn after(self, states: &[State], aftermath: Aftermath) -> Law {
        Law { aftermaths: self.aftermaths.but(states, aftermath), ..self }
    }

    /// Lets rows be taken out of service when their account runs out of money.
    pub const fn suspended_in_arrears(self) -> Law {
        Law { suspended_in_arrears: true, ..self }
    }

    /// Lets rows go into this state when they were suspended for too long.
    pub const fn forfeited_to(self, state: State) -> Law {
        Law { forfeited_to: state, ..self }
    }

    /// Lets rows go into this state when their term has been over for the system's period: out of service, into the
    /// recycle bin or for good.
    pub const fn expiring_to(self, state: State) -> Law {
        Law { expired_to: state, ..self }
    }

    /// Lets the rest of what was paid in advance for a row be given back when it ceases.
    pub const fn refunded(self) -> Law {
        Law { refunded: true, ..self }
    }

    /// What a row claims: what its state claims and, so that its arrival cannot fail, what the state claims that it is
    /// on its way to.
    pub const fn claims(&self, head: &Head) -> Claims {
        let present = *self.claims.of(head.state);
        match head.change {
            None => present,
            Some(change) if change.target.is_live() => present.and(*self.claims.of(change.target)),
            Some(change) => present.within(self.leaving).and(*self.claims.of(change.target)),
        }
    }

    /// What a row claims once it stands in a state.
    pub const fn claims_in(&self, state: State) -> Claims {
        *self.claims.of(state)
    }

    /// What of its claims a row keeps on its way out of life.
    pub const fn kept_leaving(&self) -> Claims {
        self.leaving
    }

    /// Where rows go when their term has been over for long enough.
    pub const fn expired_to(&self) -> State {
        self.expired_to
    }

    /// Whether the rest of what was paid in advance is given back when a row ceases.
    pub const fn is_refunded(&self) -> bool {
        self.refunded
    }

    /// Which price a row is charged in a state.
    pub const fn rate_in(&self, state: State) -> Rate {
        *self.rates.of(state)
    }

    /// What an hour of a row costs in the state it is in.
    pub fn hourly(&self, head: &Head) -> Money {
        match self.rates.of(head.state) {
            _ if head.prepaid => Money::ZERO,
            Rate::Nothing => Money::ZERO,
            Rate::InUse => head.price,
            Rate::Idle => head.idle_price,
        }
    }

    /// What follows from the arrival of a row in a state.
    pub const fn aftermath(&self, state: State) -> &Aftermath {
        self.aftermaths.of(state)
    }
}

/// The laws of a system's kinds; what is not among them does not exist there.
#[derive(Debug)]
pub struct Kinds([Option<Law>; Kind::ALL.len()]);

impl Kinds {
    /// None at all.
    pub const NONE: Kinds = Kinds::of(&[]);

    /// The laws of these kinds.
    ///
    /// # Panics
    /// When a kind is named twice: in a constant this is a compile error.
    pub const fn of(laws: &[(Kind, Law)]) -> Kinds {
        let mut kinds = [None; Kind::ALL.len()];
        let mut at = 0;
        while at < laws.len() {
            let (kind, law) = laws[at];
            assert!(kinds[kind.place()].is_none(), "a kind has two laws");
            kinds[kind.place()] = Some(law);
            at += 1;
        }
        Kinds(kinds)
    }
}

/// What a system's own rules fix.
#[derive(Debug)]
pub struct Laws {
    /// How long states last that end by themselves, unless the operator says otherwise.
    pub periods: Periods,
    /// How long after a resource has come into being its lease is ready.
    pub lease_delay: Span,
    /// How a host is chosen for what is to be placed.
    pub placing: Strategy,
    /// When its days, months and years turn.
    pub calendar: Calendar,
    /// For which places quotas are counted.
    pub quota_scope: QuotaScope,
    /// How it takes money.
    pub tariff: Tariff,
    /// What holds for networks.
    pub network: NetworkLaw,
    /// What holds for each kind.
    pub kinds: Kinds,
}

/// The law of what a system does not have: it claims and costs nothing.
const UNKNOWN: Law =
    Law { claims: ByState::all(Claims::NONE), rates: ByState::all(Rate::Nothing), ..Law::USUAL };

impl Laws {
    /// Those of a system that has nothing.
    pub const NONE: Laws = Laws {
        periods: Periods::NONE,
        lease_delay: Span::ZERO,
        placing: Strategy::FirstFit,
        calendar: Calendar::UTC,
        quota_scope: QuotaScope::Zone,
        tariff: Tariff::CASH,
        network: NetworkLaw::NONE,
        kinds: Kinds::NONE,
    };

    /// The law of a kind.
    pub const fn of(&self, kind: Kind) -> &Law {
        match &self.kinds.0[kind.place()] {
            Some(law) => law,
            None => &UNKNOWN,
        }
    }

    /// Whether the system has a kind.
    pub const fn has(&self, kind: Kind) -> bool {
        self.kinds.0[kind.place()].is_some()
    }

    /// Whether rows of a kind are taken out of service when their account runs out of money.
    pub(crate) const fn suspends(&self, kind: Kind) -> bool {
        self.of(kind).suspended_in_arrears
    }

    pub(crate) const fn forfeit(&self, kind: Kind) -> State {
        self.of(kind).forfeited_to
    }
}

impl World<'_> {
    /// What a row claims.
    pub fn claims<T: Resource>(&self, row: &T) -> Claims {
        self.laws.of(T::KIND).claims(row.head())
    }

    /// What an hour of a row costs in the state it is in.
    pub fn hourly<T: Resource>(&self, row: &T) -> Money {
        self.laws.of(T::KIND).hourly(row.head())
    }
}
