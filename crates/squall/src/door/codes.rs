//! The catalogue.

use super::{Answer, Knock, Problem};
use crate::catalogue;
use http::{Method, StatusCode};
use serde_json::Value;
use squall_catalogue::System;

pub(super) fn route(knock: &Knock<'_>) -> Answer {
    knock.only(&[Method::GET])?;
    let clouds = &knock.server.universe.clouds;
    let system = |word: &str| {
        System::parse(word)
            .ok_or_else(|| Problem::new(StatusCode::NOT_FOUND, format!("there is no system `{word}`")))
    };
    match knock.path[..] {
        ["codes"] => {
            let wanted = knock.parameter("system").map(|word| system(&word)).transpose()?;
            let codes =
                squall_catalogue::all().filter(|code| wanted.is_none_or(|system| code.system() == system));
            Ok((
                StatusCode::OK,
                codes.map(|code| catalogue::to_json(code, clouds)).collect::<Vec<Value>>().into(),
            ))
        }
        ["codes", word, number] => {
            let code = squall_catalogue::find(system(word)?, number);
            let missing = || Problem::new(StatusCode::NOT_FOUND, format!("{word} has no code `{number}`"));
            Ok((StatusCode::OK, catalogue::to_json(code.ok_or_else(missing)?, clouds)))
        }
        _ => Err(Problem::new(
            StatusCode::NOT_FOUND,
            "codes are at /_squall/codes and /_squall/codes/SYSTEM/CODE",
        )),
    }
}
