//! Login sessions. A row says who logged in from where and whether the session was ended; when it was last
//! used is known beside the store, because looking at something must not write.

use crate::law::Period;
use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource, State};
use crate::time::instant::{Span, Time};
use crate::world::{Answer, World};
use serde::{Deserialize, Serialize};

/// The most sessions of a user that are kept, apart from those that are open.
const KEPT: usize = 300;

/// A login session. It is there at once (`Active`) and gone (`Ceased`) when its user ends it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Session {
    /// What every resource carries; the id is what the caller shows, so it must be hard to guess.
    pub head: Head,
    /// Where the user logged in from.
    pub terminal: String,
}

impl Resource for Session {
    const KIND: Kind = Kind::Session;
    headed!();
}

impl Session {
    /// When it was last used, given when it was last seen.
    pub fn used_at(&self, seen_at: Option<Time>) -> Time {
        seen_at.unwrap_or_default().max(self.head.created_at)
    }

    /// Whether it was not ended and has not been idle for longer than a span.
    pub fn is_open(&self, seen_at: Option<Time>, now: Time, idle: Span) -> bool {
        self.head.state.is_live() && now.since(self.used_at(seen_at)) <= idle
    }
}

impl World<'_> {
    /// Opens a session.
    pub fn open_session(&self, id: String, owner: &str, terminal: &str) -> Answer<Session> {
        let head = Head::new(id, owner, "", "", self.now).in_state(State::Active);
        let session = Session { head, terminal: terminal.to_owned() };
        self.insert(&session)?;
        Ok(session)
    }

    /// Ends a session. It is remembered for a while, so that its user can be told that it is over.
    pub fn end_session(&self, session: &mut Session) -> Answer<()> {
        self.become_state(session, State::Ceased)
    }

    /// Ends all sessions of a user.
    pub fn end_sessions(&self, owner: &str) -> Answer<()> {
        for mut session in self.owned::<Session>(owner)? {
            if session.head.state.is_live() {
                self.end_session(&mut session)?;
            }
        }
        Ok(())
    }

    /// Forgets the sessions of a user that were left behind, not ended, longer ago than ended ones are remembered, and
    /// of those that are over so many that no more than 300 are kept; the oldest go first.
    pub fn forget_sessions(
        &self,
        owner: &str,
        idle: Span,
        seen_at: impl Fn(&str) -> Option<Time>,
    ) -> Answer<()> {
        let memory = self.period(Period::Memory)?;
        let sessions = self.owned::<Session>(owner)?;
        let mut surplus = sessions.len().saturating_sub(KEPT);
        for session in sessions.iter().rev() {
            let seen = seen_at(&session.head.id);
            let unused = self.now.since(session.used_at(seen));
            let is_left = session.head.state.is_live() && memory.is_some_and(|memory| unused > memory);
            if is_left || (surplus > 0 && !session.is_open(seen, self.now, idle)) {
                surplus = surplus.saturating_sub(1);
                self.erase(session)?;
            }
        }
        Ok(())
    }
}
