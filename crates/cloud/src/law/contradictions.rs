//! What cannot be right about a system's laws, whatever its vendor says. Tests of every dialect ask.

use super::{Claims, Laws};
use crate::rows::kind::Kind;
use crate::rows::resource::{Resource, State};

impl Laws {
    /// What contradicts itself or was forgotten, in words; nothing when all is well.
    pub fn contradictions(&self) -> Vec<String> {
        let mut found = self.tariff.contradictions();
        for kind in Kind::ALL.iter().copied().filter(|kind| self.has(*kind)) {
            let claimed = self.of(kind).claims_in(State::Ceased);
            if claimed != Claims::NONE {
                found.push(format!("a {} claims {claimed:?} although it is gone", kind.word()));
            }
            let expired_to = self.of(kind).expired_to();
            if !matches!(expired_to, State::Suspended | State::Recycled | State::Ceased) {
                found.push(format!("a {} would expire into {expired_to:?}", kind.word()));
            }
            for state in [State::Recycled, State::Ceased] {
                self.judge_ties(kind, state, &mut found);
            }
        }
        self.judge_holders(&mut found);
        found
    }

    /// Whatever may hold interfaces or public addresses must be a kind that there is and that these can point at.
    fn judge_holders(&self, found: &mut Vec<String>) {
        let with_interfaces = [Kind::Port, Kind::Nic];
        for holding in self.network.holders {
            let can = |holders: &[Kind]| {
                let mut can = holders.iter().filter(|holder| self.has(**holder));
                can.any(|holder| targets(*holder).contains(&holding.kind))
            };
            let word = holding.kind.word();
            if !self.has(holding.kind) {
                found.push(format!("a {word} may hold addresses, but there is none"));
            }
            if holding.interfaces > 0 && !can(&with_interfaces) {
                found.push(format!("a {word} may hold interfaces, but none can be on it"));
            }
            if holding.public + holding.public6 > 0 && !can(&[Kind::Address]) {
                found.push(format!("a {word} may hold public addresses, but none can be bound to it"));
            }
        }
    }

    /// Whoever can point at what goes must have a fate, and may go on pointing only at what is still there.
    fn judge_ties(&self, kind: Kind, state: State, found: &mut Vec<String>) {
        let law = self.of(kind);
        if law.claims_in(state).contains(Claims::PRESENCE) {
            return;
        }
        let ties = law.aftermath(state).ties();
        for holder in Kind::ALL.iter().copied().filter(|holder| self.has(*holder)) {
            let said = ties.iter().find(|tie| tie.kind() == holder);
            let (word, target) = (holder.word(), kind.word());
            match said {
                Some(tie) if tie.keeps() => {
                    found.push(format!("a {word} would point at a {target} that is {state:?} and not there"));
                }
                Some(_) => {}
                None if targets(holder).contains(&kind) => {
                    found
                        .push(format!("nobody says what becomes of a {word} when its {target} is {state:?}"));
                }
                None => {}
            }
        }
    }
}

/// The kinds that rows of a kind can point at.
fn targets(kind: Kind) -> &'static [Kind] {
    macro_rules! targets {
        ($($name:ident),* $(,)?) => {
            match kind {
                $(Kind::$name => <crate::$name as Resource>::TARGETS,)*
                Kind::Account | Kind::AccessKey | Kind::Host | Kind::Licence | Kind::Mail => &[],
            }
        };
    }
    crate::every_kind!(targets)
}
