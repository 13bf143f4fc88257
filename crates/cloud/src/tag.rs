//! A tag and what it is attached to.

use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource};
use crate::world::{Answer, World};
use serde::{Deserialize, Serialize};

/// A tag and what it is attached to.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Tag {
    /// What every resource carries.
    pub head: Head,
    /// How a console paints it.
    pub color: String,
    /// The vendor's word for the kind, and the id, of what carries it.
    pub targets: Vec<(String, String)>,
}

impl Resource for Tag {
    const KIND: Kind = Kind::Tag;
    headed!();
    fn links(&self, push: &mut dyn FnMut(&str)) {
        self.targets.iter().for_each(|(_, id)| push(id));
    }
    fn keys(&self, push: &mut dyn FnMut(String)) {
        push(format!("{}|{}", self.head.owner, self.head.name));
    }
}

impl World<'_> {
    /// Takes all tags off what goes out of life: they are told by every row alike, whatever its kind.
    pub(crate) fn untag(&self, id: &str) -> Answer<()> {
        for mut tag in self.linked::<Tag>(id)? {
            tag.targets.retain(|(_, target)| target != id);
            self.save(&tag)?;
        }
        Ok(())
    }
}
