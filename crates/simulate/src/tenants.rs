//! Random tenants: a few accounts that call whatever there is, with time passing between, and auditors looking on.

use crate::chance::Chance;
use crate::desk::Desk;
use crate::generate::{self, Parameters};
use crate::pool::Pool;
use crate::reply::Reply;
use crate::strangers::Strangers;
use squall_api::ActionFacts;
use squall_api::client::Credentials;
use squall_api::cloud::{Period, Span};
use std::collections::BTreeMap;

/// Random tenants of a world.
pub struct Tenants {
    /// The world they live in.
    pub desk: Desk,
    accounts: Vec<Tenant>,
    actions: Vec<ActionFacts>,
    chance: Chance,
    strangers: Strangers,
    /// Whether an internal error may come: only where the store is made to fail. It is also what a panic ends in.
    pub store_may_fail: bool,
    /// How often each action ended in each code, by its number; that of success is empty.
    pub tally: BTreeMap<(&'static str, &'static str), u64>,
}

/// One of them.
struct Tenant {
    label: String,
    credentials: Credentials,
    pool: Pool,
}

/// Values longer than this are sent by the method for big calls, in bytes.
const BIG: usize = 1_000;

/// How the names of actions begin that end what they act upon.
const ENDS: [&str; 8] =
    ["BatchDelete", "Delete", "Terminate", "Cease", "Release", "Suspend", "Remove", "Leave"];

/// One step's call and what became of it.
pub struct Step {
    /// Which tenant called.
    pub tenant: usize,
    /// The action.
    pub action: ActionFacts,
    /// Its parameters.
    pub parameters: Parameters,
}

impl Tenants {
    /// Some tenants in a fresh world of a desk.
    pub fn new(desk: Desk, seed: u64, accounts: usize) -> Tenants {
        let mut credentials = vec![("demo".to_owned(), desk.credentials.clone())];
        credentials.extend((1..accounts).map(|n| format!("tenant{n}")).map(|label| {
            let credentials = desk.open_account(&label);
            (label, credentials)
        }));
        desk.vendor.furnish(&desk);
        let tenant = |(label, credentials): (String, Credentials)| {
            let pool = desk.vendor.welcome(&desk, &label);
            Tenant { label, credentials, pool }
        };
        let accounts = credentials.into_iter().map(tenant).collect();
        let (actions, chance) = (desk.cloud().actions(), Chance::new(seed));
        let strangers = Strangers::new(&desk, seed);
        let tally = BTreeMap::new();
        Tenants { desk, accounts, actions, chance, strangers, tally, store_may_fail: false }
    }

    /// Leaves them only the actions whose names contain one of some pieces, to look at one part of the cloud closely.
    pub fn narrow(&mut self, pieces: &str) {
        self.actions.retain(|action| pieces.split(',').any(|piece| action.name.contains(piece)));
    }

    /// The actions that they may call.
    pub fn actions(&self) -> &[ActionFacts] {
        &self.actions
    }

    /// Makes up the next call.
    pub fn invent(&mut self) -> Step {
        let tenant = self.chance.below(self.accounts.len() as u64) as usize;
        // Of a few actions the one that has succeeded least: what is hard to bring about is tried more often.
        let drawn: Vec<usize> =
            (0..3).map(|_| self.chance.below(self.actions.len() as u64) as usize).collect();
        let is_end = |name: &str| ENDS.iter().any(|word| name.starts_with(word));
        let luck = |at: &usize| {
            let name = self.actions[*at].name;
            let succeeded = self.tally.get(&(name, "")).copied().unwrap_or_default();
            if is_end(name) { succeeded * 4 + 10 } else { succeeded }
        };
        let at = drawn.into_iter().min_by_key(luck).unwrap_or_default();
        let action = self.actions[at].clone();
        let pool = &self.accounts[tenant].pool;
        let parameters = generate::parameters(self.desk.vendor, &action, &mut self.chance, pool);
        Step { tenant, action, parameters }
    }

