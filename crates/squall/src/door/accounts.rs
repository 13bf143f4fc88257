//! A system's accounts.

use super::knock::Knock;
use super::paging::{self, Page};
use super::problem::Answer;
use super::route::{Route, Takes};
use super::systems::Office;
use http::StatusCode;
use serde_json::Value;
use squall_api::Operator;
use squall_cloud::{Kind, Refusal, World};

pub(super) const ROUTES: &[Route] = &[
    Route::get("/_squall/systems/{system}/accounts", list).asking(paging::PARAMETERS),
    Route::act("POST", "/_squall/systems/{system}/accounts", open).taking(Takes::Document),
    Route::get("/_squall/systems/{system}/accounts/{account}", show),
    Route::act("PATCH", "/_squall/systems/{system}/accounts/{account}", patch).taking(Takes::Document),
    Route::act("DELETE", "/_squall/systems/{system}/accounts/{account}", delete),
];

fn list(knock: &Knock<'_>) -> Answer {
    let (office, page) = (Office::of(knock)?, Page::of(knock)?);
    let shown = office.look(|world| page_of(office.cloud.operator(), world, &page))?;
    Ok((StatusCode::OK, Value::Array(shown)))
}

/// A page of the accounts that are no one's but their owner's, in order of the engine's id.
fn page_of(operator: &dyn Operator, world: &World<'_>, page: &Page) -> Result<Vec<Value>, Refusal> {
    let mut after = page.after.clone().unwrap_or_default();
    if let Some(id) = world.account_named(&after)? {
        after = id;
    }
    let mut shown = Vec::new();
    while shown.len() < page.limit {
        let accounts = world.accounts_after(&after, page.limit - shown.len())?;
        let Some(last) = accounts.last() else { break };
        after.clone_from(&last.id);
        for account in accounts.iter().filter(|account| !operator.is_internal(account)) {
            shown.push(operator.show_account(world, account)?);
        }
    }
    Ok(shown)
}

fn open(knock: &Knock<'_>) -> Answer {
    let office = Office::of(knock)?;
    let operator = office.cloud.operator();
    let shown = office.change(|world| {
        let id = operator.create_account(world, &knock.body)?;
        operator.show_account(world, &world.account(&id)?)
    })?;
    Ok((StatusCode::CREATED, shown))
}

fn show(knock: &Knock<'_>) -> Answer {
    let office = Office::of(knock)?;
    let (operator, name) = (office.cloud.operator(), knock.name("account"));
    let shown = office.look(|world| operator.show_account(world, &world.account(&id_of(world, name)?)?))?;
    Ok((StatusCode::OK, shown))
}

fn patch(knock: &Knock<'_>) -> Answer {
    let office = Office::of(knock)?;
    let (operator, name) = (office.cloud.operator(), knock.name("account"));
    office.change(|world| operator.patch_account(world, &id_of(world, name)?, &knock.body))?;
    show(knock)
}

fn delete(knock: &Knock<'_>) -> Answer {
    let office = Office::of(knock)?;
    let (operator, name) = (office.cloud.operator(), knock.name("account"));
    office.change(|world| operator.delete_account(world, &id_of(world, name)?))?;
    Ok((StatusCode::NO_CONTENT, Value::Null))
}

/// The id behind a label, an e-mail or an id.
fn id_of(world: &World<'_>, name: &str) -> Result<String, Refusal> {
    if let Some(id) = world.account_named(name)? {
        return Ok(id);
    }
    let found = world.find_account(name)?;
    found
        .map(|account| account.id)
        .ok_or_else(|| Refusal::Absent { kind: Kind::Account, id: name.to_owned() })
}
