//! An account in arrears: what it pays for goes out of service, and back into it once there is money again.
//!
//! What one account pays for can be any number of rows, so they are come to a part at a time: a sweep that has not
//! come to its end expects itself again at the same instant, and the next batch goes on with it.

use crate::accounts::account::{Account, USERS_OF};
use crate::refusal::Refusal;
use crate::rows::kind::Kind;
use crate::rows::resource::{Resource, State, Verb};
use crate::rows::shelf::OWNED;
use crate::time::due::{Due, Swept};
use crate::time::instant::{Span, Time};
use crate::world::{Answer, World};

/// How long a suspension or resumption takes.
const SWITCH: Span = Span::seconds(5);
/// The rows that a sweep looks at or changes before it goes on in the next batch.
const SWEEP_WORK: u64 = 2_000;
/// The rows of one kind that a sweep comes to before it looks at its work.
const SWEEP_PAGE: usize = 50;

impl Swept {
    /// Before all rows of an owner and kind.
    fn before_all(owner: String, kind: Kind) -> Swept {
        Swept { owner, kind, created_at: Time(i64::MAX), id: String::new() }
    }

    /// Past all rows of an owner.
    fn past_all(owner: String) -> Swept {
        Swept { owner, kind: Kind::ALL[Kind::ALL.len() - 1], created_at: Time(i64::MIN), id: String::new() }
    }
}

