//! What rows take of hosts and pools of storage: a consequence of what they claim, drawn when they are saved.

use super::{Amounts, Condition, Placement};
use crate::law::Claims;
use crate::refusal::Refusal;
use crate::rows::resource::Resource;
use crate::world::{Answer, World};

const ROOM: Claims = Claims::COMPUTE.and(Claims::STORAGE);

impl World<'_> {
    /// Gives back what a row took before and takes what it claims now.
    pub(crate) fn occupy<T: Resource>(&self, old: Option<(&T, Claims)>, new: (&T, Claims)) -> Answer<()> {
        let (row, claims) = (new.0, new.1.within(ROOM));
        let same = |(old, before): (&T, Claims)| {
            before.within(ROOM) == claims && old.placements().eq(row.placements())
        };
        if old.is_some_and(same) {
            return Ok(());
        }
        let mut waiting = Vec::new();
        if let Some((old, claims)) = old.filter(|(_, claims)| claims.within(ROOM) != Claims::NONE) {
            for room in old.placements() {
                waiting.extend(self.give_room(room, claims)?);
            }
        }
        if claims != Claims::NONE {
            row.placements().try_for_each(|room| self.take_room(room, claims))?;
        }
        waiting.iter().try_for_each(|host| self.end_entering(host))
    }

    /// Answers the host if it waits for the last to leave.
    fn give_room(&self, room: &Placement, claims: Claims) -> Answer<Option<String>> {
        let (mut waiting, taken) = (None, room.on_host(claims));
        if taken != Amounts::default()
            && let Some(mut host) = self.host(&room.host)?
        {
            host.give(&taken);
            self.save_host(&host)?;
            waiting = Some(host.name).filter(|_| host.condition == Condition::EnteringMaintenance);
        }
        let stored = room.in_pool(claims);
        if stored > 0
            && let Some(mut pool) = self.storage_pool(&room.pool)?
        {
            pool.used_gib = pool.used_gib.saturating_sub(stored);
            self.save_storage_pool(&pool)?;
        }
        Ok(waiting)
    }

    fn take_room(&self, room: &Placement, claims: Claims) -> Answer<()> {
        let refused = |pool: &str| Refusal::Capacity { pool: pool.to_owned() };
        let (wanted, stored) = (room.on_host(claims), room.in_pool(claims));
        if wanted != Amounts::default() {
            let host = self.host(&room.host)?.filter(|host| host.free().suffices(&wanted));
            let mut host = host.ok_or_else(|| refused(&room.host))?;
            host.take(&wanted);
            self.save_host(&host)?;
        }
        if stored > 0 {
            let pool = self.storage_pool(&room.pool)?.filter(|pool| pool.free_gib() >= stored);
            let mut pool = pool.ok_or_else(|| refused(&room.pool))?;
            pool.used_gib += stored;
            self.save_storage_pool(&pool)?;
        }
        Ok(())
    }
}
