//! Random tenants: a few accounts that call whatever there is, with time passing between, and auditors looking on.

use crate::chance::Chance;
use crate::desk::Desk;
use crate::generate::{self, Parameters};
use crate::pool::Pool;
use serde_json::Value;
use squall_api::ActionFacts;
use squall_api::catalogue::{self, Code, System};
use squall_api::client::Credentials;
use squall_api::cloud::Span;
use std::collections::BTreeMap;

/// Random tenants of a world.
pub struct Tenants {
    /// The world they live in.
    pub desk: Desk,
    accounts: Vec<(Credentials, Pool)>,
    actions: Vec<ActionFacts>,
    chance: Chance,
    /// Whether an internal error may come: only where the store is made to fail. It is also what a panic ends in.
    pub store_may_fail: bool,
    /// How often each action ended in each code (0: success).
    pub tally: BTreeMap<(&'static str, u64), u64>,
}

/// QingCloud's code for an internal error.
const INTERNAL: u64 = 5000;

/// How the names of actions begin that end what they act upon.
const ENDS: [&str; 7] = ["Delete", "Terminate", "Cease", "Release", "Suspend", "Remove", "Leave"];

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
        let mut credentials = vec![desk.credentials.clone()];
        credentials.extend((1..accounts).map(|n| desk.open_account(&format!("tenant{n}"))));
        desk.patch_world(&serde_json::json!({"warehouse": true}));
        let actions = desk.cloud().actions();
        let accounts = credentials.into_iter().map(|credentials| (credentials, Pool::default())).collect();
        Tenants {
            desk,
            accounts,
            actions,
            chance: Chance::new(seed),
            tally: BTreeMap::new(),
            store_may_fail: false,
        }
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
            let succeeded = self.tally.get(&(name, 0)).copied().unwrap_or_default();
            if is_end(name) { succeeded * 4 + 10 } else { succeeded }
        };
        let at = drawn.into_iter().min_by_key(luck).unwrap_or_default();
        let action = self.actions[at].clone();
        let parameters = generate::parameters(&action, &mut self.chance, &self.accounts[tenant].1);
        Step { tenant, action, parameters }
    }

    /// Makes a call and learns from the reply.
    pub fn make(&mut self, step: &Step) -> Value {
        let pairs: Vec<_> = step.parameters.iter().map(|(name, value)| (&**name, &**value)).collect();
        let (credentials, pool) = &mut self.accounts[step.tenant];
        let post = step.parameters.iter().any(|(_, value)| value.len() > 1_000);
        // The demo application is the first tenant's; nobody else calls as one.
        let reply = match step.tenant {
            0 => self.desk.call_in_module(credentials, step.action.name, &pairs, post),
            _ => self.desk.call_by(credentials, step.action.name, &pairs, None, post),
        };
        let code = reply["ret_code"].as_u64().unwrap_or(u64::MAX);
        *self.tally.entry((step.action.name, code)).or_default() += 1;
        if code == 0 {
            pool.learn(&reply);
        }
        self.judge(step, code, &reply);
        reply
    }

    /// Only declared codes may come, and 5000 never without cause.
    fn judge(&self, step: &Step, number: u64, reply: &Value) {
        if number == 0 {
            return;
        }
        let code: Option<Code> = catalogue::find(System::QingCloud, &number.to_string());
        let declared = code.is_some_and(|code| {
            step.action.raises.contains(&code) || self.desk.cloud().common_codes().contains(&code)
        });
        assert!(
            number != INTERNAL || self.store_may_fail,
            "{} {:?}: {reply}",
            step.action.name,
            step.parameters
        );
        assert!(declared, "{} {:?} ended in undeclared {reply}", step.action.name, step.parameters);
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

    /// Now and then an operator tops up, drains or restocks.
    pub fn disturb(&mut self) {
        let tenant = self.chance.below(self.accounts.len() as u64);
        let label = if tenant == 0 { "demo".to_owned() } else { format!("tenant{tenant}") };
        let balance =
            self.chance.pick(&["0.00", "1.00", "50.00", "100000.00", "100000.00"]).copied().unwrap_or("0.00");
        self.desk.patch_account(&label, &serde_json::json!({"balance": balance}));
    }

    /// Everything that does not add up.
    pub fn audit(&self) -> Vec<String> {
        self.desk.look(|world| world.audit())
    }

    /// A draw from the tenants' own chance.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.chance.below(limit)
    }
}
