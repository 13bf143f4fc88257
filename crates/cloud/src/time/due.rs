//! What is to happen, and when: one event for each subject and purpose. There are no timers: whoever looks at the world
//! first lets everything happen that has become due (`settle.rs`).
//!
//! Two queues in order of time hold the events: changes under way, which `settle` waits for, and what comes of
//! itself. An event that is expected again takes the place of the one before, and one that nothing calls for any more
//! is taken back, so there are never more of them than there are subjects to whom something is to happen.

use crate::rows::kind::Kind;
use crate::time::instant::{Span, Time};
use crate::world::{Answer, Realm, Stream, World};
use serde::{Deserialize, Serialize};
use squall_store::{Table, Tx};

/// Instant, sequence number, system.
pub(crate) type Place = (i64, u64, Realm);
type Queue = Table<Place, Due>;

/// Changes under way.
pub(crate) const DUE: Queue = Table::new(104, "due");
/// What comes of itself.
pub(crate) const LATER: Queue = Table::new(153, "due later");
/// Subject and purpose, and where in its queue the event is.
pub(crate) const EXPECTED: Table<(Realm, String, u8), (i64, u64)> = Table::new(154, "expected");
/// When the last lease or job is ready that was granted or begun. Nothing happens then: `settle` waits for it.
pub(crate) const READY: Table<Realm, Time> = Table::new(157, "ready");

/// From how far an event that is expected no later than an instant is expected at that very instant.
const NEAR: Span = Span::hours(1);

/// Something that is to happen.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Due {
    /// A change arrives.
    Arrival {
        /// The kind of the resource.
        kind: Kind,
        /// Its id.
        id: String,
    },
    /// Nothing happens: what older squalls had where a lease or job is ready.
    Ripe,
    /// A recycled resource ceases.
    Expiry {
        /// The kind of the resource.
        kind: Kind,
        /// Its id.
        id: String,
    },
    /// A suspended resource is put into the recycle bin.
    Forfeit {
        /// The kind of the resource.
        kind: Kind,
        /// Its id.
        id: String,
    },
    /// A ceased resource, or a record whatever its state, is forgotten.
    Oblivion {
        /// The kind of the resource.
        kind: Kind,
        /// Its id.
        id: String,
    },
    /// An account's money has run out, or may have.
    Exhausted {
        /// The account.
        account: String,
    },
    /// A reserved contract lapses, begins or ends, or what is left of it is loosened.
    Turn {
        /// The contract.
        contract: String,
    },
    /// What an account pays for goes out of service or back into it: the part that is left.
    Sweep {
        /// The account that pays.
        account: String,
        /// Whether it goes back into service.
        resumes: bool,
        /// Where it goes on.
        after: Swept,
    },
    /// A term ends, or what it paid for expires.
    Term {
        /// The kind of what is paid for.
        kind: Kind,
        /// Its id.
        id: String,
    },
    /// An order was not paid in time.
    Lapse {
        /// Whose order it is.
        owner: String,
        /// Its number.
        order: String,
    },
}

/// How far a sweep over what an account pays for has come: to the rows of an owner and kind that are older than one.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Swept {
    /// Whose rows it is at.
    pub owner: String,
    /// Of which kind.
    pub kind: Kind,
    /// When the last that it came to was made.
    pub created_at: Time,
    /// Its id.
    pub id: String,
}

/// What an event is for; of one subject there is at most one for each. The number is part of stored keys.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[repr(u8)]
pub enum Purpose {
    /// A change arrives.
    Arrival = 1,
    /// It leaves the recycle bin for good.
    Expiry = 2,
    /// It goes into the recycle bin for want of money.
    Forfeit = 3,
    /// It is forgotten.
    Oblivion = 4,
    /// Its money has run out.
    Exhausted = 5,
    /// A contract lapses, begins or ends.
    Turn = 6,
    /// What it pays for goes out of service or back into it.
    Sweep = 7,
    /// Its term ends, or it expires.
    Term = 8,
    /// It was not paid in time.
    Lapse = 9,
}

impl Purpose {
    /// In words.
    pub const fn word(self) -> &'static str {
        match self {
            Purpose::Arrival => "arrival",
            Purpose::Expiry => "expiry",
            Purpose::Forfeit => "forfeiture",
            Purpose::Oblivion => "oblivion",
            Purpose::Exhausted => "exhaustion",
            Purpose::Turn => "turn",
            Purpose::Sweep => "sweep",
            Purpose::Term => "term",
            Purpose::Lapse => "lapse",
        }
    }

    const fn queue(self) -> &'static Queue {
        match self {
            Purpose::Arrival => &DUE,
            Purpose::Expiry
            | Purpose::Forfeit
            | Purpose::Oblivion
            | Purpose::Exhausted
            | Purpose::Turn
            | Purpose::Sweep
            | Purpose::Term
            | Purpose::Lapse => &LATER,
        }
    }
}

impl Due {
    /// Whom it happens to, and what it is for.
    pub fn subject(&self) -> Option<(Kind, &str, Purpose)> {
        Some(match self {
            Due::Ripe => return None,
            Due::Arrival { kind, id } => (*kind, id, Purpose::Arrival),
            Due::Expiry { kind, id } => (*kind, id, Purpose::Expiry),
            Due::Forfeit { kind, id } => (*kind, id, Purpose::Forfeit),
            Due::Oblivion { kind, id } => (*kind, id, Purpose::Oblivion),
            Due::Exhausted { account } => (Kind::Account, account, Purpose::Exhausted),
            Due::Turn { contract } => (Kind::Contract, contract, Purpose::Turn),
            Due::Sweep { account, .. } => (Kind::Account, account, Purpose::Sweep),
            Due::Term { kind, id } => (*kind, id, Purpose::Term),
            // Orders are no kind of row that anybody owns: only their account is.
            Due::Lapse { order, .. } => (Kind::Account, order, Purpose::Lapse),
        })
    }

