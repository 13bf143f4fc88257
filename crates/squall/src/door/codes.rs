//! The catalogue.

use super::knock::Knock;
use super::problem::{Answer, Problem};
use super::route::Route;
use crate::catalogue;
use http::StatusCode;
use serde_json::Value;
use squall_catalogue::System;

pub(super) const ROUTES: &[Route] = &[
    Route::get("/_squall/codes", list).asking(&["system"]),
    Route::get("/_squall/codes/{system}/{code}", show),
];

fn system(word: &str) -> Result<System, Problem> {
    System::parse(word)
        .ok_or_else(|| Problem::new(StatusCode::NOT_FOUND, format!("there is no system `{word}`")))
}

fn list(knock: &Knock<'_>) -> Answer {
    let clouds = &knock.server.universe.clouds;
    let wanted = knock.parameter("system").map(|word| system(&word)).transpose()?;
    let codes = squall_catalogue::all().filter(|code| wanted.is_none_or(|system| code.system() == system));
    let shown = codes.map(|code| catalogue::to_json(code, clouds)).collect::<Vec<Value>>();
    Ok((StatusCode::OK, shown.into()))
}

fn show(knock: &Knock<'_>) -> Answer {
    let (word, number) = (knock.name("system"), knock.name("code"));
    let code = squall_catalogue::find(system(word)?, number);
    let missing = || Problem::new(StatusCode::NOT_FOUND, format!("{word} has no code `{number}`"));
    Ok((StatusCode::OK, catalogue::to_json(code.ok_or_else(missing)?, &knock.server.universe.clouds)))
}
