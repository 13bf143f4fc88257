//! What happens when time does its work: changes arrive, money runs out, suspended things are forfeited, recycled
//! things cease, ceased things are forgotten.

use crate::account::Account;
use crate::due::Due;
use crate::kind::Kind;
use crate::resource::{Resource, State, Verb};
use crate::time::Span;
use crate::world::{Answer, World};

/// Runs a generic method for the kind of row that a number stands for. Kinds without a life of their own do nothing.
macro_rules! for_kind {
    ($kind:expr, $world:ident . $method:ident ( $($argument:expr),* )) => {
        match $kind {
            Kind::Instance => $world.$method::<crate::Instance>($($argument),*),
            Kind::Volume => $world.$method::<crate::Volume>($($argument),*),
            Kind::Snapshot => $world.$method::<crate::Snapshot>($($argument),*),
            Kind::Image => $world.$method::<crate::Image>($($argument),*),
            Kind::Router => $world.$method::<crate::Router>($($argument),*),
            Kind::Address => $world.$method::<crate::Address>($($argument),*),
            Kind::Firewall => $world.$method::<crate::Firewall>($($argument),*),
            Kind::Balancer => $world.$method::<crate::Balancer>($($argument),*),
            Kind::Policy => $world.$method::<crate::Policy>($($argument),*),
            Kind::Cluster => $world.$method::<crate::Cluster>($($argument),*),
            Kind::ClusterNode => $world.$method::<crate::ClusterNode>($($argument),*),
            Kind::Contract => $world.$method::<crate::Contract>($($argument),*),
            Kind::AppLease => $world.$method::<crate::AppLease>($($argument),*),
            Kind::Session => $world.$method::<crate::Session>($($argument),*),
            Kind::Server => $world.$method::<crate::Server>($($argument),*),
            Kind::Metal => $world.$method::<crate::Metal>($($argument),*),
            Kind::Subnet => $world.$method::<crate::Subnet>($($argument),*),
            Kind::Port => $world.$method::<crate::Port>($($argument),*),
            Kind::LogExport => $world.$method::<crate::LogExport>($($argument),*),
            _ => Ok(()),
        }
    };
}

/// How long a suspension or resumption takes.
const SWITCH: Span = Span::seconds(5);

impl World<'_> {
    pub(crate) fn happen(&self, due: &Due) -> Answer<()> {
        match due {
            Due::Ripe => Ok(()),
            Due::Arrival { kind, id } => for_kind!(kind, self.happen_arrival(id)),
            Due::Expiry { kind, id } => for_kind!(kind, self.happen_expiry(id)),
            Due::Forfeit { kind, id } => for_kind!(kind, self.happen_forfeit(id)),
            Due::Oblivion { kind: Kind::Job, id } => self.happen_discard::<crate::Job>(id),
            Due::Oblivion { kind: Kind::Alarm, id } => self.happen_discard::<crate::Alarm>(id),
            Due::Oblivion { kind: Kind::Event, id } => self.happen_discard::<crate::Event>(id),
            Due::Oblivion { kind: Kind::LogExport, id } => self.happen_discard::<crate::LogExport>(id),
            Due::Oblivion { kind, id } => for_kind!(kind, self.happen_oblivion(id)),
            Due::Exhausted { account } => self.happen_exhausted(account),
            Due::Turn { contract } => self.happen_turn(contract),
        }
    }

    fn happen_arrival<T: Resource>(&self, id: &str) -> Answer<()> {
        match self.find::<T>(id)? {
            Some(mut row) if row.head().change.is_some_and(|change| change.due_at == self.now) => {
                self.arrive(&mut row)
            }
            _ => Ok(()),
        }
    }

    fn happen_expiry<T: Resource>(&self, id: &str) -> Answer<()> {
        match self.find::<T>(id)? {
            Some(mut row) if row.head().state == State::Recycled && self.has_ended(row.head())? => {
                row.head_mut().state = State::Ceased;
                self.conclude(&mut row)?;
                self.become_state(&mut row, State::Ceased)
            }
            _ => Ok(()),
        }
    }

    fn happen_forfeit<T: Resource>(&self, id: &str) -> Answer<()> {
        match self.find::<T>(id)? {
            Some(mut row) if row.head().state == State::Suspended && self.has_ended(row.head())? => {
                self.depart(&mut row, self.laws.forfeit(T::KIND))
            }
            _ => Ok(()),
        }
    }

    fn happen_oblivion<T: Resource>(&self, id: &str) -> Answer<()> {
        match self.find::<T>(id)? {
            Some(row) if row.head().state == State::Ceased && self.has_ended(row.head())? => self.erase(&row),
            _ => Ok(()),
        }
    }

    /// Records are forgotten whatever state they are in.
    fn happen_discard<T: Resource>(&self, id: &str) -> Answer<()> {
        match self.find::<T>(id)? {
            Some(record) => self.erase(&record),
            None => Ok(()),
        }
    }

    fn happen_exhausted(&self, id: &str) -> Answer<()> {
        let Some(mut account) = self.find_account(id)? else { return Ok(()) };
        if account.exhausted_at != Some(self.now) {
            return Ok(());
        }
        account.settle(self.now);
        account.arrears_since = Some(self.now);
        account.exhausted_at = None;
        self.save_account(&account)?;
        self.for_charged(&account, |kind, id| for_kind!(kind, self.suspend(id)))
    }

    /// Lets everything that an account pays for go on, once it is no longer in arrears.
    pub(crate) fn resume_all(&self, account: &mut Account) -> Answer<()> {
        if account.arrears_since.take().is_none() {
            return Ok(());
        }
        self.save_account(account)?;
        self.for_charged(account, |kind, id| for_kind!(kind, self.resume(id)))?;
        *account = self.account(&account.id)?;
        Ok(())
    }

    fn for_charged(&self, account: &Account, act: impl Fn(Kind, &str) -> Answer<()>) -> Answer<()> {
        for owner in self.accounts()?.iter().filter(|owner| owner.purse_holder() == account.id) {
            for kind in Kind::ALL.iter().filter(|kind| self.laws.suspends(**kind)) {
                for id in self.owned_ids(*kind, &owner.id)? {
                    act(*kind, &id)?;
                }
            }
        }
        Ok(())
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
        head.resume_to = Some(head.state);
        self.begin(&mut row, Verb::Suspend, State::Suspended, SWITCH)
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
        if head.state != State::Suspended && !leaving {
            return Ok(());
        }
        let target = head.resume_to.take().unwrap_or(State::Stopped);
        self.begin(&mut row, Verb::Resume, target, SWITCH)
    }
}
