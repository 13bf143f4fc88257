//! Calls made up from what actions declare: every field by its shape and rule, ids of things that exist,
//! and the vendor's own values for the few fields that have a grammar of their own.

use crate::chance::Chance;
use crate::pool::Pool;
use crate::vendor::Vendor;
use squall_api::ActionFacts;
use squall_api::param::{Field, Rule, Shape};

/// A call to be made: parameters by name.
pub type Parameters = Vec<(String, String)>;

/// Parameters for an action. Required fields are nearly always there, optional ones now and then.
pub fn parameters(vendor: &dyn Vendor, action: &ActionFacts, chance: &mut Chance, pool: &Pool) -> Parameters {
    let mut author = Author { vendor, chance, pool, written: Parameters::new() };
    author.fields(action.fields, "");
    author.written
}

/// Every required field and no other, each with a value of the right form; ids are of what a pool knows.
pub fn required(vendor: &dyn Vendor, action: &ActionFacts, pool: &Pool) -> Parameters {
    let mut author = Author { vendor, chance: &mut Chance::new(1), pool, written: Parameters::new() };
    author.required(action.fields, "");
    author.written
}

/// Whoever makes up a call.
struct Author<'a> {
    vendor: &'a dyn Vendor,
    chance: &'a mut Chance,
    pool: &'a Pool,
    written: Parameters,
}

impl Author<'_> {
    fn required(&mut self, fields: &[Field], before: &str) {
        for field in fields.iter().filter(|field| field.required) {
            let path = format!("{before}{}", field.name);
            match field.shape {
                Shape::List(Shape::Record(inner)) => self.required(inner, &format!("{path}.1.")),
                Shape::List(inner) => {
                    let text = self.single(field.name, inner, &field.rule);
                    self.written.push((format!("{path}.1"), text));
                }
                Shape::Record(inner) => self.required(inner, &format!("{path}.")),
                single => {
                    let text = self.single(field.name, &single, &field.rule);
                    self.written.push((path, if text.is_empty() { "1".to_owned() } else { text }));
                }
            }
        }
    }

    fn fields(&mut self, fields: &[Field], before: &str) {
        for field in fields {
            let is_usual = field.required || self.vendor.always().contains(&field.name);
            let wanted = if is_usual { 98 } else { 25 };
            // Addresses and routers are what most optional ids are for; without them little is ever bound.
            let wanted = if field.rule.id.is_some() && !field.required { 35 } else { wanted };
            if self.chance.percent(wanted) {
                self.value(&format!("{before}{}", field.name), field.name, &field.shape, &field.rule);
            }
        }
    }

    fn value(&mut self, path: &str, name: &str, shape: &Shape, rule: &Rule) {
        match shape {
            Shape::List(inner) => {
                for at in 1..=1 + u64::from(self.chance.percent(15)) {
                    self.value(&format!("{path}.{at}"), name, inner, rule);
                }
            }
            Shape::Record(inner) => self.fields(inner, &format!("{path}.")),
            single => {
                let text = self.single(name, single, rule);
                if !text.is_empty() {
                    self.written.push((path.to_owned(), text));
                }
            }
        }
    }

    fn single(&mut self, name: &str, shape: &Shape, rule: &Rule) -> String {
        if let Some(text) = self.vendor.value(name, rule, self.chance, self.pool) {
            return text;
        }
        if let Some(word) = rule.id {
            let known = self.chance.pick(self.pool.of(self.vendor.shelf(word))).cloned();
            return known.unwrap_or_else(|| self.vendor.made_up(word, self.chance));
        }
        if let Some(text) = self.chance.pick(rule.one_of) {
            return (*text).to_owned();
        }
        match shape {
            Shape::Int => {
                let (min, max) = (rule.min.max(0), rule.max.min(rule.min.max(0).saturating_add(20)));
                (min + self.chance.below((max - min + 1).unsigned_abs()) as i64).to_string()
            }
            Shape::Flag => self.chance.below(2).to_string(),
            _ => format!("n{}", self.chance.below(1_000)),
        }
    }
}
