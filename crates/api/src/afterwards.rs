//! What a call leaves beside the store once it is over, whether it succeeded or not. While it is under way nothing is
//! noted there: an action may be performed more than once, because its transaction met another or took too long.

use crate::sightings::Sightings;
use squall_catalogue::System;
use squall_cloud::Time;
use std::cell::RefCell;

/// Instants to be noted when the call is over.
#[derive(Debug, Default)]
pub struct Afterwards(RefCell<Vec<(System, String, Time, usize)>>);

impl Afterwards {
    /// Has an instant noted, as by [`Sightings::note`].
    pub fn note(&self, system: System, key: String, at: Time, most: usize) {
        self.0.borrow_mut().push((system, key, at, most));
    }

    /// Forgets what an earlier time of the same action wanted noted.
    pub(crate) fn clear(&self) {
        self.0.borrow_mut().clear();
    }

    pub(crate) fn come_true(&self, sightings: &Sightings) {
        for (system, key, at, most) in self.0.take() {
            sightings.note(system, key, at, most);
        }
    }
}
