//! All routes of the door, and which of them a path leads to.

use super::route::{Names, Route};
use super::{
    accounts, certificate, clock, codes, events, faults, health, metrics, requests, snapshots, systems,
};
use squall_api::{OperatorRoute, Universe};
use squall_catalogue::System;

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
