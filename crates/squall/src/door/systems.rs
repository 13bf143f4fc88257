//! One system's world and whatever its dialect adds.

use super::knock::Knock;
use super::problem::{Answer, Problem};
use super::route::{Route, Takes};
use http::StatusCode;
use serde_json::Value;
use squall_api::{Cloud, Patience};
use squall_catalogue::System;
use squall_cloud::{Refusal, World};

pub(super) const ROUTES: &[Route] = &[
    Route::get("/_squall/systems/{system}/world", show),
    Route::act("PATCH", "/_squall/systems/{system}/world", patch).taking(Takes::Document),
];

/// A system that the door has been asked about.
pub(super) struct Office<'a> {
    knock: &'a Knock<'a>,
    pub(super) cloud: &'a dyn Cloud,
}

impl<'a> Office<'a> {
    /// The system that the path names.
    ///
    /// # Errors
    /// Where there is none of that word, or it is not built.
    pub(super) fn of(knock: &'a Knock<'a>) -> Result<Office<'a>, Problem> {
        let word = knock.name("system");
        let missing = |detail: String| Problem::new(StatusCode::NOT_FOUND, detail);
        let system = System::parse(word).ok_or_else(|| {
            let words: Vec<&str> = System::ALL.iter().map(|system| system.as_str()).collect();
            missing(format!("there is no system `{word}`; there are: {}", words.join(", ")))
        })?;
        let cloud = knock.server.universe.cloud(system);
        Ok(Office { knock, cloud: cloud.ok_or_else(|| missing(format!("`{word}` is not built yet")))? })
    }

    /// Looks at the system's world.
    pub(super) fn look<T>(&self, look: impl Fn(&World<'_>) -> Result<T, Refusal>) -> Result<T, Problem> {
        let site = &self.knock.server.universe.site;
        Ok(site.look(Patience::LONG, |tx, moment| look(&self.cloud.world(tx, moment.now)))?)
    }

    /// Changes the system's world, all or nothing.
    pub(super) fn change<T>(&self, change: impl Fn(&World<'_>) -> Result<T, Refusal>) -> Result<T, Problem> {
        let site = &self.knock.server.universe.site;
        let (changed, commit) =
            site.change(Patience::FULL, |tx, moment| change(&self.cloud.world(tx, moment.now)));
        commit.wait()?;
        Ok(changed?)
    }
}

fn show(knock: &Knock<'_>) -> Answer {
    let office = Office::of(knock)?;
    Ok((StatusCode::OK, office.look(|world| office.cloud.operator().show_world(world))?))
}

fn patch(knock: &Knock<'_>) -> Answer {
    let office = Office::of(knock)?;
    office.change(|world| office.cloud.operator().patch_world(world, &knock.body))?;
    show(knock)
}

/// Asks what is a system's own.
pub(super) fn ask(
    knock: &Knock<'_>,
    is_look: bool,
    serve: fn(&World<'_>, &str, &Value) -> Result<Value, Refusal>,
) -> Answer {
    let office = Office::of(knock)?;
    let ask = |world: &World<'_>| serve(world, knock.query, &knock.body);
    let value = if is_look { office.look(ask)? } else { office.change(ask)? };
    Ok((StatusCode::OK, value))
}
