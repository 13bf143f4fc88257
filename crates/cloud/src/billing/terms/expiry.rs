//! The end of a term that has come by itself: it renews itself, or what it paid for goes on afterwards, or expires.

use crate::billing::terms::deed::Deed;
use crate::billing::terms::row::{AtEnd, PaidTerm, Stage, is_in_service};
use crate::law::Period;
use crate::refusal::Refusal;
use crate::rows::kind::Kind;
use crate::rows::resource::{Head, State};
use crate::time::due::{Due, Purpose};
use crate::time::instant::Time;
use crate::world::{Answer, World};
use squall_store::PAGE_ROWS;

impl World<'_> {
    /// When something happens next to a term: it ends, or what it paid for goes where its law says. Nothing more
    /// happens to what is overdue and out of service: its state has an end of its own.
    pub(crate) fn term_turns_at(&self, term: &PaidTerm, head: &Head) -> Answer<Option<Time>> {
        match term.stage {
            Stage::Paid => Ok(Some(term.paid_until)),
            Stage::Overdue if is_in_service(head) => {
                Ok(self.period(Period::Overdue)?.map(|span| term.paid_until + span))
            }
            Stage::Overdue => Ok(None),
        }
    }

    pub(super) fn expect_term(&self, term: &PaidTerm, head: &Head) -> Answer<()> {
        match self.term_turns_at(term, head)? {
            Some(at) => self.expect(at, Due::Term { kind: term.kind, id: term.id.clone() }),
            None => self.retract(&term.id, Purpose::Term),
        }
    }

    /// Expects what is overdue anew, after its period was changed.
    pub(crate) fn expect_terms(&self) -> Answer<()> {
        let mut after = None;
        loop {
            let terms = self.tx.page(&super::TERMS, &(self.realm,), after.as_ref(), PAGE_ROWS)?;
            for (_, term) in terms.iter().filter(|(_, term)| term.stage == Stage::Overdue) {
                if let Some(head) = self.head_of(term.kind, &term.id)? {
                    self.expect_term(term, &head)?;
                }
            }
            let Some((key, _)) = terms.into_iter().next_back() else { return Ok(()) };
            after = Some(key);
        }
    }

    /// Draws what a changed row means for its term.
    ///
    /// # Errors
    /// `Invalid` when it says that it is not paid in advance although it is.
    pub(crate) fn follow_term(&self, kind: Kind, old: Option<&Head>, new: &Head) -> Answer<()> {
        let is_prepaid = new.prepaid || old.is_some_and(|old| old.prepaid);
        if !is_prepaid || old.is_some_and(|old| is_same(old, new)) {
            return Ok(());
        }
        let Some(term) = self.term(&new.id)?.filter(|term| term.kind == kind) else { return Ok(()) };
        if new.state == State::Ceased && new.change.is_none() {
            return self.conclude_term(&term, new);
        }
        if !new.prepaid {
            let what = format!("[{}] is paid until [{}]", term.id, term.paid_until);
            return Err(Refusal::Invalid { what });
        }
        self.expect_term(&term, new)
    }

    pub(crate) fn happen_term(&self, kind: Kind, id: &str) -> Answer<()> {
        let (Some(mut term), Some(head)) = (self.term(id)?, self.head_of(kind, id)?) else { return Ok(()) };
        if self.term_turns_at(&term, &head)?.is_none_or(|at| at > self.now) {
            return Ok(());
        }
        if term.stage == Stage::Overdue {
            return self.do_to(kind, id, Deed::Expire);
        }
        match term.at_end {
            AtEnd::GoesOn => return self.go_on(&term),
            AtEnd::Renews if is_in_service(&head) && self.renew_itself(&term, &head)? => return Ok(()),
            AtEnd::Renews | AtEnd::Expires => {}
        }
        term.stage = Stage::Overdue;
        term.stretches.clear();
        self.save_term(&term)?;
        self.expect_term(&term, &head)
    }

    /// Whether the end of its term keeps a row out of service.
    pub(crate) fn is_expired(&self, head: &Head) -> Answer<bool> {
        Ok(head.prepaid && self.term(&head.id)?.is_some_and(|term| term.stage == Stage::Overdue))
    }
}

/// Whether nothing about a row changed that its term follows.
fn is_same(old: &Head, new: &Head) -> bool {
    let gone = |head: &Head| head.state == State::Ceased && head.change.is_none();
    old.prepaid == new.prepaid && is_in_service(old) == is_in_service(new) && gone(old) == gone(new)
}
