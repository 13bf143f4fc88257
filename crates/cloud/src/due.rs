//! The queue of what is to happen, in order of time. There are no timers: whoever looks at the world first lets
//! everything happen that has become due, each at its own instant.

use crate::kind::Kind;
use crate::resource::{Resource, State, Verb};
use crate::time::{Span, Time};
use crate::world::{Answer, Realm, Stream, World};
use serde::{Deserialize, Serialize};
use squall_store::{Table, Tx};

/// Instant, sequence number, system: what is due.
pub(crate) const DUE: Table<(i64, u64, Realm), Due> = Table::new(104, "due");
/// The most events that one transaction settles, so that a long leap of the clock holds no reader up.
pub const SETTLE_BATCH: usize = 1_000;

/// Something that is to happen. An event whose row has moved on in the meantime is void.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Due {
    /// A change arrives.
    Arrival {
        /// The kind of the resource.
        kind: Kind,
        /// Its id.
        id: String,
    },
    /// Nothing happens, but a lease or job is ready from then on: `settle` waits for it.
    Ripe,
    /// A recycled resource ceases.
    Expiry {
        /// The kind of the resource.
        kind: Kind,
        /// Its id.
        id: String,
    },
    /// A suspended resource is put into the recycle bin.
    Forfeit {
        /// The kind of the resource.
        kind: Kind,
        /// Its id.
        id: String,
    },
    /// A ceased resource is forgotten.
    Oblivion {
        /// The kind of the resource.
        kind: Kind,
        /// Its id.
        id: String,
    },
    /// An account's money has run out.
    Exhausted {
        /// The account.
        account: String,
    },
    /// A reserved contract lapses, begins or ends.
    Turn {
        /// The contract.
        contract: String,
    },
}

/// The instant at which the next event is due, if any.
pub fn next_due(tx: &Tx<'_>) -> Answer<Option<Time>> {
    Ok(tx.first_key(&DUE, &())?.map(|(at, _, _)| Time(at)))
}

/// The latest instant at which a change, lease or job under way is finished; expiries are not waited for.
pub fn horizon(tx: &Tx<'_>) -> Answer<Option<Time>> {
    let events = tx.prefix(&DUE, &())?;
    let under_way = events.into_iter().filter(|(_, due)| matches!(due, Due::Arrival { .. } | Due::Ripe));
    Ok(under_way.map(|((at, _, _), _)| Time(at)).max())
}

/// Lets at most `SETTLE_BATCH` events happen that are due by `world.now`; answers whether more are waiting. `world`
/// maps each system to its own view, because every system has its own laws.
pub fn settle<'t>(tx: &'t Tx<'t>, now: Time, world: impl Fn(Realm) -> World<'t>) -> Answer<bool> {
    for _ in 0..SETTLE_BATCH {
        let Some((key, due)) = tx.first(&DUE, &())?.filter(|((at, _, _), _)| *at <= now.0) else {
            return Ok(false);
        };
        tx.delete(&DUE, &key)?;
        world(key.2).at(Time(key.0)).happen(&due)?;
    }
    Ok(true)
}

impl World<'_> {
    /// Expects an event at an instant.
    pub(crate) fn expect(&self, at: Time, due: Due) -> Answer<()> {
        let sequence = self.next(Stream::Due)?;
        Ok(self.tx.put(&DUE, &(at.0, sequence, self.realm), &due)?)
    }

    /// Begins a change that arrives after a span: at once when the span is nothing.
    pub fn begin<T: Resource>(&self, row: &mut T, verb: Verb, target: State, span: Span) -> Answer<()> {
        let due_at = self.now + span;
        row.head_mut().change = Some(crate::Change { verb, target, due_at });
        if span <= Span::ZERO {
            return self.arrive(row);
        }
        self.save(row)?;
        self.expect(due_at, Due::Arrival { kind: T::KIND, id: row.head().id.clone() })
    }

    /// Puts a row into a state at once, with all that follows in time: the recycle bin and what comes after it.
    pub fn become_state<T: Resource>(&self, row: &mut T, state: State) -> Answer<()> {
        let head = row.head_mut();
        (head.state, head.state_at, head.change) = (state, self.now, None);
        self.expect_end(T::KIND, row.head())?;
        self.save(row)
    }

    /// Makes a resource's lease ready after the system's delay.
    pub fn grant_lease<T: Resource>(&self, row: &mut T) -> Answer<()> {
        let at = self.now + self.laws.lease_delay;
        row.head_mut().lease_at = Some(at);
        self.ripen(at)
    }

    /// Lets `settle` wait until an instant.
    pub fn ripen(&self, at: Time) -> Answer<()> {
        self.expect(at, Due::Ripe)
    }

    pub(crate) fn arrive<T: Resource>(&self, row: &mut T) -> Answer<()> {
        let Some(change) = row.head().change else { return Ok(()) };
        let comes = matches!(row.head().state, State::Pending | State::Recycled) && change.target.is_live();
        if comes {
            self.grant_lease(row)?;
        }
        row.head_mut().state = change.target;
        row.head_mut().change = None;
        self.follow(row, change.verb)?;
        let target = row.head().state;
        self.become_state(row, target)?;
        // What arrives at an account that ran out of money in the meantime must not go on for free.
        if comes && self.payer(&row.head().owner)?.arrears_since.is_some() {
            let id = row.head().id.clone();
            self.suspend::<T>(&id)?;
            *row = self.fetch(&id)?;
        }
        Ok(())
    }
}
