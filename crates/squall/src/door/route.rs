//! A route of the door as data: a method and a path, what may be said there, and what answers.

use super::knock::Knock;
use super::problem::Answer;
use crate::edge::Delivery;
use serde_json::Value;
use squall_api::OperatorRoute;
use squall_cloud::World;

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

    /// A route of a system's own.
    pub(super) fn of_system(route: &OperatorRoute) -> Route {
        let takes = if route.fields.is_empty() { Takes::Nothing } else { Takes::Fields(route.fields) };
        let OperatorRoute { method, path, query, serve, .. } = *route;
        Route { method, path, query, takes, work: Work::OfSystem(serve) }
    }
}
