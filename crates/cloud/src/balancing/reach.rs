//! Whether what stands behind a load balancer answers. It follows from what the world does and is kept nowhere.

use crate::balancing::backend::Backend;
use crate::rows::kind::Kind;
use crate::rows::resource::{Resource, State};
use crate::world::{Answer, World};
use crate::{Instance, Metal, Router};

/// How many of some backends answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reach {
    /// None, or there are none.
    None,
    /// Some of them.
    Part,
    /// All of them.
    All,
}

impl World<'_> {
    /// Whether a backend answers: it is switched on, and what it stands for is in a state in which it answers by the
    /// system's laws.
    pub fn answers(&self, backend: &Backend) -> Answer<bool> {
        if backend.is_disabled {
            return Ok(false);
        }
        let state = self.backend_state(&backend.resource)?;
        Ok(state.is_some_and(|state| self.laws.network.answering.contains(&state)))
    }

    /// How many of some backends answer.
    pub fn reach(&self, backends: &[Backend]) -> Answer<Reach> {
        let mut answering = 0;
        for backend in backends {
            answering += usize::from(self.answers(backend)?);
        }
        Ok(match answering {
            0 => Reach::None,
            some if some < backends.len() => Reach::Part,
            _ => Reach::All,
        })
    }

    fn backend_state(&self, id: &str) -> Answer<Option<State>> {
        macro_rules! of {
            ($($kind:ident),*) => {$(
                if self.laws.has(Kind::$kind) && let Some(row) = self.shared::<$kind>(id)? {
                    return Ok(Some(row.head().state));
                }
            )*};
        }
        of!(Instance, Router, Metal);
        Ok(None)
    }
}
