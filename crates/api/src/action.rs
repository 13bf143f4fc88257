//! An action: typed parameters, the codes it may raise, and what it does inside one transaction.

use crate::call::{Anyone, Caller, Cx};
use crate::dialect::Dialect;
use crate::fault::Outcome;
use squall_catalogue::Code;
use squall_wire::param::{Field, Invalid, Params};
use squall_wire::{Object, Tree};
use std::collections::BTreeMap;

/// The fields of a reply, for dialects that put an envelope around them.
pub type Reply = Object;

/// Which kind of transaction an action needs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Access {
    /// It only looks.
    Read,
    /// It changes the world.
    Write,
}

/// An action of a dialect. The type is the request: its name is the action's, its fields the parameters. It is for a
/// caller who proved who it is, unless it says that it is for [`Anyone`].
pub trait Action<D: Dialect, C = Caller>: Params + 'static {
    /// Does it. Any error leaves the world as it was. May run more than once: the store retries conflicts.
    ///
    /// # Errors
    /// A code that its [`Entry`] names or that every action can raise, or the engine's refusal.
    fn perform(&self, cx: &Cx<'_, C>) -> Outcome<D::Reply>;
}

/// Decodes an action and performs it.
type Run<D, C> = fn(&Tree<'_>, &Cx<'_, C>) -> Outcome<Result<<D as Dialect>::Reply, Invalid>>;

/// What an action does, by whom it is for.
enum Work<D: Dialect> {
    Proven(Run<D, Caller>),
    Open(Run<D, Anyone>),
}

/// Somebody at an action that may be performed: nobody is only ever at an open one.
pub(crate) enum Visit<D: Dialect> {
    Proven(Caller, Run<D, Caller>),
    Open(Anyone, Run<D, Anyone>),
}

impl<D: Dialect> Visit<D> {
    /// Who it is, if anybody.
    pub(crate) fn caller(&self) -> Option<&Caller> {
        match self {
            Visit::Proven(caller, _) => Some(caller),
            Visit::Open(caller, _) => caller.as_ref(),
        }
    }
}

/// An action as the pipeline sees it.
pub struct Entry<D: Dialect> {
    /// Its name on the wire.
    pub name: &'static str,
    /// What it does.
    pub about: &'static str,
    /// What the dialect's checks need to know of it.
    pub traits: D::Traits,
    /// Which transaction it needs.
    pub access: Access,
    /// The codes its own lines may raise.
    pub raises: &'static [Code],
    /// Its parameters.
    pub fields: &'static [Field],
    work: Work<D>,
}

impl<D: Dialect> Entry<D> {
    /// The entry of an action's type: what the dialect's checks need to know of it, and the codes its own lines may
    /// raise, besides those that every action can. It writes, unless it is only for [reading](Self::reading).
    pub const fn of<A: Action<D>>(traits: D::Traits, raises: &'static [Code]) -> Entry<D> {
        Entry::with::<Caller, A>(Work::Proven(run::<D, Caller, A>), traits, raises)
    }

    /// The entry of an action's type that anybody may call, with or without a credential.
    pub const fn open<A: Action<D, Anyone>>(traits: D::Traits, raises: &'static [Code]) -> Entry<D> {
        Entry::with::<Anyone, A>(Work::Open(run::<D, Anyone, A>), traits, raises)
    }

    const fn with<C, A: Action<D, C>>(work: Work<D>, traits: D::Traits, raises: &'static [Code]) -> Entry<D> {
        let (name, about, fields) = (A::NAME, A::ABOUT, A::FIELDS);
        Entry { name, about, traits, access: Access::Write, raises, fields, work }
    }

    /// The same, but it only looks.
    #[must_use]
    pub const fn reading(self) -> Entry<D> {
        Entry { access: Access::Read, ..self }
    }

    /// Whether anybody may call it.
    pub const fn is_open(&self) -> bool {
        matches!(self.work, Work::Open(_))
    }

    /// Lets a caller in; `None` where nobody comes to an action that is not open.
    pub(crate) fn admit(&self, caller: Anyone) -> Option<Visit<D>> {
        match (&self.work, caller) {
            (Work::Open(run), caller) => Some(Visit::Open(caller, *run)),
            (Work::Proven(run), Some(caller)) => Some(Visit::Proven(caller, *run)),
            (Work::Proven(_), None) => None,
        }
    }
}

fn run<D: Dialect, C, A: Action<D, C>>(
    tree: &Tree<'_>,
    cx: &Cx<'_, C>,
) -> Outcome<Result<D::Reply, Invalid>> {
    match A::decode(tree) {
        Ok(action) => action.perform(cx).map(Ok),
        Err(invalid) => Ok(Err(invalid)),
    }
}

/// All actions of a dialect, by module and name.
pub struct Registry<D: Dialect> {
    entries: BTreeMap<(&'static str, &'static str), &'static Entry<D>>,
}

impl<D: Dialect> Registry<D> {
    /// The registry of some slices, one a file.
    ///
    /// # Panics
    /// When two actions have one name: a mistake that the first test finds.
    pub fn new<'s>(slices: impl IntoIterator<Item = &'s &'static [Entry<D>]>) -> Registry<D> {
        let mut entries = BTreeMap::new();
        for entry in slices.into_iter().copied().flatten() {
            let other = entries.insert((D::module_of(&entry.traits), entry.name), entry);
            assert!(other.is_none(), "two actions are called {}", entry.name);
        }
        Registry { entries }
    }

    /// The action of a name, in a dialect whose names are unique.
    pub fn find(&self, name: &str) -> Option<&'static Entry<D>> {
        self.find_in("", name)
    }

    /// The action of a name in a module; see [`Dialect::module_of`].
    pub fn find_in(&self, module: &str, name: &str) -> Option<&'static Entry<D>> {
        let entries: &BTreeMap<(&str, &str), _> = &self.entries;
        entries.get(&(module, name)).copied()
    }

    /// Every action, in order of module and name.
    pub fn iter(&self) -> impl Iterator<Item = &'static Entry<D>> + '_ {
        self.entries.values().copied()
    }
}
