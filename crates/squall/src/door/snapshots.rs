//! Named copies of the whole world.

use super::paging::Page;
use super::{Answer, Knock, Problem};
use http::{Method, StatusCode};
use serde_json::{Value, json};

pub(super) fn route(knock: &Knock<'_>) -> Answer {
    let universe = &knock.server.universe;
    let missing = |name: &str| Problem::new(StatusCode::NOT_FOUND, format!("there is no snapshot `{name}`"));
    match knock.path[..] {
        ["snapshots"] => {
            knock.only(&[Method::GET])?;
            let names = Page::of(knock)?.cut(universe.site.store.snapshots()?, |name, after| &**name > after);
            Ok((StatusCode::OK, json!(names)))
        }
        ["snapshots", name] => {
            knock.only(&[Method::PUT, Method::DELETE])?;
            if name.is_empty() {
                return Err(Problem::bad("a snapshot needs a name"));
            }
            if knock.method == Method::PUT {
                universe.snapshot(name)?;
                return Ok((StatusCode::OK, json!({"name": name})));
            }
            match universe.site.store.forget(name)? {
                true => Ok((StatusCode::NO_CONTENT, Value::Null)),
                false => Err(missing(name)),
            }
        }
        ["snapshots", name, "restore"] => {
            knock.only(&[Method::POST])?;
            match universe.restore(name)? {
                true => Ok((StatusCode::OK, json!({"name": name, "now": universe.now()?.to_string()}))),
                false => Err(missing(name)),
            }
        }
        _ => Err(Problem::new(StatusCode::NOT_FOUND, "a snapshot knows only `restore`")),
    }
}
