//! A cluster of an application. Its nodes have no will of their own: they stand where it stands, except that
//! some may be coming or going while it is being updated.

use crate::apps::cluster_node::ClusterNode;
use crate::apps::cluster_role::ClusterRole;
use crate::billing::money::Money;
use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource, State, Verb};
use crate::world::{Answer, World};
use serde::{Deserialize, Serialize};

/// A cluster of an application.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Cluster {
    /// What every resource carries. The prices are those of its nodes together.
    pub head: Head,
    /// The application; `None` where it was made without one.
    pub app: Option<String>,
    /// The application's version.
    pub version: Option<String>,
    /// The network its nodes are in.
    pub network: String,
    /// What its nodes are, one entry a role.
    pub roles: Vec<ClusterRole>,
    /// Its nodes, in order of age; those that left are not among them.
    pub nodes: Vec<String>,
    /// Name and id of the clusters it depends on.
    pub cluster_links: Vec<(String, String)>,
    /// Whether it was made to try its application out.
    pub is_trial: bool,
    /// The order it was made from, in the dialect's own form.
    pub order: String,
}

impl Resource for Cluster {
    const KIND: Kind = Kind::Cluster;
    const TARGETS: &'static [Kind] = &[Kind::Network, Kind::App, Kind::AppVersion, Kind::Cluster];
    headed!();
    fn links(&self, push: &mut dyn FnMut(&str)) {
        push(&self.network);
        self.app.iter().for_each(|id| push(id));
        self.version.iter().for_each(|id| push(id));
        self.cluster_links.iter().for_each(|(_, id)| push(id));
    }
    fn let_go(&mut self, _world: &World<'_>, target: &str) -> Answer<()> {
        self.app.take_if(|id| id == target);
        self.version.take_if(|id| id == target);
        self.cluster_links.retain(|(_, id)| id != target);
        Ok(())
    }
    fn arrived(&mut self, world: &World<'_>, _verb: Verb) -> Answer<()> {
        self.lead(world)
    }
}

impl Cluster {
    /// Its role of a name.
    pub fn role(&self, name: &str) -> Option<&ClusterRole> {
        self.roles.iter().find(|role| role.name == name)
    }

    /// What its nodes hold of storage together, in GiB.
    ///
    /// # Errors
    /// Only when the store fails.
    pub fn storage_gib(&self, world: &World<'_>) -> Answer<u64> {
        let nodes = self.nodes.iter().map(|id| world.fetch::<ClusterNode>(id));
        nodes.map(|node| Ok(node?.placement.storage_gib)).sum()
    }

    /// Brings its nodes to where it stands itself, takes leave of those that go, and counts what they cost
    /// together.
    fn lead(&mut self, world: &World<'_>) -> Answer<()> {
        let state = self.head.state;
        let mut staying = Vec::with_capacity(self.nodes.len());
        (self.head.price, self.head.idle_price) = (Money::ZERO, Money::ZERO);
        for id in std::mem::take(&mut self.nodes) {
            let mut node = world.fetch::<ClusterNode>(&id)?;
            if node.leaving && state.is_live() {
                world.depart(&mut node, State::Ceased)?;
                continue;
            }
            if state.is_live() {
                node.stand(world, state)?;
            } else {
                world.depart(&mut node, state)?;
            }
            self.head.price += node.hourly;
            self.head.idle_price += node.idle_hourly;
            staying.push(id);
        }
        self.nodes = staying;
        Ok(())
    }

    /// Forgets the clusters that went while it was in the recycle bin: to be called before it is recovered,
    /// because from then on it holds on to what it points at.
    ///
    /// # Errors
    /// Only when the store fails.
    pub fn drop_dead_links(&mut self, world: &World<'_>) -> Answer<()> {
        let mut alive = Vec::new();
        for (name, id) in std::mem::take(&mut self.cluster_links) {
            if world.find::<Cluster>(&id)?.is_some_and(|other| other.head.state.is_live()) {
                alive.push((name, id));
            }
        }
        self.cluster_links = alive;
        Ok(())
    }
}
