//! Which requests to a listener go to which of its backends, by domain and path.

use crate::balancing::backend::Backend;
use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource};
use crate::world::{Answer, World};
use serde::{Deserialize, Serialize};

/// A forwarding of a listener. One listener may have many, each with many backends, and a backend may be in several.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Forwarding {
    /// What every resource carries.
    pub head: Head,
    /// The listener.
    pub listener: String,
    /// The domain that is asked for, `*.` before one for all below it, or nothing for any.
    pub domain: String,
    /// How the path that is asked for begins, or nothing for any.
    pub path: String,
    /// Where such requests go.
    pub backends: Vec<String>,
    /// Whether it came with the listener and takes what no other does.
    pub is_default: bool,
}

impl Resource for Forwarding {
    const KIND: Kind = Kind::Forwarding;
    const TARGETS: &'static [Kind] = &[Kind::Listener, Kind::Backend];
    headed!();
    fn links(&self, push: &mut dyn FnMut(&str)) {
        push(&self.listener);
        self.backends.iter().for_each(|id| push(id));
    }
    fn keys(&self, push: &mut dyn FnMut(String)) {
        push(Forwarding::key(&self.listener, &self.domain, &self.path));
    }
    fn let_go(&mut self, _world: &World<'_>, target: &str) -> Answer<()> {
        self.backends.retain(|id| id != target);
        Ok(())
    }
}

impl Forwarding {
    /// What no two may have in common: a domain and path of one listener.
    pub fn key(listener: &str, domain: &str, path: &str) -> String {
        format!("{listener}|{domain}|{path}")
    }

    /// How well it suits a request, `None` where it does not: an exact domain before one above it before any, and then
    /// the longest path.
    fn suits(&self, domain: &str, path: &str) -> Option<(usize, usize)> {
        let of_domain = match self.domain.strip_prefix('*') {
            Some(above) if domain.len() > above.len() && domain.ends_with(above) => above.len(),
            None if self.domain == domain => usize::MAX,
            None if self.domain.is_empty() => 0,
            _ => return None,
        };
        path.starts_with(&self.path).then_some((of_domain, self.path.len()))
    }
}

impl World<'_> {
    /// The forwardings of a listener, the default one last and otherwise in order of age.
    pub fn forwardings(&self, listener: &str) -> Answer<Vec<Forwarding>> {
        let mut rows = self.linked::<Forwarding>(listener)?;
        rows.sort_by(|a, b| {
            let rank = |row: &Forwarding| (row.is_default, row.head.created_at);
            rank(a).cmp(&rank(b)).then_with(|| a.head.id.cmp(&b.head.id))
        });
        Ok(rows)
    }

    /// Where a request to a listener goes: the backends that answer, of the forwarding that suits it best.
    pub fn forward(&self, listener: &str, domain: &str, path: &str) -> Answer<Vec<Backend>> {
        let rows = self.forwardings(listener)?;
        let best =
            rows.iter().filter(|row| !row.is_default).filter_map(|row| Some((row.suits(domain, path)?, row)));
        let best = best.max_by_key(|(fit, _)| *fit).map(|(_, row)| row);
        let Some(chosen) = best.or_else(|| rows.iter().find(|row| row.is_default)) else {
            return Ok(Vec::new());
        };
        let mut answering = Vec::new();
        for id in &chosen.backends {
            let backend = self.fetch::<Backend>(id)?;
            if self.answers(&backend)? {
                answering.push(backend);
            }
        }
        Ok(answering)
    }
}
