//! What every resource has in common, and the facts about a row from which everything else is derived.
//!
//! A verb only ever changes rows. Indexes, quota counters, host occupation and bills are consequences of a row, and
//! `World::save` alone draws them (see `shelf.rs`): they cannot drift from what they describe.

use crate::billing::money::Money;
use crate::fleet::Placement;
use crate::rows::kind::Kind;
use crate::time::instant::Time;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// Where a resource stands in its life. Each dialect has its own words for these.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum State {
    /// Ordered, not there yet.
    Pending,
    /// At work: an instance that runs, a router or balancer that is on.
    Active,
    /// Switched off.
    Stopped,
    /// There, and bound to nothing.
    Free,
    /// There, and bound to something.
    Bound,
    /// Usable by those who have it, closed to newcomers.
    Deprecated,
    /// Taken out of service for want of money.
    Suspended,
    /// In the recycle bin.
    Recycled,
    /// Gone; remembered for a while.
    Ceased,
    /// The last thing done to it did not succeed.
    Failed,
}

impl State {
    /// All of them, in order of their number.
    pub const ALL: [State; 10] = [
        State::Pending,
        State::Active,
        State::Stopped,
        State::Free,
        State::Bound,
        State::Deprecated,
        State::Suspended,
        State::Recycled,
        State::Ceased,
        State::Failed,
    ];

    /// Whether it exists in its owner's eyes: it counts against quotas and may be used.
    pub const fn is_live(self) -> bool {
        !matches!(self, State::Recycled | State::Ceased)
    }
}

/// What is being done to a resource.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Verb {
    /// Bringing it into being.
    Create,
    /// Switching it on.
    Start,
    /// Switching it off.
    Stop,
    /// Off and on again.
    Restart,
    /// Back to its first contents.
    Reset,
    /// Out of service for want of money.
    Suspend,
    /// Back into service.
    Resume,
    /// Binding it to another resource.
    Attach,
    /// Loosening it again.
    Detach,
    /// Putting changed settings into force.
    Update,
    /// Giving it another size.
    Resize,
    /// Into the recycle bin.
    Delete,
    /// Out of the recycle bin.
    Recover,
    /// Out of the recycle bin for good.
    Cease,
    /// Back to the first contents of another image.
    Replace,
    /// To another host while it runs.
    Migrate,
}

/// A change under way: what is being done, where it leads and when it arrives.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Change {
    /// What is being done.
    pub verb: Verb,
    /// The state it ends in.
    pub target: State,
    /// The instant of arrival.
    pub due_at: Time,
}

/// What every resource carries.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Head {
    /// Its id, unique in its system.
    pub id: String,
    /// The account that owns it.
    pub owner: String,
    /// The zone it lives in; empty where its kind has none.
    pub zone: String,
    /// The name its owner gave it.
    pub name: String,
    /// The owner's note on it.
    pub about: String,
    /// Where it stands.
    pub state: State,
    /// What is being done to it, if anything.
    pub change: Option<Change>,
    /// When it was ordered.
    pub created_at: Time,
    /// When its state last changed.
    pub state_at: Time,
    /// From when its lease is ready, so that it may be given back; `None` while that is not known yet.
    pub lease_at: Option<Time>,
    /// The hourly price while in use.
    pub price: Money,
    /// The hourly price while stopped.
    pub idle_price: Money,
    /// The state to return to after a suspension.
    pub resume_to: Option<State>,
    /// Whether it is paid in advance, by a term or a reserved contract, so that it costs nothing by the hour.
    pub prepaid: bool,
    /// What it counts against its account's quotas while it lives: quota name and amount. The dialect names them.
    pub uses: Vec<(String, u64)>,
}

impl Head {
    /// A new resource: pending, free of charge, counted against no quota.
    pub fn new(id: String, owner: &str, zone: &str, name: &str, now: Time) -> Head {
        Head {
            id,
            owner: owner.to_owned(),
            zone: zone.to_owned(),
            name: name.to_owned(),
            about: String::new(),
            state: State::Pending,
            change: None,
            created_at: now,
            state_at: now,
            lease_at: None,
            price: Money::ZERO,
            idle_price: Money::ZERO,
            resume_to: None,
            prepaid: false,
            uses: Vec::new(),
        }
    }

    /// The same in another state: for kinds that are there at once.
    pub fn in_state(mut self, state: State) -> Head {
        self.state = state;
        self
    }

