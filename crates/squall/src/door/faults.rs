//! Fault rules, and the disk that fails on demand.

use super::knock::Knock;
use super::paging::{self, Page};
use super::problem::{Answer, Problem};
use super::route::{Route, Takes};
use http::StatusCode;
use serde_json::{Value, json};
use squall_api::RuleSpec;

pub(super) const ROUTES: &[Route] = &[
    Route::get("/_squall/faults", list).asking(paging::PARAMETERS),
    Route::act("POST", "/_squall/faults", add).taking(Takes::Document),
    Route::act("DELETE", "/_squall/faults", remove_all),
    Route::act("DELETE", "/_squall/faults/{rule}", remove),
    Route::act("POST", "/_squall/storage", fail_writes).taking(Takes::Fields(&["fail_writes"])),
];

fn list(knock: &Knock<'_>) -> Answer {
    let is_behind =
        |rule: &Value, after: &str| after.parse().is_ok_and(|after| rule["id"].as_u64() > Some(after));
    let rules = knock.server.universe.site.rehearsal.list();
    Ok((StatusCode::OK, Page::of(knock)?.cut(rules, is_behind).into()))
}

fn add(knock: &Knock<'_>) -> Answer {
    let rule: RuleSpec = serde_json::from_value(knock.body.clone())
        .map_err(|error| Problem::bad(format!("not a fault rule: {error}")))?;
    let added = knock.server.universe.site.rehearsal.add(rule).map_err(Problem::bad)?;
    Ok((StatusCode::CREATED, added))
}

fn remove_all(knock: &Knock<'_>) -> Answer {
    knock.server.universe.site.rehearsal.remove(None);
    Ok((StatusCode::NO_CONTENT, Value::Null))
}

fn remove(knock: &Knock<'_>) -> Answer {
    let id = knock.name("rule");
    let removed = id.parse().map_or(0, |id| knock.server.universe.site.rehearsal.remove(Some(id)));
    let missing = || Problem::new(StatusCode::NOT_FOUND, format!("there is no fault rule `{id}`"));
    (removed > 0).then_some((StatusCode::NO_CONTENT, Value::Null)).ok_or_else(missing)
}

fn fail_writes(knock: &Knock<'_>) -> Answer {
    let next = knock.fields()?.get("fail_writes").and_then(Value::as_u64);
    let next = next.ok_or_else(|| Problem::bad("`fail_writes` must be a whole number"))?;
    knock.server.universe.site.store.fail_writes(next);
    Ok((StatusCode::OK, json!({"fail_writes": next})))
}
