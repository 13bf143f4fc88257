//! The door's routes as data: a method and a path, what may be said there, and what answers.

use super::{
    Answer, Knock, accounts, certificate, clock, codes, events, faults, health, metrics, requests, snapshots,
    systems,
};
use crate::edge::Delivery;
use serde_json::Value;
use squall_api::{OperatorRoute, Universe};
use squall_catalogue::System;
use squall_cloud::World;

/// Every route that is not a system's own.
const ALL: &[&[Route]] = &[
    health::ROUTES,
    certificate::ROUTES,
    clock::ROUTES,
    snapshots::ROUTES,
    systems::ROUTES,
    accounts::ROUTES,
    codes::ROUTES,
    requests::ROUTES,
    faults::ROUTES,
    events::ROUTES,
    metrics::ROUTES,
];
/// Where the routes of a system's own are.
const OF_SYSTEMS: &str = "/_squall/systems/{system}/";

/// One way of asking the door.
#[derive(Clone, Copy)]
pub(super) struct Route {
    /// The method; `HEAD` goes where `GET` does.
    pub(super) method: &'static str,
    /// The path; a segment in braces is any, under that name.
    pub(super) path: &'static str,
    /// The parameters that the query may have.
    pub(super) query: &'static [&'static str],
    /// What the body may be.
    pub(super) takes: Takes,
    /// What answers.
    pub(super) work: Work,
}

/// What a body may be.
#[derive(Clone, Copy)]
pub(super) enum Takes {
    /// Nothing.
    Nothing,
    /// An object of some of these fields.
    Fields(&'static [&'static str]),
    /// Whatever the route's own work makes of it, unknown fields refused.
    Document,
}

/// What answers.
#[derive(Clone, Copy)]
pub(super) enum Work {
    /// JSON, or a problem.
    Json(fn(&Knock<'_>) -> Answer),
    /// Something else than JSON.
    Other(fn(&Knock<'_>) -> Delivery),
    /// A system's own half of the door.
    OfSystem(fn(&World<'_>, &str, &Value) -> squall_cloud::Answer<Value>),
}

/// The values of a path's segments in braces, by their names.
pub(super) type Names = Vec<(&'static str, String)>;

impl Route {
    /// A route that only looks, and takes nothing but its path.
    pub(super) const fn get(path: &'static str, work: fn(&Knock<'_>) -> Answer) -> Route {
        Route { method: "GET", path, query: &[], takes: Takes::Nothing, work: Work::Json(work) }
    }

    /// A route that does something, and takes nothing but its path.
    pub(super) const fn act(
        method: &'static str,
        path: &'static str,
        work: fn(&Knock<'_>) -> Answer,
    ) -> Route {
        Route { method, path, query: &[], takes: Takes::Nothing, work: Work::Json(work) }
    }

    /// The same with parameters in the query.
    pub(super) const fn asking(self, query: &'static [&'static str]) -> Route {
        Route { query, ..self }
    }

    /// The same with a body.
    pub(super) const fn taking(self, takes: Takes) -> Route {
        Route { takes, ..self }
    }

    /// Whether it is for a method.
    pub(super) fn serves(&self, method: &str) -> bool {
        self.method == method || (self.method == "GET" && method == "HEAD")
    }

    fn of_system(route: &OperatorRoute) -> Route {
        let takes = if route.fields.is_empty() { Takes::Nothing } else { Takes::Fields(route.fields) };
        let OperatorRoute { method, path, query, serve, .. } = *route;
        Route { method, path, query, takes, work: Work::OfSystem(serve) }
    }
}

/// The routes of a path, decoded, with the names of its segments: one for each method.
pub(super) fn of_path(universe: &Universe, path: &[String]) -> Vec<(Route, Names)> {
    let of_all = ALL.iter().copied().flatten();
    let mut found: Vec<(Route, Names)> =
        of_all.filter_map(|route| Some((*route, matched(route.path, path)?))).collect();
    if let [door, systems, system, rest @ ..] = path
        && [door, systems] == ["_squall", "systems"]
        && let Some(cloud) = System::parse(system).and_then(|system| universe.cloud(system))
    {
        let is_here = |route: &&OperatorRoute| route.path.split('/').eq(rest);
        let own = cloud.operator().routes().iter().filter(is_here);
        found.extend(own.map(|route| (Route::of_system(route), vec![("system", system.clone())])));
    }
    found
}

/// The names of a path's segments, if it is of a template.
fn matched(template: &'static str, path: &[String]) -> Option<Names> {
    let mut names = Names::new();
    let mut segments = path.iter();
    for part in template.trim_start_matches('/').split('/') {
        let segment = segments.next()?;
        match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            Some(name) => names.push((name, segment.clone())),
            None if part == segment => {}
            None => return None,
        }
    }
    segments.next().is_none().then_some(names)
}

/// Method and path of every route of a universe, `{system}` in the paths being each of its systems in turn. Other
/// segments in braces stand for a name of whoever asks.
pub fn routes(universe: &Universe) -> Vec<(&'static str, String)> {
    let words: Vec<&str> = universe.clouds.iter().map(|cloud| cloud.system().as_str()).collect();
    let mut all = Vec::new();
    for route in ALL.iter().copied().flatten() {
        let of = |word: &&str| (route.method, route.path.replace("{system}", word));
        let is_of_system = route.path.contains("{system}");
        all.extend(words.iter().take(if is_of_system { words.len() } else { 1 }).map(of));
    }
    for cloud in &universe.clouds {
        let base = OF_SYSTEMS.replace("{system}", cloud.system().as_str());
        let own = cloud.operator().routes().iter();
        all.extend(own.map(|route| (route.method, format!("{base}{}", route.path))));
    }
    all
}
