//! Images in the operator's settings: CloudDC has no operation that makes one.

use super::listing::{Listing, project};
use super::{text, word};
use crate::founding;
use serde_json::{Value, json};
use squall_api::cloud::{Answer, Image, State, World};

/// The words for where an image stands. Only an active one can be installed.
pub(crate) const STATES: [(&str, State); 5] = [
    ("queued", State::Free),
    ("saving", State::Pending),
    ("active", State::Active),
    ("killed", State::Failed),
    ("deleted", State::Stopped),
];
/// The kinds of image; CloudDC wants a private one.
pub(crate) const TYPES: [&str; 4] = ["private", "gold", "shared", "market"];
const SYSTEMS: [&str; 3] = ["Linux", "Windows", "Other"];

pub(super) const IMAGES: Listing<Image> = Listing {
    name: "images",
    known: &["name", "status", "os_type", "image_type"],
    create: |_, head, _| Ok(founding::image(head.in_state(State::Active), SYSTEMS[0])),
    set: |_, image, name, value| {
        match name {
            "name" => image.head.name = text(name, value)?.to_owned(),
            "status" => {
                let word = word(name, value, &STATES.map(|(word, _)| word))?;
                let state = STATES.iter().find(|(known, _)| *known == word);
                image.head.state = state.map_or(State::Active, |(_, state)| *state);
            }
            "os_type" => image.platform = word(name, value, &SYSTEMS)?.to_owned(),
            _ => {
                let word = word(name, value, &TYPES)?;
                image.zones = if word == TYPES[0] { Vec::new() } else { vec![word.to_owned()] };
            }
        }
        Ok(())
    },
    remove: |world, image| world.dissolve(image.clone()),
};

pub(super) fn show(world: &World<'_>) -> Answer<Vec<Value>> {
    let show = |image: &Image| {
        Ok(json!({
            "id": image.head.id, "project_id": project(world, &image.head)?, "name": image.head.name,
            "status": status(image), "os_type": image.platform, "image_type": type_of(image),
        }))
    };
    world.every::<Image>()?.iter().map(show).collect()
}

/// The word for where an image stands.
pub(crate) fn status(image: &Image) -> &'static str {
    STATES.iter().find(|(_, state)| *state == image.head.state).map_or("deleted", |(word, _)| word)
}

/// The kind of an image.
pub(crate) fn type_of(image: &Image) -> &str {
    image.zones.first().map_or(TYPES[0], String::as_str)
}
