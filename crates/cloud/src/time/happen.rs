//! What happens when time does its work: changes arrive, recycled things cease, suspended ones are forfeited, ceased
//! ones are forgotten.
//!
//! An event is there because its subject calls for it, and is taken back when it no longer does. What stands otherwise
//! all the same is left alone.

use crate::refusal::Refusal;
use crate::rows::kind::Kind;
use crate::rows::resource::{Resource, State};
use crate::time::due::{Due, Purpose};
use crate::world::{Answer, World};

impl World<'_> {
    pub(crate) fn happen(&self, due: &Due) -> Answer<()> {
        match due {
            Due::Ripe => Ok(()),
            Due::Arrival { kind, id } => self.happen_to(*kind, id, Purpose::Arrival),
            Due::Expiry { kind, id } => self.happen_to(*kind, id, Purpose::Expiry),
            Due::Forfeit { kind, id } => self.happen_to(*kind, id, Purpose::Forfeit),
            Due::Oblivion { kind, id } => self.happen_to(*kind, id, Purpose::Oblivion),
            Due::Exhausted { account } => self.happen_exhausted(account),
            Due::Turn { contract } => self.happen_turn(contract),
            Due::Term { kind, id } => self.happen_term(*kind, id),
            Due::Lapse { owner, order } => self.happen_lapse(owner, order),
            Due::Sweep { account, resumes, after } => self.happen_sweep(account, *resumes, after),
        }
    }

    /// Finds the kind of row that a number stands for. There is no kind but is named here.
    fn happen_to(&self, kind: Kind, id: &str, purpose: Purpose) -> Answer<()> {
        macro_rules! of_kind {
            ($($name:ident),* $(,)?) => {
                match kind {
                    $(Kind::$name => self.happen_to_row::<crate::$name>(id, purpose),)*
                    Kind::Account | Kind::AccessKey | Kind::Host | Kind::Licence | Kind::Mail => {
                        Err(Refusal::Invalid { what: format!("a row of the kind {} has no life", kind.word()) })
                    }
                }
            };
        }
        crate::every_kind!(of_kind)
    }

    fn happen_to_row<T: Resource>(&self, id: &str, purpose: Purpose) -> Answer<()> {
        let Some(mut row) = self.find::<T>(id)? else { return Ok(()) };
        match purpose {
            _ if row.head().calls_for(purpose) == Some(false) => Ok(()),
            Purpose::Arrival => self.arrive(&mut row),
            Purpose::Expiry if self.has_ended(row.head())? => {
                row.head_mut().state = State::Ceased;
                self.conclude(&mut row)?;
                self.become_state(&mut row, State::Ceased)
            }
            Purpose::Forfeit if self.has_ended(row.head())? => {
                self.depart(&mut row, self.laws.forfeit(T::KIND))
            }
            Purpose::Oblivion if is_record(T::KIND) || self.has_ended(row.head())? => self.erase(&row),
            Purpose::Expiry | Purpose::Forfeit | Purpose::Oblivion => Ok(()),
            Purpose::Exhausted | Purpose::Turn | Purpose::Sweep | Purpose::Term | Purpose::Lapse => Ok(()),
        }
    }
}

/// Records are forgotten whatever state they are in.
const fn is_record(kind: Kind) -> bool {
    matches!(kind, Kind::Job | Kind::Alarm | Kind::Event | Kind::LogExport | Kind::DeliveryTask)
}
