//! Callers who show nothing of who they are, or something false. They live among the tenants and by a chance of their
//! own, so that the tenants' lives are what they would be without them.

use crate::chance::Chance;
use crate::desk::Desk;
use crate::forgery::Showing;
use crate::generate;
use crate::pool::Pool;
use squall_api::ActionFacts;

/// Of a hundred calls those after which the whole world is compared with what it was.
const WATCHED: u64 = 20;

/// Strangers to a world.
pub(crate) struct Strangers {
    showings: Vec<Showing>,
    chance: Chance,
}

impl Strangers {
    pub(crate) fn new(desk: &Desk, seed: u64) -> Strangers {
        Strangers { showings: desk.vendor.showings(desk), chance: Chance::new(!seed) }
    }

    /// One of them calls an action with what one of the tenants knows of. It is refused, unless the action is open, and
    /// nobody is taken for somebody.
    pub(crate) fn call(&mut self, desk: &Desk, actions: &[ActionFacts], pools: &[&Pool]) {
        let Some(action) = self.chance.pick(actions).cloned() else { return };
        let serving: Vec<_> = self.showings.iter().filter(|showing| (showing.serves)(action.name)).collect();
        let Some(showing) = self.chance.pick(&serving).copied() else { return };
        let Some(pool) = self.chance.pick(pools).copied() else { return };
        let parameters = generate::parameters(desk.vendor, &action, &mut self.chance, pool);
        let good = showing.prepare(desk, &showing.credentials, action.name, &parameters);
        let request = showing.any(&good, &mut self.chance);

        desk.now();
        let before = self.chance.percent(WATCHED).then(|| desk.dump());
        let reply = desk.send(&request);
        let who = format!("{} by a stranger: {request:?}: {}", action.name, reply.body);
        let newest = desk.universe.site.journal.newest(1, None, |_| true);
        let account = newest.first().map(|record| record.to_json()["account"].clone());
        assert_eq!(account, Some("".into()), "{who}");
        assert!(reply.code.is_some() || action.is_open, "{who}");
        assert!(reply.code != Some(desk.vendor.codes().internal), "{who}");
        let changed = before.is_some_and(|before| before != desk.dump());
        assert!(!changed || reply.code.is_none(), "{who}");
        // Failures in a row lock a key, for its owner as well.
        desk.universe.site.sightings.clear();
    }
}
