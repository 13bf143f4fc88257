//! What follows from an arrival: what a row lets go of, and what becomes of what points at it.

use super::Claims;
use crate::rows::kind::Kind;
use crate::rows::resource::{Resource, State, Verb};
use crate::world::{Answer, World};

/// What follows from the arrival of a row in a state.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Aftermath {
    bonds: Bonds,
    ties: &'static [Tie],
    resumed_to: Option<State>,
}

/// What becomes of a row's own hold on others.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Bonds {
    /// It stays.
    Kept,
    /// It lets go of what it is attached to.
    Loosened,
    /// It lets go of everything that it could do without when it came back.
    Dropped,
}

/// What becomes of a row when what it points at arrives in a state.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fate {
    /// It goes on pointing at it.
    Kept,
    /// It lets go and is otherwise as it was.
    Released,
    /// It lets go and is bound to nothing from then on.
    Freed,
    /// It is taken away at once and without a trace, with all that hangs on it.
    Erased,
    /// It goes the same way: into the same state, with what follows from that.
    Follows,
}

/// What becomes of the rows of a kind that point at one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Tie {
    kind: Kind,
    attached: Fate,
    built_in: Fate,
}

impl Tie {
    /// All rows of a kind have the same fate.
    pub const fn of(kind: Kind, fate: Fate) -> Tie {
        Tie { kind, attached: fate, built_in: fate }
    }

    /// Gives another fate to those that came with what they point at.
    pub const fn built_in(self, fate: Fate) -> Tie {
        Tie { built_in: fate, ..self }
    }

    /// Which kind it is about.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// Whether any of its rows goes on pointing.
    pub const fn keeps(&self) -> bool {
        matches!(self.attached, Fate::Kept) || matches!(self.built_in, Fate::Kept)
    }
}

impl Aftermath {
    /// Nothing.
    pub const NONE: Aftermath = Aftermath { bonds: Bonds::Kept, ties: &[], resumed_to: None };

    /// These fates of the rows that point at it, in this order.
    pub const fn of(ties: &'static [Tie]) -> Aftermath {
        Aftermath { ties, ..Aftermath::NONE }
    }

    /// Lets this become of its own hold on others.
    pub const fn bonds(self, bonds: Bonds) -> Aftermath {
        Aftermath { bonds, ..self }
    }

    /// Lets a resumption lead to this state, whatever the row was suspended in.
    pub const fn resumed_to(self, state: State) -> Aftermath {
        Aftermath { resumed_to: Some(state), ..self }
    }

    /// The fates of what points at it.
    pub const fn ties(&self) -> &'static [Tie] {
        self.ties
    }
}

impl World<'_> {
    /// Draws what follows from the arrival of a row in the state that it has: what its kind does of itself, then what
    /// the system's table says. The row is not saved.
    pub(crate) fn follow<T: Resource>(&self, row: &mut T, verb: Verb) -> Answer<()> {
        row.arrived(self, verb)?;
        self.conclude(row)
    }

    /// Draws what the system's table says about the arrival of a row in the state that it has.
    pub(crate) fn conclude<T: Resource>(&self, row: &mut T) -> Answer<()> {
        let state = row.head().state;
        let Aftermath { bonds, ties, resumed_to } = *self.laws.of(T::KIND).aftermath(state);
        match bonds {
            Bonds::Kept => {}
            Bonds::Loosened => row.loosen(),
            Bonds::Dropped => row.unbind(),
        }
        if resumed_to.is_some() {
            row.head_mut().resume_to = resumed_to;
        }
        ties.iter().try_for_each(|tie| self.befall_all(*tie, &row.head().id, state))
    }

    /// Puts a row out of life at once, into the recycle bin or for good, with all that follows.
    pub(crate) fn depart<T: Resource>(&self, row: &mut T, state: State) -> Answer<()> {
        row.head_mut().state = state;
        row.head_mut().change = None;
        self.follow(row, if state == State::Recycled { Verb::Delete } else { Verb::Cease })?;
        self.become_state(row, state)
    }

    fn befall_all(&self, tie: Tie, target: &str, state: State) -> Answer<()> {
        macro_rules! befall {
            ($($kind:ident),* $(,)?) => {
                match tie.kind {
                    $(Kind::$kind => self.befall::<crate::$kind>(tie, target, state),)*
                    Kind::Account | Kind::AccessKey | Kind::Host | Kind::Licence | Kind::Mail => Ok(()),
                }
            };
        }
        crate::every_kind!(befall)
    }

    fn befall<T: Resource>(&self, tie: Tie, target: &str, state: State) -> Answer<()> {
        for id in self.linked_ids(T::KIND, target)? {
            // What went before may have taken this one along.
            let found = self.find::<T>(&id)?.filter(|row| self.claims(row).contains(Claims::LINKS));
            let Some(mut row) = found else { continue };
            match if row.is_built_in() { tie.built_in } else { tie.attached } {
                Fate::Kept => {}
                Fate::Released => {
                    row.let_go(self, target)?;
                    self.save(&row)?;
                }
                Fate::Freed => {
                    row.let_go(self, target)?;
                    self.free(&mut row)?;
                }
                Fate::Erased => self.dissolve(row)?,
                Fate::Follows => self.depart(&mut row, state)?,
            }
        }
        Ok(())
    }
}
