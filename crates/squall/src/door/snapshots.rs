//! Named copies of the whole world.

use super::knock::Knock;
use super::paging::{self, Page};
use super::problem::{Answer, Problem};
use super::route::Route;
use http::StatusCode;
use serde_json::{Value, json};

pub(super) const ROUTES: &[Route] = &[
    Route::get("/_squall/snapshots", list).asking(paging::PARAMETERS),
    Route::act("PUT", "/_squall/snapshots/{snapshot}", take),
    Route::act("DELETE", "/_squall/snapshots/{snapshot}", forget),
    Route::act("POST", "/_squall/snapshots/{snapshot}/restore", restore),
];

fn missing(name: &str) -> Problem {
    Problem::new(StatusCode::NOT_FOUND, format!("there is no snapshot `{name}`"))
}

fn list(knock: &Knock<'_>) -> Answer {
    let names = knock.server.universe.site.store.snapshots()?;
    Ok((StatusCode::OK, json!(Page::of(knock)?.cut(names, |name, after| &**name > after))))
}

fn take(knock: &Knock<'_>) -> Answer {
    let name = knock.name("snapshot");
    knock.server.universe.snapshot(name)?;
    Ok((StatusCode::OK, json!({"name": name})))
}

fn forget(knock: &Knock<'_>) -> Answer {
    let name = knock.name("snapshot");
    match knock.server.universe.site.store.forget(name)? {
        true => Ok((StatusCode::NO_CONTENT, Value::Null)),
        false => Err(missing(name)),
    }
}

fn restore(knock: &Knock<'_>) -> Answer {
    let (universe, name) = (&knock.server.universe, knock.name("snapshot"));
    match universe.restore(name)? {
        true => Ok((StatusCode::OK, json!({"name": name, "now": universe.now()?.to_string()}))),
        false => Err(missing(name)),
    }
}