    fn queue(&self) -> &'static Queue {
        self.subject().map_or(&DUE, |(_, _, purpose)| purpose.queue())
    }
}

/// The instant at which the next event is due, if any.
pub fn next_due(tx: &Tx<'_>) -> Answer<Option<Time>> {
    let of = |queue| Ok::<_, squall_store::Error>(tx.first_key(queue, &())?.map(|(at, _, _)| Time(at)));
    let (under_way, later) = (of(&DUE)?, of(&LATER)?);
    Ok(under_way.into_iter().chain(later).min())
}

/// The latest instant at which a change, lease or job under way is finished, or was; what comes of itself is not waited
/// for.
pub fn horizon(tx: &Tx<'_>) -> Answer<Option<Time>> {
    let arrives = tx.last_key(&DUE, &())?.map(|(at, _, _)| Time(at));
    let ready = tx.prefix(&READY, &())?.into_iter().map(|(_, at)| at);
    Ok(ready.chain(arrives).max())
}

/// The first event of all after a place: events that follow from others come later in the order, so nothing before it
/// is left.
pub(crate) fn first_after(tx: &Tx<'_>, place: Option<&Place>) -> Answer<Option<(Place, Due)>> {
    let of = |queue| Ok::<_, squall_store::Error>(tx.page(queue, &(), place, 1)?.pop());
    let (under_way, later) = (of(&DUE)?, of(&LATER)?);
    Ok(under_way.into_iter().chain(later).min_by_key(|(place, _)| *place))
}

impl World<'_> {
    /// Expects an event at an instant, though not before the present one, in the place of what was expected of the same
    /// subject for the same purpose.
    pub(crate) fn expect(&self, at: Time, due: Due) -> Answer<()> {
        let Some((_, subject, purpose)) = due.subject() else { return Ok(()) };
        let (at, key) = (at.max(self.now).0, (self.realm, subject, purpose as u8));
        let before = self.tx.get(&EXPECTED, &key)?;
        let sequence = match before {
            Some((same, sequence)) if same == at => sequence,
            _ => {
                if let Some((other, sequence)) = before {
                    self.tx.delete(purpose.queue(), &(other, sequence, self.realm))?;
                }
                let sequence = self.next(Stream::Due)?;
                self.tx.put(&EXPECTED, &key, &(at, sequence))?;
                sequence
            }
        };
        self.tx.put(purpose.queue(), &(at, sequence, self.realm), &due)?;
        // Only what has left its queue can have been set aside.
        if before.is_none() { self.take_up(subject, purpose) } else { Ok(()) }
    }

    /// Expects an event no later than an instant that moves often. One that comes early enough stays where it is; a new
    /// one comes half-way there, and whoever it happens to looks whether it is time already, and else expects it anew.
    pub(crate) fn expect_by(&self, at: Time, due: Due) -> Answer<()> {
        let Some((_, subject, purpose)) = due.subject() else { return Ok(()) };
        match self.tx.get(&EXPECTED, &(self.realm, subject, purpose as u8))? {
            Some((early, _)) if early <= at.0 => Ok(()),
            _ => {
                let left = at.since(self.now);
                let half = if left > NEAR { self.now + Span(left.0 / 2) } else { at };
                self.expect(half, due)
            }
        }
    }

    /// Lets `settle` wait until an instant.
    pub(crate) fn ripen(&self, at: Time) -> Answer<()> {
        match self.tx.get(&READY, &self.realm)? {
            Some(later) if later >= at => Ok(()),
            _ => Ok(self.tx.put(&READY, &self.realm, &at)?),
        }
    }

    /// Takes back what was expected of a subject for a purpose.
    pub(crate) fn retract(&self, subject: &str, purpose: Purpose) -> Answer<()> {
        let key = (self.realm, subject, purpose as u8);
        if let Some((at, sequence)) = self.tx.get(&EXPECTED, &key)? {
            self.tx.delete(purpose.queue(), &(at, sequence, self.realm))?;
            self.tx.delete(&EXPECTED, &key)?;
            return Ok(());
        }
        self.take_up(subject, purpose)
    }

    /// Takes back everything that was expected of a subject: it is gone.
    pub(crate) fn retract_all(&self, subject: &str) -> Answer<()> {
        for (key, (at, sequence)) in self.tx.prefix(&EXPECTED, &(self.realm, subject))? {
            let place = (at, sequence, self.realm);
            if !self.tx.delete(&DUE, &place)? {
                self.tx.delete(&LATER, &place)?;
            }
            self.tx.delete(&EXPECTED, &key)?;
        }
        self.take_up_all(subject)
    }

    /// Takes an event off its queue, because it happens now.
    pub(crate) fn take(&self, place: &Place, due: &Due) -> Answer<()> {
        self.tx.delete(due.queue(), place)?;
        if let Some((_, subject, purpose)) = due.subject() {
            self.tx.delete(&EXPECTED, &(self.realm, subject, purpose as u8))?;
        }
        Ok(())
    }
}
