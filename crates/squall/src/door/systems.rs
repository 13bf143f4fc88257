//! One system's world and whatever its dialect adds.

use super::{Answer, Knock, Problem, accounts};
use http::{Method, StatusCode};
use serde_json::Value;
use squall_api::Cloud;
use squall_catalogue::System;
use squall_cloud::{Refusal, World};
use squall_store::Tx;

/// A system that the door has been asked about.
pub(super) struct Office<'a> {
    pub(super) knock: &'a Knock<'a>,
    pub(super) cloud: &'a dyn Cloud,
}

impl Office<'_> {
    /// Looks at the system's world.
    pub(super) fn look<T>(&self, look: impl FnOnce(&World<'_>) -> Result<T, Refusal>) -> Result<T, Problem> {
        let universe = &self.knock.server.universe;
        let now = universe.now()?;
        Ok(universe.site.store.read(|tx| look(&self.cloud.world(tx, now)))?)
    }

    /// Changes the system's world, all or nothing.
    pub(super) fn change<T>(&self, change: impl Fn(&World<'_>) -> Result<T, Refusal>) -> Result<T, Problem> {
        let universe = &self.knock.server.universe;
        universe.site.catch_up()?;
        let now = |tx: &Tx<'_>| Ok::<_, Refusal>(universe.site.moment_of_change(tx)?.now);
        Ok(universe.site.store.write(|tx| change(&self.cloud.world(tx, now(tx)?)))?)
    }
}

pub(super) fn route(knock: &Knock<'_>, system: &str, rest: &[&str]) -> Answer {
    let universe = &knock.server.universe;
    let known = System::parse(system).ok_or_else(|| {
        let words: Vec<&str> = System::ALL.iter().map(|system| system.as_str()).collect();
        Problem::new(
            StatusCode::NOT_FOUND,
            format!("there is no system `{system}`; there are: {}", words.join(", ")),
        )
    })?;
    let not_built = || Problem::new(StatusCode::NOT_FOUND, format!("`{system}` is not built yet"));
    let office = Office { knock, cloud: universe.cloud(known).ok_or_else(not_built)? };
    let operator = office.cloud.operator();
    match rest {
        ["world"] => {
            knock.only(&[Method::GET, Method::PATCH])?;
            if knock.method == Method::PATCH {
                let patch = knock.json()?;
                office.change(|world| operator.patch_world(world, &patch))?;
            }
            Ok((StatusCode::OK, office.look(|world| operator.show_world(world))?))
        }
        ["accounts", rest @ ..] => accounts::route(&office, rest),
        _ => further(&office, rest),
    }
}

fn further(office: &Office<'_>, rest: &[&str]) -> Answer {
    let knock = office.knock;
    let (path, body) = (rest.join("/"), knock.json()?);
    let operator = office.cloud.operator();
    let missing =
        || Problem::new(StatusCode::NOT_FOUND, format!("there is no /_squall/{}", knock.path.join("/")));
    let ask = |world: &World<'_>| {
        operator.door(world, knock.method.as_str(), &path, knock.query, &body).transpose()
    };
    let value: Option<Value> =
        if knock.method == Method::GET { office.look(ask)? } else { office.change(ask)? };
    value.map(|value| (StatusCode::OK, value)).ok_or_else(missing)
}