    /// The same at an hourly price, and another while stopped.
    pub fn priced(mut self, price: Money, idle_price: Money) -> Head {
        (self.price, self.idle_price) = (price, idle_price);
        self
    }

    /// The same, counted against quotas.
    pub fn counted<const N: usize>(mut self, uses: [(&str, u64); N]) -> Head {
        self.uses = uses.into_iter().map(|(name, n)| (name.to_owned(), n)).collect();
        self
    }

    /// Gives it another name or description, where there is one.
    pub fn relabel(&mut self, name: Option<&str>, about: Option<&str>) {
        if let Some(name) = name {
            name.clone_into(&mut self.name);
        }
        if let Some(about) = about {
            about.clone_into(&mut self.about);
        }
    }

    /// Whose purse it is charged to, and its hourly price while in use.
    pub fn bill(&self) -> (&str, Money) {
        (&self.owner, self.price)
    }

    /// Whether nothing is being done to it.
    pub fn is_idle(&self) -> bool {
        self.change.is_none()
    }

    /// Whether it stands in this state with nothing being done to it.
    pub fn is_settled_in(&self, state: State) -> bool {
        self.state == state && self.change.is_none()
    }

    /// Whether its lease is ready at this instant.
    pub fn lease_is_ready(&self, now: Time) -> bool {
        self.lease_at.is_some_and(|at| at <= now)
    }
}

/// A kind of row that an account owns.
pub trait Resource: Serialize + DeserializeOwned + Clone + PartialEq + std::fmt::Debug + 'static {
    /// Which kind it is; the number is also its table's.
    const KIND: Kind;

    /// What it has in common with all others.
    fn head(&self) -> &Head;

    /// The same, to be changed.
    fn head_mut(&mut self) -> &mut Head;

    /// The kinds that it can point at; none where that can be anything, as with tags.
    const TARGETS: &'static [Kind] = &[];

    /// The resources it points at while it claims its links; pushes their ids. Answered backwards by `World::linked`.
    fn links(&self, _push: &mut dyn FnMut(&str)) {}

    /// Lets go of one that it points at; whoever asks for it saves the row.
    fn let_go(&mut self, _world: &crate::World<'_>, _target: &str) -> Result<(), crate::Refusal> {
        Ok(())
    }

    /// Lets go of what it is attached to.
    fn loosen(&mut self) {}

    /// Lets go of everything that it points at and could do without when it came back.
    fn unbind(&mut self) {
        self.loosen();
    }

    /// Whether it came with what it is attached to, rather than being attached to it later.
    fn is_built_in(&self) -> bool {
        false
    }

    /// The keys that no other row of its kind may hold while it claims its names; pushes them. Scope them by what they
    /// must be unique in.
    fn keys(&self, _push: &mut dyn FnMut(String)) {}

    /// The addresses of networks that no other row of whatever kind may have while it claims its names; pushes each
    /// with the network's id.
    fn addresses(&self, _push: &mut dyn FnMut(&str, std::net::IpAddr)) {}

    /// Whether its keys are addresses of pools, which have one less to give out for each.
    const POOLED: bool = false;

    /// The rooms it takes on hosts, as far as it claims them.
    fn placements(&self) -> impl Iterator<Item = &Placement> {
        std::iter::empty()
    }

    /// The rooms that can be moved to another host at once; none for what only lies there.
    fn placements_mut(&mut self) -> impl Iterator<Item = &mut Placement> {
        std::iter::empty()
    }

    /// What follows in the nature of its kind when a change has arrived; the state is already the new one. What a
    /// system decides stands in its laws (see `law`).
    fn arrived(&mut self, _world: &crate::World<'_>, _verb: Verb) -> Result<(), crate::Refusal> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::State;

    /// The state after one; a new state does not compile until it has its place here.
    fn next(state: State) -> Option<State> {
        match state {
            State::Pending => Some(State::Active),
            State::Active => Some(State::Stopped),
            State::Stopped => Some(State::Free),
            State::Free => Some(State::Bound),
            State::Bound => Some(State::Deprecated),
            State::Deprecated => Some(State::Suspended),
            State::Suspended => Some(State::Recycled),
            State::Recycled => Some(State::Ceased),
            State::Ceased => Some(State::Failed),
            State::Failed => None,
        }
    }

    #[test]
    fn all_states_are_listed_in_order() {
        let all: Vec<State> = std::iter::successors(Some(State::Pending), |state| next(*state)).collect();
        assert_eq!(all, State::ALL);
        assert!(all.iter().enumerate().all(|(place, state)| *state as usize == place));
    }
}
