//! Fault rules, and the disk that fails on demand.

use super::paging::Page;
use super::{Answer, Knock, Problem};
use http::{Method, StatusCode};
use serde_json::{Value, json};
use squall_api::RuleSpec;

pub(super) fn route(knock: &Knock<'_>) -> Answer {
    let site = &knock.server.universe.site;
    match knock.path[..] {
        ["storage"] => {
            knock.only(&[Method::POST])?;
            let fields = knock.fields(&["fail_writes"])?;
            let next = fields.get("fail_writes").and_then(Value::as_u64);
            let next = next.ok_or_else(|| Problem::bad("`fail_writes` must be a whole number"))?;
            site.store.fail_writes(next);
            Ok((StatusCode::OK, json!({"fail_writes": next})))
        }
        ["faults"] => {
            knock.only(&[Method::GET, Method::POST, Method::DELETE])?;
            match knock.method {
                Method::GET => {
                    let is_behind = |rule: &Value, after: &str| {
                        after.parse().is_ok_and(|after| rule["id"].as_u64() > Some(after))
                    };
                    Ok((StatusCode::OK, Page::of(knock)?.cut(site.rehearsal.list(), is_behind).into()))
                }
                Method::POST => {
                    let rule: RuleSpec = serde_json::from_value(knock.json()?)
                        .map_err(|error| Problem::bad(format!("not a fault rule: {error}")))?;
                    let added = site.rehearsal.add(rule).map_err(Problem::bad)?;
                    Ok((StatusCode::CREATED, added))
                }
                _ => {
                    site.rehearsal.remove(None);
                    Ok((StatusCode::NO_CONTENT, Value::Null))
                }
            }
        }
        ["faults", id] => {
            knock.only(&[Method::DELETE])?;
            let removed = id.parse().map_or(0, |id| site.rehearsal.remove(Some(id)));
            let missing = || Problem::new(StatusCode::NOT_FOUND, format!("there is no fault rule `{id}`"));
            (removed > 0).then_some((StatusCode::NO_CONTENT, Value::Null)).ok_or_else(missing)
        }
        _ => Err(Problem::new(StatusCode::NOT_FOUND, "fault rules are at /_squall/faults")),
    }
}