    /// Makes a call and learns from the reply.
    pub fn make(&mut self, step: &Step) -> Reply {
        let reply = self.attempt(step);
        self.note(step, &reply);
        reply
    }

    /// Makes a call, and nothing of its reply.
    pub fn attempt(&self, step: &Step) -> Reply {
        let pairs: Vec<_> = step.parameters.iter().map(|(name, value)| (&**name, &**value)).collect();
        let credentials = &self.accounts[step.tenant].credentials;
        let is_big = step.parameters.iter().any(|(_, value)| value.len() > BIG);
        let method = self.desk.vendor.big_method().filter(|_| is_big);
        let name = step.action.name;
        // The demo's other credentials are the first tenant's; nobody else calls with them.
        let reply = match step.tenant {
            0 => self.desk.ask_suitably(credentials, name, &pairs, method),
            _ => self.desk.send(&self.desk.prepare(credentials, name, &pairs, None, method)),
        };
        self.judge(step, &reply);
        reply
    }

    /// Learns from the reply to a call.
    pub fn note(&mut self, step: &Step, reply: &Reply) {
        *self.tally.entry((step.action.name, reply.number())).or_default() += 1;
        if reply.code.is_none() {
            let pool = &mut self.accounts[step.tenant].pool;
            self.desk.vendor.learn(step.action.name, &reply.body, pool);
        }
    }

    /// Only declared codes may come, and that of an internal error never without cause; what is the platform's is for
    /// the demo account alone.
    fn judge(&self, step: &Step, reply: &Reply) {
        let is_barred = step.tenant != 0 && self.desk.vendor.administers(step.action.name).is_some();
        assert!(!is_barred || reply.code.is_some(), "{} by a tenant: {}", step.action.name, reply.body);
        let Some(code) = reply.code else { return };
        let (name, parameters, body) = (step.action.name, &step.parameters, &reply.body);
        let internal = self.desk.vendor.codes().internal;
        assert!(code != internal || self.store_may_fail, "{name} {parameters:?}: {body}");
        let declared = step.action.raises.contains(&code) || self.desk.cloud().common_codes().contains(&code);
        assert!(declared, "{name} {parameters:?} ended in undeclared {body}");
    }

    /// Lets a stranger call, with forged credentials or none.
    pub fn meet_stranger(&mut self) {
        let pools: Vec<_> = self.accounts.iter().map(|tenant| &tenant.pool).collect();
        self.strangers.call(&self.desk, &self.actions, &pools);
    }

    /// Lets some time pass: mostly seconds, now and then hours or days.
    pub fn pass_time(&mut self) {
        let span = match self.chance.below(1_000) {
            0..600 => Span::ZERO,
            600..960 => Span::millis(self.chance.below(20_000) as i64),
            960..995 => Span::minutes(self.chance.below(60) as i64),
            995..999 => Span::hours(self.chance.below(30) as i64),
            _ => Span::days(self.chance.below(8) as i64),
        };
        self.desk.advance(span);
    }

    /// Now and then an operator does something to one of them, or to all.
    pub fn disturb(&mut self) {
        if self.chance.percent(10) {
            return self.change_a_period();
        }
        let tenant = self.chance.below(self.accounts.len() as u64) as usize;
        self.desk.vendor.disturb(&self.desk, &self.accounts[tenant].label, &mut self.chance);
    }

    /// Lets a state that ends by itself last shorter, longer or for ever.
    fn change_a_period(&mut self) {
        let period = self.chance.pick(&Period::ALL).copied().unwrap_or(Period::Recycle);
        let hours = self.chance.below(100) as i64;
        let span = Some(Span::hours(hours)).filter(|_| self.chance.percent(80));
        self.desk.change(|world| world.set_period(period, span));
    }

    /// Everything that does not add up.
    pub fn audit(&self) -> Vec<String> {
        let mut findings = self.desk.look(|world| world.audit());
        findings.extend(self.desk.look(|world| self.desk.vendor.audit(world)));
        findings
    }

    /// A draw from the tenants' own chance.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.chance.below(limit)
    }
}
