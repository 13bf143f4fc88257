//! A DNS alias of a resource.

use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource};
use crate::world::{Answer, World};
use serde::{Deserialize, Serialize};

/// A DNS alias of a resource.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Alias {
    /// What every resource carries.
    pub head: Head,
    /// The first label.
    pub prefix: String,
    /// The whole name, unique in its system.
    pub domain: String,
    /// The resource it names.
    pub target: String,
}

impl Resource for Alias {
    const KIND: Kind = Kind::Alias;
    headed!();
    fn links(&self, push: &mut dyn FnMut(&str)) {
        push(&self.target);
    }
    fn keys(&self, push: &mut dyn FnMut(String)) {
        push(self.domain.clone());
    }
}

impl World<'_> {
    /// Takes all aliases off what goes out of life.
    pub(crate) fn drop_aliases(&self, id: &str) -> Answer<()> {
        self.linked::<Alias>(id)?.iter().try_for_each(|alias| self.erase(alias))
    }
}
