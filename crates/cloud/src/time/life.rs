//! How a resource comes from one state into another: changes begin and arrive, and what follows in time is expected.

use crate::rows::resource::{Change, Head, Resource, State, Verb};
use crate::time::due::{Due, Purpose};
use crate::time::instant::Span;
use crate::world::{Answer, World};

impl Head {
    /// Whether it stands so that an event for this purpose is still to happen to it, or `None` where that does not
    /// follow from where it stands.
    pub(crate) fn calls_for(&self, purpose: Purpose) -> Option<bool> {
        match purpose {
            Purpose::Arrival => Some(self.change.is_some()),
            Purpose::Expiry => Some(self.is_settled_in(State::Recycled)),
            Purpose::Forfeit => Some(self.is_settled_in(State::Suspended)),
            Purpose::Oblivion
            | Purpose::Exhausted
            | Purpose::Turn
            | Purpose::Sweep
            | Purpose::Term
            | Purpose::Lapse => None,
        }
    }
}

impl World<'_> {
    /// Begins a change that arrives after a span: at once when the span is nothing.
    pub fn begin<T: Resource>(&self, row: &mut T, verb: Verb, target: State, span: Span) -> Answer<()> {
        let due_at = self.now + span;
        row.head_mut().change = Some(Change { verb, target, due_at });
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

    /// Takes back what an old row called for and the new one does not.
    pub(crate) fn retract_void(&self, old: &Head, new: &Head) -> Answer<()> {
        for purpose in [Purpose::Arrival, Purpose::Expiry, Purpose::Forfeit] {
            if old.calls_for(purpose) == Some(true) && new.calls_for(purpose) == Some(false) {
                self.retract(&new.id, purpose)?;
            }
        }
        Ok(())
    }

    /// Makes a resource's lease ready after the system's delay.
    pub fn grant_lease<T: Resource>(&self, row: &mut T) -> Answer<()> {
        let at = self.now + self.laws.lease_delay;
        row.head_mut().lease_at = Some(at);
        self.ripen(at)
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
        let may_be_owed = comes || change.verb == Verb::Resume;
        if may_be_owed && self.payer(&row.head().owner)?.arrears_since.is_some() {
            let id = row.head().id.clone();
            self.suspend::<T>(&id)?;
            *row = self.fetch(&id)?;
        }
        Ok(())
    }
}
