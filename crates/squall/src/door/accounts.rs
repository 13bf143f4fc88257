//! A system's accounts.

use super::paging::Page;
use super::systems::Office;
use super::{Answer, Problem};
use http::{Method, StatusCode};
use serde_json::Value;
use squall_api::Operator;
use squall_cloud::{Kind, Refusal, World};

pub(super) fn route(office: &Office<'_>, rest: &[&str]) -> Answer {
    let (knock, operator) = (office.knock, office.cloud.operator());
    match rest {
        [] => {
            knock.only(&[Method::GET, Method::POST])?;
            if knock.method == Method::GET {
                let page = Page::of(knock)?;
                return Ok((
                    StatusCode::OK,
                    Value::Array(office.look(|world| list(operator, world, &page))?),
                ));
            }
            let fields = knock.json()?;
            let shown = office.change(|world| {
                let id = operator.create_account(world, &fields)?;
                operator.show_account(world, &world.account(&id)?)
            })?;
            Ok((StatusCode::CREATED, shown))
        }
        [name] => {
            knock.only(&[Method::GET, Method::PATCH, Method::DELETE])?;
            match knock.method {
                Method::DELETE => {
                    office.change(|world| operator.delete_account(world, &id_of(world, name)?))?;
                    Ok((StatusCode::NO_CONTENT, Value::Null))
                }
                Method::PATCH => {
                    let patch = knock.json()?;
                    office.change(|world| operator.patch_account(world, &id_of(world, name)?, &patch))?;
                    show(office, name)
                }
                _ => show(office, name),
            }
        }
        _ => Err(Problem::new(StatusCode::NOT_FOUND, "an account has no parts of its own here")),
    }
}

/// A page of the accounts that are no one's but their owner's, in order of the engine's id.
fn list(operator: &dyn Operator, world: &World<'_>, page: &Page) -> Result<Vec<Value>, Refusal> {
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

fn show(office: &Office<'_>, name: &str) -> Answer {
    let operator = office.cloud.operator();
    let shown = office.look(|world| operator.show_account(world, &world.account(&id_of(world, name)?)?))?;
    Ok((StatusCode::OK, shown))
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
