//! A point in a chain of copies: the first is full, each later one holds what changed.

use crate::law::Claims;
use crate::machines::instance::System;
use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource, Verb};
use crate::world::{Answer, World};
use serde::{Deserialize, Serialize};

/// A point in a chain of copies: the first is full, each later one holds what changed.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Snapshot {
    /// What every resource carries.
    pub head: Head,
    /// The volume, instance or cluster it was taken of. It may be gone by now.
    pub source: String,
    /// What its source is.
    pub source_kind: Kind,
    /// The name its source had.
    pub source_name: String,
    /// The size of its source's disk when it was taken, in GiB.
    pub source_gib: u64,
    /// The system on its source's disk, where it has one.
    pub system: Option<System>,
    /// The full snapshot its chain begins with; its own id for a full one.
    pub root: String,
    /// The point before it in the chain.
    pub parent: Option<String>,
    /// Whether it is a full copy.
    pub is_full: bool,
    /// Whether its source goes on from here: the next increment is one of this point.
    pub is_current: bool,
    /// What it takes, in MiB.
    pub size_mib: u64,
    /// The instant it shows.
    pub taken_at: crate::Time,
    /// Whether what it shows is encrypted.
    pub encrypted: bool,
    /// The vendor's type of the storage it shows.
    pub volume_type: u32,
}

impl Resource for Snapshot {
    const KIND: Kind = Kind::Snapshot;
    const TARGETS: &'static [Kind] = &[Kind::Snapshot];
    headed!();
    fn links(&self, push: &mut dyn FnMut(&str)) {
        self.parent.iter().for_each(|id| push(id));
        if !self.is_full {
            push(&self.root);
        }
    }
    /// Where its source went on from here, it does so from the point before from now on.
    fn arrived(&mut self, world: &World<'_>, verb: Verb) -> Answer<()> {
        let goes = matches!(verb, Verb::Delete | Verb::Cease);
        let parent = self.parent.as_ref().filter(|_| goes && std::mem::take(&mut self.is_current));
        if let Some(mut parent) = parent.map(|id| world.fetch::<Snapshot>(id)).transpose()? {
            parent.is_current = true;
            world.save(&parent)?;
        }
        Ok(())
    }
}

impl World<'_> {
    /// The live snapshots of a source that an account owns, newest first.
    pub fn snapshots_of(&self, owner: &str, source: &str) -> Answer<Vec<Snapshot>> {
        let mut points = self.owned::<Snapshot>(owner)?;
        points.retain(|point| point.source == source && self.claims(point).contains(Claims::PRESENCE));
        Ok(points)
    }

    /// A point and every later one that builds on it, the latest first: what goes when it goes.
    pub fn branch_of(&self, point: &Snapshot) -> Answer<Vec<Snapshot>> {
        let mut branch = vec![point.clone()];
        let mut at = 0;
        while at < branch.len() {
            let id = branch[at].head.id.clone();
            let children = self.linked::<Snapshot>(&id)?;
            branch.extend(children.into_iter().filter(|child| child.parent.as_deref() == Some(&*id)));
            at += 1;
        }
        branch.reverse();
        Ok(branch)
    }

    /// Lets a source go on from one of its points, or from none.
    pub fn move_head(&self, owner: &str, source: &str, to: Option<&str>) -> Answer<()> {
        for mut point in self.snapshots_of(owner, source)? {
            let is_current = to == Some(&*point.head.id);
            if point.is_current != is_current {
                point.is_current = is_current;
                self.save(&point)?;
            }
        }
        Ok(())
    }
}
