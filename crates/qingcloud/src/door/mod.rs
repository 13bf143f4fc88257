//! The operator's half of QingCloud: its settings, its accounts, and what reaches users by other ways than
//! the API.

pub(crate) mod account;
mod app;
pub(crate) mod licence;
mod mail;
mod person;
pub(crate) mod world;

use squall_api::OperatorRoute;
use squall_api::cloud::Answer;
pub(crate) use squall_api::setting::{fields, invalid};
use squall_api::wire::flat;

/// Routes below `/_squall/systems/qingcloud/` besides `world` and `accounts`.
pub(crate) const ROUTES: &[OperatorRoute] = &[
    OperatorRoute {
        method: "GET",
        path: "mail",
        query: &["to"],
        fields: &[],
        serve: |world, query, _| mail::list(world, query),
    },
    OperatorRoute {
        method: "POST",
        path: "mail",
        query: &[],
        fields: &mail::FIELDS,
        serve: |world, _, body| mail::send(world, body),
    },
    OperatorRoute {
        method: "GET",
        path: "licence",
        query: &[],
        fields: &[],
        serve: |world, _, _| licence::authority(world),
    },
    OperatorRoute {
        method: "POST",
        path: "licence",
        query: &[],
        fields: &licence::FIELDS,
        serve: |world, _, body| licence::sign(world, body),
    },
    OperatorRoute {
        method: "POST",
        path: "app_token",
        query: &[],
        fields: &app::FIELDS,
        serve: |world, _, body| app::token(world, body),
    },
];

/// A parameter of a query, decoded.
pub(crate) fn query_value(query: &str, name: &str) -> Answer<Option<String>> {
    let pairs = flat::pairs(query.as_bytes()).map_err(|error| invalid(&error.to_string()))?;
    Ok(pairs.into_iter().find(|(known, _)| known == name).map(|(_, value)| value.into_owned()))
}
