//! A data directory that no process holds, opened to look into it.

use std::path::Path;

use squall::assembly;
use squall_api::catalogue::System;
use squall_api::cloud::{Address, Answer, Head, Instance, Refusal, State, Tag, Volume, World};
use squall_api::{Universe, schema};
use squall_store::Store;

use crate::client::{Kind, Thing, Things};

pub(crate) struct Opened(pub(crate) Universe);

impl Opened {
    pub(crate) fn new(dir: &Path) -> Opened {
        let store = Store::open(dir, schema(), |_| {}).unwrap_or_else(|error| panic!("{error}"));
        let opened = Opened(assembly::universe(store, 1));
        opened.0.now().unwrap();
        opened
    }

    fn look<T>(&self, look: impl Fn(&World<'_>) -> Answer<T>) -> T {
        let now = self.0.now().unwrap();
        let cloud = self.0.cloud(System::QingCloud).unwrap();
        self.0
            .site
            .store
            .read(|tx| look(&cloud.world(tx, now)))
            .unwrap_or_else(|error: Refusal| panic!("{error}"))
    }

    /// What the engine's auditor has to say against it.
    pub(crate) fn findings(&self) -> Vec<String> {
        if !self.0.is_founded().unwrap() { Vec::new() } else { self.look(|world| world.audit()) }
    }

    pub(crate) fn things(&self) -> Things {
        let thing = |kind, head: &Head, size| {
            let state = head.change.map_or(head.state, |change| change.target);
            let gone = matches!(state, State::Recycled | State::Ceased);
            (head.id.clone(), Thing { kind, name: head.name.clone(), size, gone })
        };
        self.look(|world| {
            let volumes =
                world.every::<Volume>()?.into_iter().map(|row| thing(Kind::Volume, &row.head, row.size_gib));
            let addresses =
                world.every::<Address>()?.into_iter().map(|row| thing(Kind::Address, &row.head, 0));
            let instances =
                world.every::<Instance>()?.into_iter().map(|row| thing(Kind::Instance, &row.head, 0));
            Ok(volumes.chain(addresses).chain(instances).collect())
        })
    }

    /// The names of all tags.
    pub(crate) fn tags(&self) -> Vec<String> {
        self.look(|world| Ok(world.every::<Tag>()?.into_iter().map(|row| row.head.name).collect()))
    }
}