impl World<'_> {
    pub(crate) fn happen_exhausted(&self, id: &str) -> Answer<()> {
        let Some(mut account) = self.find_account(id)? else { return Ok(()) };
        match account.exhausted_at {
            Some(at) if at <= self.now => {}
            Some(at) => return self.expect_by(at, Due::Exhausted { account: account.id }),
            None => return Ok(()),
        }
        self.settle_account(&mut account)?;
        account.arrears_since = Some(self.now);
        account.exhausted_at = None;
        self.save_account(&account)?;
        self.sweep(&account, false, None)
    }

    pub(crate) fn happen_sweep(&self, id: &str, resumes: bool, after: &Swept) -> Answer<()> {
        match self.find_account(id)? {
            Some(account) => self.sweep(&account, resumes, Some(after)),
            None => Ok(()),
        }
    }

    /// Lets everything that an account pays for go on, once it is no longer in arrears.
    pub(crate) fn resume_all(&self, account: &mut Account) -> Answer<()> {
        if account.arrears_since.take().is_none() {
            return Ok(());
        }
        self.save_account(account)?;
        self.sweep(account, true, None)?;
        *account = self.account(&account.id)?;
        Ok(())
    }

    /// Suspends or resumes what an account pays for, from where it has come to, and expects itself again where that is
    /// too much for once.
    fn sweep(&self, account: &Account, resumes: bool, after: Option<&Swept>) -> Answer<()> {
        let began = self.tx.work();
        let Some(first) = self.charged_kinds().next() else { return Ok(()) };
        let mut at = after.cloned().unwrap_or_else(|| Swept::before_all(account.id.clone(), first));
        loop {
            let next = match self.sweep_page(&at, resumes)? {
                Some(last) => Some(last),
                None => self.sweep_on(account, at)?,
            };
            let Some(next) = next else { return Ok(()) };
            if self.tx.work() - began > SWEEP_WORK {
                let account = account.id.clone();
                return self.expect(self.now, Due::Sweep { account, resumes, after: next });
            }
            at = next;
        }
    }

    /// Comes to some rows of the owner and kind that a sweep is at, the newest first; answers the last of them, or
    /// `None` where there are no more.
    fn sweep_page(&self, at: &Swept, resumes: bool) -> Answer<Option<Swept>> {
        let of_kind = (self.realm, &*at.owner, at.kind as u8);
        let before = (self.realm, at.owner.clone(), at.kind as u8, at.created_at.0, at.id.clone());
        let page = self.tx.page_back(&OWNED, &of_kind, Some(&before), SWEEP_PAGE)?;
        for ((.., id), ()) in &page {
            self.switch(at.kind, id, resumes)?;
        }
        let last = page.into_iter().next_back();
        Ok(last.map(|((.., created_at, id), ())| Swept { created_at: Time(created_at), id, ..at.clone() }))
    }

    /// Where a sweep goes on when there are no more rows where it is: at the next kind, or the next user of the
    /// account.
    fn sweep_on(&self, account: &Account, at: Swept) -> Answer<Option<Swept>> {
        let Some(first) = self.charged_kinds().next() else { return Ok(None) };
        if let Some(kind) = self.charged_kinds().find(|kind| kind.place() > at.kind.place()) {
            return Ok(Some(Swept::before_all(at.owner, kind)));
        }
        let users = (self.realm, &*account.id);
        let after = (self.realm, account.id.clone(), at.owner);
        let after = (after.2 != account.id).then_some(&after);
        let Some(((.., user), ())) = self.tx.page(&USERS_OF, &users, after, 1)?.pop() else {
            return Ok(None);
        };
        let shares = self.account(&user)?.purse_holder() == account.id;
        Ok(Some(if shares { Swept::before_all(user, first) } else { Swept::past_all(user) }))
    }

    /// Whether want of money suspends anything in this system.
    pub(crate) fn suspends_any(&self) -> bool {
        self.charged_kinds().next().is_some()
    }

    /// The kinds that want of money suspends in this system.
    fn charged_kinds(&self) -> impl Iterator<Item = Kind> + use<> {
        let laws = self.laws;
        Kind::ALL.iter().copied().filter(|kind| laws.suspends(*kind))
    }

    fn switch(&self, kind: Kind, id: &str, resumes: bool) -> Answer<()> {
        macro_rules! of_kind {
            ($($name:ident),* $(,)?) => {
                match kind {
                    $(Kind::$name if resumes => self.resume::<crate::$name>(id),)*
                    $(Kind::$name => self.suspend::<crate::$name>(id),)*
                    Kind::Account | Kind::AccessKey | Kind::Host | Kind::Licence | Kind::Mail => {
                        Err(Refusal::Invalid { what: format!("a row of the kind {} costs nothing", kind.word()) })
                    }
                }
            };
        }
        crate::every_kind!(of_kind)
    }

    /// Takes a row out of service for want of money. What is leaving, is paid for or costs nothing is left alone.
    pub fn suspend<T: Resource>(&self, id: &str) -> Answer<()> {
        let mut row = self.fetch::<T>(id)?;
        let head = row.head_mut();
        let suspended = head.state == State::Suspended || head.state == State::Pending;
        let leaving = head.change.is_some_and(|change| !change.target.is_live());
        let is_free = head.prepaid || head.price == crate::Money::ZERO;
        if !head.state.is_live() || leaving || suspended || is_free {
            return Ok(());
        }
        self.take_out(&mut row)
    }

    /// Takes a row out of service. One that is not there yet comes to be where it would have come to be.
    pub(crate) fn take_out<T: Resource>(&self, row: &mut T) -> Answer<()> {
        let head = row.head_mut();
        let comes_to = head.change.filter(|_| head.state == State::Pending).map(|change| change.target);
        head.resume_to = Some(comes_to.unwrap_or(head.state));
        self.begin(row, Verb::Suspend, State::Suspended, SWITCH)
    }

    /// Frees a row of what it was bound to. A suspension or any other change under way goes on, and must not find the
    /// binding again when it arrives.
    pub fn free<T: Resource>(&self, row: &mut T) -> Answer<()> {
        let head = row.head_mut();
        let verb = head.change.map(|change| change.verb);
        if head.state != State::Suspended && matches!(verb, None | Some(Verb::Attach | Verb::Detach)) {
            return self.become_state(row, State::Free);
        }
        if head.state == State::Suspended || verb == Some(Verb::Suspend) {
            head.resume_to = Some(State::Free);
        } else if head.state == State::Bound {
            head.state = State::Free;
        }
        if let Some(change) = head.change.as_mut().filter(|change| change.verb == Verb::Resume) {
            change.target = State::Free;
        }
        self.save(row)
    }

    /// Puts a suspended row back into service.
    pub fn resume<T: Resource>(&self, id: &str) -> Answer<()> {
        let mut row = self.fetch::<T>(id)?;
        let head = row.head_mut();
        let leaving = head.change.is_some_and(|change| change.verb == Verb::Suspend);
        if head.state != State::Suspended && !leaving || self.is_expired(head)? {
            return Ok(());
        }
        let target = head.resume_to.take().unwrap_or(State::Stopped);
        self.begin(&mut row, Verb::Resume, target, SWITCH)
    }
}
