//! What a row claims of the world in the state it stands in.

use crate::rows::resource::State;

/// What rows can claim, as a set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Claims(u8);

impl Claims {
    /// Nothing at all.
    pub const NONE: Claims = Claims(0);
    /// What it counts against its account's quotas.
    pub const QUOTA: Claims = Claims(1);
    /// The keys that no other row of its kind may hold, and the addresses that they stand for.
    pub const NAMES: Claims = Claims(1 << 1);
    /// Its hold on what it points at.
    pub const LINKS: Claims = Claims(1 << 2);
    /// Its being there for others: what points at it may go on doing so, tags and aliases stay.
    pub const PRESENCE: Claims = Claims(1 << 3);
    /// Cores and memory on hosts.
    pub const COMPUTE: Claims = Claims(1 << 4);
    /// Storage on hosts.
    pub const STORAGE: Claims = Claims(1 << 5);
    /// All of it.
    pub const ALL: Claims = Claims((1 << 6) - 1);

    /// Both together.
    pub const fn and(self, other: Claims) -> Claims {
        Claims(self.0 | other.0)
    }

    /// These, but not the others.
    pub const fn without(self, other: Claims) -> Claims {
        Claims(self.0 & !other.0)
    }

    /// Those that are among the others, too.
    pub const fn within(self, other: Claims) -> Claims {
        Claims(self.0 & other.0)
    }

    /// Whether all of the others are among these.
    pub const fn contains(self, other: Claims) -> bool {
        self.0 & other.0 == other.0
    }
}

/// Which of its prices a row is charged.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rate {
    /// None.
    Nothing,
    /// That of its use.
    InUse,
    /// That of keeping it while it is stopped.
    Idle,
}

/// Something for each state.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ByState<T>([T; State::ALL.len()]);

impl<T: Copy> ByState<T> {
    /// One for every state.
    pub const fn all(value: T) -> ByState<T> {
        ByState([value; State::ALL.len()])
    }

    /// Puts another in the place of some states.
    pub const fn but(mut self, states: &[State], value: T) -> ByState<T> {
        let mut at = 0;
        while at < states.len() {
            self.0[states[at] as usize] = value;
            at += 1;
        }
        self
    }

    /// What is for a state.
    pub const fn of(&self, state: State) -> &T {
        &self.0[state as usize]
    }
}
