//! How long the states last that end by themselves. The dialect says how long by default; the operator or an
//! administrator of the platform may say otherwise, of all that is in such a state and all that will be.

use crate::refusal::Refusal;
use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource, State};
use crate::rows::shelf::table;
use crate::time::due::{Due, Purpose};
use crate::time::instant::{Span, Time};
use crate::world::{Answer, Realm, World};
use squall_store::Table;

/// System and period: how long it lasts where that is not the dialect's default; for ever without a span.
pub(crate) const PERIODS: Table<(Realm, u8), Option<Span>> = Table::new(140, "periods");

/// The longest period that can be set.
pub const PERIOD_MOST: Span = Span::days(36_500);
/// How many rows are looked at together when a period is changed.
const PAGE: usize = 1_000;

/// A state's end, or a term's. The number is part of stored keys: it is never reused or changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Period {
    /// How long the recycle bin keeps things.
    Recycle = 1,
    /// How long suspended things are kept before they are forfeited.
    Grace = 2,
    /// How long ceased things can still be described.
    Memory = 3,
    /// How long things whose term is over go on before they expire.
    Overdue = 4,
}

/// How long each period lasts; for ever without a span.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Periods {
    /// How long the recycle bin keeps things.
    pub recycle: Option<Span>,
    /// How long suspended things are kept before they are forfeited.
    pub grace: Option<Span>,
    /// How long ceased things can still be described.
    pub memory: Option<Span>,
    /// How long things whose term is over go on before they expire.
    pub overdue: Option<Span>,
}

const NOTHING: Option<Span> = Some(Span::ZERO);

impl Periods {
    /// No time at all: everything ends at once.
    pub const NONE: Periods = Periods { recycle: NOTHING, grace: NOTHING, memory: NOTHING, overdue: NOTHING };

    const fn of(&self, period: Period) -> Option<Span> {
        match period {
            Period::Recycle => self.recycle,
            Period::Grace => self.grace,
            Period::Memory => self.memory,
            Period::Overdue => self.overdue,
        }
    }
}

impl Period {
    /// All of them.
    pub const ALL: [Period; 4] = [Period::Recycle, Period::Grace, Period::Memory, Period::Overdue];

    /// Its name in words.
    pub const fn word(self) -> &'static str {
        match self {
            Period::Recycle => "recycle",
            Period::Grace => "grace",
            Period::Memory => "memory",
            Period::Overdue => "overdue",
        }
    }

    /// That of a state, if it ends by itself.
    const fn of(state: State) -> Option<Period> {
        match state {
            State::Recycled => Some(Period::Recycle),
            State::Suspended => Some(Period::Grace),
            State::Ceased => Some(Period::Memory),
            State::Pending
            | State::Active
            | State::Stopped
            | State::Free
            | State::Bound
            | State::Deprecated
            | State::Failed => None,
        }
    }

    const fn purpose(self) -> Purpose {
        match self {
            Period::Recycle => Purpose::Expiry,
            Period::Grace => Purpose::Forfeit,
            Period::Memory => Purpose::Oblivion,
            Period::Overdue => Purpose::Term,
        }
    }

    fn due(self, kind: Kind, id: &str) -> Due {
        let id = id.to_owned();
        match self {
            Period::Recycle => Due::Expiry { kind, id },
            Period::Grace => Due::Forfeit { kind, id },
            Period::Memory => Due::Oblivion { kind, id },
            Period::Overdue => Due::Term { kind, id },
        }
    }
}

impl World<'_> {
    /// How long a period lasts in this world; for ever without a span.
    pub fn period(&self, period: Period) -> Answer<Option<Span>> {
        let set = self.tx.get(&PERIODS, &(self.realm, period as u8))?;
        Ok(set.unwrap_or_else(|| self.laws.periods.of(period)))
    }

    /// Lets a period last another time, for what is in such a state as well: what has been in it for longer ends now.
    ///
    /// # Errors
    /// `Invalid` for a span that is negative or longer than `PERIOD_MOST`.
    pub fn set_period(&self, period: Period, span: Option<Span>) -> Answer<()> {
        if span.is_some_and(|span| span < Span::ZERO || span > PERIOD_MOST) {
            return Err(Refusal::Invalid { what: "a period must last from 0 to 36500 days".to_owned() });
        }
        let key = (self.realm, period as u8);
        if span == self.laws.periods.of(period) {
            self.tx.delete(&PERIODS, &key)?;
        } else {
            self.tx.put(&PERIODS, &key, &span)?;
        }
        if period == Period::Overdue {
            return self.expect_terms();
        }
        macro_rules! expect {
            ($($kind:ident),* $(,)?) => {$(self.expect_ends::<crate::$kind>(period)?;)*};
        }
        crate::every_kind!(expect);
        Ok(())
    }

    /// The instant at which the state that a row is in ends by itself, if it does.
    pub fn ends_at(&self, head: &Head) -> Answer<Option<Time>> {
        let period = Period::of(head.state).filter(|_| head.is_idle());
        let span = period.map_or(Ok(None), |period| self.period(period))?;
        Ok(span.map(|span| head.state_at + span))
    }

    /// Whether the state that a row is in ends at this instant or should have ended before.
    pub(crate) fn has_ended(&self, head: &Head) -> Answer<bool> {
        Ok(self.ends_at(head)?.is_some_and(|at| at <= self.now))
    }

    /// Expects the end of the state that a row is in, if it ends by itself, in the place of what was expected of it.
    pub(crate) fn expect_end(&self, kind: Kind, head: &Head) -> Answer<()> {
        match (Period::of(head.state), self.ends_at(head)?) {
            (Some(period), Some(at)) => self.expect(at, period.due(kind, &head.id)),
            (Some(period), None) => self.retract(&head.id, period.purpose()),
            (None, _) => Ok(()),
        }
    }

    fn expect_ends<T: Resource>(&self, period: Period) -> Answer<()> {
        let mut after = None;
        loop {
            let rows = self.tx.page(&table::<T>(), &(self.realm,), after.as_ref(), PAGE)?;
            let Some((last, _)) = rows.last() else { return Ok(()) };
            after = Some(last.clone());
            for (_, row) in &rows {
                if Period::of(row.head().state) == Some(period) {
                    self.expect_end(T::KIND, row.head())?;
                }
            }
        }
    }
}
