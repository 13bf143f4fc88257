//! What the end or the beginning of a term does to its row, of whatever kind that is.

use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource, State};
use crate::world::{Answer, World};

/// What is done to a row.
#[derive(Clone, Copy)]
pub(super) enum Deed {
    /// It is paid in advance from now on, or is not any more.
    Prepay(bool),
    /// It goes out of service for want of money, unless that leaves it alone.
    Suspend,
    /// It goes where its law says.
    Expire,
    /// It goes back into service, if it was taken out of it.
    PutBack,
}

impl World<'_> {
    /// What the row of an id has in common with all others.
    pub(crate) fn head_of(&self, kind: Kind, id: &str) -> Answer<Option<Head>> {
        macro_rules! of_kind {
            ($($name:ident),* $(,)?) => {
                match kind {
                    $(Kind::$name => Ok(self.find::<crate::$name>(id)?.map(|row| row.head().clone())),)*
                    Kind::Account | Kind::AccessKey | Kind::Host | Kind::Licence | Kind::Mail => Ok(None),
                }
            };
        }
        crate::every_kind!(of_kind)
    }

    pub(super) fn do_to(&self, kind: Kind, id: &str, deed: Deed) -> Answer<()> {
        macro_rules! of_kind {
            ($($name:ident),* $(,)?) => {
                match kind {
                    $(Kind::$name => self.do_to_row::<crate::$name>(id, deed),)*
                    Kind::Account | Kind::AccessKey | Kind::Host | Kind::Licence | Kind::Mail => Ok(()),
                }
            };
        }
        crate::every_kind!(of_kind)
    }

    fn do_to_row<T: Resource>(&self, id: &str, deed: Deed) -> Answer<()> {
        match deed {
            Deed::Suspend => return self.suspend::<T>(id),
            Deed::PutBack => return self.resume::<T>(id),
            Deed::Prepay(_) | Deed::Expire => {}
        }
        let mut row = self.fetch::<T>(id)?;
        if let Deed::Prepay(prepaid) = deed {
            row.head_mut().prepaid = prepaid;
            return self.save(&row);
        }
        match self.laws.of(T::KIND).expired_to() {
            State::Suspended => self.take_out(&mut row),
            state => self.depart(&mut row, state),
        }
    }
}
