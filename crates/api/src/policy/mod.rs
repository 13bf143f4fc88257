//! Policies: who may do what to which things. What is here knows statements, effects, patterns and conditions, and
//! decides; a dialect's own grammar reads its vendor's documents into them and refuses what it does not understand.
//!
//! The decision is the one that all vendors document: what any statement denies is denied, else what any allows is
//! allowed, else nothing is. Everything that is asked for at once must be allowed.

mod condition;
mod node;
mod pattern;

pub use condition::{Block, Comparison, Condition, Fact, Order, Test};
pub use node::Node;
pub use pattern::{Part, Pattern};

/// What a statement says of what it concerns.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Effect {
    /// It may be done.
    Allow,
    /// It must not be done, whatever others say.
    Deny,
}

impl Effect {
    const fn opposite(self) -> Effect {
        match self {
            Effect::Allow => Effect::Deny,
            Effect::Deny => Effect::Allow,
        }
    }
}

/// Which actions a statement concerns.
#[derive(Clone, PartialEq, Debug)]
pub enum Actions {
    /// Those that one of the patterns fits.
    Of(Vec<Pattern>),
    /// Those that none of them fits.
    AllBut(Vec<Pattern>),
}

/// A statement of a policy.
#[derive(Clone, PartialEq, Debug)]
pub struct Statement {
    /// What it says.
    pub effect: Effect,
    /// Of which actions.
    pub actions: Actions,
    /// On which resources: those that one of the patterns fits.
    pub resources: Vec<Pattern>,
    /// When: while all of these hold.
    pub conditions: Vec<Condition>,
}

/// A policy that was read and understood.
#[derive(Clone, Default, PartialEq, Debug)]
pub struct Policy {
    /// Its statements.
    pub statements: Vec<Statement>,
}

/// What a caller wants to do.
pub struct Asked<'a> {
    /// The action's name.
    pub action: &'a [Part<'a>],
    /// The names of all that it is to be done to, at least one: an action that names nothing is done to everything of
    /// its kind, and that has a name as well.
    pub resources: &'a [Vec<Part<'a>>],
    /// What is known of the call, by the names that conditions have for it.
    pub facts: &'a dyn Fn(&str) -> Option<Fact<'a>>,
}

/// What policies say of what is asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// All of it is allowed, and none of it denied.
    Allowed,
    /// Some of it is denied.
    Denied,
    /// Nothing is said of some of it, which is no permission.
    Unsaid,
}

impl Statement {
    fn concerns(&self, asked: &Asked<'_>) -> bool {
        let any_fits =
            |patterns: &[Pattern], effect| patterns.iter().any(|pattern| pattern.fits(asked.action, effect));
        let named = match &self.actions {
            Actions::Of(patterns) => any_fits(patterns, self.effect),
            // An exception from a denial is as good as a permission.
            Actions::AllBut(patterns) => !any_fits(patterns, self.effect.opposite()),
        };
        named && self.conditions.iter().all(|condition| self.applies(condition, asked))
    }

    /// What cannot be judged allows nothing and lifts no denial.
    fn applies(&self, condition: &Condition, asked: &Asked<'_>) -> bool {
        condition.holds((asked.facts)(condition.key)).unwrap_or(self.effect == Effect::Deny)
    }

    fn covers(&self, resource: &[Part<'_>]) -> bool {
        self.resources.iter().any(|pattern| pattern.fits(resource, self.effect))
    }
}

/// What some policies together say. It takes one step for each pattern and resource, and both have limits.
pub fn decide(policies: &[Policy], asked: &Asked<'_>) -> Verdict {
    let statements = policies.iter().flat_map(|policy| &policy.statements);
    let (denying, allowing): (Vec<&Statement>, Vec<&Statement>) =
        statements.filter(|said| said.concerns(asked)).partition(|said| said.effect == Effect::Deny);
    let any_covers =
        |said: &[&Statement], resource: &[Part<'_>]| said.iter().any(|said| said.covers(resource));
    if asked.resources.iter().any(|resource| any_covers(&denying, resource)) {
        return Verdict::Denied;
    }
    let all = !asked.resources.is_empty() && asked.resources.iter().all(|one| any_covers(&allowing, one));
    if all { Verdict::Allowed } else { Verdict::Unsaid }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(effect: Effect, action: &str, resource: &str) -> Statement {
        let pattern = |text: &str| Pattern::of([text]);
        let (actions, resources) = (Actions::Of(vec![pattern(action)]), vec![pattern(resource)]);
        Statement { effect, actions, resources, conditions: Vec::new() }
    }

    fn verdict(statements: &[Statement], action: &str, resources: &[&str]) -> Verdict {
        // Each statement in a policy of its own: what is allowed adds up over policies.
        let policy = |said: &Statement| Policy { statements: vec![said.clone()] };
        let policies: Vec<Policy> = statements.iter().map(policy).collect();
        let resources: Vec<_> = resources.iter().map(|name| vec![Part::One(name)]).collect();
        decide(&policies, &Asked { action: &[Part::One(action)], resources: &resources, facts: &|_| None })
    }

    #[test]
    fn denied_before_allowed_before_unsaid() {
        use Effect::{Allow, Deny};
        let policies = [said(Allow, "get*", "*"), said(Deny, "getSecret", "*"), said(Allow, "put", "a*")];
        assert_eq!(verdict(&policies, "getThing", &["a"]), Verdict::Allowed);
        assert_eq!(verdict(&policies, "getSecret", &["a"]), Verdict::Denied);
        assert_eq!(verdict(&policies, "delete", &["a"]), Verdict::Unsaid);
        assert_eq!(verdict(&policies, "put", &["a1", "a2"]), Verdict::Allowed);
        assert_eq!(verdict(&policies, "put", &["a1", "b"]), Verdict::Unsaid);
        assert_eq!(verdict(&[], "get", &["a"]), Verdict::Unsaid);
        assert_eq!(verdict(&policies, "put", &[]), Verdict::Unsaid);
        let narrow = [said(Allow, "*", "*"), said(Deny, "*", "b")];
        assert_eq!(verdict(&narrow, "put", &["a"]), Verdict::Allowed);
        assert_eq!(verdict(&narrow, "put", &["a", "b"]), Verdict::Denied);
    }

    #[test]
    fn all_but_some_is_all_others() {
        let but = |effect| Statement {
            actions: Actions::AllBut(vec![Pattern::of(["get*"])]),
            ..said(effect, "", "*")
        };
        assert_eq!(verdict(&[but(Effect::Allow)], "put", &["a"]), Verdict::Allowed);
        assert_eq!(verdict(&[but(Effect::Allow)], "getThing", &["a"]), Verdict::Unsaid);
        let all = said(Effect::Allow, "*", "*");
        assert_eq!(verdict(&[all.clone(), but(Effect::Deny)], "put", &["a"]), Verdict::Denied);
        assert_eq!(verdict(&[all, but(Effect::Deny)], "getThing", &["a"]), Verdict::Allowed);
    }

    #[test]
    fn what_cannot_be_judged_allows_nothing_and_lifts_no_denial() {
        let when = |effect| Statement {
            conditions: vec![Condition { key: "unknown", test: Test::Flag(true), or_absent: false }],
            ..said(effect, "*", "*")
        };
        assert_eq!(verdict(&[when(Effect::Allow)], "put", &["a"]), Verdict::Unsaid);
        let both = [said(Effect::Allow, "*", "*"), when(Effect::Deny)];
        assert_eq!(verdict(&both, "put", &["a"]), Verdict::Denied);
    }
}
